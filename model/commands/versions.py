"""`versions` and `rollback`: the trained versions, and a step back."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.errors import WeightsError

if TYPE_CHECKING:
    from model.versions import Versions

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

FOLDER = "models"
"""Folder of the versions in the data folder."""


def add_to(commands: "Subparsers") -> None:
    """Add the commands to the parser."""
    listing = commands.add_parser("versions", help="list the trained versions")
    listing.add_argument("--json", action="store_true", help="print a JSON object a line")
    listing.set_defaults(run=run_versions)
    rollback = commands.add_parser("rollback", help="let an earlier version answer again")
    rollback.add_argument("version", nargs="?", help="its id, or shipped; else the one before")
    rollback.set_defaults(run=run_rollback)
    for parser in (listing, rollback):
        parser.add_argument(
            "--data-dir",
            type=Path,
            default=Path(os.environ.get("DATA_DIR") or "data"),
            metavar="FOLDER",
            help="where the bot keeps its data (else: DATA_DIR, else ./data)",
        )


def run_versions(arguments: argparse.Namespace) -> int:
    """List the versions, the oldest first; the one that answers is marked."""
    versions = _versions(arguments.data_dir)
    serving = versions.serving()
    if serving.problem:
        print(f"{serving.problem} Version {serving.id} answers instead.", file=sys.stderr)
    shipped = ("shipped", versions.shipped)
    for id_, folder in (shipped, *((version.id, version.folder) for version in versions.all())):
        entry = _entry(id_, folder, serves=id_ == serving.id)
        print(json.dumps(entry) if arguments.json else _line(entry))
    return 0


def run_rollback(arguments: argparse.Namespace) -> int:
    """Promote an earlier version and say which one."""
    versions = _versions(arguments.data_dir)
    if arguments.version is None:
        versions.rollback()
    else:
        known = {version.id: version for version in versions.all()}
        if arguments.version not in {*known, "shipped"}:
            raise WeightsError(f"There is no version {arguments.version}; `versions` lists them.")
        versions.promote(known.get(arguments.version))
    serving = versions.serving()
    print(_line(_entry(serving.id, serving.folder, serves=True)))
    return 0


def _versions(data_dir: Path) -> "Versions":
    from model.versions import Versions

    return Versions(data_dir / FOLDER)


def _entry(id_: str, folder: Path, *, serves: bool) -> dict[str, Any]:
    from model.report import check

    entry: dict[str, Any] = {"id": id_, "serves": serves, "folder": str(folder)}
    try:
        report = check(folder)
    except WeightsError as error:
        return entry | {"error": str(error)}
    generated = report.generated.accuracy if report.generated else None
    return entry | {
        "architecture": report.architecture,
        "date": report.date,
        "test": report.test.accuracy,
        "generated": generated,
        "error": None,
    }


def _line(entry: dict[str, Any]) -> str:
    mark = "*" if entry["serves"] else " "
    if entry["error"]:
        return f"{mark} {entry['id']:22}  {entry['error']}"
    photos = "" if entry["generated"] is None else f"  photos {100 * entry['generated']:.2f} %"
    scores = f"MNIST {100 * entry['test']:.2f} %{photos}"
    return f"{mark} {entry['id']:22}  {entry['architecture']}  {scores}  {entry['date']}"
