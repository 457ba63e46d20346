from dataclasses import dataclass

import numpy as np
import pytest

import model.settle
from model.ink.page import Page
from model.line.decode import NOTHING
from model.line.strip import HEIGHT, STEP
from model.search.choose import BLIND, Choice
from model.settle import MOST_LINES, MOST_STROKES, settle, worth
from model.settle import NOTHING as EMPTY
from tests.seen import candidate

PAGE = Page(np.zeros((400, 600), np.uint8), 0.5, 1.0)
PAGE.ink[100:160, 50:400] = 120


@dataclass
class Reader:
    """A line network that says a text, spread evenly over the strip."""

    text: str
    sure: float = 0.98

    def answer(self, picture):
        steps = np.full((picture.shape[1] // STEP, 11), 0.0, np.float32)
        steps[:, NOTHING] = 1
        for at, digit in enumerate(self.text):
            step = round((at + 0.5) * len(steps) / len(self.text) - 0.5)
            steps[step] = (1 - self.sure) / 10
            steps[step, int(digit) + 1] = self.sure
        return steps


class Doubter:
    """A line network that takes a line for nothing, and hardly for a 1."""

    def answer(self, picture):
        steps = np.full((picture.shape[1] // STEP, 11), 0.0, np.float32)
        steps[:, NOTHING] = 1
        steps[len(steps) // 2, [NOTHING, 2]] = 0.98, 0.02
        return steps


def choice(text, *more_rows, sure=0.99, trust=1.0):
    rows = tuple(
        tuple(
            candidate(int(d), 60 + 60 * i, 100 + 90 * at, sure=sure, page=PAGE)
            for i, d in enumerate(row)
        )
        for at, row in enumerate((text, *more_rows))
    )
    return Choice(rows, trust, 0.0, tuple(c for row in rows for c in row))


def said(page):
    return "\n".join("".join(str(d.digit) for d in row) for row in page.rows)


def sure(page):
    return page.trust * np.prod([d.confidence for row in page.rows for d in row])


def test_without_a_line_network_the_path_is_right():
    chosen = choice("42", trust=0.7)
    page = settle(chosen, None)
    assert page.rows == (tuple(c.digit for c in chosen.rows[0]),)
    assert page.trust == 0.7


def test_what_both_read_is_certain_and_keeps_its_boxes():
    chosen = choice("42", sure=0.98)
    page = settle(chosen, Reader("42"))
    assert said(page) == "42"
    assert [d.box for d in page.rows[0]] == [c.digit.box for c in chosen.rows[0]]
    assert all(d.probabilities.sum() == pytest.approx(1, abs=1e-5) for d in page.rows[0])
    assert page.rows[0][0].confidence > 0.98
    assert sure(page) > 0.8


def test_one_digit_may_be_another_to_the_line():
    page = settle(choice("71", sure=0.6), Reader("77", 0.7))
    assert said(page) == "77"
    assert sure(page) < 0.9
    assert 0 < dict(page.others)["71"] < 0.5


def test_the_line_finds_digits_where_the_path_saw_others():
    page = settle(choice("42", sure=0.6, trust=0.3), Reader("4125"))
    assert said(page) == "4125"
    boxes = [d.box for d in page.rows[0]]
    assert boxes == sorted(boxes, key=lambda box: box.x)
    assert all(box.width > 0 and box.height > 0 for box in boxes)
    assert all(d.picture.shape == (28, 28) for d in page.rows[0])
    assert sure(page) < sure(settle(choice("4125"), Reader("4125")))


def test_a_row_without_digits_is_dropped():
    assert said(settle(choice("6", sure=0.5, trust=0.4), Reader(""))) == ""


@pytest.mark.parametrize(("x", "told"), [(0, ""), (60, "1")])
def test_what_the_line_does_not_see_is_the_edge_of_the_page(x, told):
    stick = candidate(1, x, 100, sure=1.0, page=PAGE)
    page = settle(Choice(((stick,),), 1.0, 0.0, (stick,)), Doubter())
    assert said(page) == told


@pytest.mark.parametrize(("sure", "expected"), [(0.99, (6,)), (0.6, None), (0.2, ())])
def test_what_the_path_search_expects_of_a_line(sure, expected, monkeypatch):
    told = []
    read_line = model.settle.read_line
    monkeypatch.setattr(
        model.settle, "read_line", lambda *at: told.append(at[-1]) or read_line(*at)
    )
    settle(choice("6", sure=sure), Reader("6"))
    settle(unread((60, 100, 300, 60)), Reader(""))
    assert told == [expected, ()]


def unread(*boxes):
    """A page on which the path search has found nothing."""
    marks = tuple(candidate(1, *box, is_digit=0.01, page=PAGE) for box in boxes)
    return Choice((), BLIND, 0.0, marks)


def test_what_only_the_line_reads_is_told_as_surely_as_it_is_read():
    strokes = unread((60, 100, 300, 60), (380, 150, 8, 8))
    page = settle(strokes, Reader("503", 0.999))
    assert said(page) == "503"
    assert [d.digit for d in page.rows[0]] == [5, 0, 3]
    assert sure(page) < sure(settle(choice("503"), Reader("503", 0.999)))
    doubtful = settle(strokes, Reader("5", 0.8))
    assert said(doubtful) == "5"
    assert 0.5 < sure(doubtful) < 0.7
    assert settle(strokes, Doubter()).rows == ()
    assert settle(strokes, None).rows == ()


def test_each_row_of_strokes_without_digits_is_read():
    page = settle(unread((60, 100, 300, 60), (60, 200, 200, 60)), Reader("503", 0.999))
    assert said(page) == "503\n503"
    boxes = [row[0].box.y for row in page.rows]
    assert boxes[1] - boxes[0] > 60


def test_a_row_that_only_the_line_reads_has_its_place_among_the_others():
    read = choice("12", "45")
    stroke = candidate(1, 60, 280, 200, is_digit=0.01, page=PAGE)
    below = Choice(read.rows, 1.0, 0.0, (*read.candidates, stroke))
    assert said(settle(below, Reader("12"))) == "12\n12\n12"
    assert said(settle(below, Doubter())) == said(settle(read, Doubter()))
    between = Choice((read.rows[0], choice("", "", "67").rows[2]), 1.0, 0.0,
                     (*read.rows[0], candidate(1, 60, 190, 200, page=PAGE)))  # fmt: skip
    page = settle(between, Reader("12"))
    assert said(page) == "12\n12\n12"
    assert page.rows[1][0].box.y == pytest.approx(190 / PAGE.scale, abs=20)
    assert sure(page) < sure(settle(choice("12", "12"), Reader("12")))


@pytest.mark.parametrize("falls", [50, -50], ids=["falling", "rising"])
def test_strokes_that_are_no_rows_may_be_one_line(falls, monkeypatch):
    # Nothing is read in either of them alone: the line through both is looked at, too.
    class Whole(Reader):
        def answer(self, picture):
            wide = picture.shape[1] >= 4 * HEIGHT
            return (super() if wide else Doubter()).answer(picture)

    places = []
    locate = model.settle.locate
    monkeypatch.setattr(model.settle, "locate", lambda *at: places.append(at[0]) or locate(*at))
    parts = unread((20, 150, 80, 60), (500, 150 + falls, 80, 60))
    assert said(settle(parts, Whole("503", 0.999))) == "503"
    assert [mark.x for mark in places[-1]] == sorted(mark.x for mark in places[-1])
    assert len(places[-1]) == 2


def test_a_page_full_of_strokes_that_are_no_digits_is_not_read():
    crowd = unread(*((20 * i, 100, 15, 60) for i in range(MOST_STROKES + 1)))
    assert settle(crowd, Reader("503", 0.999)).rows == ()


def test_a_contradicted_certainty_is_in_doubt():
    assert said(page := settle(choice("6", sure=0.999), Reader("", 0.98))) in ("6", "")
    assert worth(page) == -1 or sure(page) < 0.9


def test_each_row_is_read_and_a_page_of_many_is_not():
    assert said(settle(choice("12", "12"), Reader("12"))) == "12\n12"
    many = choice(*["7"] * (MOST_LINES + 1))
    assert settle(many, Reader("1")).rows == settle(many, None).rows


def test_a_page_with_digits_is_worth_more_than_none():
    assert worth(settle(choice("3"), Reader("3"))) > worth(settle(choice("3"), Reader("8")))
    assert worth(EMPTY) < 0
