import numpy as np
import pytest

from model.errors import WeightsError
from model.scores import (
    NOT_ONE,
    Bin,
    calibration_error,
    check_wrong,
    digit_scores,
    reliability,
    text_scores,
)


def test_scores_are_counted():
    labels = np.array([0, 0, 1, 2, 9])
    read = np.array([0, 6, 1, NOT_ONE, 9])
    found = digit_scores(labels, read, np.array([0.9, 0.4, 1.0, 0.0, 0.8]))
    assert (found.count, found.accuracy) == (5, 0.6)
    assert found.per_digit[:3] == (0.5, 1.0, 0.0)
    assert found.confusion[0][0] == found.confusion[0][6] == found.confusion[9][9] == 1
    assert sum(map(sum, found.confusion)) == 4
    assert (found.right, found.wrong) == (3, (1, 3))


@pytest.mark.parametrize(
    ("right", "confidences", "error"),
    [
        ([1, 1, 1, 1], [1.0, 1.0, 1.0, 1.0], 0.0),
        ([0, 0], [1.0, 1.0], 1.0),
        ([1, 0, 1, 0], [0.55, 0.55, 0.55, 0.55], 0.05),
        ([1, 0], [0.95, 0.15], 0.1),  # 0.05 and 0.15, half of the answers each
    ],
)
def test_calibration_error(right, confidences, error):
    found = calibration_error(np.array(right, bool), np.array(confidences))
    assert found == pytest.approx(error)


def test_whole_texts_are_counted():
    found = text_scores(
        ["2024", "12\n34", "7", "5", "3"],
        ["2024", "1234", "7", "", "8"],
        [0.95, 0.95, 0.6, 0.0, 0.4],
        [True, True, False, False, False],
    )
    assert (found.count, found.accuracy, found.certain, found.misled) == (5, 0.4, 0.4, 0.2)
    assert (found.right, found.wrong) == (2, (1, 3, 4))
    # At 0.95 one of two is right, and at 0.6 one of one; at 0.4 none of one is.
    assert found.calibration_error == pytest.approx((2 * 0.45 + 0.4 + 0.4) / 5)


def test_where_nothing_is_written_only_certainty_is_wrong():
    found = text_scores(["", "", "", ""], ["", "4", "12", "8"], [0, 0.4, 0.2, 0.95],
                        [False, False, False, True])  # fmt: skip
    assert (found.accuracy, found.certain, found.misled) == (0.75, 0.25, 0.25)
    assert found.wrong == (3,)
    assert found.calibration_error == pytest.approx((0.4 + 0.2 + 0.95) / 4)


def test_answers_are_grouped_by_how_sure_they_were():
    found = reliability(np.array([True, False, True]), np.array([0.92, 1.0, 0.35]))
    assert [at.count for at in found] == [1, 2]
    assert found[0] == Bin(1, 0.35, 1.0)
    assert (found[1].confidence, found[1].right) == (pytest.approx(0.96), 0.5)
    assert reliability(np.zeros(0, bool), np.zeros(0)) == ()


@pytest.mark.parametrize("wrong", [(-1,), (5,), (2, 1), (3, 3)])
def test_what_was_misread_must_be_among_what_was_read(wrong):
    check_wrong((0, 4), 5)
    check_wrong((), 0)
    check_wrong(None, 5)
    with pytest.raises(WeightsError, match="misread"):
        check_wrong(wrong, 5)
