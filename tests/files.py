"""Picture files built by hand: what no encoder at hand writes, and what only an attacker does."""

import struct
import zlib

import cv2
import numpy as np

GRAY, RGB, PALETTE, GRAY_ALPHA, RGBA = 0, 2, 3, 4, 6
"""PNG's color types."""


def encode(form: str, pixels: np.ndarray, *options: int) -> bytes:
    """Encode RGB, RGBA or gray pixels: ".jpg", ".png", ".webp", ".gif", ".bmp" or ".tif"."""
    if pixels.ndim == 3:
        code = cv2.COLOR_RGB2BGR if pixels.shape[2] == 3 else cv2.COLOR_RGBA2BGRA
        pixels = cv2.cvtColor(pixels, code)
    return cv2.imencode(form, pixels, options)[1].tobytes()


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    checked = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checked)


def png(rows: np.ndarray, color: int, *more: bytes, size=None, depth: int = 8) -> bytes:
    """A PNG of (h, bytes a row), with more chunks before the pixels."""
    width, height = size or (rows.shape[1], rows.shape[0])
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows), 9)
    parts = [chunk(b"IHDR", header), *more, chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def exif(orientation: int, order: str = ">") -> bytes:
    """EXIF data that holds nothing but an orientation."""
    start = b"MM\0*" if order == ">" else b"II*\0"
    entry = struct.pack(order + "IHHHIHHI", 8, 1, 274, 3, 1, orientation, 0, 0)
    return start + entry


def with_exif(form: str, file: bytes, metadata: bytes) -> bytes:
    """The same JPEG, PNG or WebP with EXIF data."""
    if form == ".jpg":
        content = b"Exif\0\0" + metadata
        return file[:2] + b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content + file[2:]
    if form == ".png":
        return file[:33] + chunk(b"eXIf", metadata) + file[33:]
    (bits,) = struct.unpack_from("<I", file, 21)  # a lossless WebP: its size is in these bits
    width, height = bits & 0x3FFF, bits >> 14 & 0x3FFF
    frame = struct.pack("<I", 8) + struct.pack("<I", width)[:3] + struct.pack("<I", height)[:3]
    metadata += b"\0" * (len(metadata) % 2)
    body = b"WEBPVP8X" + struct.pack("<I", 10) + frame + file[12:]
    body += b"EXIF" + struct.pack("<I", len(metadata)) + metadata
    return b"RIFF" + struct.pack("<I", len(body)) + body


def resized_header(form: str, file: bytes, width: int, height: int) -> bytes:
    """The same file, claiming another size: what a decompression bomb looks like."""
    changed = bytearray(file)
    if form == ".jpg":
        at = file.index(b"\xff\xc0") + 5
        struct.pack_into(">HH", changed, at, height, width)
    elif form == ".png":
        struct.pack_into(">II", changed, 16, width, height)
        struct.pack_into(">I", changed, 29, zlib.crc32(changed[12:29]))
    elif form == ".gif":
        struct.pack_into("<HH", changed, 6, width, height)
    elif form == ".bmp":
        struct.pack_into("<ii", changed, 18, width, height)
    elif form == ".webp":  # lossless
        struct.pack_into("<I", changed, 21, width - 1 | height - 1 << 14)
    elif form == ".tif":
        return tiff({256: width, 257: height})
    return bytes(changed)


def tiff(tags: dict[int, int]) -> bytes:
    """A TIFF of nothing but tags."""
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    return struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + entries + b"\0\0\0\0"


FORMATS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WebP", ".gif": "GIF", ".bmp": "BMP",
           ".tif": "TIFF"}  # fmt: skip
"""Formats that are read: the ending of a name, and what the library calls it."""

LOSSLESS_WEBP = (cv2.IMWRITE_WEBP_QUALITY, 101)


def corners() -> np.ndarray:
    """A picture of 48 by 32 pixels that looks different in each of the eight orientations."""
    picture = np.full((32, 48, 3), 255, np.uint8)
    picture[:16, :16] = (255, 0, 0)
    picture[16:, 32:] = (0, 0, 255)
    return picture


def file_of(form: str) -> bytes:
    """The same in a file of a format."""
    return encode(form, corners(), *(LOSSLESS_WEBP if form == ".webp" else ()))
