import pytest
from telegram.constants import MessageLimit

from bot import texts, units
from bot.account import confused, describe
from bot.store import Tally
from model.report import from_json
from tests.fakes import report, text_scores


@pytest.mark.parametrize(
    ("right", "count", "share", "between"),
    [
        (9964, 10_000, "99.64 %", "99.50–99.74 %"),
        (9965, 10_000, "99.65 %", "99.51–99.75 %"),
        (935, 1000, "93.5 %", "91.7–94.9 %"),
        (2, 3, "66 %", "20–94 %"),
        (0, 0, "–", "0–100 %"),
        (4999, 5000, "99.98 %", "99.88–100.00 %"),
        (199, 199, "100 %", "98–100 %"),
    ],
)
def test_a_share_is_as_exact_as_its_count_allows_and_never_flattered(right, count, share, between):
    assert units.share_of(right, count) == share
    assert units.range_of(right, count) == between


def matrix(**errors: int) -> list[list[int]]:
    table = [[100 if row == column else 0 for column in range(10)] for row in range(10)]
    for pair, count in errors.items():
        table[int(pair[1])][int(pair[2])] = count
    return table


def test_the_commonest_mistakes_come_first_and_chance_is_not_named():
    found = confused(matrix(d49=5, d72=3, d17=1, d35=3, d08=9))
    assert found == [(0, 8, 9), (4, 9, 5), (3, 5, 3)]
    assert confused(matrix(d17=1)) == []
    assert confused(matrix()) == []


def test_whatever_was_judged_fits_a_caption():
    content = report(accuracy=0.9) | {"parameters": 123_456_789_012, "epochs": 100}
    content["splits"] = dict.fromkeys(("number", "cheque", "not_digit"), text_scores(0.987654))
    content["generated"]["confusion"] = matrix(d49=5_555, d72=2_000, d35=1_000)
    content["training"] |= {"mnist": 999_999, "generated": 999_999_999}
    content["corrections"] = {"learned": 99_999, "people": 5_000, "held_out": 20_000}
    tallies = [Tally(f"20261105-100000-{n:06d}", 99_999, 100_000) for n in range(9)]
    for seen in range(10):
        words = describe(from_json(content), tallies[0].version, tallies[:seen])
        assert len(words.encode("utf-16-le")) // 2 <= MessageLimit.CAPTION_LENGTH
        assert ("this version: 99,999 of 100,000" in words) == (seen > 0)
    assert texts.ORIGIN.partition("{")[0] in words


def test_of_other_versions_the_latest_are_listed():
    tallies = [Tally(f"v{n}", 8, 10) for n in range(5)]
    words = describe(from_json(report()), "v2", tallies)
    listed = [line for line in words.splitlines() if "8 of 10" in line]
    assert [line.split(":")[0] for line in listed] == ["· this version", "· v0", "· v1"]


def test_corrections_that_were_learned_from_are_named():
    content = report() | {"corrections": {"learned": 1234, "people": 5, "held_out": 300}}
    assert "and 1,234 corrections." in describe(from_json(content), "v", [])
    assert "corrections." not in describe(from_json(report()), "v", [])
