"""The command line: settings → logging → the bot, or the corrections that it keeps."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import logs, memory
from bot.errors import SettingsError, StoreError
from bot.export import export
from bot.serve import serve
from bot.settings import Settings, read_settings
from bot.store import Store

DESCRIPTION = (
    "Start the digit photo bot. With BOT_TOKEN set it answers at Telegram; without, it opens a "
    "sandbox with a chat page on this machine. .env.example lists all variables."
)

EXPORT = "export-corrections"

EXPORT_DESCRIPTION = (
    "Write what users corrected to a file, for `python -m model train --corrections FILE`: small "
    "pictures with their right labels, no names and no Telegram ids. The bot may run meanwhile."
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the bot until it is stopped, or a command; exit status 1 where that cannot be done."""
    parser = argparse.ArgumentParser(prog="digitbot", description=DESCRIPTION)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    exporting = commands.add_parser(
        EXPORT, help="write what users corrected to a file", description=EXPORT_DESCRIPTION
    )
    exporting.add_argument("file", type=Path, metavar="FILE", help="where to write it")
    asked = parser.parse_args(arguments)
    try:
        settings = read_settings()
    except SettingsError as error:
        sys.exit(str(error))
    logs.configure(settings.log_level, [settings.token, settings.hook_secret])
    if asked.command == EXPORT:
        sys.exit(_export(settings, asked.file))
    memory.give_back_large_blocks()
    sys.exit(asyncio.run(serve(settings)))


def _export(settings: Settings, file: Path) -> str | None:
    """Write the corrections to a file; gives the reason where that fails."""
    try:
        store = Store(
            settings.database,
            keep_most=settings.keep_corrections,
            keep_days=settings.keep_days,
        )
        written = export(store, file)
        store.close()
    except (StoreError, OSError) as error:
        return f"The corrections cannot be exported: {error}"
    people = "1 person" if written.people == 1 else f"{written.people:,} people"
    print(f"{len(written):,} corrected digits of {people}: {file}")
    return None
