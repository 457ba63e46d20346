"""`train`: train a version, with a progress bar or with a line of JSON for each step."""

import argparse
import json
import multiprocessing
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from model import SHIPPED
from model.errors import ModelError
from model.report import PARTS
from model.training.digits.network import ARCHITECTURES

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

CELLS = 24
"""Characters of the progress bar."""


def add_to(commands: "Subparsers") -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("train", help="train a version")
    parser.add_argument(
        "--architecture",
        choices=tuple(ARCHITECTURES),
        help="of the digit network (else: that of the version to start, or cnn)",
    )
    parser.add_argument("--epochs", type=_epochs, metavar="N", help="how often each digit is seen")
    parser.add_argument(
        "--photos",
        type=_epochs,
        default=1,
        metavar="N",
        help="times the usual number of generated photos, and MNIST as often: more is better",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new folder")
    parser.add_argument(
        "--seed", type=_seed, metavar="N", help="another draw of all that is chance"
    )
    parser.add_argument("--start", type=Path, metavar="FOLDER", help="a version to train further")
    parser.add_argument(
        "--part",
        choices=tuple(PARTS),
        help="train only this; the other is that of the version to start",
    )
    parser.add_argument(
        "--fine-tune",
        action="store_true",
        help="train all networks further in a few minutes; without --start, the shipped ones",
    )
    parser.add_argument(
        "--corrections", type=Path, metavar="FILE", help="what users have corrected, to learn too"
    )
    parser.add_argument(
        "--against",
        type=Path,
        metavar="FOLDER",
        help="a version to hold the result against on the corrections kept from it "
        "(else: the one to start)",
    )
    parser.add_argument("--progress-json", action="store_true", help="a JSON object for each step")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Train; 1 if that failed."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    tell = _tell_json if arguments.progress_json else Terminal()
    # Processors that multiply bfloat16 do so in a third less time; on others it changes nothing.
    os.environ.setdefault("TF_SET_ONEDNN_FPMATH_MODE", "BF16")
    try:
        # Imported here: TensorFlow takes seconds.
        from model.corrections import load
        from model.training.train import train

        train(
            arguments.architecture,
            epochs=arguments.epochs,
            out=arguments.out,
            seed=arguments.seed,
            start=arguments.start or (SHIPPED if arguments.fine_tune else None),
            part=arguments.part,
            fine=arguments.fine_tune,
            corrections=load(arguments.corrections) if arguments.corrections else None,
            against=arguments.against,
            photos=arguments.photos,
            tell=tell,
        )
    except ModelError as error:
        if not arguments.progress_json:
            raise
        _tell_json({"event": "error", "error": str(error)})
        return 1
    return 0


class Terminal:
    """Shows progress to a person: a bar that moves, or a line an epoch where nothing can move."""

    def __init__(self) -> None:
        self._moves = sys.stderr.isatty()
        self._last = ""

    def __call__(self, event: dict[str, Any]) -> None:
        """Show a step of the training."""
        line = LINES[event["event"]](event)
        if "done" not in event:
            self._print(line)
        elif self._moves:
            bar = "█" * round(CELLS * event["done"])
            shown = f"{bar:░<{CELLS}} {100 * event['done']:3.0f} %  {line}"
            # Of it all, where that is known; else of this phase.
            left = event.get("total_left", event.get("seconds_left", 0.0))
            print(f"\r{shown}  {_duration(left)} left\x1b[K", end="", file=sys.stderr, flush=True)
            self._last = line
        elif line != self._last:
            self._print(line)
            self._last = line

    def _print(self, line: str) -> None:
        if self._moves and self._last:
            print(file=sys.stderr)
        print(line, file=sys.stderr, flush=True)
        self._last = ""


def _fit_line(event: dict[str, Any]) -> str:
    line = f"{event['part']}: epoch {event['epoch']} of {event['epochs']}"
    validation = event.get("validation_accuracy")
    return line if validation is None else f"{line}  validation {100 * validation:.2f} %"


def _done_line(event: dict[str, Any]) -> str:
    test = event["report"]["test"]
    accuracy = f"{100 * test['accuracy']:.2f} % of {test['count']:,} test digits"
    learned = event["report"].get("corrections")
    taught = f", taught by {learned['learned']:,} corrections" if learned else ""
    return f"{event['out']}: {accuracy}{taught}"


LINES = {
    "start": lambda e: f"{e['architecture']}, {e['epochs']} epochs, {e['source']}",
    "prepare": lambda e: f"{e['part']}: drawing photos",
    "fit": _fit_line,
    "evaluate": lambda _: "evaluating",
    "done": _done_line,
}
"""What to show of each event."""


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def _tell_json(event: dict[str, Any]) -> None:
    print(json.dumps(event), flush=True)


def _epochs(text: str) -> int:
    epochs = int(text)
    if epochs < 1:
        raise ValueError
    return epochs


def _seed(text: str) -> int:
    seed = int(text)
    if seed < 0:
        raise ValueError
    return seed


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """End soon: without its workers, the drawing of photos has nothing to wait for."""
    for worker in multiprocessing.active_children():
        worker.terminate()
    raise KeyboardInterrupt
