import pytest

from model.search.path import BEAM, Hypothesis, best_ways


def hypothesis(pieces, value, says, index=0):
    return Hypothesis(pieces, value, says, index)


def test_without_hypotheses_all_is_lost():
    (way,) = best_ways([0, 1], [], -3.0)
    assert way.value == -6
    assert way.chosen == ()


def test_no_piece_is_explained_twice():
    both = hypothesis((0, 1), -1.0, "w")
    left, right = hypothesis((0,), -0.1, "u"), hypothesis((1,), -0.2, "v")
    best, second, *_ = best_ways([0, 1], [both, left, right], -9.0)
    assert best.says == ("u", "v")
    assert best.value == pytest.approx(-0.3)
    assert second.says == ("w",)


def test_what_says_nothing_is_not_heard():
    dirt = hypothesis((1,), -0.1, None)
    best = best_ways([0, 1], [hypothesis((0,), -0.1, 7), dirt], -9.0)[0]
    assert best.says == (7,)
    assert dirt in best.chosen


def test_of_ways_that_say_the_same_the_better_one_is_kept():
    ways = best_ways([0], [hypothesis((0,), -2.0, 4, 0), hypothesis((0,), -1.0, 4, 1)], -9.0)
    assert [way.says for way in ways] == [(4,), ()]
    assert ways[0].chosen[0].index == 1


def test_pieces_may_be_numbered_in_any_order():
    found = [hypothesis((5, 2), -0.1, "a"), hypothesis((9,), -0.1, "b")]
    assert best_ways([2, 9, 5], found, -9.0)[0].says == ("a", "b")


def test_the_search_is_bounded():
    found = [hypothesis((i,), -0.1 * s, s) for i in range(30) for s in range(4)]
    assert len(best_ways(range(30), found, -9.0)) <= BEAM
