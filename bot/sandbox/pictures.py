"""A photo as Telegram keeps it: upright JPEGs in a few sizes."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

SIDES = (90, 320, 800, 1280)
"""Longest side of each rendition, pixels, as Telegram makes them for bots."""
JPEG_QUALITY = 87
"""Telegram's own encoder writes photos at about this quality (0 … 100)."""
SUM_OF_SIDES_LIMIT = 10_000
"""Width and height of a photo may add up to this many pixels."""
RATIO_LIMIT = 20
"""A photo may be this many times as long as it is wide."""
JPEG_HEAD = b"\xff\xd8"
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Rendition:
    """One JPEG of a photo, its sides in pixels."""

    jpeg: bytes
    width: int
    height: int


class NotAPhoto(ValueError):
    """The bytes cannot be made into a photo; `str(error)` is Telegram's word for why."""


def render(data: bytes) -> tuple[Rendition, ...]:
    """Re-encode a picture as Telegram does, smallest rendition first.

    Parameters
    ----------
    data
        A JPEG, PNG, WebP, GIF or BMP file; it is turned upright by its EXIF orientation, and
        what is transparent becomes white.

    Raises
    ------
    NotAPhoto
        IMAGE_PROCESS_FAILED where it does not decode, PHOTO_INVALID_DIMENSIONS where it is too
        large or too narrow.
    """
    page = _decode(data)
    height, width = page.shape[:2]
    _check_sides(width, height)
    longest = max(width, height)
    sides = [side for side in SIDES if side < longest]
    if longest <= SIDES[-1]:
        sides.append(longest)
    pages = []
    for side in reversed(sides):  # each from the next larger one, which is quicker
        page = _scaled(page, side / max(page.shape[:2]))
        pages.append(page)
    return tuple(_rendition(page) for page in reversed(pages))


def size(data: bytes) -> tuple[int, int]:
    """Width and height of a picture in pixels.

    Raises
    ------
    NotAPhoto
        Where it does not decode.
    """
    height, width = _decode(data).shape[:2]
    return width, height


def _check_sides(width: int, height: int) -> None:
    narrow = max(width, height) > RATIO_LIMIT * min(width, height)
    if width + height > SUM_OF_SIDES_LIMIT or narrow:
        raise NotAPhoto("PHOTO_INVALID_DIMENSIONS")


def _decode(data: bytes) -> NDArray[np.uint8]:
    """Decode to (h, w, 3) uint8 BGR, upright, on white."""
    if data.startswith(PNG_HEAD):
        # A few kilobytes of PNG can claim gigabytes of pixels: look before decoding.
        width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
        if width + height > SUM_OF_SIDES_LIMIT:
            raise NotAPhoto("PHOTO_INVALID_DIMENSIONS")
    if not data.startswith(JPEG_HEAD):
        raw = _imdecode(data, cv2.IMREAD_UNCHANGED)
        if raw.ndim == 3 and raw.shape[2] == 4:
            return _on_white(raw)
    # Only this mode heeds the orientation and makes 8-bit color of everything.
    return np.asarray(_imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def _imdecode(data: bytes, mode: int) -> NDArray[np.generic]:
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), mode) if data else None
    except cv2.error as error:
        raise NotAPhoto("IMAGE_PROCESS_FAILED") from error
    if pixels is None:
        raise NotAPhoto("IMAGE_PROCESS_FAILED")
    return np.asarray(pixels)


def _on_white(raw: NDArray[np.generic]) -> NDArray[np.uint8]:
    full = 65535.0 if raw.dtype == np.uint16 else 255.0
    pixels = raw.astype(np.float32) / full
    alpha = pixels[:, :, 3:]
    return np.rint(255.0 * (pixels[:, :, :3] * alpha + 1.0 - alpha)).astype(np.uint8)


def _scaled(page: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    if scale == 1:
        return page
    height, width = (max(1, round(side * scale)) for side in page.shape[:2])
    # Averaging is only needed where pixels would be skipped, and quick for whole numbers of them.
    whole = int(1 / scale)
    if whole > 1 and min(page.shape[:2]) >= whole:
        rough = page.shape[1] // whole, page.shape[0] // whole
        inside = page[: rough[1] * whole, : rough[0] * whole]
        page = np.asarray(cv2.resize(inside, rough, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(page, (width, height)), np.uint8)


def _rendition(page: NDArray[np.uint8]) -> Rendition:
    height, width = page.shape[:2]
    _, jpeg = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return Rendition(jpeg.tobytes(), width, height)
