"""How much memory a decoder will need for a picture, from the bytes of its file alone.

Pixels alone do not tell: a JPEG is decoded at a fraction of its size unless it is progressive, and
then takes as much as all of it; a drawing with transparency in 16 bits takes eight bytes a pixel.
Each estimate follows what libjpeg, libpng, libwebp, libtiff and OpenCV allocate.
"""

import struct
from collections.abc import Callable, Mapping

from model.header import SEGMENTS, Header

SIDE = 1280
"""Longest side that a picture is kept in, in pixels: Telegram's own limit for a photo, so that a
picture sent as a file goes the same way as one sent as a photo."""

SHRUNK = (8, 4, 2, 1)
"""Divisors of a JPEG's sides that its decoder knows; each for a fraction of the time."""

COPIES = 2
"""What OpenCV has decoded it hands to Python as a copy."""

PNG_CHANNELS = {0: 1, 2: 3, 3: 3, 4: 4, 6: 4}
"""Channels that OpenCV makes of each of PNG's color types."""

WEBP_FRAMES = 8
"""Further bytes a pixel of an animated WebP: two frames are kept."""

GIF = 12
"""Bytes a pixel: OpenCV keeps two frames with transparency beside the result."""

COEFFICIENT = 2
"""Bytes of one of a JPEG's coefficients, of which it has as many as samples."""

PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
"""Markers of a frame that comes in several passes."""

SAMPLES, BITS, ROWS_A_STRIP, TILE_WIDTH, TILE_HEIGHT = 277, 258, 278, 322, 323  # tags of TIFF


def shrunk(width: int, height: int, side: int = SIDE) -> int:
    """By how much the sides of a JPEG are divided while it is decoded, at next to no cost.

    The longest one keeps at least `side` pixels, if it has them.
    """
    longest = max(width, height)
    return next(part for part in SHRUNK if part == 1 or longest >= part * side)


def room(data: bytes, header: Header) -> int:
    """Return the bytes that decoding takes; an estimate, rather too high than too low.

    Parameters
    ----------
    data
        The file.
    header
        What `read_header` has read of it.

    Raises
    ------
    struct.error, LookupError, ValueError
        The file breaks off before what has to be known.
    """
    return ROOMS[header.format](data, header)


def _jpeg(data: bytes, header: Header) -> int:
    pixels = header.width * header.height
    reduced = COPIES * 3 * pixels // shrunk(header.width, header.height) ** 2
    frame, factors, first_scan = _jpeg_frame(data)
    if frame not in PROGRESSIVE and first_scan == len(factors):
        return reduced  # a row of blocks at a time
    most = max(h for h, _ in factors) * max(v for _, v in factors)
    samples = sum(pixels * h * v / most for h, v in factors)
    return reduced + round(COEFFICIENT * samples)


def _jpeg_frame(data: bytes) -> tuple[int, list[tuple[int, int]], int]:
    """Find the frame's marker, its components' sampling, and how many the first scan has."""
    marker, factors, at = 0, [(1, 1)], 2
    for _ in range(SEGMENTS):
        at = data.index(b"\xff", at) + 1
        kind = data[at]
        if kind in (0xFF, 0x00, 0x01, *range(0xD0, 0xD9)):
            at += kind != 0xFF
            continue
        (length,) = struct.unpack_from(">H", data, at + 1)
        if kind == 0xDA:
            return marker, factors, data[at + 3]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            marker, count = kind, data[at + 8]
            pairs = (data[at + 10 + 3 * one] for one in range(count))
            factors = [(max(1, pair >> 4), max(1, pair & 15)) for pair in pairs] or factors
        at += 1 + max(length, 2)
    raise ValueError("no scan")


def _png(data: bytes, header: Header) -> int:
    depth, color = data[24], data[25]
    channels = 4 if b"tRNS" in data[:100_000] else PNG_CHANNELS.get(color, 4)
    return COPIES * header.width * header.height * channels * (2 if depth == 16 else 1)


def _webp(data: bytes, header: Header) -> int:
    pixels, start = header.width * header.height, data[:100_000]
    opaque = data[12:16] == b"VP8 " or (data[12:16] == b"VP8L" and not data[24] >> 4 & 1)
    animated = WEBP_FRAMES if b"ANIM" in start else 0
    return pixels * (COPIES * (3 if opaque else 4) + animated)


def _tiff(data: bytes, header: Header) -> int:
    tags = _first_values(data)
    deep = 2 if tags.get(BITS, 8) > 8 else 1
    channels = {1: 1, 3: 3}.get(tags.get(SAMPLES, 1), 4)
    rows = min(tags.get(ROWS_A_STRIP, header.height), header.height)
    tile = tags.get(TILE_WIDTH, 0) * tags.get(TILE_HEIGHT, 0)
    strip = tile or header.width * rows
    return (COPIES * channels * header.width * header.height + 4 * strip) * deep


def _first_values(tiff: bytes) -> dict[int, int]:
    """Read the tags that matter here; of one that has several values, the first."""
    order = {b"II": "<", b"MM": ">"}[tiff[:2]]
    (at,) = struct.unpack_from(order + "I", tiff, 4)
    (count,) = struct.unpack_from(order + "H", tiff, at)
    found: dict[int, int] = {}
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        tag, kind, length = struct.unpack_from(order + "HHI", tiff, entry)
        if tag not in (SAMPLES, BITS, ROWS_A_STRIP, TILE_WIDTH, TILE_HEIGHT):
            continue
        letter = {3: "H", 4: "I"}.get(kind, "B")
        where = entry + 8
        if length * struct.calcsize(letter) > 4:
            (where,) = struct.unpack_from(order + "I", tiff, where)
        found.setdefault(tag, int(struct.unpack_from(order + letter, tiff, where)[0]))
    return found


ROOMS: Mapping[str, Callable[[bytes, Header], int]] = {
    "JPEG": _jpeg,
    "PNG": _png,
    "GIF": lambda _, header: GIF * header.width * header.height,
    "BMP": lambda _, header: COPIES * 4 * header.width * header.height,
    "WebP": _webp,
    "TIFF": _tiff,
}
"""The estimates, by format."""
