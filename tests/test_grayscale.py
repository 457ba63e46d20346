import numpy as np
import pytest

from model.image import Photo
from model.ink.grayscale import has_broad_ink, pages
from model.ink.light import BROAD, NARROW, SHARP, SMOOTH, in_hard_shadow
from model.ink.size import SMALLEST_SIDE, WORK_SIDE
from tests.drawn import page_with
from tests.shadow import shaded


def photo(picture):
    return Photo(picture, picture.shape[1], picture.shape[0])


def contrast(page, digit_picture, bare):
    """Ink in the middle of the strokes and on bare paper, in levels."""
    stroke = np.any(digit_picture != bare, axis=2)
    return page.ink[stroke].mean(), page.ink[~stroke].mean()


def test_ink_is_bright_and_paper_is_black():
    picture = page_with(7)
    (page, *_) = pages(photo(picture))
    ink, paper = contrast(page, picture, (225, 228, 230))
    assert ink > 120
    assert paper < 6


def test_a_gradient_of_light_is_taken_out():
    picture = page_with(7)
    light = np.linspace(0.35, 1, 400)[None, :, None]
    (page, *_) = pages(photo((picture * light).astype(np.uint8)))
    ink, paper = contrast(page, picture, (225, 228, 230))
    assert ink > 110
    assert paper < 12


@pytest.mark.parametrize("pen", [(120, 220, 235), (245, 170, 190), (90, 90, 220)])
def test_a_colored_pen_that_gray_would_lose_is_ink(pen):
    picture = page_with(4, paper=(240, 240, 240), pen=pen)
    (page, *_) = pages(photo(picture))
    ink, paper = contrast(page, picture, (240, 240, 240))
    assert ink > 50
    assert paper < 6


def test_chalk_on_a_board_is_ink_too():
    picture = page_with(2, paper=(30, 45, 38), pen=(230, 230, 225))
    (page, *_) = pages(photo(picture))
    ink, paper = contrast(page, picture, (30, 45, 38))
    assert ink > 120
    assert paper < 6


def test_plain_polarity_gives_one_page_an_even_picture_both_and_so_does_a_sharp_light():
    assert len(pages(photo(page_with(1)))) == 1
    assert len(pages(photo(np.full((300, 300, 3), 200, np.uint8)))) == 2
    assert len(pages(photo(page_with(1)), SHARP)) == 2


@pytest.mark.parametrize(("side", "expected"), [(28, SMALLEST_SIDE), (500, 500), (1280, WORK_SIDE)])
def test_pages_have_a_working_size_and_remember_the_scale(side, expected):
    (page, *_) = pages(photo(page_with(7, side)))
    assert max(page.ink.shape) == expected
    assert page.scale == pytest.approx(expected / side, rel=0.02)


def test_a_picture_of_one_pixel_is_a_page():
    assert pages(photo(np.zeros((1, 1, 3), np.uint8)))


@pytest.mark.parametrize("brightest", [1.0, 0.25], ids=["bright", "dark"])
def test_corners_that_get_darker_are_no_ink(brightest):
    picture = page_with(7)
    y, x = np.mgrid[-1:1:400j, -1:1:400j]
    light = (1 - 0.3 * (x**2 + y**2)) * brightest
    page = pages(photo((picture * light[..., None]).astype(np.uint8)))[0]
    corners = np.concatenate([page.ink[:40, :40], page.ink[-40:, -40:]])
    assert corners.mean() < 15
    assert contrast(page, picture, (225, 228, 230))[0] > 50


def test_a_shadow_with_an_edge_goes_where_its_light_is_followed():
    light = np.full((400, 400, 1), 1.0)
    light[150:260] = 0.5
    picture = (page_with(1) * light).astype(np.uint8)
    smooth, sharp = (
        max(pages(photo(picture), estimate), key=lambda page: page.ink[200, 200])
        for estimate in (SMOOTH, SHARP)
    )
    for x in (60, 330):  # bare paper in the shadow
        assert sharp.ink[205, x] < 10
        assert smooth.ink[205, x] > 60


def test_a_fat_stroke_is_ink_in_its_middle_where_the_light_is_broad():
    picture = page_with(5, width=0.22)[40:360, 40:360]
    stroke = np.any(picture != (225, 228, 230), axis=2)
    inked = [
        max(np.mean(page.ink[stroke] > 60) for page in pages(photo(picture), light))
        for light in (SMOOTH, BROAD)
    ]
    assert inked[0] < 0.8
    assert inked[1] > 0.98


@pytest.mark.parametrize("colors", [{}, {"paper": (30, 45, 38), "pen": (230, 230, 225)}])
@pytest.mark.parametrize(("width", "broad"), [(0.03, False), (0.1, False), (0.24, True)])
def test_broad_ink_is_noticed_on_light_and_on_dark_paper(colors, width, broad):
    assert has_broad_ink(photo(page_with(5, width=width, **colors)[40:360, 40:360])) == broad


def test_no_ink_is_no_broad_ink():
    assert not has_broad_ink(photo(np.zeros((1, 1, 3), np.uint8)))
    light = np.linspace(0.5, 1, 400)[None, :, None]
    assert not has_broad_ink(photo((page_with(1) * light).astype(np.uint8)))


def strip(width):
    """Corners of a shadow that leans across a picture of 400 pixels, so many pixels wide."""
    return np.array([(150, 0), (150 + width, 0), (220 + width, 400), (220, 400)])


@pytest.mark.parametrize("kept", [0.3, 0.6])
@pytest.mark.parametrize("width", [50, 90, 140])
def test_a_narrow_shadow_is_noticed_and_goes(width, kept):
    picture = page_with(1)
    shown = photo(shaded(picture, strip(width), kept, blur=1.5))
    assert in_hard_shadow(shown)
    bare = np.all(picture == (225, 228, 230), axis=2)
    page = max(pages(shown, NARROW), key=lambda page: page.ink[~bare].mean())
    assert np.quantile(page.ink[bare], 0.98) < 30
    assert page.ink[~bare].mean() > 100


@pytest.mark.parametrize("width", [0.008, 0.03, 0.12])
def test_a_stroke_is_no_shadow(width):
    assert not in_hard_shadow(photo(page_with(4, width=width)))


def test_a_soft_shadow_is_not_a_hard_one():
    corners = np.array([(0, 0), (200, 0), (60, 400), (0, 400)])
    assert not in_hard_shadow(photo(shaded(page_with(4), corners, kept=0.4, blur=40)))


def test_a_picture_of_one_pixel_lies_in_no_shadow():
    assert not in_hard_shadow(photo(np.zeros((1, 1, 3), np.uint8)))
