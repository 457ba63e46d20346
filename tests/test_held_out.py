import numpy as np

import model
from model.corrections import Corrections
from model.training.held_out import correction_scores, misread
from tests import fakes
from tests.drawn import mnist_digits
from tests.test_corrections import joined


def real(labels_off: int = 0) -> Corrections:
    """MNIST's own digits, each said to be itself, but for the first ones."""
    images, labels = mnist_digits(20)
    labels = labels.copy()
    labels[:labels_off] = (labels[:labels_off] + 1) % 10
    hashes = tuple(f"{5 * at:08x}{7:056x}" for at in range(20))
    return Corrections(images, labels, np.ones(20, np.int64), hashes)


def test_what_a_version_misreads_is_told_by_number():
    assert misread(model.SHIPPED, real()) == ()
    assert misread(model.SHIPPED, real(3)) == (0, 1, 2)


def test_what_is_no_digit_must_not_be_read():
    grid = np.zeros((2, 28, 28), np.uint8)
    grid[:, 4:24:6, 4:24] = grid[:, 4:24, 4:24:6] = 255
    dirt = Corrections(grid, np.array([10, 7], np.uint8), np.ones(2, np.int64), ("0" * 64,) * 2)
    assert misread(model.SHIPPED, dirt) == (1,)
    assert misread(model.SHIPPED, dirt.only(np.zeros(2, bool))) == ()


def test_both_versions_are_asked():
    some = joined(real(2), fakes.corrections([7, 1], owner=3))
    scores = correction_scores(some, model.SHIPPED, model.SHIPPED)
    assert (scores.learned, scores.people, scores.held_out) == (2, 1, 20)
    assert scores.wrong == scores.old_wrong == (0, 1)
    assert correction_scores(some, model.SHIPPED).old_wrong is None
