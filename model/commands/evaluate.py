"""`evaluate`: how well a version reads MNIST's test digits, or a folder of labeled pictures."""

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import model
from model.report import Scores

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: "Subparsers") -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("evaluate", help="measure how well digits are read")
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    parser.add_argument(
        "--photos",
        type=Path,
        metavar="FOLDER",
        help="labeled pictures instead of MNIST: with a manifest.csv, or named by label",
    )
    parser.add_argument("--weights", type=Path, metavar="FOLDER", help="another version's folder")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure, and print a table."""
    # Imported here: `read` starts faster without.
    from model.data import mnist
    from model.evaluate import mnist_scores, photo_scores

    recognizer = model.load(arguments.weights)
    if arguments.photos:
        sets = photo_scores(recognizer, arguments.photos)
        if arguments.json:
            print(json.dumps(sets, ensure_ascii=False))
        else:
            print(*photo_table(sets), sep="\n")
        return 0
    data = mnist()
    scores = mnist_scores(recognizer, data)
    if arguments.json:
        print(json.dumps({"source": data.source, **vars(scores)}))
    else:
        print(data.source, *mnist_table(scores), sep="\n")
    return 0


def mnist_table(scores: Scores) -> Iterator[str]:
    """Give the lines of a table: the accuracy, then each digit with what it was taken for."""
    yield f"accuracy           {100 * scores.accuracy:.2f} % of {scores.count:,} digits"
    yield f"calibration error  {100 * scores.calibration_error:.2f} %"
    yield ""
    yield "digit   right     read as " + "".join(f"{digit:6d}" for digit in range(10))
    for digit, row in enumerate(scores.confusion):
        counts = "".join(f"{count or '·':>6}" for count in row)
        yield f"{digit:5d} {100 * scores.per_digit[digit]:6.2f} %           {counts}"


def photo_table(sets: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    """Give the lines of a table: each set, and the sum of each kind of sets."""
    wide = max(map(len, [*sets, "all"]))
    kinds: dict[str, list[tuple[int, int]]] = {}
    for name, score in sets.items():
        kinds.setdefault(name.split("/")[0], []).append(score)
        yield _line(name, wide, score)
    yield ""
    for kind, scores in kinds.items():
        yield _line(kind, wide, (sum(r for r, _ in scores), sum(n for _, n in scores)))


def _line(name: str, wide: int, score: tuple[int, int]) -> str:
    right, count = score
    return f"{name:{wide}}  {right:6,} of {count:6,}  {100 * right / count:6.2f} %"
