from dataclasses import replace

import numpy as np
import pytest

from bot.answers.flagged import IMPLAUSIBLE, contributors, likelihood
from model.synthesis.sheet import NOT_DIGIT
from tests.kept import correction, crop


def sure(label, of=7, share=0.9, is_digit=1.0, seed=0):
    """A crop that the network takes for `of`, and that is said to be `label`."""
    probabilities = np.full(10, (1 - share) / 9, np.float32)
    probabilities[of] = share
    return replace(crop(label, seed), probabilities=probabilities, is_digit=is_digit)


def flags(*corrections):
    return [
        (one.user_id, flag.correction.message_id, flag.other)
        for one in contributors(corrections)
        for flag in one.flags
    ]


def plausible(message_id, user_id=5, **rest):
    return correction(message_id, user_id, crops=(sure(7, seed=message_id),), **rest)


def test_what_fits_together_is_not_flagged():
    assert flags(plausible(1), plausible(2), plausible(3, user_id=6)) == []


@pytest.mark.parametrize("user", [5, 6])
def test_another_text_for_the_same_picture_is_contradictory_by_whomever(user):
    one = plausible(1, sha256="aa")
    other = replace(plausible(2, user_id=user, sha256="aa"), right="4")
    assert sorted(flags(one, other)) == sorted([(5, 1, "4"), (user, 2, "7")])


def test_the_same_said_twice_is_not():
    assert flags(plausible(1, sha256="aa"), plausible(2, user_id=6, sha256="aa")) == []


def test_the_same_crop_with_another_label_is_contradictory_though_the_file_is_another():
    one = correction(1, crops=(sure(7),))
    other = correction(2, user_id=6, right="", crops=(sure(NOT_DIGIT, share=0.5, is_digit=0.5),))
    assert flags(one, other) == [(5, 1, ""), (6, 2, "7")]


def test_of_a_number_the_digit_that_differs_is_shown():
    crops = tuple(sure(digit, of=digit, seed=digit) for digit in (2, 0, 4))
    one = correction(1, sha256="aa", right="204", crops=crops)
    two = correction(2, 6, sha256="aa", right="2\n05", crops=())
    longer = correction(3, 7, sha256="bb", right="2044", crops=crops)
    shorter = correction(4, 8, sha256="bb", right="204", crops=crops)
    found = {p.user_id: p.flags for p in contributors([one, two, longer, shorter])}
    assert found[5][0].crop is crops[2]
    assert found[6][0].crop is None  # nothing is there to be shown
    assert found[7][0].crop is crops[0]


@pytest.mark.parametrize(
    ("shown", "likely"),
    [
        (sure(7), 0.9),
        (sure(3), 0.1 / 9),
        (sure(7, is_digit=0.5), 0.45),
        (sure(NOT_DIGIT, is_digit=0.75), 0.25),
        (sure(None), 1.0),
    ],
)
def test_how_likely_a_label_is(shown, likely):
    assert likelihood(shown) == pytest.approx(likely)


@pytest.mark.parametrize(
    ("share", "flagged"), [(1 - 9 * IMPLAUSIBLE * 1.02, False), (1 - 9 * IMPLAUSIBLE * 0.98, True)]
)
def test_below_the_bound_a_label_is_implausible(share, flagged):
    assert bool(flags(correction(crops=(sure(3, share=share),)))) is flagged


def test_a_crop_whose_label_nobody_knows_is_not_flagged():
    assert flags(correction(right="47", crops=(sure(None),))) == []


def test_who_has_the_most_flags_comes_first_then_who_has_the_most():
    wrong = [correction(n, user_id=6, crops=(sure(3, share=0.999, seed=n),)) for n in (1, 2)]
    many = [plausible(n, user_id=7) for n in (3, 4, 5)]
    few = [plausible(n, user_id=8) for n in (6, 7)]
    people = contributors([*few, *many, *wrong])
    assert [(p.user_id, len(p.corrections), len(p.flags)) for p in people] == [
        (6, 2, 2), (7, 3, 0), (8, 2, 0)
    ]  # fmt: skip
    assert contributors([]) == []
