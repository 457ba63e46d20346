import pytest

from model.search.hand import Hand
from model.search.path import Hypothesis, Way
from model.search.trust import UNREAD, UNREAD_PART, trust, unread
from tests.seen import candidate

HAND = Hand(height=60, ink=0)
CANDIDATES = [candidate(4, 50, 100, pieces=(0,)), candidate(2, 120, 100, pieces=(1,))]
FOUR, TWO = Hypothesis((0,), -0.1, 4, 0), Hypothesis((1,), -0.1, 2, 1)
DIRT = Hypothesis((1,), -0.1, None, 1)


def way(*chosen, value=-0.2):
    return Way(value, chosen, tuple(h.says for h in chosen if h.says is not None))


def test_a_page_that_is_read_whole_and_in_one_way_is_trusted():
    assert trust([way(FOUR, TWO)], CANDIDATES, HAND) == 1


def test_a_rival_takes_half_of_the_trust_if_it_is_as_good():
    ways = [way(FOUR, TWO), way(FOUR, DIRT)]
    assert trust(ways, CANDIDATES, HAND) == pytest.approx(0.5)
    assert trust([ways[0], way(FOUR, DIRT, value=-9)], CANDIDATES, HAND) == pytest.approx(1)


def test_a_stroke_of_the_digits_size_that_stays_unread_is_held_against_it():
    assert trust([way(FOUR, DIRT)], CANDIDATES, HAND) == UNREAD


def test_a_part_of_a_stroke_that_nothing_explains_is_held_against_it():
    assert trust([way(FOUR)], CANDIDATES, HAND) == UNREAD_PART


def test_ink_of_the_digits_size_that_is_no_digit_is_unread_by_its_part():
    four, two = (c.mark.ink for c in CANDIDATES)
    assert unread(way(FOUR, TWO), CANDIDATES, HAND) == 0
    assert unread(way(FOUR, DIRT), CANDIDATES, HAND) == two / (four + two)
    assert unread(way(FOUR), CANDIDATES, HAND) == two / (four + two)


def test_specks_beside_the_digits_are_not_unread():
    tall = Hand(height=60 * 9, ink=0)
    assert unread(way(FOUR, DIRT), CANDIDATES, tall) == 0


def test_a_piece_that_was_looked_at_with_others_only_has_its_part_of_their_ink():
    both = [CANDIDATES[0], candidate(2, 120, 100, pieces=(1, 2))]
    one, other = (c.mark.ink for c in both)
    assert unread(way(FOUR), both, HAND) == other / (one + other)
    assert unread(way(FOUR, Hypothesis((1, 2), -0.1, None, 1)), both, HAND) > 0
