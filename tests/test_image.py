import cv2
import numpy as np
import pytest

from model.header import Header, read_header
from model.image import SIDE, decode
from tests import files
from tests.files import (
    FORMATS,
    LOSSLESS_WEBP,
    chunk,
    corners,
    encode,
    exif,
    file_of,
    png,
    with_exif,
)


def almost(pixels: np.ndarray, expected: np.ndarray) -> bool:
    return pixels.shape == expected.shape and bool(
        np.abs(pixels.astype(int) - expected).mean() < 12
    )


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_decoded_to_rgb(form):
    photo = decode(file_of(form))
    assert almost(photo.pixels, corners())
    assert (photo.pixels.dtype, photo.width, photo.height) == (np.uint8, 48, 32)
    assert photo.pixels.flags["C_CONTIGUOUS"]


@pytest.mark.parametrize("form", FORMATS)
def test_the_header_tells_format_and_size(form):
    assert read_header(file_of(form)) == Header(FORMATS[form], 48, 32)


def test_lossy_webp_has_another_header():
    assert read_header(encode(".webp", corners(), cv2.IMWRITE_WEBP_QUALITY, 80)).width == 48
    assert almost(
        decode(encode(".webp", corners(), cv2.IMWRITE_WEBP_QUALITY, 90)).pixels, corners()
    )


def stored(upright: np.ndarray, orientation: int) -> np.ndarray:
    """How a camera stores a picture under an orientation, by EXIF's definition of its eight.

    The definition says where the stored first row and first column are in the upright picture.
    """
    sides = {
        1: ("top", "left"), 2: ("top", "right"), 3: ("bottom", "right"), 4: ("bottom", "left"),
        5: ("left", "top"), 6: ("right", "top"), 7: ("right", "bottom"), 8: ("left", "bottom"),
    }[orientation]  # fmt: skip
    picture = upright if sides[0] in ("top", "bottom") else upright.transpose(1, 0, 2)
    if sides[0] in ("bottom", "right"):
        picture = picture[::-1]
    if sides[1] in ("bottom", "right"):
        picture = picture[:, ::-1]
    return np.ascontiguousarray(picture)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", [".jpg", ".png", ".webp"])
def test_exif_orientation_is_honored(form, orientation):
    options = LOSSLESS_WEBP if form == ".webp" else ()
    file = encode(form, stored(corners(), orientation), *options)
    for order in "<>":
        photo = decode(with_exif(form, file, exif(orientation, order)))
        assert almost(photo.pixels, corners())
        assert (photo.width, photo.height) == (48, 32)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_tiff_is_turned_once(orientation):
    pixels = stored(corners(), orientation)
    height, width = pixels.shape[:2]
    tags = {256: width, 257: height, 258: 8, 259: 1, 262: 2, 273: 0, 274: orientation, 277: 3,
            278: height, 279: pixels.size}  # fmt: skip
    tags[273] = len(files.tiff(tags))
    # Bits per sample must be three numbers; one is read as the same for all by libtiff.
    photo = decode(files.tiff(tags) + pixels.tobytes())
    assert almost(photo.pixels, corners())
    assert (photo.width, photo.height) == (48, 32)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_impossible_orientation_is_ignored(orientation):
    assert almost(decode(with_exif(".jpg", file_of(".jpg"), exif(orientation))).pixels, corners())


@pytest.mark.parametrize("metadata", [b"", b"MM", b"MM\0*\xff\xff\xff\xff", b"nonsense"])
def test_damaged_metadata_is_no_reason_to_refuse(metadata):
    assert almost(decode(with_exif(".jpg", file_of(".jpg"), metadata)).pixels, corners())


def drawing(ink: tuple[int, int, int]) -> np.ndarray:
    """A stroke on nothing; the unseen color of the nothing is black, as most programs leave it."""
    picture = np.zeros((40, 40, 4), np.uint8)
    picture[10:30, 16:24] = (*ink, 255)
    return picture


@pytest.mark.parametrize("form", [".png", ".webp"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [((0, 0, 0), 255), ((200, 0, 0), 255), ((255, 255, 255), 0), ((250, 240, 90), 0)],
)
def test_a_drawing_on_nothing_stays_visible(form, ink, ground):
    options = LOSSLESS_WEBP if form == ".webp" else ()
    pixels = decode(encode(form, drawing(ink), *options)).pixels
    assert np.abs(pixels[20, 20].astype(int) - ink).max() <= 3
    assert (pixels[0, 0] == ground).all()


def test_a_sticker_with_a_white_rim_is_put_on_white():
    picture = drawing((255, 255, 255))
    picture[14:26, 19:21, :3] = 20
    assert (decode(encode(".png", picture)).pixels[0, 0] == 255).all()


def test_a_photo_with_round_corners_is_put_on_white():
    picture = np.full((40, 40, 4), 225, np.uint8)
    picture[..., 3] = 255
    picture[:4, :4, 3] = 0
    assert (decode(encode(".png", picture)).pixels[0, 0] == 255).all()


def test_half_transparent_ink_is_mixed_with_the_ground():
    picture = np.zeros((1, 4, 4), np.uint8)
    picture[0, 2, 3], picture[0, 3, 3] = 128, 255
    assert decode(encode(".png", picture)).pixels[0, :, 0].tolist() == [255, 255, 127, 0]


def test_the_unseen_color_does_not_bleed_when_a_drawing_is_reduced():
    picture = np.zeros((2 * SIDE, 2 * SIDE, 4), np.uint8)
    picture[:, SIDE + 1 :] = 255
    assert set(np.unique(decode(encode(".png", picture)).pixels[0])) == {0, 128, 255}


PLTE = chunk(b"PLTE", bytes([0, 0, 0, 70, 70, 70]))
BIG = np.array([[1000, 65535]], ">u2").view(np.uint8)
PNGS = {
    "gray and alpha": (np.uint8([[0, 0, 40, 255]]), files.GRAY_ALPHA, 8, [], [255, 40]),
    "1 bit": (np.uint8([[0b01000000]]), files.GRAY, 1, [], [0, 255]),
    "16 bits": (BIG, files.GRAY, 16, [], [4, 255]),
    "16 bits and alpha": (BIG.repeat(4).reshape(1, -1), files.RGBA, 16, [], None),
    "palette": (np.uint8([[0, 1]]), files.PALETTE, 8, [PLTE], [0, 70]),
    "palette and alpha": (
        np.uint8([[0, 1]]), files.PALETTE, 8, [PLTE, chunk(b"tRNS", b"\0")], [255, 70],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", PNGS)
def test_all_kinds_of_png(kind):
    row, color, depth, more, expected = PNGS[kind]
    pixels = decode(png(row, color, *more, size=(2, 1), depth=depth)).pixels
    assert pixels.shape == (1, 2, 3)
    if expected:
        assert pixels[0, :, 1].tolist() == expected


def test_the_first_frame_of_a_gif_is_read():
    first = encode(".gif", np.full((8, 8, 3), 255, np.uint8))
    second = encode(".gif", np.zeros((8, 8, 3), np.uint8))
    start = 13 + (3 << (first[10] & 7) + 1 if first[10] & 128 else 0)
    animated = first[:-1] + second[start:]
    assert decode(animated).pixels.min() > 250


@pytest.mark.parametrize("form", [".jpg", ".png"])
@pytest.mark.parametrize("size", [(1281, 40), (40, 2560), (3000, 2000), (5200, 5100)])
def test_large_pictures_are_reduced(form, size):
    width, height = size
    photo = decode(encode(form, np.full((height, width), 99, np.uint8)))
    scale = SIDE / max(size)
    assert photo.pixels.shape == (round(height * scale), round(width * scale), 3)
    assert (photo.width, photo.height) == size
    assert abs(int(photo.pixels.mean()) - 99) <= 1


def test_small_pictures_are_not_enlarged():
    photo = decode(encode(".png", np.zeros((1, 1), np.uint8)))
    assert photo.pixels.shape == (1, 1, 3)


def test_a_ribbon_of_a_picture_keeps_a_pixel():
    assert decode(encode(".png", np.zeros((1, 20_000), np.uint8))).pixels.shape == (1, SIDE, 3)
