from dataclasses import replace

import numpy as np
import pytest

from model.gate import LEVEL, SETS, judge, paired, unpaired
from model.learned import CorrectionScores
from model.report import Rival, from_json
from tests import fakes


def report(**wrong):
    """A report of 1,000 items a set, of which these were misread."""
    loaded = from_json(fakes.report(accuracy=0.99, count=1000))

    def scores(at, name):
        of = tuple(wrong.get(name, range(10)))
        return replace(at, accuracy=1 - len(of) / at.count, wrong=of)

    splits = {name: scores(at, name) for name, at in loaded.splits.items()}
    return replace(
        loaded, test=scores(loaded.test, "mnist"), splits=splits,
        generated=scores(loaded.generated, "single"),
    )  # fmt: skip


def test_a_version_is_not_worse_than_itself():
    verdict = judge(report(), report())
    assert verdict.passed
    assert [line.name for line in verdict.lines] == ["mnist", "single", "number", "cheque"]
    assert {line.p for line in verdict.lines} == {1.0}
    first = verdict.lines[0]
    assert (first.count, first.old_count, first.old_right, first.new_right) == (
        1000, 1000, 990, 990,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["mnist", "single", "number", "cheque"])
def test_one_set_is_enough_to_refuse(name):
    worse = report(**{name: range(20)})  # ten more, and none less: one in 1,024 by chance
    verdict = judge(report(), worse)
    assert not verdict.passed
    assert [line.name for line in verdict.lines if line.worse] == [name]
    assert judge(worse, report()).passed
    assert judge(report(), report(**{name: range(16)})).passed  # six more: one in 64


def test_what_both_misread_says_nothing():
    old, new = report(mnist=range(10)), report(mnist=[*range(9), *range(100, 108)])
    line = judge(old, new).lines[0]
    assert (line.old_right, line.new_right) == (990, 983)
    assert line.p == pytest.approx(paired(8, 1))


def test_reports_that_do_not_say_which_are_compared_by_their_counts():
    new = report(mnist=range(40))
    old = replace(report(), test=replace(report().test, wrong=None))
    line = judge(old, new).lines[0]
    assert line.p == pytest.approx(unpaired(1000, 990, 1000, 960))
    assert line.worse
    assert judge(new, old).passed


def test_another_test_half_is_compared_by_its_counts():
    small = from_json(fakes.report(accuracy=0.9, count=500))
    line = judge(report(), small).lines[0]
    assert (line.old_count, line.count, line.worse) == (1000, 500, True)


def test_sets_that_only_one_has_read_are_left_out():
    old = replace(report(), splits={}, generated=None)
    assert [line.name for line in judge(old, report()).lines] == ["mnist"]


def test_the_corrections_are_those_of_the_new_report():
    old_wrong = tuple(range(10))
    worse = CorrectionScores(80, 2, 40, wrong=tuple(range(20)), old_wrong=old_wrong)
    verdict = judge(report(), replace(report(), corrections=worse))
    line = verdict.lines[-1]
    assert (line.name, line.count, line.old_right, line.new_right) == ("corrections", 40, 30, 20)
    assert not verdict.passed
    better = replace(worse, wrong=(1,))
    assert judge(report(), replace(report(), corrections=better)).passed
    for unknown in (replace(worse, old_wrong=None), CorrectionScores(80, 2, 0)):
        lines = judge(report(), replace(report(), corrections=unknown)).lines
        assert "corrections" not in {line.name for line in lines}


def test_an_old_version_is_asked_again_where_its_report_is_of_other_photos():
    old = replace(report(number=range(100)), sha256={"digits.tflite": "abc"})
    again = Rival("abc", report().test, report().generated, report().splits)
    new = report(number=range(30))
    assert judge(old, new).passed
    line = judge(old, replace(new, rival=again)).lines[2]
    assert (line.name, line.old_right, line.worse) == ("number", 490, True)
    other = replace(again, sha256="of another version")
    assert judge(old, replace(new, rival=other)).passed


def test_exact_probabilities():
    assert paired(0, 0) == 1
    assert paired(0, 5) == 1
    assert paired(5, 0) == 1 / 32
    assert paired(2, 1) == 0.5
    assert paired(3000, 3000) == pytest.approx(0.505, abs=1e-3)
    # Of three wrong among eight, all three in the second half: 4 of 56 ways.
    assert unpaired(4, 4, 4, 1) == pytest.approx(4 / 56)
    assert unpaired(4, 1, 4, 4) == pytest.approx(1)
    assert unpaired(10, 10, 10, 10) == pytest.approx(1)
    assert unpaired(4, 0, 4, 0) == pytest.approx(1)


def test_equals_are_rarely_refused():
    rng = np.random.default_rng(0)
    sets = ((10_000, 0.0035), (1000, 0.03), (500, 0.07), (500, 0.08), (500, 0.02), (40, 0.2))
    assert len(sets) == len(SETS)
    refused = 0
    for _ in range(2000):
        # Half of the errors are shared, the others fall on either version alike.
        ps = (paired(*rng.binomial(count, share / 2, 2)) for count, share in sets)
        refused += any(p < LEVEL for p in ps)
    assert refused < 0.05 * 2000
