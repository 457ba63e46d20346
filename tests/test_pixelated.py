import cv2
import numpy as np
import pytest

import model
from model.image import Photo, decode
from model.pixelated import find_blocks, smoothed
from tests.drawn import jpeg, mnist_digits, page_with, png


@pytest.fixture(scope="module")
def recognizer() -> model.Recognizer:
    return model.load()


def small(digit: int) -> np.ndarray:
    """A digit of 24 × 24 pixels, (24, 24, 3) uint8 RGB."""
    return cv2.resize(page_with(digit, width=0.08), (24, 24), interpolation=cv2.INTER_AREA)


def blocks_of(picture: np.ndarray, factor: float) -> np.ndarray:
    return cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_NEAREST)


def gray(picture: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)


@pytest.mark.parametrize("factor", [7, 12, 13.7, 26])
@pytest.mark.parametrize("cut", [(0, 0), (3, 5)])
def test_blocks_are_found_with_their_side_and_where_they_begin(factor, cut):
    shown = blocks_of(small(4), factor)[cut[1] :, cut[0] :]
    blocks = find_blocks(gray(shown))
    assert blocks is not None
    assert blocks.side == pytest.approx(factor, rel=0.01)
    for begin, taken in zip((blocks.x, blocks.y), cut, strict=True):
        off = (begin + taken) % blocks.side
        assert min(off, blocks.side - off) < 1
        assert -blocks.side <= begin <= 0


@pytest.mark.parametrize("quality", [50, 95])
def test_blocks_are_found_behind_a_file_that_loses_detail_and_after_reduction(quality):
    shown = cv2.resize(blocks_of(small(2), 40), (610, 610), interpolation=cv2.INTER_AREA)
    file = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    blocks = find_blocks(cv2.imdecode(file, cv2.IMREAD_GRAYSCALE))
    assert blocks is not None
    assert blocks.side == pytest.approx(610 / 24, rel=0.01)


@pytest.mark.parametrize("quality", [10, 50, 95])
@pytest.mark.parametrize("digit", [0, 1, 4, 7])
def test_what_was_not_enlarged_so_has_no_blocks(digit, quality):
    light = np.linspace(0.5, 1, 400)[None, :, None]
    picture = (page_with(digit) * light).astype(np.uint8)
    file = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    assert find_blocks(cv2.imdecode(file, cv2.IMREAD_GRAYSCALE)) is None


@pytest.mark.parametrize("digit", [1, 5, 7])
def test_a_thin_digit_on_a_sheet_with_edges_in_step_has_no_blocks(digit):
    picture = np.full((400, 400, 3), (60, 70, 120), np.uint8)
    picture[50:350, 50:350] = 205
    assert find_blocks(gray(picture)) is not None  # six times six of 50 pixels, with a rim
    picture[120:270, 130:280] = page_with(digit, 150, paper=(205, 205, 205), pen=(60, 70, 120))
    assert find_blocks(gray(picture)) is None


def test_a_picture_that_was_enlarged_smoothly_has_no_blocks():
    for how in (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4):
        assert find_blocks(gray(cv2.resize(small(5), (360, 360), interpolation=how))) is None


@pytest.mark.parametrize(
    "picture",
    [np.zeros((1, 1), np.uint8), np.zeros((300, 1), np.uint8), np.full((200, 300), 90, np.uint8),
     np.repeat(np.arange(0, 250, 10, np.uint8), 20)[None].repeat(9, 0),
     np.eye(28, dtype=np.uint8) * 255, np.tile(np.uint8([0, 255]), (200, 100))],
    ids=["a pixel", "a column", "plain", "a row of blocks", "tiny", "stripes"],
)  # fmt: skip
def test_odd_pictures_have_no_blocks(picture):
    assert find_blocks(picture) is None


def test_a_photo_without_blocks_stays_as_it_is():
    photo = Photo(page_with(7), 400, 400)
    assert smoothed(photo) is photo


def test_a_smoothed_photo_keeps_its_size_and_the_colors_in_the_middle_of_its_blocks():
    pixels = small(7)
    shown = blocks_of(pixels, 12)
    smooth = smoothed(Photo(shown, 288, 288))
    assert (smooth.width, smooth.height, smooth.pixels.shape) == (288, 288, shown.shape)
    middles = smooth.pixels[6::12, 6::12].astype(int)
    assert np.abs(middles - pixels).mean() < 3
    sudden, soft = (np.diff(p.astype(int), axis=1) for p in (shown, smooth.pixels))
    assert np.abs(soft).max() < 0.4 * np.abs(sudden).max()


@pytest.mark.parametrize("file", [png, jpeg])
def test_mnist_digits_are_read_as_a_program_shows_them(recognizer, file):
    images, labels = mnist_digits(40)
    right = 0
    for image, label in zip(images, labels, strict=True):
        shown = cv2.cvtColor(blocks_of(image, 15), cv2.COLOR_GRAY2RGB)
        reading = recognizer.read(file(shown))
        right += reading.text == str(label)
        assert np.array_equal(reading.photo, decode(file(shown)).pixels)  # not the smoothed one
    assert right >= 38
