import csv

import numpy as np
import pytest

from model.errors import DamagedPicture, DataError
from model.evaluate import NOT_ONE, calibration_error, photo_scores, scores
from model.labels import labeled_pictures
from tests import fakes


def test_scores_are_counted():
    labels = np.array([0, 0, 1, 2, 9])
    read = np.array([0, 6, 1, NOT_ONE, 9])
    found = scores(labels, read, np.array([0.9, 0.4, 1.0, 0.0, 0.8]))
    assert (found.count, found.accuracy) == (5, 0.6)
    assert found.per_digit[:3] == (0.5, 1.0, 0.0)
    assert found.confusion[0][0] == found.confusion[0][6] == found.confusion[9][9] == 1
    assert sum(map(sum, found.confusion)) == 4


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
