import numpy as np
import pytest

from model.line.strip import HEIGHT, STEP, WIDEST
from model.synthesis.examples import draw_photo
from model.synthesis.sheet import Examples, Piece, compose
from model.training.lines.examples import PARTS, LineExample, draw_lines, lines_of
from tests.drawn import mnist_digits


@pytest.fixture(scope="module")
def digits() -> Examples:
    return Examples(*mnist_digits(200))


def test_the_parts_are_a_whole():
    assert sum(PARTS.values()) == pytest.approx(1)


@pytest.mark.parametrize(("text", "steps"), [("", 1), ("7", 1), ("12", 2), ("11", 3), ("1000", 6)])
def test_equal_neighbors_need_a_step_between_them(text, steps):
    assert LineExample(np.zeros((HEIGHT, 40), np.uint8), text, "number").steps == steps


def test_lines_say_what_is_written(digits):
    rng = np.random.default_rng(4)
    rows = 0
    for _ in range(12):
        photo, sheet = draw_photo(digits, rng, kind="number")
        found = lines_of(photo, sheet, rng)
        assert [text for _, text in found] == sheet.text.split() or found == []
        rows += len(found)
    assert rows >= 12


def test_photos_without_digits_give_lines_without_text(digits):
    rng = np.random.default_rng(5)
    texts = [
        text
        for _ in range(12)
        for _, text in lines_of(*draw_photo(digits, rng, kind="not_digit"), rng)
    ]
    assert len(texts) >= 6
    assert set(texts) == {""}


@pytest.mark.parametrize("light", [False, True])
def test_the_ink_of_a_strip_is_that_of_the_digits(light):
    digit = np.zeros((80, 60), np.uint8)
    digit[10:70, 25:35] = 255
    sheet = compose([Piece(1, digit, 70, 60)], (200, 200))
    gray = 220 - np.minimum(sheet.ink, 180)
    photo = np.repeat((255 - gray if light else gray)[..., None], 3, axis=2).astype(np.uint8)
    ((picture, text),) = lines_of(photo, sheet, np.random.default_rng(1))
    assert text == "1"
    assert 0.2 < (picture > 100).mean() < 0.5


def test_what_nobody_can_see_is_no_example():
    digit = np.full((60, 20), 255, np.uint8)
    sheet = compose([Piece(1, digit, 70, 60)], (200, 200))
    photo = np.full((200, 200, 3), 180, np.uint8)
    assert lines_of(photo, sheet, np.random.default_rng(0)) == []


@pytest.mark.timeout(300)
def test_lines_are_drawn_on_all_cores_and_repeat(digits):
    told: list[float] = []
    first, second = (draw_lines(digits, 60, seed=1, tell=told.append) for _ in range(2))
    assert len(first) == len(second) > 40
    for one, other in zip(first, second, strict=True):
        assert one.text == other.text
        assert np.array_equal(one.picture, other.picture)
    assert told == [1.0, 1.0]
    assert {line.kind for line in first} <= set(PARTS)
    for line in first:
        height, width = line.picture.shape
        assert (height, width % STEP) == (HEIGHT, 0)
        assert STEP * line.steps <= width <= WIDEST


@pytest.mark.timeout(300)
def test_lines_of_one_kind_alone_are_drawn(digits):
    sevens = Examples(digits.pictures[digits.labels == 7], digits.labels[digits.labels == 7])
    lines = draw_lines(sevens, 40, seed=1, parts={"single": 1.0})
    assert {line.kind for line in lines} == {"single"}
    # A part is drawn from strokes, any digit; what is traced is one of those given.
    assert sum(line.text == "7" for line in lines) > 0.3 * len(lines) > 8
