"""What a picture file says of itself before anything is decoded: format, size, orientation.

A picture of 20 KB can unfold to gigabytes, so its size is read here, from the bytes alone. Each
parser follows the decoder behind OpenCV (libjpeg, libpng, …) closely enough that both see the
same size; a file whose header cannot be followed is refused rather than tried.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from model.errors import DamagedPicture, NotAPicture

SEGMENTS = 50_000
"""Segments looked through at most. Honest files have up to some thousands; a file of millions of
empty ones would only burn time."""

UPRIGHT = 1
"""EXIF's orientation of a picture that is stored as it is to be seen; 2 … 8 are the others."""

SIDEWAYS = 5
"""EXIF's orientations from here on exchange width and height."""

ORIENTATION, WIDTH, HEIGHT, TILE_WIDTH, TILE_HEIGHT = 274, 256, 257, 322, 323  # tags of TIFF
INTEGERS = {1: "B", 3: "H", 4: "I"}  # TIFF's types of a tag and how `struct` spells them

JPEG_ALONE = {0x00, 0x01, *range(0xD0, 0xD9)}  # markers that no length follows
JPEG_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # markers that hold the size
JPEG_APP1, JPEG_END, JPEG_SCAN = 0xE1, 0xD9, 0xDA


@dataclass(frozen=True)
class Header:
    """What the file claims.

    Attributes
    ----------
    format
        "JPEG", "PNG", "GIF", "BMP", "WebP" or "TIFF".
    width, height : int
        Size as stored, before it is turned upright, in pixels.
    orientation : int
        EXIF's orientation, 1 … 8: how the decoded pixels are still to be turned.
    """

    format: str
    width: int
    height: int
    orientation: int = UPRIGHT


def read_header(data: bytes) -> Header:
    """Read what a picture claims to be, decoding nothing.

    Raises
    ------
    NotAPicture
        If the bytes are of no format that we read.
    DamagedPicture
        If the format is known but the header ends early or claims no pixels.
    """
    matching = [row for row in FORMATS if data.startswith(row[2], row[1])]
    if not matching:
        raise NotAPicture(_foreign(data))
    name, _, _, parse = matching[0]
    try:
        width, height, orientation = parse(data)
    except (struct.error, IndexError, KeyError, ValueError) as error:
        raise DamagedPicture(f"The {name} file is damaged: its header breaks off.") from error
    if width < 1 or height < 1:
        raise DamagedPicture(f"The {name} file is damaged: it claims to have no pixels.")
    return Header(name, width, height, orientation)


def _foreign(data: bytes) -> str:
    start = data[:512].lstrip().lower()
    for at, signature, name in FOREIGN:
        if start.startswith(signature, at):
            return f"This is {name}, which I cannot read; send a JPEG or PNG picture instead."
    return "This is not a picture in a format that I read; send a JPEG or PNG picture instead."


def _jpeg(data: bytes) -> tuple[int, int, int]:
    orientation, at = UPRIGHT, 2
    for _ in range(SEGMENTS):
        at = data.index(b"\xff", at) + 1
        marker = data[at]
        if marker == 0xFF:  # padding: any number of these may stand before a marker
            continue
        at += 1
        if marker in JPEG_ALONE:
            continue
        if marker in (JPEG_SCAN, JPEG_END):
            break
        if marker in JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            return width, height, orientation
        (length,) = struct.unpack_from(">H", data, at)
        if marker == JPEG_APP1 and data.startswith(b"Exif\0\0", at + 2):
            orientation = _orientation(data[at + 8 : at + length])
        at += max(length, 2)
    raise ValueError("no frame before the first scan")


def _png(data: bytes) -> tuple[int, int, int]:
    width, height = struct.unpack_from(">II", data, 16)
    orientation, at = UPRIGHT, 8
    for _ in range(SEGMENTS):
        length, kind = struct.unpack_from(">I4s", data, at)
        # OpenCV makes room for what a chunk claims to hold before it reads it: up to 4 GB.
        if at + 12 + length > len(data):
            raise ValueError("a chunk ends after the file")
        if kind == b"eXIf":
            orientation = _orientation(data[at + 8 : at + 8 + length])
        if kind == b"IEND":
            return width, height, orientation
        at += 12 + length
    raise ValueError("no end")


def _gif(data: bytes) -> tuple[int, int, int]:
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    for _ in range(SEGMENTS):
        if data[at] == ord(","):
            frame_width, frame_height = struct.unpack_from("<HH", data, at + 5)
            return max(width, frame_width), max(height, frame_height), UPRIGHT
        if data[at] != ord("!"):
            break
        at += 2
        while data[at]:
            at += 1 + data[at]
        at += 1
    raise ValueError("no frame")


def _bmp(data: bytes) -> tuple[int, int, int]:
    (size,) = struct.unpack_from("<I", data, 14)
    width, height = struct.unpack_from("<HH" if size == 12 else "<ii", data, 18)
    return width, abs(height), UPRIGHT  # a negative height stands for rows from the top down


def _webp(data: bytes) -> tuple[int, int, int]:
    kind, start = data[12:16], 20
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, start + 6)
        return width & 0x3FFF, height & 0x3FFF, UPRIGHT
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, start + 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, UPRIGHT
    if kind != b"VP8X":
        raise ValueError("unknown first chunk")
    low, high, height = struct.unpack_from("<HBI", data, start + 4)
    return (low | high << 16) + 1, (height & 0xFFFFFF) + 1, _webp_orientation(data)


def _webp_orientation(data: bytes) -> int:
    at = 12
    for _ in range(SEGMENTS):
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if not kind:
            break
        if kind == b"EXIF":
            return _orientation(data[at + 8 : at + 8 + length].removeprefix(b"Exif\0\0"))
        at += 8 + length + length % 2
    return UPRIGHT


def _tiff(data: bytes) -> tuple[int, int, int]:
    tags = _tags(data)
    # A tile is decoded as a whole, so a huge tile in a small picture counts as well.
    width = max(tags[WIDTH], tags.get(TILE_WIDTH, 0))
    height = max(tags[HEIGHT], tags.get(TILE_HEIGHT, 0))
    if tags.get(ORIENTATION, UPRIGHT) >= SIDEWAYS:
        width, height = height, width
    return width, height, UPRIGHT  # OpenCV turns this format by itself


def _tags(tiff: bytes) -> dict[int, int]:
    """Read the whole-number tags of the first directory; one of another type reads as 0."""
    order = {b"II": "<", b"MM": ">"}[tiff[:2]]
    (at,) = struct.unpack_from(order + "I", tiff, 4)
    (count,) = struct.unpack_from(order + "H", tiff, at)
    tags: dict[int, int] = {}
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        tag, kind, length = struct.unpack_from(order + "HHI", tiff, entry)
        plain = length == 1 and kind in INTEGERS
        value = struct.unpack_from(order + INTEGERS[kind], tiff, entry + 8)[0] if plain else 0
        tags.setdefault(tag, value)  # libtiff, too, goes by the first of several
    return tags


def _orientation(exif: bytes) -> int:
    try:
        orientation = _tags(exif).get(ORIENTATION, UPRIGHT)
    except (struct.error, KeyError):  # damaged metadata is no reason to refuse the picture
        return UPRIGHT
    return orientation if orientation in range(1, 9) else UPRIGHT


Parser = Callable[[bytes], tuple[int, int, int]]
FORMATS: tuple[tuple[str, int, bytes, Parser], ...] = (
    ("JPEG", 0, b"\xff\xd8\xff", _jpeg),
    ("PNG", 0, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", _png),
    ("GIF", 0, b"GIF87a", _gif),
    ("GIF", 0, b"GIF89a", _gif),
    ("BMP", 0, b"BM", _bmp),
    ("WebP", 8, b"WEBP", _webp),
    ("TIFF", 0, b"II*\0", _tiff),
    ("TIFF", 0, b"MM\0*", _tiff),
)
"""Name, where its signature stands, the signature, and how its header is read."""

FOREIGN = (
    (4, b"ftyphei", "a HEIC photo"),
    (4, b"ftypmif1", "a HEIF photo"),
    (4, b"ftypavif", "an AVIF picture"),
    (4, b"ftyp", "a video"),
    (0, b"\x1aE\xdf\xa3", "a video"),
    (0, b"%pdf", "a PDF document"),
    (0, b"<svg", "an SVG drawing"),
    (0, b"<?xml", "an XML file"),
    (0, b"pk\x03\x04", "a ZIP archive or an office document"),
    (0, b"\x1f\x8b", "a compressed archive"),
    (0, b"8bps", "a Photoshop file"),
)
"""Formats that people send by mistake: where the signature stands (in lower case), and its name."""
