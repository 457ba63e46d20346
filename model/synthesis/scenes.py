"""Photos without any writing: blank paper, textures, things in front of a ground, screens."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from model.synthesis.camera import add_noise, shoot
from model.synthesis.ground import clouds
from model.synthesis.light import cast
from model.synthesis.paper import photograph
from model.synthesis.screens import draw_screen

Shape = tuple[int, int]
Picture = NDArray[np.float32]


def draw_scene(shape: Shape, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw a photo of a height and width on which nobody has written.

    Returns
    -------
    (h, w, 3) uint8 RGB.
    """
    kind = rng.random()
    if kind < 0.2:
        return photograph(np.zeros(shape, np.uint8), rng)
    if kind < 0.4:
        return add_noise(draw_screen(shape, rng), rng.uniform(0, 2), rng)
    if kind < 0.65:
        texture = TEXTURES[rng.integers(len(TEXTURES))](shape, rng)
        picture = _between(texture, _color(rng), _color(rng))
    else:
        picture = _things(shape, rng)
    return shoot(cast(picture, rng), rng)


def _color(rng: np.random.Generator) -> NDArray[np.float32]:
    """Any color, most of them dull: RGB, 0 … 255."""
    gray = rng.uniform(20, 245)
    return np.clip(gray + rng.normal(0, 30, 3), 0, 255).astype(np.float32)


def _between(
    share: NDArray[np.float32], one: NDArray[np.float32], other: NDArray[np.float32]
) -> Picture:
    """Mix two colors, pixel by pixel."""
    return np.asarray(cv2.merge([a + share * (b - a) for a, b in zip(one, other, strict=True)]))


def _rough(shape: Shape, rng: np.random.Generator) -> NDArray[np.float32]:
    """Noise of all sizes, as stone, sand and clouds have it, around 0.5."""
    cells, weight = int(rng.integers(2, 8)), 1.0
    fade = rng.uniform(0.45, 0.9)
    total = np.zeros(shape, np.float32)
    while cells < max(shape) // 2:
        total += clouds(shape, cells, rng) * np.float32(weight)
        cells, weight = cells * 2, weight * fade
    return np.asarray(0.5 + 0.5 * np.tanh(total * np.float32(rng.uniform(0.3, 1.2))), np.float32)


def _foliage(shape: Shape, rng: np.random.Generator) -> NDArray[np.float32]:
    """Leaves, pebbles: noise with edges."""
    steps = int(rng.integers(2, 6))
    rough = clouds(shape, int(rng.integers(5, 30)), rng) + clouds(shape, 50, rng) * np.float32(0.4)
    return np.asarray(np.clip(np.round((rough + 1.5) / 3 * steps) / steps, 0, 1), np.float32)


def _wood(shape: Shape, rng: np.random.Generator) -> NDArray[np.float32]:
    rows = np.arange(shape[0], dtype=np.float32)[:, None] / np.float32(max(shape))
    rings = rows * np.float32(rng.uniform(10, 40)) + clouds(shape, 3, rng) * np.float32(1.5)
    fibers = cv2.resize(rng.standard_normal((shape[0], 4), dtype=np.float32), (shape[1], shape[0]))
    wood = 0.5 + 0.4 * np.sin(rings) + fibers * np.float32(0.1)
    wood = np.clip(wood, 0, 1)
    return np.asarray(wood if rng.random() < 0.5 else cv2.resize(wood.T, shape[::-1]), np.float32)


def _fabric(shape: Shape, rng: np.random.Generator) -> NDArray[np.float32]:
    """Cloth, stripes and checks."""
    y, x = np.indices(shape, np.float32)
    fine = rng.uniform(0.05, 1.5, 2)
    angle = rng.uniform(0, np.pi)
    along = np.float32(np.cos(angle)) * x + np.float32(np.sin(angle)) * y
    across = np.float32(-np.sin(angle)) * x + np.float32(np.cos(angle)) * y
    bend = clouds(shape, 4, rng) * np.float32(rng.uniform(0, 2))
    weave = np.sin(along * np.float32(fine[0]) + bend)
    if rng.random() < 0.6:
        weave = (weave + np.sin(across * np.float32(fine[1]) + bend)) / 2
    return np.asarray(0.5 + 0.5 * np.tanh(weave * np.float32(rng.uniform(0.5, 4))), np.float32)


def _bricks(shape: Shape, rng: np.random.Generator) -> NDArray[np.float32]:
    """Bricks, tiles and keyboards."""
    high = max(8, round(max(shape) * rng.uniform(0.06, 0.3)))
    wide = round(high * rng.uniform(0.8, 2.5))
    joint, shift = max(1, round(high * rng.uniform(0.04, 0.2))), rng.choice((0, wide // 2))
    wall = np.zeros(shape, np.float32)
    for row, y in enumerate(range(-int(rng.integers(high)), shape[0], high)):
        for x in range(-int(shift) * (row % 2) - wide // 3, shape[1], wide):
            corner = (x + wide - joint, y + high - joint)
            cv2.rectangle(wall, (x, y), corner, float(rng.uniform(0.55, 1)), -1)
    return np.asarray(wall + clouds(shape, 60, rng) * np.float32(0.05), np.float32)


TEXTURES: tuple[Callable[[Shape, np.random.Generator], NDArray[np.float32]], ...] = (
    _rough, _foliage, _wood, _fabric, _bricks,
)  # fmt: skip
"""Surfaces that fill a photo, (h, w) float32 around 0 … 1."""


def _things(shape: Shape, rng: np.random.Generator) -> Picture:
    """Put some shaded bodies in front of a ground, as in a landscape or on a table."""
    picture = _between(_rough(shape, rng), _color(rng), _color(rng))
    if rng.random() < 0.5:  # a horizon
        far = _between(_rough(shape, rng), _color(rng), _color(rng))
        at = round(shape[0] * rng.uniform(0.2, 0.8))
        picture[:at] = far[:at]
    for _ in range(int(rng.integers(1, 9))):
        mask = _body(shape, rng)
        kind = TEXTURES[rng.integers(len(TEXTURES))] if rng.random() < 0.4 else _soft
        shade = _between(kind(shape, rng), _color(rng), _color(rng))
        amount = (cv2.GaussianBlur(mask, (3, 3), 0) / np.float32(255))[..., None]
        picture = picture + amount * (shade - picture)
    return np.asarray(picture, np.float32)


def _soft(shape: Shape, rng: np.random.Generator) -> NDArray[np.float32]:
    """Soft shading, as on a smooth body."""
    return np.asarray(np.clip(0.5 + clouds(shape, 2, rng) * np.float32(0.3), 0, 1), np.float32)


def _body(shape: Shape, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Outline a body: a polygon, an ellipse or a branch."""
    height, width = shape
    mask = np.zeros(shape, np.uint8)
    middle = np.array((rng.uniform(0, width), rng.uniform(0, height)))
    size = max(shape) * rng.uniform(0.04, 0.4)
    kind = rng.random()
    if kind < 0.4:
        angles = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(3, 10))))
        reach = size * rng.uniform(0.4, 1.2, len(angles))
        corners = middle + np.stack([np.cos(angles) * reach, np.sin(angles) * reach], 1)
        cv2.fillPoly(mask, [np.round(corners).astype(np.int32)], 255, cv2.LINE_AA)
    elif kind < 0.75:
        axes = (max(1, round(size)), max(1, round(size * rng.uniform(0.2, 1))))
        place = (round(middle[0]), round(middle[1]))
        cv2.ellipse(mask, place, axes, rng.uniform(0, 180), 0, 360, 255, -1, cv2.LINE_AA)
    else:
        points = middle + np.cumsum(rng.normal(0, size, (int(rng.integers(2, 6)), 2)), axis=0)
        thick = max(1, round(size * rng.uniform(0.03, 0.4)))
        cv2.polylines(mask, [np.round(points).astype(np.int32)], False, 255, thick, cv2.LINE_AA)
    return mask
