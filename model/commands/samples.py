"""`samples`: a picture of generated photos, as the training sees them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from model.errors import DataError

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

SEED = 1
"""Of the photos that are shown, where nobody names another."""
ENDINGS = (".png", ".jpg", ".jpeg", ".webp")
"""What the picture's name may end in."""


def add_to(commands: "Subparsers") -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("samples", help="draw a sheet of generated photos")
    parser.add_argument("picture", type=Path, help=f"the file to write: {', '.join(ENDINGS)}")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help="other photos")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Draw the sheet and write it."""
    if arguments.picture.suffix.lower() not in ENDINGS:
        raise DataError(f"{arguments.picture} must end in one of {', '.join(ENDINGS)}.")
    # Imported here: `read` starts faster without.
    import cv2
    import numpy as np

    from model.data import mnist, split
    from model.synthesis.samples import sample_sheet
    from model.synthesis.sheet import Examples

    halves = split(mnist())
    digits = Examples(halves.fit_images, halves.fit_labels)
    sheet = sample_sheet(digits, np.random.default_rng(abs(arguments.seed)))
    file = cv2.imencode(arguments.picture.suffix, cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))[1]
    try:
        arguments.picture.write_bytes(file.tobytes())
    except OSError as error:
        raise DataError(f"{arguments.picture} cannot be written.") from error
    return 0
