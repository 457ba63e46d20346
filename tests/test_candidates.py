from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from bot.answers.candidates import LEAST, MOST, candidates, is_hardly_a_digit
from tests import fakes


def test_the_first_is_what_was_read():
    seen = fakes.reading([fakes.digit(2, 0.98), fakes.digit(0, 0.6, 6)], [fakes.digit(5, 0.9, 3)])
    (text, chance), *_ = candidates(seen)
    assert (text, chance) == (seen.text, pytest.approx(seen.confidence))


def test_they_are_the_likeliest_of_all():
    rng = np.random.default_rng(3)
    chances = 0.5 * rng.dirichlet(np.full(10, 0.2), 3) + 0.5 * np.eye(10)[[1, 2, 9]]
    row = [fakes.digit(d) for d in (1, 2, 9)]
    for known, chance in zip(row, chances, strict=True):
        known.probabilities[:] = chance
    everything = {
        "".join(map(str, values)): float(np.prod(chances[range(3), values]))
        for values in product(range(10), repeat=3)
    }
    best = sorted(everything, key=lambda text: -everything[text])[:MOST]
    found = candidates(fakes.reading(row))
    assert [text for text, _ in found] == [text for text in best if everything[text] >= LEAST]
    assert [chance for _, chance in found] == pytest.approx([everything[t] for t, _ in found])


def test_what_is_unlikely_is_left_out():
    assert len(candidates(fakes.reading([fakes.digit(7, 0.97)]))) == 1


def test_what_the_line_says_is_among_them():
    seen = replace(
        fakes.reading([fakes.digit(4, 0.6, 9), fakes.digit(0, 0.99)]),
        others=(("90", 0.35), ("140", 0.2), ("1", 0.01)),
    )
    assert [text for text, _ in candidates(seen)] == ["40", "90", "140"]
    assert candidates(seen)[1][1] == 0.35


@pytest.mark.parametrize(("digits", "hardly"), [(1, True), (2, True), (15, False)])
def test_doubt_in_a_long_text_is_no_doubt_in_its_digits(digits, hardly):
    seen = replace(fakes.reading([fakes.digit(1)] * digits), trust=0.2)
    assert is_hardly_a_digit(seen) == hardly


def test_a_long_page_takes_no_time():
    found = candidates(fakes.reading([fakes.digit(1, 0.6, 7)] * 600))
    assert len(found[0][0]) == 600
