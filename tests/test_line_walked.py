"""Lines as the walk finds them, to learn from: what each says, and what nobody could say."""

import cv2
import numpy as np
import pytest

import model
from model.image import Photo
from model.ink.grayscale import pages
from model.line.strip import Line
from model.serving import Network
from model.synthesis.examples import draw_photo
from model.synthesis.labeling import truth_for
from model.synthesis.sheet import NOT_DIGIT, Examples, Piece, Sheet, compose
from model.training.lines.examples import draw_lines, lines_of
from model.training.lines.walked import text_in, walked_lines
from tests.drawn import mnist_digits


@pytest.fixture(scope="module")
def digits() -> Examples:
    return Examples(*mnist_digits(200))


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(model.SHIPPED)


def two_rows() -> Sheet:
    """47 above 15, each digit a block of 20 × 40, and a letter beside the lower row."""
    block = np.full((40, 20), 255, np.uint8)
    places = [(4, 20, 20, 0), (7, 60, 20, 0), (1, 20, 90, 1), (5, 60, 90, 1)]
    pieces = [Piece(digit, block, x, y, row) for digit, x, y, row in places]
    return compose([*pieces, Piece(NOT_DIGIT, block, 100, 90)], (150, 200))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (Line(10, 15, 80, 50), "47"),
        (Line(10, 85, 180, 50), "15"),
        (Line(10, 15, 38, 50), "4"),  # the 7 lies outside
        (Line(10, 15, 66, 50), "47"),  # …and here loses a fifth of its ink, as it may
        (Line(10, 15, 60, 50), None),  # …and here half of it
        (Line(10, 30, 80, 95), None),  # both rows
        (Line(10, 50, 80, 75), "15"),  # a quarter of the upper row is seen
        (Line(10, 40, 80, 85), None),  # …and here half of it
        (Line(95, 85, 40, 50), ""),  # the letter alone
        (Line(120, 5, 60, 40), ""),  # paper
        (Line(10, -10, 80, 50, 0.5), "47"),  # a line that falls
    ],
)
def test_what_a_line_says(line, text):
    sheet = two_rows()
    assert text_in(line, truth_for(sheet, sheet.ink.shape, 200), sheet.text) == text


def test_the_walk_finds_what_is_written(digits, network):
    rng = np.random.default_rng(2)
    right = found = 0
    for _ in range(30):
        photo, sheet = draw_photo(digits, rng, kind="number")
        for _, text in lines_of(photo, sheet, rng, network):
            assert set(text) <= set(sheet.text)
            found += 1
            right += text in sheet.text.split()
    # Some are a row's part, or a sign beside it.
    assert found > 20
    assert right > 0.7 * found


def test_photos_without_digits_say_nothing(digits, network):
    rng = np.random.default_rng(3)
    texts = [
        text
        for _ in range(20)
        for _, text in lines_of(*draw_photo(digits, rng, kind="not_digit"), rng, network)
    ]
    assert len(texts) > 10
    assert set(texts) == {""}


def test_a_lone_ring_on_a_page_without_digits_is_no_example(network):
    ring = np.zeros((60, 50), np.uint8)
    cv2.ellipse(ring, (25, 30), (20, 26), 0, 0, 360, 255, 5)
    sheet = compose([Piece(NOT_DIGIT, ring, 70, 60)], (200, 200))
    photo = np.repeat((230 - np.minimum(sheet.ink, 190))[..., None], 3, axis=2).astype(np.uint8)
    assert lines_of(photo, sheet, np.random.default_rng(0), network) == []


def test_a_page_whose_truth_cannot_be_seen_is_left_alone(digits, network):
    photo, sheet = draw_photo(digits, np.random.default_rng(4), kind="number")
    found = pages(Photo(photo, sheet.ink.shape[1], sheet.ink.shape[0]))
    unknown = [None] * len(found)
    assert walked_lines(found, unknown, sheet.text, network, np.random.default_rng(0)) == []


@pytest.mark.timeout(300)
def test_half_of_the_photos_are_walked_where_there_is_a_network(digits):
    """The same seed gives the same strips, and others than without a network."""
    walked, again = (draw_lines(digits, 40, seed=1, walker=model.SHIPPED) for _ in range(2))
    assert [line.text for line in walked] == [line.text for line in again]
    assert all(map(np.array_equal, (a.picture for a in walked), (b.picture for b in again)))
    written = draw_lines(digits, 40, seed=1)
    assert [line.picture.shape for line in walked] != [line.picture.shape for line in written]
