"""Too large, damaged and foreign files, each refused by its own error before it costs anything."""

import contextlib
import struct
import time

import cv2
import numpy as np
import pytest

from model.errors import DamagedPicture, EmptyFile, FileTooLarge, NotAPicture, TooManyPixels
from model.image import BYTES, PIXELS, ROOM, SCANS, decode
from tests import files
from tests.files import FORMATS, chunk, corners, encode, file_of, png


@pytest.mark.parametrize("form", FORMATS)
def test_a_bomb_costs_nothing(form):
    width, height = (16_000, 16_000) if form == ".webp" else (60_000, 60_000)
    bomb = files.resized_header(form, file_of(form), width, height)
    started = time.perf_counter()
    with pytest.raises(TooManyPixels, match=rf"{width} × {height} pixels"):
        decode(bomb)
    assert time.perf_counter() - started < 0.05


def test_a_real_bomb_of_20_kilobytes_is_refused_in_no_time():
    black = bytes(20_000_000)
    rows = np.frombuffer(black, np.uint8).reshape(4_000, 5_000)
    bomb = png(rows, files.GRAY, size=(40_000, 4_000), depth=1)
    assert len(bomb) < 20_500
    with pytest.raises(TooManyPixels):
        decode(bomb)


def test_a_huge_tile_in_a_small_tiff_is_a_bomb():
    with pytest.raises(TooManyPixels):
        decode(files.tiff({256: 8, 257: 8, 322: 32_768, 323: 32_768}))


def test_a_gif_frame_larger_than_the_screen_is_a_bomb():
    gif = bytearray(file_of(".gif"))
    at = gif.index(b",", 13 + (3 << (gif[10] & 7) + 1 if gif[10] & 128 else 0))
    struct.pack_into("<HH", gif, at + 5, 60_000, 60_000)
    with pytest.raises(TooManyPixels):
        decode(bytes(gif))


@pytest.mark.parametrize("kind", [b"IDAT", b"tEXt"])
def test_a_png_chunk_that_claims_gigabytes_costs_nothing(kind):
    file = bytearray(png(np.zeros((8, 8), np.uint8), files.GRAY, chunk(b"tEXt", b"a")))
    struct.pack_into(">I", file, file.index(kind) - 4, 0x7FFFFFFF)
    with pytest.raises(DamagedPicture, match="breaks off"):
        decode(bytes(file))


def test_the_pixels_of_a_gif_are_dearer():
    with pytest.raises(TooManyPixels, match="up to 4 million"):
        decode(files.resized_header(".gif", file_of(".gif"), 2_100, 2_000))


def test_the_limit_itself_is_read():
    width, height = 10_000, PIXELS // 10_000
    file = encode(".jpg", np.full((height, width), 255, np.uint8))
    photo = decode(file)
    assert (photo.width, photo.height) == (width, height)
    with pytest.raises(TooManyPixels, match="up to 50 million"):
        decode(files.resized_header(".jpg", file, width, height + 1))


def test_the_limit_of_memory_is_read_and_no_more():
    width, height = 9_000, ROOM // 2 // 9_000  # a byte a pixel, twice
    page = np.zeros((height, width // 8), np.uint8)
    photo = decode(png(page, files.GRAY, size=(width, height), depth=1))
    assert (photo.width, photo.height) == (width, height)
    with pytest.raises(TooManyPixels, match="take 72 MB to open; I have 72"):
        decode(png(page, files.GRAY, size=(width, height + 1), depth=1))


def test_a_jpeg_of_countless_scans_is_refused():
    file = encode(".jpg", corners(), cv2.IMWRITE_JPEG_PROGRESSIVE, 1)
    at = file.rindex(b"\xff\xda")
    with pytest.raises(DamagedPicture, match="scans"):
        decode(file[:-2] + file[at:-2] * SCANS + file[-2:])


def test_a_jpeg_that_breaks_off_is_read_as_far_as_it_goes():
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    file = encode(".jpg", noise)
    assert decode(file[: len(file) // 2]).pixels.shape == (64, 64, 3)


def test_no_bytes():
    with pytest.raises(EmptyFile, match="empty"):
        decode(b"")


def test_too_many_bytes():
    with pytest.raises(FileTooLarge, match="20 MB"):
        decode(file_of(".jpg").ljust(BYTES + 1, b"\0"))
    assert decode(file_of(".jpg").ljust(BYTES, b"\0")).width == 48


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (b"%PDF-1.7\n%", "a PDF document"),
        (b"\n  <svg xmlns='http://www.w3.org/2000/svg'>", "an SVG drawing"),
        (b"PK\x03\x04" + bytes(20), "a ZIP archive"),
        (b"\0\0\0\x24ftypheic" + bytes(20), "a HEIC photo"),
        (b"\0\0\0\x20ftypisom" + bytes(20), "a video"),
        (b"hello", "not a picture"),
        (bytes(1000), "not a picture"),
        (b"\x89PNG", "not a picture"),
    ],
)
def test_what_is_no_picture_is_called_by_its_name(file, name):
    with pytest.raises(NotAPicture, match=name):
        decode(file)


@pytest.mark.parametrize("form", FORMATS)
def test_a_header_that_breaks_off_is_damage(form):
    file = file_of(form)
    for length in range(14 if form == ".webp" else 8, 30):
        with pytest.raises((DamagedPicture, NotAPicture)):
            decode(file[:length])


@pytest.mark.parametrize("form", [".png", ".webp", ".bmp", ".gif"])
def test_a_file_that_breaks_off_is_damage_or_is_read(form):
    file = file_of(form)
    for part in (0.3, 0.6, 0.9):
        with contextlib.suppress(DamagedPicture):
            assert decode(file[: int(part * len(file))]).pixels.shape == (32, 48, 3)


def test_a_picture_of_no_pixels_is_damage():
    with pytest.raises(DamagedPicture, match="no pixels"):
        decode(files.resized_header(".png", file_of(".png"), 0, 32))


def test_damage_keeps_its_cause():
    with pytest.raises(DamagedPicture) as caught:
        decode(b"\xff\xd8\xff\xe0")
    assert caught.value.__cause__ is not None


def test_floating_point_is_no_picture():
    file = cv2.imencode(".tif", np.zeros((4, 4), np.float32))[1].tobytes()
    with pytest.raises(NotAPicture):
        decode(file)


def test_opencv_is_silent(capfd):
    with pytest.raises(DamagedPicture):
        decode(file_of(".bmp")[:60])
    assert capfd.readouterr() == ("", "")
