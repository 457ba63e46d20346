"""Pictures that unfold: small files of giant sizes, claimed or real, and files at the limit."""

import struct
import zlib
from collections.abc import Iterator

import cv2
import numpy as np

from tests import files
from tests.files import FORMATS, LOSSLESS_WEBP, chunk, encode, file_of

LIMIT = 20 * 1024 * 1024
"""Bytes of the largest file that Telegram hands to a bot."""


def bombs() -> Iterator[tuple[str, bytes]]:
    """Yield files by the ending of their names, of which each unfolds to far more than it is."""
    for form in FORMATS:
        for width, height in ((60_000, 60_000), (16_000, 3_000), (1, 50_000_000), (7_000, 7_000)):
            if _may_claim(form, width, height):
                yield form, files.resized_header(form, file_of(form), width, height)
    yield from ((".png", png) for png in _real_pngs())
    for side in (2_000, 4_000, 7_000):
        page = np.full((side, side, 3), 230, np.uint8)
        cv2.circle(page, (side // 2, side // 2), side // 3, (20, 20, 20), side // 20)
        yield ".jpg", encode(".jpg", page)
        yield ".jpg", encode(".jpg", page, cv2.IMWRITE_JPEG_PROGRESSIVE, 1)
        yield ".tif", encode(".tif", page)
        yield ".webp", encode(".webp", page, *LOSSLESS_WEBP)
        yield ".webp", encode(".webp", page, cv2.IMWRITE_WEBP_QUALITY, 50)
    yield ".gif", encode(".gif", np.zeros((1_900, 2_000, 3), np.uint8))
    yield ".tif", files.tiff({256: 8, 257: 8, 322: 32_768, 323: 32_768})
    many = encode(".jpg", np.zeros((2_000, 2_000, 3), np.uint8), cv2.IMWRITE_JPEG_PROGRESSIVE, 1)
    scan = many[many.rindex(b"\xff\xda") : -2]
    yield ".jpg", many[:-2] + scan * 80 + many[-2:]


def large() -> Iterator[tuple[str, bytes]]:
    """Yield files at Telegram's limit: pictures of noise, padding, and no pictures at all."""
    noise = np.random.default_rng(0).integers(0, 256, (2_600, 2_600, 3), np.uint8)
    for form, more in ((".png", (cv2.IMWRITE_PNG_COMPRESSION, 0)), (".bmp", ()), (".tif", ())):
        yield form, encode(form, noise, *more)[:LIMIT]
    tall = np.random.default_rng(1).integers(0, 256, (3_400, 3_400, 3), np.uint8)
    yield ".jpg", encode(".jpg", tall, cv2.IMWRITE_JPEG_QUALITY, 97)[:LIMIT]
    yield ".jpg", file_of(".jpg").ljust(LIMIT, b"\0")[:LIMIT]
    yield ".png", _padded_png()
    yield ".jpg", b"\xff\xd8\xff" + bytes(LIMIT - 3)
    yield ".jpg", b"\xff" * LIMIT
    yield ".webp", encode(".webp", noise, *LOSSLESS_WEBP)[:LIMIT]


def _may_claim(form: str, width: int, height: int) -> bool:
    most = {".webp": 16_384, ".jpg": 65_536, ".gif": 65_536}.get(form, 1 << 31)
    return max(width, height) < most


def _real_pngs() -> Iterator[bytes]:
    """Yield PNGs whose pixels are really there, all alike, of each kind that decodes to more."""
    for color, depth, sides in (
        (files.GRAY, 1, (7_000, 7_000)),
        (files.GRAY, 1, (20_000, 20_000)),
        (files.GRAY, 16, (5_000, 5_000)),
        (files.RGB, 8, (4_000, 4_000)),
        (files.RGB, 8, (7_000, 7_000)),
        (files.RGBA, 8, (3_500, 3_500)),
        (files.RGBA, 16, (2_500, 2_500)),
        (files.RGBA, 16, (7_000, 7_000)),
        (files.PALETTE, 8, (4_000, 4_000)),
    ):
        width, height = sides
        channels = {files.GRAY: 1, files.RGB: 3, files.PALETTE: 1, files.RGBA: 4}[color]
        row = b"\0" + bytes(-(-width * channels * depth // 8))
        squeeze = zlib.compressobj(9)
        pixels = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
        head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
        palette = chunk(b"PLTE", bytes(768)) if color == files.PALETTE else b""
        parts = chunk(b"IHDR", head) + palette + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
        yield b"\x89PNG\r\n\x1a\n" + parts


def _padded_png() -> bytes:
    small = file_of(".png")
    return small[:33] + chunk(b"tEXt", b"a\0" + bytes(LIMIT - len(small) - 14)) + small[33:]
