"""`versions`, `promote` and `rollback`: the trained versions, and which of them answers."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.errors import WeightsError

if TYPE_CHECKING:
    from model.listing import Listed
    from model.versions import Versions

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

FOLDER = "models"
"""Folder of the versions in the data folder."""


def add_to(commands: "Subparsers") -> None:
    """Add the commands to the parser."""
    listing = commands.add_parser("versions", help="list the trained versions")
    listing.add_argument("--json", action="store_true", help="print a JSON object a line")
    listing.set_defaults(run=run_versions)
    promote = commands.add_parser("promote", help="let a version answer from now on")
    promote.add_argument("version", help="its id, shipped, or a folder that a training has written")
    promote.set_defaults(run=run_promote)
    rollback = commands.add_parser("rollback", help="let an earlier version answer again")
    rollback.add_argument("version", nargs="?", help="its id, or shipped; else the one before")
    rollback.set_defaults(run=run_rollback)
    for parser in (listing, promote, rollback):
        parser.add_argument(
            "--data-dir",
            type=Path,
            default=Path(os.environ.get("DATA_DIR") or "data"),
            metavar="FOLDER",
            help="where the bot keeps its data (else: DATA_DIR, else ./data)",
        )


def run_versions(arguments: argparse.Namespace) -> int:
    """List the versions, the oldest first; the one that answers is marked."""
    from model.listing import listing

    versions = _versions(arguments.data_dir)
    serving = versions.serving()
    if serving.problem:
        print(f"{serving.problem} Version {serving.id} answers instead.", file=sys.stderr)
    for listed in listing(versions, serving.id):
        print(json.dumps(_entry(listed)) if arguments.json else _line(_entry(listed)))
    return 0


def run_promote(arguments: argparse.Namespace) -> int:
    """Let a version answer, added first where it is a training's folder, and say which one."""
    versions = _versions(arguments.data_dir)
    folder = Path(arguments.version)
    known = {version.id for version in versions.all()}
    if arguments.version not in {*known, "shipped"} and folder.is_dir():
        versions.promote(versions.add(folder))
        return _say(versions)
    return _promote(versions, arguments.version)


def run_rollback(arguments: argparse.Namespace) -> int:
    """Promote an earlier version and say which one."""
    versions = _versions(arguments.data_dir)
    if arguments.version is not None:
        return _promote(versions, arguments.version)
    versions.rollback()
    return _say(versions)


def _versions(data_dir: Path) -> "Versions":
    from model.versions import Versions

    return Versions(data_dir / FOLDER)


def _promote(versions: "Versions", id_: str) -> int:
    known = {version.id: version for version in versions.all()}
    if id_ not in {*known, "shipped"}:
        raise WeightsError(f"There is no version {id_}; `versions` lists them.")
    versions.promote(known.get(id_))
    return _say(versions)


def _say(versions: "Versions") -> int:
    from model.listing import listing

    serving = versions.serving().id
    print(*(_line(_entry(at)) for at in listing(versions, serving) if at.serves), sep="\n")
    return 0


def _entry(listed: "Listed") -> dict[str, Any]:
    """Give a version as a JSON object."""
    entry = {"id": listed.id, "serves": listed.serves, "folder": str(listed.folder)}
    report = listed.report
    if report is None:
        return entry | {"error": listed.problem}
    return entry | {
        "architecture": report.architecture,
        "date": report.date,
        "start": report.training.start,
        "test": report.test.accuracy,
        "generated": report.generated.accuracy if report.generated else None,
        "corrections": report.corrections.learned if report.corrections else 0,
        "people": report.corrections.people if report.corrections else 0,
        "error": None,
    }


def _line(entry: dict[str, Any]) -> str:
    mark = "*" if entry["serves"] else " "
    if entry["error"]:
        return f"{mark} {entry['id']:22}  {entry['error']}"
    photos = "" if entry["generated"] is None else f"  photos {100 * entry['generated']:.2f} %"
    scores = f"MNIST {100 * entry['test']:.2f} %{photos}"
    taught = f"  {entry['corrections']:,} corrections" if entry["corrections"] else ""
    return f"{mark} {entry['id']:22}  {entry['architecture']}  {scores}  {entry['date']}{taught}"
