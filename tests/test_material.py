import numpy as np
import pytest

from model.data import Split
from model.training.material import (
    FINE_MNIST,
    FINE_WATCHED,
    OWNER_SHARE,
    SHARE,
    WORTH,
    copies,
    gather,
)
from tests import fakes
from tests.test_corrections import joined


def halves(count, watched=10):
    images = np.zeros((count + watched, 28, 28), np.uint8)
    labels = (np.arange(count + watched) % 10).astype(np.uint8)
    return Split(images[:count], labels[:count], images[count:], labels[count:])


def test_a_part_of_mnist_is_enough_to_remind():
    large = halves(FINE_MNIST + 500, FINE_WATCHED + 100)
    fine = gather("MNIST", large, None, fine=True, seed=1)
    assert (fine.mnist, len(fine.ink.labels), len(fine.watched.labels)) == (
        FINE_MNIST, FINE_MNIST, FINE_WATCHED,
    )  # fmt: skip
    assert (np.bincount(fine.ink.labels) > 0.08 * FINE_MNIST).all()
    whole = gather("MNIST", large, None, fine=False, seed=1)
    assert whole.mnist == FINE_MNIST + 500
    assert gather("MNIST", halves(40), None, fine=True, seed=1).mnist == 40


def test_corrected_digits_are_ink_and_what_is_none_is_not():
    some = fakes.corrections([7, 10, 7])
    material = gather("MNIST", halves(10_000), some, fine=True, seed=1)
    assert material.mnist == 10_000
    assert len(material.ink.labels) == 10_000 + 2 * WORTH
    assert set(material.ink.labels[10_000:]) == {7}
    assert material.taught.labels.tolist() == [7] * 2 * WORTH
    assert len(material.known.labels) + 2 * WORTH == len(material.ink.labels)
    assert (material.known.labels == material.ink.labels[: material.mnist]).all()
    assert (material.taught.pictures[0] == some.pictures[0]).all()
    assert material.dirt.labels.tolist() == [10] * WORTH
    assert (material.dirt.pictures == some.pictures[1]).all()
    again = gather("MNIST", halves(10_000), some, fine=True, seed=1)
    assert (again.ink.pictures == material.ink.pictures).all()


def test_what_is_held_out_is_not_in_it():
    material = gather("MNIST", halves(1000), fakes.corrections([7] * 9, hash_=0), fine=True, seed=1)
    assert (len(material.ink.labels), len(material.dirt.labels)) == (1000, 0)
    assert len(material.taught.labels) == 0


@pytest.mark.parametrize("people", [1, 2, 5])
def test_corrections_never_drown_the_rest(people):
    each = 60
    parts = [fakes.corrections([7] * each, owner=owner) for owner in range(1, people + 1)]
    counted = copies(joined(*parts), 1000, np.random.default_rng(0))
    most = min(SHARE, OWNER_SHARE * people) * 1000
    assert counted.sum() == pytest.approx(most, rel=0.1)
    for owner in range(people):
        share = counted[owner * each : (owner + 1) * each].sum()
        assert share <= OWNER_SHARE * 1000 * 1.2


def test_few_corrections_count_for_no_more_than_their_worth():
    counted = copies(fakes.corrections([7, 1]), 100_000, np.random.default_rng(0))
    assert counted.tolist() == [WORTH, WORTH]
    assert len(copies(fakes.corrections([]), 1000, np.random.default_rng(0))) == 0


def test_more_photos_come_with_more_of_mnist():
    once, thrice = (
        gather("MNIST", halves(300), None, fine=False, seed=1, times=times) for times in (1, 3)
    )
    assert (once.times, thrice.times) == (1, 3)
    assert thrice.mnist == len(thrice.ink.labels) == 3 * once.mnist
    assert (np.bincount(thrice.ink.labels) == 3 * np.bincount(once.ink.labels)).all()
    assert len(thrice.watched.labels) == len(once.watched.labels)
