"""What each idea of the training is worth: `python -m tests.bench.ideas [--photos N]`.

The digit network is trained in small, by the same code as in earnest, and the walk reads with it
and without a line network. Every idea is taken out alone; the training as it is gets several seeds,
and a difference within their spread means nothing. All figures are of MNIST's validation digits, of
which none is learned from: themselves, corrupted, and on generated photos.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np

import model
from model.commands.evaluate import UNCHANGED
from model.data import Mnist, Split, mnist, split
from model.evaluate import corruption_scores, generated_scores, mnist_scores, split_scores
from model.recognizer import Recognizer
from model.synthesis import examples, hands
from model.synthesis.pool import CHUNK, Draw, Part
from model.synthesis.sheet import Examples
from model.training.course import Course
from model.training.digits import augment, fit, network
from model.training.digits import train as train_digits
from model.training.material import gather
from model.training.plan import SEED
from model.training.tell import Tell
from tests.bench.taken_out import Change, taken_out

APART = 10
"""Between the seeds: a training uses more than one."""
WATCHED = 11
"""One digit for so many to learn from is held out to calibrate by, as in earnest."""
PER_PHOTO = 3.9
"""Examples that the walk cuts out of a photo, about."""
CORRUPTED = 500
"""Validation digits that are corrupted in each way."""
TELL_EVERY = 20.0
"""Seconds between two reports of a training's progress."""

COLUMNS = {"MNIST": 2, "corrupted": 1, "digit": 1, "number": 1, "no digit": 1, "calibration": 1}
"""What is measured, and the decimals of its percentage. The last is the calibration error of single
digits on photos; of pictures without digits those count that are not read for certain."""


ARCHITECTURE = "cnn"
HEADLESS = {ARCHITECTURE: replace(network.ARCHITECTURES[ARCHITECTURE], rejects=False)}

AS_IT_IS = "nothing: the training as it is"

WITHOUT: dict[str, list[Change]] = {
    AS_IT_IS: [],
    "generated photos": [(train_digits, "PHOTOS_PER_DIGIT", 0.0)],
    "digits drawn from strokes": [(hands, "TRACED", 0.0), (hands, "MIXED", 0.0)],
    "parts of strokes as examples": [(examples, "parts_of", lambda found: (found, []))],
    "examples of what is no digit": [
        (train_digits, "ARCHITECTURES", HEADLESS),
        (network, "ARCHITECTURES", HEADLESS),
    ],
    "distortions, spoiling included": [(fit, "distort", lambda picture, _rng: picture)],
    "spoiled pictures": [(augment, "SPOILED", 0.0)],
    "calibration": [(train_digits, "calibrate", lambda _network, _held_out: {})],
}
"""What is taken out of the training, and what stands in its place."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ideas")
    parser.add_argument("--photos", type=int, default=5_000, metavar="N", help="to learn from")
    parser.add_argument("--epochs", type=int, default=4, metavar="N")
    parser.add_argument("--seeds", type=int, default=3, metavar="N", help="of all ideas together")
    parser.add_argument("--read", type=int, default=400, metavar="N", help="photos of each kind")
    parser.add_argument("--only", choices=WITHOUT, nargs="+", default=list(WITHOUT), metavar="IDEA")
    parser.add_argument("--json", type=Path, metavar="FILE", help="all runs, written as they come")
    asked = parser.parse_args()
    print(f"{'without':32s}" + "".join(f"{column:>17s}" for column in COLUMNS), flush=True)
    seeds = {name: asked.seeds if name == AS_IT_IS else 1 for name in asked.only}
    tasks = [(name, SEED + APART * at) for name, count in seeds.items() for at in range(count)]
    found: dict[str, Any] = {"photos": asked.photos, "epochs": asked.epochs, "read": asked.read}
    found["without"] = {}
    one = partial(_in_own_process, asked.photos, asked.epochs, asked.read)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = pool.map(one, tasks)
        for name, count in seeds.items():
            runs = [figures for figures in islice(answers, count) if figures]
            print(f"{name:32s}" + "".join(_cell(column, runs) for column in COLUMNS), flush=True)
            found["without"][name] = runs
            if asked.json:
                asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _cell(column: str, runs: list[dict[str, float]]) -> str:
    """Give the mean in percent, and the standard deviation where there are several runs."""
    if not runs:
        return f"{'–':>17s}"
    shares = 100 * np.array([run[column] for run in runs])
    decimals = COLUMNS[column]
    spread = f" ± {shares.std(ddof=1):.{decimals}f}" if len(runs) > 1 else ""
    return f"{f'{shares.mean():.{decimals}f}{spread} %':>17s}"


def _in_own_process(
    photos: int, epochs: int, read: int, task: tuple[str, int]
) -> dict[str, float] | None:
    """Measure where no other training's TensorFlow is, on one core; None if that process dies."""
    spawn = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, initializer=_take_one_core) as alone:
        try:
            return alone.submit(measure, *task, photos, epochs, read).result()
        except BrokenProcessPool:
            print("without {}, seed {}: its process died".format(*task), file=sys.stderr)
            return None


def _take_one_core() -> None:
    cv2.setNumThreads(1)
    # TensorFlow reads them when it is first imported; the last one as `python -m model train` does.
    os.environ["TF_NUM_INTRAOP_THREADS"] = os.environ["TF_NUM_INTEROP_THREADS"] = "1"
    os.environ["OMP_NUM_THREADS"] = "1"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("TF_SET_ONEDNN_FPMATH_MODE", "BF16")


def measure(without: str, seed: int, photos: int, epochs: int, read: int) -> dict[str, float]:
    """Train without an idea, then read with all others in place; give a share for each column."""
    data = mnist()
    halves = split(data)
    digits = round(photos / train_digits.PHOTOS_PER_DIGIT)
    material = gather(data.source, _part_of(halves, digits), None, fine=False, seed=seed)
    tell = _teller(f"without {without}, seed {seed}")
    in_small: list[Change] = [
        (examples, "draw_on_all_cores", _draw_here),
        (train_digits, "fit", partial(_fit_as_long, digits + PER_PHOTO * photos)),
    ]
    with tempfile.TemporaryDirectory() as folder:
        with taken_out(in_small + WITHOUT[without]):
            train_digits.train_digits(
                ARCHITECTURE, material, epochs=epochs, start=None, seed=seed,
                folder=Path(folder), tell=tell,
            )  # fmt: skip
        recognizer = model.load(Path(folder))
    tell({"event": "evaluate"})
    unseen = replace(
        data, test_images=halves.validation_images, test_labels=halves.validation_labels
    )
    return _figures(recognizer, unseen, read)


def _part_of(halves: Split, digits: int) -> Split:
    """Take so many digits to learn from, and others beside them to watch the learning by."""
    watched = digits // WATCHED
    images, labels = halves.fit_images[: digits + watched], halves.fit_labels[: digits + watched]
    return Split(images[watched:], labels[watched:], images[:watched], labels[:watched])


def _draw_here(
    draw: Draw[Part], source: Examples, photos: int, seed: int, tell: Callable[[float], None]
) -> list[Part]:
    """Draw in this process: in others nothing would be taken out."""
    chunks = max(1, photos // CHUNK)
    parts: list[Part] = []
    for at, rng in enumerate(np.random.default_rng(seed).spawn(chunks)):
        parts.append(draw(source, rng, photos // chunks + (at < photos % chunks)))
        tell(len(parts) / chunks)
    return parts


def _fit_as_long(
    usual: float, built: Any, learned: Examples, watched: Examples, *, epochs: int, **others: Any
) -> Course:
    """Fit for as many steps as with the usual number of examples: fewer are seen more often."""
    rounds = max(1, round(epochs * usual / len(learned.labels)))
    return fit.fit(built, learned, watched, epochs=rounds, **others)


def _figures(recognizer: Recognizer, data: Mnist, read: int) -> dict[str, float]:
    """Measure all columns on the test half of the data."""
    corrupted = corruption_scores(recognizer, data, CORRUPTED)
    singles = generated_scores(recognizer, data, read)
    figures = (
        mnist_scores(recognizer, data).accuracy,
        float(np.mean([share for kind, share in corrupted.items() if kind != UNCHANGED])),
        singles.accuracy,
        split_scores(recognizer, data, "number", read).accuracy,
        split_scores(recognizer, data, "not_digit", read).accuracy,
        singles.calibration_error,
    )
    return dict(zip(COLUMNS, figures, strict=True))


def _teller(name: str) -> Tell:
    told = -TELL_EVERY

    def tell(event: dict[str, Any]) -> None:
        nonlocal told
        if time.monotonic() - told >= TELL_EVERY or "done" not in event:
            told = time.monotonic()
            done = f" {100 * event['done']:.0f} %" if "done" in event else ""
            print(f"{name}: {event['event']}{done}", file=sys.stderr, flush=True)

    return tell


if __name__ == "__main__":
    main()
