"""`read`: what is written in pictures, a line each."""

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import model
from model.errors import PictureError
from model.image import BYTES
from model.reading import Digit, Reading
from model.side_by_side import in_order

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

STDIN = "-"
"""Path that stands for standard input."""

DECIMALS = 4
"""Of a probability in JSON."""

MAYBE = 0.05
"""Probability from which a second digit is worth a word."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What came of a picture: a reading, or the sentence that says why there is none."""

    path: str
    reading: Reading | None
    error: str | None
    milliseconds: float


def add_to(commands: "Subparsers") -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("read", help="say what is written in pictures")
    parser.add_argument("pictures", nargs="+", metavar="PICTURE", help="a file; - is stdin")
    parser.add_argument("--json", action="store_true", help="print a JSON object a line")
    parser.add_argument(
        "--chart",
        type=Path,
        metavar="OUT.png",
        help="draw a chart; of several pictures OUT-1.png, OUT-2.png, …",
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="of charts")
    parser.add_argument("--weights", type=Path, metavar="FOLDER", help="another version's folder")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read all pictures; 1 if one of them could not be read or its chart not be written."""
    recognizer = model.load(arguments.weights)

    def answer(numbered: tuple[int, str]) -> Answer:
        number, path = numbered
        found, data = _answer(recognizer, path)
        if found.reading is None or arguments.chart is None:
            return found
        chart = _chart_path(arguments.chart, number, len(arguments.pictures))
        return _with_chart(found, found.reading, data, chart, arguments.theme)

    failed = False
    for said in in_order(answer, enumerate(arguments.pictures, start=1)):
        failed |= said.error is not None
        if arguments.json:
            print(json.dumps(as_json(said), ensure_ascii=False), flush=True)
        elif said.error:
            print(f"{said.path}: {said.error}", file=sys.stderr, flush=True)
        else:
            print(f"{said.path}: {in_words(said.reading)}", flush=True)
    return 1 if failed else 0


def as_json(answer: Answer) -> dict[str, Any]:
    """Give an answer as the JSON object that `--json` prints."""
    reading = answer.reading
    return {
        "path": answer.path,
        "text": reading.text if reading else "",
        "confidence": round(reading.confidence, DECIMALS) if reading else 0.0,
        "certain": reading.certain if reading else False,
        "digits": [_digit_as_json(digit) for digit in reading.digits] if reading else [],
        "error": answer.error,
        "ms": round(answer.milliseconds, 1),
    }


def in_words(reading: Reading | None) -> str:
    """Say in a line what a picture says."""
    if reading is None or not reading.digits:
        return "no digit found"
    text = reading.text.replace("\n", " / ")
    if reading.certain:
        return f"{text} ({_percent(reading.confidence)} sure)"
    words = f"probably {text} ({_percent(reading.confidence)})"
    if len(reading.digits) == 1:
        other, share = reading.digits[0].candidates[1]
        share *= reading.digits[0].is_digit
        words += f", maybe {other} ({_percent(share)})" if share >= MAYBE else ""
    return words


def _answer(recognizer: model.Recognizer, path: str) -> tuple[Answer, bytes]:
    """Read a file; gives its bytes, too."""
    started = time.perf_counter()
    reading, error, data = None, None, b""
    try:
        data = _bytes_of(path)
        reading = recognizer.read(data)
    except PictureError as refusal:
        error = str(refusal)
    except OSError as refusal:
        error = next((words for kind, words in REFUSALS if isinstance(refusal, kind)), UNREADABLE)
    return Answer(path, reading, error, 1000 * (time.perf_counter() - started)), data


UNREADABLE = "The file cannot be read."
REFUSALS = (
    (FileNotFoundError, "There is no such file."),
    (IsADirectoryError, "This is a folder; name the pictures in it."),
    (PermissionError, "The file may not be read by you."),
)
"""What the system says of a file, in words."""


def _bytes_of(path: str) -> bytes:
    most = BYTES + 1  # one more than the limit is enough to be refused
    if path == STDIN:
        return sys.stdin.buffer.read(most)
    with Path(path).open("rb") as opened:
        return opened.read(most)


def _chart_path(out: Path, number: int, pictures: int) -> Path:
    return out if pictures == 1 else out.with_stem(f"{out.stem}-{number}")


def _with_chart(answer: Answer, reading: Reading, data: bytes, out: Path, theme: str) -> Answer:
    # Imported here: few readings are drawn.
    from model.chart import draw, in_detail

    try:
        out.write_bytes(draw(in_detail(reading, data), theme))
    except OSError as error:
        problem = f"The chart {out} cannot be written: {error.strerror}."
        return Answer(answer.path, reading, problem, answer.milliseconds)
    return answer


def _digit_as_json(digit: Digit) -> dict[str, Any]:
    box = digit.box
    return {
        "digit": digit.digit,
        "confidence": round(digit.confidence, DECIMALS),
        "box": [box.x, box.y, box.width, box.height],
    }


def _percent(probability: float) -> str:
    return f"{min(99, max(1, round(100 * probability)))} %"
