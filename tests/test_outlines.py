from dataclasses import replace

import cv2
import numpy as np
import pytest

import model
from model.image import Photo
from model.ink.grayscale import pages
from model.ink.light import SMOOTH
from model.ink.outlines import without_outlines
from model.ink.threshold import threshold
from tests.drawn import jpeg, page_with

GROUND, THING = (205, 208, 210), (60, 70, 120)


def looked(pixels):
    """The pages of a photo, and their masks with all outlines."""
    height, width = pixels.shape[:2]
    found = pages(Photo(pixels, width, height), SMOOTH)
    return [(page, threshold(replace(page, pixels=None))) for page in found]


def paper(side=400):
    return np.full((side, side, 3), GROUND, np.uint8)


def ball(size=(110, 130), *, thing=THING, ground=GROUND):
    pixels = np.full((400, 400, 3), ground, np.uint8)
    return cv2.ellipse(pixels, (200, 200), size, 0, 0, 360, thing, -1)


@pytest.mark.parametrize(
    "pixels",
    [ball(), ball((150, 150)), ball((80, 140)), ball(thing=GROUND, ground=THING)],
    ids=["oval", "large", "narrow", "light"],
)
def test_a_ball_is_no_ring(pixels):
    found = [(mask, without_outlines(page, mask)) for page, mask in looked(pixels)]
    assert any((mask > 0).sum() > 2_000 for mask, _ in found)
    assert all((left > 0).mean() < 0.002 for _, left in found)
    assert model.load().read(jpeg(pixels)).text == ""


@pytest.mark.parametrize("width", [5, 14, 40])
def test_a_ring_that_a_pen_has_drawn_stays(width):
    pixels = cv2.ellipse(paper(), (200, 200), (100, 140), 0, 0, 360, THING, width)
    for page, mask in looked(pixels):
        assert without_outlines(page, mask) is mask


@pytest.mark.parametrize("darkest", [0.9, 0.6, 0.4])
def test_a_shadow_across_a_ring_makes_no_edge_of_it(darkest):
    pixels = cv2.ellipse(paper(), (200, 200), (100, 140), 0, 0, 360, THING, 9)
    light = np.linspace(1, darkest, 400)[None, :, None]
    for page, mask in looked((pixels * light).astype(np.uint8)):
        assert without_outlines(page, mask) is mask


def test_what_lies_on_a_thing_stays():
    sheet = cv2.rectangle(np.full((400, 400, 3), THING, np.uint8), (50, 40), (350, 360), GROUND, -1)
    digit = page_with(5, 150, paper=GROUND, pen=THING)
    sheet[120:270, 130:280] = digit
    assert model.load().read(jpeg(sheet)).text == "5"


def test_a_page_whose_photo_is_not_to_be_had_is_left_alone():
    (page, mask), *_ = looked(ball())
    assert without_outlines(replace(page, pixels=None), mask) is mask
