"""`evaluate`: how well a version reads MNIST's test digits, or a folder of labeled pictures."""

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import model
from model.scores import Scores

if TYPE_CHECKING:
    from model.data import Mnist

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

TUTORIAL = model.SHIPPED / "tutorial"
"""Folder of the tutorial's network (118,282 parameters, three epochs of clean MNIST), which is
measured beside any version."""

UNCHANGED = "identity"
"""The corruption that is none: MNIST-C has it for control, a mean must not."""


@dataclass(frozen=True)
class MeasuredLine:
    """What was measured of a line reader: milliseconds for a short number, bytes of its file."""

    milliseconds: float
    bytes: int


@dataclass(frozen=True)
class Measured:
    """What was measured of a version.

    Attributes
    ----------
    scores
        On MNIST's test half.
    milliseconds : float
        The time for one digit alone.
    bytes : int
        Size of the file that is served.
    corruptions
        Accuracy on corrupted test digits, by the kind of corruption.
    line
        The time and the size of its line reader; None if it has none.
    """

    scores: Scores
    milliseconds: float
    bytes: int
    corruptions: Mapping[str, float]
    line: MeasuredLine | None = None

    @property
    def robustness(self) -> float:
        """Mean accuracy over the corruptions."""
        shares = [share for kind, share in self.corruptions.items() if kind != UNCHANGED]
        return sum(shares) / len(shares)


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
    from model.evaluate import photo_scores

    folder = arguments.weights or model.SHIPPED
    if arguments.photos:
        sets = photo_scores(model.load(folder), arguments.photos)
        if arguments.json:
            print(json.dumps(sets, ensure_ascii=False))
        else:
            print(*photo_table(sets), sep="\n")
        return 0
    data = mnist()
    version, tutorial = measure(folder, data), measure(TUTORIAL, data)
    if arguments.json:
        found = asdict(version)
        scores = found.pop("scores")
        print(json.dumps({"source": data.source, **scores, **found, "tutorial": asdict(tutorial)}))
    else:
        print(data.source, "", *comparison(version, tutorial), sep="\n")
        print("", *digits_table(version.scores), sep="\n")
    return 0


def measure(folder: Path, data: "Mnist") -> Measured:
    """Measure the networks of a version's folder, on MNIST's test digits, whole and corrupted."""
    from model.evaluate import corruption_scores, line_milliseconds, milliseconds, mnist_scores
    from model.line.serving import FILE as LINE
    from model.line.serving import LineNetwork
    from model.serving import FILE

    recognizer = model.load(folder)
    line = None
    if (folder / LINE).exists():
        size = (folder / LINE).stat().st_size
        line = MeasuredLine(line_milliseconds(LineNetwork(folder)), size)
    return Measured(
        scores=mnist_scores(recognizer, data),
        milliseconds=milliseconds(recognizer, data),
        bytes=(folder / FILE).stat().st_size,
        corruptions=corruption_scores(recognizer, data),
        line=line,
    )


def comparison(version: Measured, tutorial: Measured) -> Iterator[str]:
    """Give the lines of a table: a version beside the tutorial's network."""
    both = (version, tutorial)
    yield _line("", "this version", "tutorial's")
    yield _line("accuracy", *(_percent(m.scores.accuracy, 2) for m in both))
    yield _line("calibration error", *(_percent(m.scores.calibration_error, 2) for m in both))
    yield _line("time for a digit", *(f"{m.milliseconds:.2f} ms" for m in both))
    yield _line("size of the file", *(f"{m.bytes / 1e6:.2f} MB" for m in both))
    lines = [m.line for m in both]
    yield _line("time for a number", *(f"{n.milliseconds:.2f} ms" if n else "–" for n in lines))
    yield _line("size of that file", *(f"{n.bytes / 1e6:.2f} MB" if n else "–" for n in lines))
    yield ""
    yield "accuracy on corrupted digits, as in MNIST-C"
    for kind in version.corruptions:
        if kind != UNCHANGED:
            name = kind.replace("_", " ")
            yield _line(name, *(_percent(m.corruptions[kind], 1) for m in both))
    yield _line("mean", *(_percent(m.robustness, 1) for m in both))


def _line(name: str, version: str, tutorial: str) -> str:
    return f"{name:20}{version:>14}{tutorial:>14}"


def _percent(share: float, decimals: int) -> str:
    return f"{100 * share:.{decimals}f} %"


def digits_table(scores: Scores) -> Iterator[str]:
    """Give the lines of a table: each digit of the test half with what it was taken for."""
    yield f"{scores.count:,} test digits"
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
        yield _set_line(name, wide, score)
    yield ""
    for kind, scores in kinds.items():
        yield _set_line(kind, wide, (sum(r for r, _ in scores), sum(n for _, n in scores)))


def _set_line(name: str, wide: int, score: tuple[int, int]) -> str:
    right, count = score
    return f"{name:{wide}}  {right:6,} of {count:6,}  {100 * right / count:6.2f} %"
