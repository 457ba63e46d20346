"""Photos held askew, of sheets on a table, in a shadow: `python -m tests.bench.askew [--photos N]`.

Generated photos, written with MNIST's validation digits, are turned, or laid on a table, or a
narrow shadow falls across them; digits, numbers and amounts read right as a whole, pictures without
digits that are not read for certain, and, of all, the certain and wrong. Beside each figure, the
same without looking again: at leveled rows, at the sheet alone, in the light for hard shadows.
"""

import argparse
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import cv2
import numpy as np
from numpy.typing import NDArray

import model
from model.data import mnist, split
from model.synthesis.examples import draw_photo
from model.synthesis.sheet import Examples
from tests.askew import on_table, turned
from tests.bench.ablation import KINDS
from tests.bench.taken_out import LOOKED_AT_ONCE, taken_out
from tests.bench.teaching import jpeg
from tests.shadow import across

SEED = 47
SMALLEST = 100
"""Shorter side in pixels from which a photo may show a sheet on a table."""

Camera = Callable[[NDArray[np.uint8], np.random.Generator], NDArray[np.uint8]]

WAYS: dict[str, Camera] = {
    "as they are": lambda photo, _: photo,
    "turned by 5 degrees": lambda photo, rng: turned(photo, 5 * rng.choice((-1, 1))),
    "turned by 10 degrees": lambda photo, rng: turned(photo, 10 * rng.choice((-1, 1))),
    "turned by 15 degrees": lambda photo, rng: turned(photo, 15 * rng.choice((-1, 1))),
    "turned by 20 degrees": lambda photo, rng: turned(photo, 20 * rng.choice((-1, 1))),
    "on a table": on_table,
    "a shadow across": across,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.askew")
    parser.add_argument("--photos", type=int, default=200, metavar="N", help="of each kind")
    photos = parser.parse_args().photos
    columns = (*KINDS, "misled")
    print(f"{'in %, with and without':24s}" + "".join(f"{kind:>16s}" for kind in columns))
    jobs = [(way, seen) for way in WAYS for seen in (True, False)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = list(pool.map(measure, *zip(*jobs, strict=True), [photos] * len(jobs)))
    for at, way in enumerate(WAYS):
        both = zip(found[2 * at], found[2 * at + 1], strict=True)
        print(f"{way:24s}" + "".join(f"{100 * a:9.1f} {100 * b:6.1f}" for a, b in both))


def measure(way: str, all_looks: bool, photos: int) -> list[float]:
    """Read photos of each kind; give the shares right, and the share certain and wrong."""
    cv2.setNumThreads(1)
    halves = split(mnist())
    digits = Examples(halves.validation_images, halves.validation_labels)
    right, misled = [], []
    with taken_out([] if all_looks else LOOKED_AT_ONCE):
        reader = model.load()
        for kind in KINDS:
            rng = np.random.default_rng(SEED)
            taken: list[bool] = []
            while len(taken) < photos:
                photo, sheet = draw_photo(digits, rng, kind=kind)
                if way == "on a table" and kind != "cheque" and min(photo.shape[:2]) < SMALLEST:
                    continue
                bgr = WAYS[way](np.ascontiguousarray(photo[..., ::-1]), rng)
                reading = reader.read(jpeg(np.ascontiguousarray(bgr[..., ::-1])))
                is_right = reading.text == sheet.text
                taken.append(is_right or (not sheet.text and not reading.certain))
                misled.append(reading.certain and not is_right)
            right.append(float(np.mean(taken)))
    return [*right, float(np.mean(misled))]


if __name__ == "__main__":
    main()
