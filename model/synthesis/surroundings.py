"""What else a photo of a page shows: its edge and the table, a binding, fingers, specks."""

import cv2
import numpy as np
from numpy.typing import NDArray

EDGE, BINDING, FINGER, SPECKS = 0.13, 0.05, 0.05, 0.2
"""Parts of the photos with each of them."""
HIDDEN = 0.01
"""Part of the ink that they may hide; else they are left out."""
SKIN = np.array([(225, 180, 150), (195, 140, 110), (150, 100, 75), (95, 62, 48)], np.float32)
"""Colors of skin, RGB."""

Shape = tuple[int, ...]
Color = NDArray[np.floating]


def surround(
    picture: NDArray[np.float32], ink: NDArray[np.uint8], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Put around a page of (h, w, 3) float32 what a camera sees with it, but not over the ink."""
    for part, draw in ((EDGE, _edge), (BINDING, _binding), (FINGER, _finger)):
        if rng.random() >= part:
            continue
        mask, color = draw(ink.shape, rng)
        hidden = cv2.mean(ink, cv2.compare(mask, 0, cv2.CMP_GT))[0] * cv2.countNonZero(mask)
        if hidden <= HIDDEN * max(cv2.sumElems(ink)[0], 1):
            picture = _over(picture, mask, color)
    if rng.random() < SPECKS:
        picture = _specks(picture, rng)
    return picture


def _over(
    picture: NDArray[np.float32], mask: NDArray[np.uint8], color: NDArray[np.floating]
) -> NDArray[np.float32]:
    amount = cv2.merge([cv2.GaussianBlur(mask, (5, 5), 0).astype(np.float32) / 255] * 3)
    full = np.broadcast_to(color.astype(np.float32), picture.shape)
    return np.asarray(picture + amount * (full - picture), np.float32)


def _turn(mask: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Move what lies along the upper edge to one of the four edges; the size stays."""
    height, width = mask.shape
    turned = np.rot90(mask, int(rng.integers(4)))
    return np.asarray(cv2.resize(np.ascontiguousarray(turned), (width, height)), np.uint8)


def _edge(shape: Shape, rng: np.random.Generator) -> tuple[NDArray[np.uint8], Color]:
    """Let the table be seen along one side, or in a corner, darker or lighter than the page."""
    height, width = shape
    side = max(height, width)
    reach = rng.uniform(0.005, 0.13) * side
    wall = rng.uniform(5, 120) if rng.random() < 0.85 else rng.uniform(160, 255)
    tilt = rng.normal(0, 0.05) * side
    corners = np.array([(-5, -5), (width + 5, -5), (width + 5, reach + tilt), (-5, reach)])
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [corners.astype(np.int32)], 255, cv2.LINE_AA)
    return _turn(mask, rng), wall * rng.uniform(0.7, 1.3, 3)


def _binding(shape: Shape, rng: np.random.Generator) -> tuple[NDArray[np.uint8], Color]:
    """Punch a row of holes along one side, most with the wire of a spiral in them."""
    height, width = shape
    side = max(height, width)
    mask = np.zeros((height, width), np.uint8)
    at = round(rng.uniform(0.02, 0.08) * side)
    hole = max(2, round(rng.uniform(0.006, 0.016) * side))
    square, wire = rng.random() < 0.4, rng.random() < 0.7
    step = max(4 * hole, round(rng.uniform(0.04, 0.09) * side))
    for x in range(int(rng.integers(10)), width, step):
        if square:
            cv2.rectangle(mask, (x - hole, at - hole), (x + hole, at + hole), 255, -1)
        else:
            cv2.circle(mask, (x, at), hole, 255, -1, cv2.LINE_AA)
        if wire:
            cv2.line(mask, (x, at), (x + hole, 0), 220, max(1, hole // 2), cv2.LINE_AA)
    return _turn(mask, rng), np.full(3, rng.uniform(5, 90))


def _finger(shape: Shape, rng: np.random.Generator) -> tuple[NDArray[np.uint8], Color]:
    """Let a finger reach in from one side."""
    height, width = shape
    side = max(height, width)
    mask = np.zeros((height, width), np.uint8)
    thick = max(4, round(rng.uniform(0.06, 0.16) * side))
    x, reach = rng.uniform(0, width), rng.uniform(0.02, 0.12) * side
    tip = (round(x + rng.normal(0, 0.1) * side), round(reach))
    cv2.line(mask, (round(x), -side // 3), tip, 255, thick, cv2.LINE_AA)
    color = SKIN[rng.integers(len(SKIN))] * rng.uniform(0.7, 1.1)
    return _turn(mask, rng), color


def _specks(picture: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    height, width = picture.shape[:2]
    for _ in range(int(rng.integers(1, 8))):
        place = (int(rng.integers(width)), int(rng.integers(height)))
        size = max(1, int(rng.uniform(0.001, 0.008) * max(height, width)))
        cv2.circle(picture, place, size, [float(rng.uniform(20, 120))] * 3, -1, cv2.LINE_AA)
    return picture
