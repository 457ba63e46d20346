"""First stage of the walk: the bytes of a picture file → its upright pixels.

OpenCV decodes. It is asked for everything that it leaves out by default (alpha, 16 bits) and kept
from turning the picture, which differs between its versions and formats; that is done here.
"""

import contextlib
import struct
import threading
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from model.errors import DamagedPicture, EmptyFile, FileTooLarge, NotAPicture, TooManyPixels
from model.header import SIDEWAYS, Header, read_header
from model.room import SIDE, room, shrunk

MEGABYTE = 1_000_000
BYTES = 20 * MEGABYTE
"""Largest file: Telegram hands no larger ones to a bot."""

PIXELS = 50_000_000
"""Most pixels of a picture: what today's phones take at most."""

ROOM = 68_000_000
"""Most bytes that decoding may take: a screen of 4K as a PNG with transparency, 11 million pixels
in color, 34 in gray. Beyond it a picture of 20 KB could take a gigabyte."""

LARGE = 20_000_000
"""Bytes from which one picture waits for another: two at a time would double the memory."""

PIXELS_OF_GIF = 4_000_000
"""The same for GIF, whose pixels take OpenCV ten times as long."""

SCANS = 100
"""Most passes of a progressive JPEG. Encoders use about ten; a file of thousands, each a few bytes
that touch every pixel, would keep the decoder busy for hours."""

JPEG_END = b"\xff\xd9"
"""Marker at a JPEG's end. A file that breaks off is decoded as far as it goes if it gets one."""

LIGHT = 128
"""Gray level from which ink counts as light, so that a white ground would hide it."""

DARKEST = 5
"""Percentile of the opaque pixels that must be light. Below it, something dark is drawn as well,
and that shows on white."""

GROUND = 0.25
"""Least transparent share of a drawing without a ground. A photo with rounded corners has less."""

BAND = 128
"""Rows that are weighted by their transparency at a time."""

OPAQUE = 230
"""Alpha (0 … 255) from which a pixel is ink; the edge of a stroke says little of its color."""

SCALES = {
    8: cv2.IMREAD_REDUCED_COLOR_8,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    1: cv2.IMREAD_COLOR,
}
"""How OpenCV is asked to divide a JPEG's sides."""

SILENT = 0
"""OpenCV's log level that writes nothing."""

EIGHT_BITS = {np.dtype(np.uint8): 1.0, np.dtype(np.uint16): 1 / 257}
"""What brings each depth of a picture that we read to 0 … 255."""

TURNS: dict[int, tuple[int | None, int | None]] = {
    2: (1, None),
    3: (None, cv2.ROTATE_180),
    4: (0, None),
    5: (1, cv2.ROTATE_90_COUNTERCLOCKWISE),
    6: (None, cv2.ROTATE_90_CLOCKWISE),
    7: (1, cv2.ROTATE_90_CLOCKWISE),
    8: (None, cv2.ROTATE_90_COUNTERCLOCKWISE),
}
"""EXIF's orientation → the axis to mirror along (1 left–right, 0 top–bottom), then the rotation."""


_ALONE = threading.Lock()
"""Held while a large picture is in memory at its full size."""


@dataclass(frozen=True, eq=False)
class Photo:
    """A decoded picture.

    Attributes
    ----------
    pixels : (h, w, 3) uint8
        RGB, upright, on an opaque ground.
    width, height : int
        Size of the upright picture before it was reduced, in pixels.
    """

    pixels: NDArray[np.uint8]
    width: int
    height: int


def decode(data: bytes, side: int = SIDE) -> Photo:
    """Decode a picture: JPEG, PNG, WebP, GIF (its first frame), BMP or TIFF.

    Size limits are checked on the header, before anything is decoded. A JPEG that breaks off
    is accepted as far as it goes. A drawing on a transparent ground is put on white, or on
    black where its ink is light.

    Parameters
    ----------
    data
        The file.
    side
        Most pixels of a side, up to `SIDE`; a large picture is reduced. Of a JPEG that is twice
        as large, half of the detail is never unpacked, which takes a third of the time.

    Raises
    ------
    EmptyFile, FileTooLarge, TooManyPixels, NotAPicture, DamagedPicture
        Leaves of `PictureError`; the message is one sentence for a person.
    """
    header, room_ = _admit(data)
    try:
        with _ALONE if room_ > LARGE else contextlib.nullcontext():
            stored = _unfold(data, header, side)
            pixels = _turn(_lay_on_ground(stored, side), header.orientation)
    except (cv2.error, MemoryError) as error:
        raise DamagedPicture(f"The {header.format} file is damaged.") from error
    width, height = header.width, header.height
    if header.orientation >= SIDEWAYS:
        width, height = height, width
    return Photo(np.asarray(pixels, np.uint8), width, height)


def _admit(data: bytes) -> tuple[Header, int]:
    """Refuse what is too large, judged by the bytes and by the header alone.

    Returns what the header says, and the bytes that decoding will take.
    """
    if not data:
        raise EmptyFile("The file is empty.")
    if len(data) > BYTES:
        raise FileTooLarge(f"The file is larger than {BYTES // MEGABYTE} MB, the most that I read.")
    header = read_header(data)
    most = PIXELS_OF_GIF if header.format == "GIF" else PIXELS
    if header.width * header.height > most:
        size = f"{header.width} × {header.height} pixels"
        raise TooManyPixels(f"The picture has {size}; I read up to {most // 1_000_000} million.")
    if header.format == "JPEG" and data.count(b"\xff\xda") > SCANS:
        raise DamagedPicture(f"The JPEG file is built of more than {SCANS} scans.")
    try:
        needed = room(data, header)
    except (struct.error, LookupError, ValueError) as error:
        raise DamagedPicture(f"The {header.format} file is damaged: it breaks off.") from error
    if needed > ROOM:
        raise TooManyPixels(
            f"The picture has {header.width} × {header.height} pixels, which in a {header.format} "
            f"file like this take {needed // MEGABYTE} MB to open; I have {ROOM // MEGABYTE}."
        )
    return header, needed


def _unfold(data: bytes, header: Header, side: int = SIDE) -> MatLike:
    """Decode to (h, w) gray, (h, w, 3) BGR or (h, w, 4) BGRA of 8 bits, as stored in the file."""
    flags = cv2.IMREAD_UNCHANGED
    if header.format == "JPEG":
        flags = SCALES[shrunk(header.width, header.height, side)] | cv2.IMREAD_IGNORE_ORIENTATION
        if not data.endswith(JPEG_END):
            data += JPEG_END
    # OpenCV writes a line to stderr for each damaged file; our error says it better.
    _set_log_level(SILENT)
    stored = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    if stored is None or not stored.size:
        if header.format == "GIF" and not _reads_gif():
            raise NotAPicture("GIF is not supported here; send a JPEG or PNG picture instead.")
        raise DamagedPicture(f"The {header.format} file is damaged.")
    if stored.dtype not in EIGHT_BITS:
        raise NotAPicture(f"A {header.format} file of such numbers is no picture that I read.")
    factor = EIGHT_BITS[stored.dtype]
    return stored if factor == 1 else cv2.convertScaleAbs(stored, alpha=factor)


def _set_log_level(level: int) -> None:
    # The function has moved between OpenCV's versions.
    (cv2.setLogLevel if hasattr(cv2, "setLogLevel") else cv2.utils.logging.setLogLevel)(level)


def _reads_gif() -> bool:
    lines = (line.split() for line in cv2.getBuildInformation().splitlines())
    return any(words[:2] == ["GIF:", "YES"] for words in lines)


def _lay_on_ground(stored: MatLike, side: int) -> MatLike:
    """Reduce to at most `side` pixels a side, as (h, w, 3) RGB without transparency."""
    if stored.ndim == 2:
        return cv2.cvtColor(_reduce(stored, side), cv2.COLOR_GRAY2RGB)
    if stored.shape[2] == 3:
        return cv2.cvtColor(_reduce(stored, side), cv2.COLOR_BGR2RGB)
    reduced = _reduce(_weighted(stored), side)
    ink, alpha = cv2.cvtColor(reduced, cv2.COLOR_BGRA2RGB), cv2.merge([reduced[..., 3]] * 3)
    return ink if _is_light(ink, alpha[..., 0]) else cv2.add(ink, cv2.bitwise_not(alpha))


def _weighted(stored: MatLike) -> MatLike:
    """Weight colors by alpha: the unseen color of transparent pixels must not bleed into strokes.

    It is done in the picture itself, some rows at a time: whole, it would take three times the
    memory.
    """
    for top in range(0, stored.shape[0], BAND):
        rows = stored[top : top + BAND]
        alpha = cv2.merge([rows[..., 3]] * 3)
        rows[..., :3] = cv2.multiply(np.ascontiguousarray(rows[..., :3]), alpha, scale=1 / 255)
    return stored


def _is_light(ink: MatLike, alpha: MatLike) -> bool:
    """Whether this is a light drawing on nothing, which a white ground would hide."""
    opaque = alpha >= OPAQUE
    if not opaque.any() or np.mean(alpha < 255 - OPAQUE) < GROUND:
        return False
    gray = cv2.cvtColor(ink, cv2.COLOR_RGB2GRAY)
    return bool(np.percentile(gray[opaque], DARKEST) >= LIGHT)


def _reduce(pixels: MatLike, side: int) -> MatLike:
    height, width = pixels.shape[:2]
    scale = side / max(width, height)
    if scale >= 1:
        return pixels
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _turn(pixels: MatLike, orientation: int) -> MatLike:
    axis, rotation = TURNS.get(orientation, (None, None))
    if axis is not None:
        pixels = cv2.flip(pixels, axis)
    return pixels if rotation is None else cv2.rotate(pixels, rotation)
