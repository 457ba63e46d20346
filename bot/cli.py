"""The command line: settings → logging → the bot."""

import argparse
import asyncio
import sys

from bot import logs
from bot.errors import SettingsError
from bot.serve import serve
from bot.settings import read_settings

DESCRIPTION = (
    "Start the digit photo bot. With BOT_TOKEN set it answers at Telegram; without, it opens a "
    "sandbox with a chat page on this machine. .env.example lists all variables."
)


def main() -> None:
    """Run the bot until it is stopped; exit status 1 where it cannot start."""
    argparse.ArgumentParser(prog="digitbot", description=DESCRIPTION).parse_args()
    try:
        settings = read_settings()
    except SettingsError as error:
        sys.exit(str(error))
    logs.configure(settings.log_level, [settings.token, settings.hook_secret])
    sys.exit(asyncio.run(serve(settings)))
