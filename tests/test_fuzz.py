"""Damaged, truncated, empty and foreign files: only this library's errors leave, nothing grows."""

import gzip
import io
import resource
import struct
import sys
import zipfile
from collections.abc import Iterator
from itertools import islice

import cv2
import numpy as np
import pytest

import model
from model.errors import PictureError
from model.image import decode
from tests import files
from tests.files import encode, exif, png, with_exif

FILES = 2_000
GROWTH = 100
"""MiB that memory may grow by from the first half of the files to the second: noise of the
allocator, not a leak of pictures."""


def originals() -> dict[str, bytes]:
    """Real files of every format that is read, in every kind that a decoder treats apart."""
    rng = np.random.default_rng(1)
    page = np.full((96, 120, 3), 215, np.uint8)
    cv2.putText(page, "27", (15, 75), cv2.FONT_HERSHEY_SIMPLEX, 2.2, (60, 40, 40), 7)
    page = np.clip(page + rng.normal(0, 3, page.shape), 0, 255).astype(np.uint8)
    drawing = np.dstack([page, 255 - page[..., 0]])
    gray = page[..., 0]
    return {
        "jpeg": encode(".jpg", page),
        "jpeg, gray": encode(".jpg", gray),
        "jpeg, progressive": encode(".jpg", page, cv2.IMWRITE_JPEG_PROGRESSIVE, 1),
        "jpeg, restarts": encode(".jpg", page, cv2.IMWRITE_JPEG_RST_INTERVAL, 2),
        "jpeg, turned": with_exif(".jpg", encode(".jpg", page), exif(6)),
        "png": encode(".png", page),
        "png, alpha": encode(".png", drawing),
        "png, 16 bits": encode(".png", gray.astype(np.uint16) * 257),
        "png, 1 bit": png(np.packbits(gray > 128, axis=1), files.GRAY, size=(120, 96), depth=1),
        "png, turned": with_exif(".png", encode(".png", page), exif(8)),
        "webp": encode(".webp", page, cv2.IMWRITE_WEBP_QUALITY, 80),
        "webp, lossless": encode(".webp", drawing, cv2.IMWRITE_WEBP_QUALITY, 101),
        "webp, turned": with_exif(
            ".webp", encode(".webp", page, cv2.IMWRITE_WEBP_QUALITY, 101), exif(3)
        ),
        "gif": encode(".gif", page),
        "bmp": encode(".bmp", page),
        "bmp, gray": encode(".bmp", gray),
        "tiff": encode(".tif", page),
        "tiff, plain": encode(".tif", page, cv2.IMWRITE_TIFF_COMPRESSION, 1),
    }


def foreign() -> Iterator[bytes]:
    """Whole files of other kinds, and pictures that claim to be larger than they are."""
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("7.txt", "7" * 1000)
    yield from (b"", b"\0", b"\xff", b"7", b" " * 5000, zipped.getvalue(), gzip.compress(b"7"))
    yield b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF"
    yield b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><text>7</text></svg>"
    yield "Семь, 7, sieben".encode() * 50
    yield b"\0\0\0\x24ftypheic" + bytes(200)
    yield files.tiff({256: 8, 257: 8, 322: 1 << 20, 323: 1 << 20})
    yield files.tiff({256: 8, 257: 8, 258: 8, 277: 60_000, 278: 1 << 30, 273: 8, 279: 1 << 31})
    whole = {form: encode(form, np.zeros((16, 16, 3), np.uint8)) for form in
             (".jpg", ".png", ".gif", ".bmp", ".tif")}  # fmt: skip
    for form, file in whole.items():
        for size in ((65_500, 65_500), (7_000, 7_000), (1, 50_000_000), (65_535, 1), (0, 0)):
            if form not in (".jpg", ".gif") or max(size) < 65_536:
                yield files.resized_header(form, file, *size)


def mutations(count: int, seed: int) -> Iterator[bytes]:
    """Damage real files: cut, flip, overwrite, repeat, drop and graft."""
    rng = np.random.default_rng(seed)
    whole = list(originals().values())
    for at in range(count):
        file = bytearray(whole[at % len(whole)])
        for _ in range(int(rng.integers(1, 4))):
            # Headers hold what matters most: half of the damage is done there.
            reach = len(file) if rng.random() < 0.5 else min(len(file), 100)
            start = int(rng.integers(0, max(1, reach)))
            length = int(rng.integers(1, 40))
            damage = DAMAGES[int(rng.integers(len(DAMAGES)))]
            damage(file, start, length, rng)
        yield bytes(file)
        if at % 20 == 0:
            yield rng.bytes(int(rng.integers(1, 3000)))


def _cut(file, start, length, rng):
    del file[start:]


def _flip(file, start, length, rng):
    for at in rng.integers(start, max(start + 1, len(file)), length):
        if at < len(file):
            file[at] ^= 1 << int(rng.integers(8))


def _overwrite(file, start, length, rng):
    file[start : start + length] = rng.bytes(length)


def _extreme(file, start, length, rng):
    extreme = (0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
    value = extreme[int(rng.integers(len(extreme)))]
    file[start : start + 4] = struct.pack("<>"[int(rng.integers(2))] + "I", value)


def _repeat(file, start, length, rng):
    file[start:start] = file[start : start + length] * int(rng.integers(1, 50))


def _drop(file, start, length, rng):
    del file[start : start + length]


DAMAGES = (_cut, _flip, _flip, _overwrite, _extreme, _extreme, _repeat, _drop)


def memory() -> float:
    """The most memory that this process has used, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def refused(read, file: bytes) -> bool:
    try:
        read(file)
    except PictureError as error:
        assert str(error).endswith(".")  # noqa: PT017 - the files that are read are not wrong
        return True
    return False


@pytest.mark.parametrize("name", originals())
def test_the_files_are_whole_before_they_are_damaged(name):
    photo = decode(originals()[name])
    assert sorted((photo.width, photo.height)) == [96, 120]


def test_foreign_files_are_refused():
    recognizer = model.load()
    for file in foreign():
        assert refused(recognizer.read, file) or decode(file).pixels.any() in (True, False)


def test_damaged_files_are_refused_or_read_and_memory_stays_flat():
    recognizer = model.load()
    damaged = mutations(FILES, seed=20)
    outcomes = [refused(recognizer.read, file) for file in islice(damaged, FILES // 2)]
    before = memory()
    outcomes += [refused(recognizer.read, file) for file in damaged]
    assert memory() - before < GROWTH
    assert len(outcomes) >= FILES
    assert 0.2 < np.mean(outcomes) < 0.9  # the damage is neither harmless nor hopeless
