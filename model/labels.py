"""Folders of labeled pictures: a manifest, or labels in the names of files and folders."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from model.errors import DataError

MANIFEST = "manifest.csv"
"""Table of a folder's pictures, with at least the columns of `COLUMNS`."""

COLUMNS = ("kind", "set", "label", "file")

NOT_DIGIT = "notdigit"
"""Kind of a picture, or name of a folder of pictures, without digits."""

ROWS = "_"
"""Separates the rows of digits in a label."""

FOLDER_LABEL = re.compile(r"\d+(_\d+)*")
FILE_LABEL = re.compile(r"(\d+)(?!\d)")
"""Digits that a file's name starts with: 7.png, 7-anna.jpg, 2024 (1).jpg."""

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"}


@dataclass(frozen=True)
class LabeledPicture:
    """A picture and what is written in it.

    Attributes
    ----------
    file
        Where it is.
    text
        Its digits as `Reading.text` gives them; "" where it has none.
    set_name
        The set that it is counted in.
    """

    file: Path
    text: str
    set_name: str


def labeled_pictures(folder: Path) -> list[LabeledPicture]:
    """List a folder's pictures with their labels.

    With a `manifest.csv`, its columns kind (single, multi, notdigit), set, label and file say it
    all; "_" separates rows in a label. Without one, a picture is labeled by the folder that it is
    in (7/anna.jpg, 12_34/page.png, notdigit/cat.jpg) or else by the digits that its name starts
    with (2024.jpg, 7-anna.png); others are left out.

    Raises
    ------
    DataError
        If there is no such folder, nothing labeled in it, or the manifest is damaged.
    """
    if not folder.is_dir():
        raise DataError(f"There is no folder {folder}.")
    found = list(_by_manifest(folder) if (folder / MANIFEST).is_file() else _by_name(folder))
    if not found:
        raise DataError(
            f"No picture in {folder} has a label; put them in folders named by what is written, "
            f"like {folder / '7'}, or write a {MANIFEST} with the columns {', '.join(COLUMNS)}."
        )
    return found


def _by_manifest(folder: Path) -> Iterator[LabeledPicture]:
    try:
        with (folder / MANIFEST).open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{folder / MANIFEST} cannot be read as a table.") from error
    for number, row in enumerate(rows, start=2):
        if not all(isinstance(row.get(column), str) for column in COLUMNS):
            raise DataError(
                f"{folder / MANIFEST}, line {number}, lacks one of {', '.join(COLUMNS)}."
            )
        kind, name, label, file = (row[column] for column in COLUMNS)
        text = "" if kind == NOT_DIGIT else label.replace(ROWS, "\n")
        yield LabeledPicture(folder / file, text, f"{kind}/{name}")


def _by_name(folder: Path) -> Iterator[LabeledPicture]:
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() not in SUFFIXES or not file.is_file():
            continue
        parent, start = file.parent, FILE_LABEL.match(file.stem)
        inside = parent != folder
        if inside and parent.name == NOT_DIGIT:
            yield LabeledPicture(file, "", NOT_DIGIT)
        elif inside and FOLDER_LABEL.fullmatch(parent.name):
            name = _name(parent.parent, folder)
            yield LabeledPicture(file, parent.name.replace(ROWS, "\n"), name)
        elif start:
            yield LabeledPicture(file, start[1], _name(parent, folder))


def _name(part: Path, folder: Path) -> str:
    return folder.name if part == folder else part.relative_to(folder).as_posix()
