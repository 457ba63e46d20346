import csv

import cv2
import numpy as np
import pytest

from model.corruptions import CORRUPTIONS
from model.data import Mnist
from model.errors import DamagedPicture, DataError
from model.evaluate import (
    SPLITS,
    all_split_scores,
    corruption_scores,
    generated_scores,
    milliseconds,
    photo_scores,
    split_scores,
)
from model.labels import labeled_pictures
from model.synthesis.pens import draw_strokes
from model.synthesis.touch import strokes_of
from tests import fakes


def put(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"picture")


def labels(folder):
    found = labeled_pictures(folder)
    return {p.file.relative_to(folder).as_posix(): (p.set_name, p.text) for p in found}


def test_pictures_are_labeled_by_folder_or_name(tmp_path):
    folder = tmp_path / "photos"
    put(folder, "7/anna 3.jpg", "12_34/page.PNG", "2024.jpg", "5-anna.webp", "ann/8 (2).bmp",
        "ann/0/a.gif", "notdigit/3.jpg", "readme.txt", "7/notes.txt", "other.jpg")  # fmt: skip
    assert labels(folder) == {
        "7/anna 3.jpg": ("photos", "7"),
        "12_34/page.PNG": ("photos", "12\n34"),
        "2024.jpg": ("photos", "2024"),
        "5-anna.webp": ("photos", "5"),
        "ann/8 (2).bmp": ("ann", "8"),
        "ann/0/a.gif": ("ann", "0"),
        "notdigit/3.jpg": ("notdigit", ""),
    }


def write_manifest(folder, *rows):
    folder.mkdir(exist_ok=True)
    with (folder / "manifest.csv").open("w", newline="") as opened:
        csv.writer(opened).writerows(rows)


HEAD = ("kind", "set", "label", "file", "style")


def test_a_manifest_says_it_all(tmp_path):
    write_manifest(
        tmp_path,
        HEAD,
        ("single", "ann", "7", "a.jpg", ""),
        ("multi", "ann", "12_3", "b/b.jpg", ""),
        ("notdigit", "cats", "cat", "7.jpg", ""),
    )
    assert labels(tmp_path) == {
        "a.jpg": ("single/ann", "7"),
        "b/b.jpg": ("multi/ann", "12\n3"),
        "7.jpg": ("notdigit/cats", ""),
    }


@pytest.mark.parametrize(
    "rows", [[("kind", "label")], [HEAD], [HEAD, ("single", "a")], [("x",), ("y",)]]
)
def test_a_manifest_without_its_columns_is_refused(tmp_path, rows):
    write_manifest(tmp_path, *rows)
    with pytest.raises(DataError, match=r"manifest\.csv"):
        labeled_pictures(tmp_path)


def test_a_manifest_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "manifest.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="as a table"):
        labeled_pictures(tmp_path)


def test_nothing_to_measure_is_said(tmp_path):
    put(tmp_path, "other.jpg")
    with pytest.raises(DataError, match=r"has a label.*manifest\.csv"):
        labeled_pictures(tmp_path)
    with pytest.raises(DataError, match="no folder"):
        labeled_pictures(tmp_path / "none")


def test_whole_texts_are_compared(tmp_path):
    put(tmp_path, "12_3/a.jpg", "123/b.jpg", "ann/12.jpg")
    rows = fakes.reading([fakes.digit(1), fakes.digit(2)], [fakes.digit(3)])
    assert photo_scores(fakes.Fixed(rows), tmp_path) == {tmp_path.name: (1, 2), "ann": (0, 1)}


@pytest.mark.parametrize(("probability", "right"), [(0.99, 0), (0.6, 1)])
def test_a_doubtful_answer_to_nothing_is_right(tmp_path, probability, right):
    put(tmp_path, "notdigit/cat.jpg")
    recognizer = fakes.Fixed(fakes.reading([fakes.digit(8, probability)]))
    assert photo_scores(recognizer, tmp_path) == {"notdigit": (right, 1)}


def test_a_picture_that_cannot_be_read_is_wrong(tmp_path):
    put(tmp_path, "7/a.jpg", "notdigit/b.jpg")
    recognizer = fakes.Refusing(lambda: DamagedPicture("damaged"))
    assert photo_scores(recognizer, tmp_path) == {tmp_path.name: (0, 1), "notdigit": (0, 1)}


def test_a_file_that_the_manifest_names_must_be_there(tmp_path):
    write_manifest(tmp_path, HEAD, ("single", "ann", "7", "a.jpg", ""))
    with pytest.raises(DataError, match=r"a\.jpg"):
        photo_scores(fakes.Fixed(fakes.reading()), tmp_path)


class Knowing:
    """A recognizer that knows each picture by its brightest pixel: 20 levels a digit."""

    def classify(self, images):
        digits = np.minimum(images.reshape(len(images), -1).max(axis=1) // 20, 9)
        return np.eye(10, dtype=np.float32)[digits]


@pytest.fixture
def data():
    """Test digits of MNIST's layout that are told apart by their brightness."""
    labels = (np.arange(60) % 10).astype(np.uint8)
    images = np.zeros((60, 28, 28), np.uint8)
    images[:, 6:22, 12:16] = (20 * labels + 10)[:, None, None]
    return Mnist(images, labels, images, labels, "digits of a test")


def test_corrupted_digits_are_scored_by_kind(data):
    found = corruption_scores(Knowing(), data, count=30)
    assert list(found) == list(CORRUPTIONS)
    assert found["identity"] == found["translate"] == 1
    assert found["brightness"] < 0.5
    assert found == corruption_scores(Knowing(), data, count=30)


def test_the_time_for_a_digit_is_measured(data):
    assert 0 < milliseconds(Knowing(), data) < 50


@pytest.fixture(scope="module")
def written():
    """Real digits, to write generated photos with."""
    return Mnist(*two_halves(), "strokes")


def two_halves():
    rng = np.random.default_rng(5)
    pictures = [cv2.resize(draw_strokes(strokes_of(d, rng), 20, 2), (20, 20)) for d in range(10)]
    images = np.pad(np.array(pictures, np.uint8), ((0, 0), (4, 4), (4, 4)))
    labels = np.arange(10, dtype=np.uint8)
    return images, labels, images, labels


def test_generated_photos_are_scored_as_whole_texts(written):
    sevens = fakes.Fixed(fakes.reading([fakes.digit(7, 0.95)]))
    singles = generated_scores(sevens, written, count=60)
    assert singles.per_digit[7] == 1
    assert singles.accuracy < 0.5
    assert len(set(sevens.pictures)) == 60
    nothing = fakes.Fixed(fakes.reading())
    found = all_split_scores(nothing, written, count=3)
    assert list(found) == list(SPLITS)
    assert [found[kind].accuracy for kind in SPLITS] == [0, 0, 1]
    again = fakes.Fixed(fakes.reading())
    split_scores(again, written, "number", count=3)
    assert again.pictures == nothing.pictures[:3]  # all versions are scored on the same photos
