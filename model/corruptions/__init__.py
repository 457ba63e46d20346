"""MNIST's digits, corrupted: the kinds and severities of MNIST-C.

N. Mu and J. Gilmer, "MNIST-C: A Robustness Benchmark for Computer Vision" (2019), arXiv:1906.02337.
Its static pictures are not needed: each kind is drawn here, for all pictures at once, from a seed.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from model.corruptions.lines import canny_edges, dotted_line, zigzag
from model.corruptions.noise import (
    brightness,
    fog,
    identity,
    impulse_noise,
    shot_noise,
    spatter,
    stripe,
)
from model.corruptions.pictures import Pictures
from model.corruptions.shape import glass_blur, motion_blur, rotate, scale, shear, translate

CORRUPTIONS: Mapping[str, Callable[[Pictures, np.random.Generator], Pictures]] = {
    "identity": identity,
    "shot_noise": shot_noise,
    "impulse_noise": impulse_noise,
    "glass_blur": glass_blur,
    "motion_blur": motion_blur,
    "shear": shear,
    "scale": scale,
    "rotate": rotate,
    "brightness": brightness,
    "translate": translate,
    "stripe": stripe,
    "fog": fog,
    "spatter": spatter,
    "dotted_line": dotted_line,
    "zigzag": zigzag,
    "canny_edges": canny_edges,
}
"""The kinds, by MNIST-C's names."""


def corrupt(images: NDArray[np.uint8], kind: str, seed: int) -> NDArray[np.uint8]:
    """Corrupt pictures of digits.

    Parameters
    ----------
    images : (n, 28, 28) uint8
        0 paper … 255 ink; they stay as they are.
    kind
        A name in `CORRUPTIONS`.
    seed
        The same seed gives the same pictures.

    Returns
    -------
    (n, 28, 28) uint8

    Raises
    ------
    KeyError
        If there is no such kind.
    """
    change = CORRUPTIONS[kind]
    corrupted = change(images.astype(np.float32) / 255, np.random.default_rng(seed))
    return np.round(np.clip(corrupted, 0, 1) * 255).astype(np.uint8)
