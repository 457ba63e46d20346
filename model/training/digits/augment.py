"""Batches to learn from: examples in random order, each distorted a little anew every epoch.

Affine and elastic distortions follow P. Simard, D. Steinkraus and J. Platt, "Best Practices for
Convolutional Neural Networks Applied to Visual Document Analysis" (ICDAR 2003).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 28
TURN = 6.0
"""Standard deviation of the rotation in degrees."""
SHEAR = 0.12
"""Standard deviation of the shear."""
SCALE = 0.06
"""Standard deviation of width and height, as a part of them."""
SHIFT = 0.7
"""Standard deviation of the place in pixels: the center of mass is placed to half a pixel."""
BEND = 1.0
"""Standard deviation of the elastic displacement in pixels."""
BEND_CELLS = 4
"""Displacements are drawn on a grid of so many cells and smooth between them."""
BENT = 0.6
"""Part of the pictures that are bent."""
PEN = 0.1
"""Part of the pictures whose strokes become thinner, and as many whose strokes become fatter."""
SPOILED = 0.15
"""Part of the pictures that are spoiled: what the walk cuts out of a photo is clean, but a network
that never saw worse is worth nothing beside it."""
NOISE = (5.0, 60.0)
"""Standard deviation of the noise of a spoiled picture, in gray levels."""
BLUR = (0.4, 1.2)
"""Standard deviation of the blur of a spoiled picture in pixels."""
DIM = 0.35
"""Least part of its contrast that a spoiled picture keeps."""


def distort(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Distort a picture as another hand, pen or cut might: (28, 28) uint8 in and out."""
    angle = np.deg2rad(rng.normal(0, TURN))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shape = np.array([[1, rng.normal(0, SHEAR)], [0, 1]]) * (1 + rng.normal(0, SCALE, 2))
    matrix = turn @ shape
    middle = np.full(2, (SIDE - 1) / 2)
    shift = middle - matrix @ middle + rng.normal(0, SHIFT, 2)
    whole = np.hstack([matrix, shift[:, None]])
    picture = np.asarray(cv2.warpAffine(picture, whole, (SIDE, SIDE), flags=cv2.INTER_LINEAR))
    if rng.random() < BENT:
        picture = _bend(picture, rng)
    change = rng.random()
    if change < PEN:
        # Half of the way: the whole of it would leave a thin stroke a quarter of its ink.
        picture = cv2.addWeighted(picture, 0.5, cv2.erode(picture, _CROSS), 0.5, 0)
    elif change > 1 - PEN:
        picture = cv2.dilate(picture, _CROSS)
    if rng.random() < SPOILED:
        picture = _spoil(picture, rng)
    return picture


_CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
_ROWS, _COLUMNS = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)


def _bend(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    moves = rng.normal(0, BEND, (2, BEND_CELLS, BEND_CELLS)).astype(np.float32)
    down, across = (cv2.resize(m, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC) for m in moves)
    bent = cv2.remap(picture, _COLUMNS + across, _ROWS + down, cv2.INTER_LINEAR)
    return np.asarray(bent, np.uint8)


def _spoil(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Do one of four bad things to a picture: noise, blur, little contrast, a line across it."""
    kind = rng.integers(4)
    if kind == 0:
        noise = rng.normal(0, rng.uniform(*NOISE), picture.shape)
        return np.clip(picture + noise, 0, 255).astype(np.uint8)
    if kind == 1:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(*BLUR)), np.uint8)
    if kind == 2:
        kept = rng.uniform(DIM, 1)
        return (picture * kept + rng.uniform(0, 1 - kept) * 255).astype(np.uint8)
    start, end = (tuple(map(int, p)) for p in rng.integers(-4, SIDE + 4, (2, 2)))
    return np.asarray(cv2.line(picture.copy(), start, end, int(rng.integers(60, 256)), 1), np.uint8)
