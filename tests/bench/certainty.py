"""What the certainty of a reading follows from: `python -m tests.bench.certainty [--photos N]`.

Fits the numbers of `model.agree.ONE_DIGIT` and `SEVERAL` anew, by logistic regression on generated
photos that are written with MNIST's validation digits, and prints them beside those in use, with
what each set gives on the half of the photos that it was not fitted to.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

import cv2
import numpy as np
from numpy.typing import NDArray

import model
from model import agree, recognizer, settle
from model.data import mnist, split
from model.reading import CERTAIN
from model.synthesis.examples import draw_photo
from model.synthesis.sheet import Examples
from tests.bench.taken_out import LOOKED_AT_ONCE, taken_out

PHOTOS = {"single": 0.45, "number": 0.2, "cheque": 0.2, "not_digit": 0.15}
"""The kinds of photos, and the part of all that each is: about as people send them."""
SEED = 54
STEPS = 30
"""Steps of Newton's method; it is there after a few."""
RIDGE = 1.0
"""What keeps a number small that nothing speaks for."""


@dataclass(frozen=True)
class Read:
    """What the certainty of a page followed from, and whether its text was right."""

    several: bool
    features: tuple[float, ...]
    right: bool
    empty: bool


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.certainty")
    parser.add_argument("--photos", type=int, default=6_000, metavar="N")
    photos = parser.parse_args().photos
    tasks = [(kind, at) for kind, part in PHOTOS.items() for at in range(round(photos * part))]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = [one for one in pool.map(read, tasks, chunksize=50) if one]
    for name, several in (("ONE_DIGIT", False), ("SEVERAL", True)):
        own = [one for one in found if one.several is several]
        features = np.array([one.features for one in own])
        right = np.array([one.right for one in own], float)
        empty = np.array([one.empty for one in own])
        half = np.arange(len(own)) % 2 == 0
        print(f"{name}, {len(own)} readings, {np.count_nonzero(empty)} of photos without digits")
        used = np.array(getattr(agree, name))
        _show("in use", used, _sure(features, used), right, empty)
        unseen = np.where(
            half,
            _sure(features, fit(features[~half], right[~half])),
            _sure(features, fit(features[half], right[half])),
        )
        _show("fitted", fit(features, right), unseen, right, empty)


def read(task: tuple[str, int]) -> Read | None:
    """Draw and read a photo; None where nothing was read."""
    kind, at = task
    cv2.setNumThreads(1)
    photo, sheet = draw_photo(_digits(), np.random.default_rng([SEED, *map(ord, kind), at]), kind)
    pages: list[tuple[float, tuple[float, ...]]] = []
    heard: list[tuple[float, ...]] = []

    def confidence(path: float, line: float, unread: float, digits: int) -> float:
        heard.append((path, line, unread, digits))
        return agree.confidence(path, line, unread, digits)

    def settled(*given: object) -> settle.Settled:
        page = settle.settle(*given)  # type: ignore[arg-type]
        if page.rows:
            pages.append((settle.worth(page), heard[-1]))
        return page

    # What only a second look shows is worth less by a factor of its own.
    watched = [(settle, "confidence", confidence), (recognizer, "settle", settled)]
    with taken_out([*watched, *LOOKED_AT_ONCE]):
        reading = _reader().read(cv2.imencode(".png", photo[..., ::-1])[1].tobytes())
    if not pages:
        return None
    path, line, unread, digits = max(pages)[1]
    features = agree.features(path, line, unread)
    return Read(digits > 1, features, reading.text == sheet.text, not sheet.text)


def fit(features: NDArray[np.floating], right: NDArray[np.floating]) -> NDArray[np.floating]:
    """Fit the numbers that features of (n, 4) are weighted with, by Newton's method."""
    weights = np.zeros(features.shape[1])
    ridge = RIDGE * np.diag([0.0, *np.ones(len(weights) - 1)])
    for _ in range(STEPS):
        sure = _sure(features, weights)
        slope = features.T @ (right - sure) - ridge @ weights
        curve = (features * (sure * (1 - sure))[:, None]).T @ features + ridge
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def _sure(features: NDArray[np.floating], weights: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.asarray(1 / (1 + np.exp(-features @ weights)))


def _show(
    name: str,
    weights: NDArray[np.floating],
    sure: NDArray[np.floating],
    right: NDArray[np.floating],
    empty: NDArray[np.bool_],
) -> None:
    lost = -np.mean(np.log(np.where(right > 0, sure, 1 - sure)))
    certain = sure >= CERTAIN
    print(
        f"  {name}: {np.round(weights, 2).tolist()}, loss {lost:.4f}, "
        f"of digits certain {100 * certain[~empty].mean():.1f} %, "
        f"wrong of the certain {100 * (1 - right[certain]).mean():.2f} %"
    )


@cache
def _digits() -> Examples:
    halves = split(mnist())
    return Examples(halves.validation_images, halves.validation_labels)


@cache
def _reader() -> recognizer.Recognizer:
    return model.load()


if __name__ == "__main__":
    main()
