"""`read`: what is written in pictures, a line each."""

import argparse
import json
import logging
import sys
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import model
from model import worker
from model.errors import PictureError
from model.image import BYTES
from model.reading import Digit, Reading
from model.side_by_side import in_order, pool

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

log = logging.getLogger(__name__)

STDIN = "-"
"""Path that stands for standard input."""

DECIMALS = 4
"""Of a probability in JSON."""

MAYBE = 0.05
"""Probability from which a second digit is worth a word."""

MANY = 100
"""Pictures from which each processor is worth a process of its own. Threads wait for Python's lock,
which costs a quarter of two processors' time; but a process needs half a second to start, and its
own memory."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What came of a picture: a reading, or the sentence that says why there is none."""

    path: str
    reading: Reading | None
    error: str | None
    milliseconds: float


@dataclass(frozen=True)
class Line:
    """What is said of a picture, and whether it could not be read or its chart not be written."""

    said: str
    failed: bool


class Reader:
    """Reads pictures and says a line of each, as the command was asked to."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._recognizer = model.load(arguments.weights)
        self._asked = arguments

    def line(self, numbered: tuple[int, str]) -> Line:
        """Read a picture, draw its chart and say what it says; it comes with its number."""
        number, path = numbered
        asked = self._asked
        answer, data = _answer(self._recognizer, path)
        if answer.reading and asked.chart:
            chart = _chart_path(asked.chart, number, len(asked.pictures))
            answer = _with_chart(answer, answer.reading, data, chart, asked.theme)
        if asked.json:
            said = json.dumps(as_json(answer), ensure_ascii=False)
        else:
            said = f"{path}: {answer.error or in_words(answer.reading)}"
        return Line(said, answer.error is not None)


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
    failed = False
    for line in _lines(arguments):
        failed |= line.failed
        out = sys.stderr if line.failed and not arguments.json else sys.stdout
        print(line.said, file=out, flush=True)
    return 1 if failed else 0


def _lines(arguments: argparse.Namespace) -> Iterator[Line]:
    """Read all pictures, several at a time; gives their lines in order."""
    reader = Reader(arguments)  # damaged weights are told of before any process is started
    numbered = list(enumerate(arguments.pictures, start=1))
    given = 0
    if len(numbered) >= MANY and STDIN not in arguments.pictures:
        try:
            with worker.processes(_read_as, arguments) as processes:
                for line in in_order(processes, _line, numbered):
                    yield line
                    given += 1
        except BrokenProcessPool:  # one was killed, as a system does that is out of memory
            log.warning("A process that read pictures was killed; threads read the others.")
        else:
            return
    with pool() as threads:
        yield from in_order(threads, reader.line, numbered[given:])


_reader: Reader


def _read_as(arguments: argparse.Namespace) -> None:
    global _reader  # what a process reads with, loaded once
    _reader = Reader(arguments)


def _line(numbered: tuple[int, str]) -> Line:
    return _reader.line(numbered)


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
