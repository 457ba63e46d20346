"""What each idea of the walk is worth: `python -m tests.bench.ablation [--photos N]`.

Every idea is taken out alone, and the same generated photos are read again. They are written with
MNIST's validation digits; each kind has a column: digits, numbers and amounts read right as a
whole, pictures without digits that are not read for certain, and, of all, the certain and wrong.
"""

import argparse
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import cv2
import numpy as np
from numpy.typing import NDArray

import model
from model import (
    agree,
    apart,
    join,
    normalize,
    recognizer,
    serving,
    settle,
)
from model.data import mnist, split
from model.ink import grayscale, threshold
from model.ink.light import Light
from model.ink.page import Page
from model.line import locate, read
from model.search import candidate, rows, stray, trust
from model.search.choose import Choice
from model.serving import Answers, Network
from model.synthesis.examples import draw_photo
from model.synthesis.sheet import Examples
from tests.bench.taken_out import LOOKED_AT_ONCE, NEVER, Change, taken_out

KINDS = ("single", "number", "cheque", "not_digit")
SEED = 33


class Credulous(Network):
    """A network that takes everything for a digit."""

    def look(self, pictures: NDArray[np.uint8]) -> Answers:
        answers = super().look(pictures)
        return Answers(answers.digit, np.ones_like(answers.is_digit))


def _one_light(pixels: NDArray[np.uint8], _estimate: Light) -> NDArray[np.uint8]:
    return np.full((8, 8, 3), np.percentile(pixels, 90, axis=(0, 1)), np.uint8)


def _luminance(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)


def _gray_first(photo: grayscale.Photo, light: Light) -> tuple[Page, ...]:
    return PAGES(grayscale.Photo(_luminance(photo.pixels), photo.width, photo.height), light)


def _one_row(choice: Choice) -> tuple[stray.Row, ...]:
    found = stray.stray_rows(choice)
    return () if choice.rows else (tuple(c for row in found for c in row),)


PAGES: Callable[[grayscale.Photo, Light], tuple[Page, ...]] = grayscale.pages

WITHOUT: dict[str, list[Change]] = {
    "nothing: the walk as it is": [],
    "the line network": [(settle, "MOST_LINES", -1)],
    "the path search's word": [(agree, "_by_path", lambda *_: 1.0)],
    "lines where the path finds none": [(settle, "MOST_STROKES", -1)],
    "rows of strokes without digits": [(settle, "stray_rows", _one_row)],
    "rows joined that are one line": [(rows, "SAME_LINE", 0.0)],
    "room at a line's ends": [
        (locate, "ROOM_BESIDE", 0.25), (read, "MOST_WIDENED", 0), (read, "FURTHER", 0.0),
    ],
    "lines that grow": [(read, "MOST_WIDENED", 0)],
    "a look further out": [(read, "FURTHER", 0.0)],
    "the second and third look at a line": [(read, "LOOKS", ())],
    "cutting strokes apart": [(apart, "MOST_SPLIT", -1)],
    "joining strokes": [(join, "MOST_JOINED", 0)],
    "asking whether it is a digit": [(recognizer, "Network", Credulous)],
    "four more looks at what is not clear": [(serving, "CLEAR", 0.0)],
    "doubt about what touches an edge": [(candidate, "AT_EDGE", 1.0)],
    "unread ink in the confidence": [
        (trust, "UNREAD", 1.0), (trust, "UNREAD_PART", 1.0),
        (agree, "ONE_DIGIT", (*agree.ONE_DIGIT[:3], 0.0)),
        (agree, "SEVERAL", (*agree.SEVERAL[:3], 0.0)),
    ],
    "rival readings in the confidence": [(trust, "SHARP", 1e6)],
    "even light": [(grayscale, "paper_light", _one_light)],
    "looking again, in any way": LOOKED_AT_ONCE,
    "a look in another light": [(recognizer, "LIGHT", NEVER)],
    "a look at leveled rows": [(recognizer, "LEVEL", NEVER)],
    "a look at the sheet alone": [(recognizer, "PAPER", NEVER)],
    "faint ink between printed lines": [(threshold, "FAINTER", 0.0)],
    "the darkest color channel": [(recognizer, "pages", _gray_first)],
    "a page's own edges set apart": [(threshold, "_without_rim", lambda tops: tops)],
    "frames taken out": [(threshold, "without_frames", lambda mask: mask)],
    "outlines of things taken out": [(threshold, "without_outlines", lambda _page, mask: mask)],
    "hysteresis on tiny frames": [(threshold, "GOES_ON", 1.0)],
    "thickening thin strokes": [(normalize, "THINNEST_STROKE", 0.0)],
}  # fmt: skip
"""What is taken out, and what stands in its place."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ablation")
    parser.add_argument("--photos", type=int, default=300, metavar="N", help="of each kind")
    photos = parser.parse_args().photos
    print(f"{'without':36s}" + "".join(f"{kind:>11s}" for kind in (*KINDS, "misled")))
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for name, figures in zip(WITHOUT, pool.map(measure, WITHOUT, [photos] * 99), strict=False):
            print(f"{name:36s}" + "".join(f"{100 * f:9.1f} %" for f in figures), flush=True)


def measure(without: str, photos: int) -> list[float]:
    """Read photos of each kind without an idea; give the shares right, and the share misled."""
    cv2.setNumThreads(1)
    halves = split(mnist())
    digits = Examples(halves.validation_images, halves.validation_labels)
    right, misled = [], []
    with taken_out(WITHOUT[without]):
        reader = model.load()
        for kind in KINDS:
            rng = np.random.default_rng(SEED)
            for _ in range(photos):
                photo, sheet = draw_photo(digits, rng, kind=kind)
                file = cv2.imencode(".png", photo[..., ::-1])[1]
                reading = reader.read(file.tobytes())
                is_right = reading.text == sheet.text
                right.append(is_right or (not sheet.text and not reading.certain))
                misled.append(reading.certain and not is_right)
    return [*np.array(right).reshape(len(KINDS), photos).mean(1).tolist(), float(np.mean(misled))]


if __name__ == "__main__":
    main()
