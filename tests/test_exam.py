import json
from dataclasses import replace

import numpy as np
import pytest

import model
from model.data import mnist
from model.evaluate import (
    SPLITS,
    all_split_scores,
    corruption_scores,
    generated_scores,
    mnist_scores,
)
from model.exam import examine, photo_counts
from model.report import NAME, digest
from model.training.rival import rival
from tests import fakes


@pytest.fixture
def data(small_mnist):
    """A test half of thirty digits."""
    with np.load(small_mnist) as loaded:
        halves = {name: loaded[name][: 30 if "test" in name else 400] for name in loaded}
    np.savez(small_mnist, **halves)
    return mnist()


@pytest.mark.timeout(300)
def test_all_cores_find_what_one_finds(data):
    told: list[float] = []
    exam = examine(model.SHIPPED, data, told.append)
    recognizer = model.load()
    assert photo_counts(data) == {"single": 30, "number": 30, "cheque": 30, "not_digit": 30}
    assert exam.test == mnist_scores(recognizer, data)
    assert exam.generated == generated_scores(recognizer, data, 30)
    assert exam.splits == all_split_scores(recognizer, data, 30)
    assert exam.corruptions == corruption_scores(recognizer, data)
    assert told == sorted(told)
    assert told[-1] == 1
    assert 60 < sum(part.count for part in exam.bins) <= 120
    assert set(exam.splits) == set(SPLITS)


@pytest.mark.timeout(300)
def test_a_version_sits_an_exam_again_only_if_its_own_was_another(data, tmp_path, monkeypatch):
    monkeypatch.setattr("model.exam.GENERATED", 10)
    monkeypatch.setattr("model.exam.SPLIT", 4)
    folder = fakes.write_version(tmp_path / "version")
    exam = examine(folder, data, lambda _: None)
    again = rival(folder, exam, data, lambda: lambda _: None)
    assert again.sha256 == digest(folder / "digits.tflite")
    assert (again.test, again.generated, again.splits) == (exam.test, exam.generated, exam.splits)
    content = json.loads((folder / NAME).read_text()) | {"asked": exam.asked}
    (folder / NAME).write_text(json.dumps(content))
    assert rival(folder, exam, data, lambda: pytest.fail("it has sat this one")) is None
    other = replace(data, test_labels=data.test_labels[::-1])
    assert examine(folder, other, lambda _: None).asked != exam.asked


def test_a_damaged_version_is_found_before_anything_is_drawn(data, tmp_path):
    folder = fakes.write_version(tmp_path / "version")
    (folder / "digits.tflite").write_bytes(b"damaged")
    with pytest.raises(model.WeightsError):
        examine(folder, data, lambda _: pytest.fail("nothing is done"))
