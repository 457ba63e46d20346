import pytest

from model.interval import Interval, wilson


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [
        # Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_the_interval_is_wilsons(right, count, low, high):
    found = wilson(right, count)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


@pytest.mark.parametrize("count", [1, 2, 10, 10_000])
def test_it_holds_the_share_that_was_counted_and_stays_a_share(count):
    for right in {0, 1, count // 2, count - 1, count}:
        found = wilson(right, count)
        assert right / count in found
        assert 0 <= found.low <= found.high <= 1


def test_more_digits_make_it_narrower():
    widths = [(i := wilson(9 * n, 10 * n)).high - i.low for n in (1, 10, 100, 1000)]
    assert widths == sorted(widths, reverse=True)


def test_of_nothing_nothing_is_known():
    assert wilson(0, 0) == Interval(0.0, 1.0)


@pytest.mark.parametrize(("right", "count"), [(2, 1), (-1, 4), (1, 0), (0, -1)])
def test_what_is_no_share_is_refused(right, count):
    with pytest.raises(ValueError, match="no share"):
        wilson(right, count)
