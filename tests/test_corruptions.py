import numpy as np
import pytest

from model.corruptions import CORRUPTIONS, corrupt


@pytest.fixture(scope="module")
def digits():
    """Forty pictures of a thick upright bar with a foot."""
    pictures = np.zeros((40, 28, 28), np.uint8)
    pictures[:, 5:23, 12:16] = pictures[:, 19:23, 9:20] = 255
    return pictures


@pytest.mark.parametrize("kind", CORRUPTIONS)
def test_pictures_stay_pictures_and_a_seed_makes_them_again(digits, kind):
    before = digits.copy()
    corrupted = corrupt(digits, kind, seed=4)
    assert (corrupted.shape, corrupted.dtype) == (digits.shape, np.uint8)
    assert (digits == before).all()
    assert (corrupted == corrupt(digits, kind, seed=4)).all()
    assert (corrupted == digits).all() == (kind == "identity")


@pytest.mark.parametrize("kind", CORRUPTIONS)
def test_no_pictures_give_none(kind):
    assert corrupt(np.zeros((0, 28, 28), np.uint8), kind, seed=1).shape == (0, 28, 28)


@pytest.mark.parametrize("kind", CORRUPTIONS)
def test_the_picture_can_still_be_found(digits, kind):
    corrupted = corrupt(digits, kind, seed=4).astype(float)
    centers = [corrupted[:, 10:18, 10:18].mean(), corrupted[:, :4, :4].mean()]
    assert centers[0] > centers[1] or kind == "stripe"


def test_noise_keeps_its_share(digits):
    corrupted = corrupt(digits, "impulse_noise", seed=2)
    assert 0.06 < (corrupted[digits == 0] == 255).mean() < 0.11
    assert 0.06 < (corrupted[digits == 255] == 0).mean() < 0.11


def test_a_turned_or_slanted_picture_leans_to_either_side(digits):
    for kind in ("rotate", "shear"):
        top = corrupt(digits, kind, seed=2)[:, 6:9].astype(float)
        places = (top * np.arange(28)).sum(axis=(1, 2)) / top.sum(axis=(1, 2))
        assert places.min() < 11.5 < 15.5 < places.max()


def test_a_scaled_picture_keeps_its_middle(digits):
    small = corrupt(digits[:, ::-1], "scale", seed=1)[0] > 127
    rows = np.flatnonzero(small.any(axis=1))
    assert rows[-1] - rows[0] + 1 == pytest.approx(0.7 * 18, abs=1)
    assert (rows[-1] + rows[0]) / 2 == pytest.approx(13.5, abs=0.6)


def test_a_shifted_picture_goes_to_all_corners(digits):
    shifted = corrupt(digits, "translate", seed=3)
    tops = {int(np.flatnonzero(one.any(axis=1))[0]) for one in shifted}
    lefts = {int(np.flatnonzero(one.any(axis=0))[0]) for one in shifted}
    assert (tops, lefts) == ({2, 8}, {6, 12})


def test_stripes_are_inverted_at_both_sides(digits):
    striped = corrupt(digits, "stripe", seed=1)
    assert (striped[:, :, :7] == 255 - digits[:, :, :7]).all()
    assert (striped[:, :, 7:21] == digits[:, :, 7:21]).all()


def test_lines_only_add_ink(digits):
    for kind in ("dotted_line", "zigzag"):
        added = corrupt(digits, kind, seed=5).astype(int) - digits
        assert added.min() >= -1
        assert (added.max(axis=(1, 2)) > 150).all()


def test_an_unknown_kind_is_refused(digits):
    with pytest.raises(KeyError):
        corrupt(digits, "rain", seed=1)
