"""Digits as few people send them: `python -m tests.bench.unusual [--photos N]`.

Generated photos of one digit, written with MNIST's validation digits, outside of what the generator
draws or at its edge: other pens, other sizes, worse cameras, pixels shown as blocks. The shares
that are read right, that are certain, and that are certain and wrong.
"""

import argparse
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

import model
from model.data import mnist, split
from model.synthesis import kinds, writing
from model.synthesis.examples import draw_photo
from model.synthesis.hands import Hand, any_hand
from model.synthesis.sheet import Examples
from tests.askew import turned
from tests.bench.taken_out import taken_out
from tests.drawn import png

SEED = 99
NOISE = 25
"""Standard deviation of the noise, in gray levels."""

Photo = NDArray[np.uint8]
Camera = Callable[[Photo, np.random.Generator], Photo]


@dataclass(frozen=True)
class Way:
    """How a photo is drawn otherwise, and what happens to it then."""

    instead: tuple[tuple[Any, str, Any], ...] = ()
    camera: Camera = lambda photo, _: photo


def pen(least: float, most: float) -> Way:
    """Draw all digits with a pen of such a width, as a part of their height."""

    def hand(rng: np.random.Generator, *_: object) -> Hand:
        return replace(any_hand(rng), pen=rng.uniform(least, most), traced=1.0, nib=None)

    return Way(((writing, "any_hand", hand),))


def share(least: float, most: float, side: tuple[int, int] = writing.LONG_SIDE) -> Way:
    """Draw digits of such a part of the frame, of such a side in pixels."""
    return Way(((writing, "FRAME_SHARE", (least, most)), (writing, "LONG_SIDE", side)))


def pixels(side: int, how: int | None) -> Way:
    """Reduce to so many pixels, and enlarge twelvefold in such a way."""

    def shown(photo: Photo, _: np.random.Generator) -> Photo:
        factor = side / max(photo.shape)
        small = cv2.resize(photo, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        if how is not None:
            small = cv2.resize(small, None, fx=12, fy=12, interpolation=how)
        return np.asarray(small, np.uint8)

    return Way(camera=shown)


def blurred(photo: Photo, _: np.random.Generator) -> Photo:
    """Blur with a fiftieth of the longest side."""
    return np.asarray(cv2.GaussianBlur(photo, (0, 0), 0.02 * max(photo.shape)), np.uint8)


def noisy(photo: Photo, rng: np.random.Generator) -> Photo:
    """Add much noise."""
    noise = rng.normal(0, NOISE, (*photo.shape[:2], 1))
    return np.clip(photo + noise, 0, 255).astype(np.uint8)


def compressed(photo: Photo, _: np.random.Generator) -> Photo:
    """Send it through a very small JPEG file."""
    file = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 8])[1]
    return np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR), np.uint8)


def askew(degrees: float, photo: Photo, rng: np.random.Generator) -> Photo:
    """Turn it to one side or the other."""
    return turned(photo, degrees * rng.choice((-1, 1)))


WAYS = {
    "as they are": Way(),
    "a pen of 0.006 to 0.015 of the digit": pen(0.006, 0.015),
    "a pen of 0.2 to 0.26": pen(0.2, 0.26),
    "a pen of 0.26 to 0.34": pen(0.26, 0.34),
    "0.05 to 0.12 of a larger frame": share(0.05, 0.12, (500, 640)),
    "as large as the frame, or cut off": share(0.95, 1.15),
    "turned by 30 degrees": Way(camera=partial(askew, 30.0)),
    "much blurred": Way(camera=blurred),
    "much noise": Way(camera=noisy),
    "a JPEG file of quality 8": Way(camera=compressed),
    "24 pixels": pixels(24, None),
    "24 pixels, shown as blocks": pixels(24, cv2.INTER_NEAREST),
    "40 pixels": pixels(40, None),
    "40 pixels, shown as blocks": pixels(40, cv2.INTER_NEAREST),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.unusual")
    parser.add_argument("--photos", type=int, default=250, metavar="N", help="in each way")
    photos = parser.parse_args().photos
    print(f"{'in %':40s}{'right':>9s}{'certain':>9s}{'misled':>9s}")
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for way, figures in zip(WAYS, pool.map(measure, WAYS, [photos] * len(WAYS)), strict=True):
            print(f"{way:40s}" + "".join(f"{100 * f:9.1f}" for f in figures), flush=True)


def measure(way: str, photos: int) -> list[float]:
    """Read photos; give the shares right, certain, and certain and wrong."""
    cv2.setNumThreads(1)
    halves = split(mnist())
    digits = Examples(halves.validation_images, halves.validation_labels)
    reader = model.load()
    found = []
    with taken_out([(kinds, "TINY", 0.0), *WAYS[way].instead]):
        for at in range(photos):
            rng = np.random.default_rng([SEED, at])
            photo, sheet = draw_photo(digits, rng, kind="single")
            reading = reader.read(png(WAYS[way].camera(photo, rng)))
            right = reading.text == sheet.text
            found.append((right, reading.certain, reading.certain and not right))
    return [float(share) for share in np.mean(found, axis=0)]


if __name__ == "__main__":
    main()
