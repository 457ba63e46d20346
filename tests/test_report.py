import json
from copy import deepcopy

import pytest

from model import report
from model.errors import WeightsError
from tests import fakes


@pytest.fixture
def version(tmp_path):
    """A version's folder whose files are not really a network."""
    content = fakes.report()
    for name in report.FILES:
        (tmp_path / name).write_text(name)
        content["sha256"][name] = report.digest(tmp_path / name)
    (tmp_path / report.NAME).write_text(json.dumps(content))
    return tmp_path


def test_a_report_survives_the_way_to_the_disk_and_back(version):
    loaded = report.load(version)
    assert loaded.architecture == "cnn"
    assert loaded.test.confusion[3][3] == 1000
    assert loaded.training.start is None
    (version / report.NAME).write_text(json.dumps(loaded.to_json()))
    assert report.load(version / report.NAME) == loaded
    assert report.from_json(loaded.to_json()) == loaded


def test_generated_may_be_missing_as_null_only(version):
    content = fakes.report() | {"generated": None}
    assert report.from_json(content).generated is None
    del content["generated"]
    with pytest.raises(WeightsError, match="generated"):
        report.from_json(content)


def test_reports_from_before_the_splits_are_still_read():
    content = fakes.report()
    del content["splits"], content["corruptions"]
    loaded = report.from_json(content)
    assert (loaded.splits, loaded.corruptions) == ({}, {})


def test_the_splits_are_read():
    loaded = report.from_json(fakes.report())
    assert loaded.splits["number"].accuracy == 0.93
    assert loaded.corruptions["fog"] == 0.8


LINE = {
    "parameters": 476_811,
    "strips": 83_000,
    "epochs": 12,
    "seconds": 2400.5,
    "seed": 1,
    "temperature": 1.1,
    "right": {"number": 0.9, "not_digit": 1.0},
}


def test_a_line_reader_is_told_and_checked_where_there_is_one(version):
    loaded = report.load(version)
    assert loaded.line is None
    assert loaded.files == report.FILES
    content = loaded.to_json() | {"line": LINE}
    for name in report.LINE_FILES:
        (version / name).write_text(name)
        content["sha256"][name] = report.digest(version / name)
    (version / report.NAME).write_text(json.dumps(content))
    loaded = report.check(version)
    assert loaded.line is not None
    assert loaded.line.right["number"] == 0.9
    assert loaded.files == report.FILES + report.LINE_FILES
    assert report.from_json(loaded.to_json()) == loaded
    (version / "line.tflite").write_text("other")
    with pytest.raises(WeightsError, match=r"line\.tflite are damaged"):
        report.check(version)
    (version / "line.tflite").unlink()
    with pytest.raises(WeightsError, match=r"line\.tflite are missing"):
        report.check(version)


@pytest.mark.parametrize(
    "wrong",
    [
        {"strips": -1},
        {"seconds": -0.5},
        {"right": {"number": 1.01}},
        {"epochs": "many"},
        {"share": 0.0},
        {"share": 1.1},
    ],
)
def test_an_impossible_line_reader_is_refused(wrong):
    with pytest.raises(WeightsError):
        report.from_json(fakes.report() | {"line": LINE | wrong})


CORRECTIONS = {"learned": 32, "people": 2, "held_out": 8, "wrong": [3], "old_wrong": [2, 3, 7]}


def test_what_users_have_taught_is_read():
    content = fakes.report() | {"bins": [{"count": 9, "confidence": 0.97, "right": 1}]}
    content["test"] = content["test"] | {"wrong": [4, 9_999]}
    assert report.from_json(content).corrections is None
    loaded = report.from_json(content | {"corrections": CORRECTIONS})
    assert loaded.test.wrong == (4, 9_999)
    assert loaded.generated.wrong is None
    assert loaded.bins[0].count == 9
    assert (loaded.corrections.right, loaded.corrections.old_right) == (7, 5)
    assert report.from_json(json.loads(json.dumps(loaded.to_json()))) == loaded
    scores = {name: content[name] for name in ("test", "generated", "splits")}
    held = report.from_json(content | {"asked": "cd", "rival": {"sha256": "ab"} | scores})
    assert (held.asked, held.rival.test.wrong) == ("cd", (4, 9_999))
    alone = report.from_json(content | {"corrections": CORRECTIONS | {"old_wrong": None}})
    assert alone.corrections.old_right is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"corrections": CORRECTIONS | {"learned": -1}},
        {"corrections": CORRECTIONS | {"wrong": [8]}},
        {"corrections": CORRECTIONS | {"old_wrong": [3, 2]}},
        {"corrections": {"learned": 3}},
        {"bins": [{"count": -1, "confidence": 0.5, "right": 0.5}]},
        {"bins": [{"count": 1, "confidence": 1.5, "right": 0.5}]},
    ],
)
def test_impossible_corrections_are_refused(wrong):
    with pytest.raises(WeightsError):
        report.from_json(fakes.report() | wrong)


def test_whole_numbers_are_numbers():
    assert report.from_json(fakes.report() | {"seconds": 3}).seconds == 3.0


BROKEN = {
    "architecture": 7,
    "parameters": -1,
    "epochs": 2.5,
    "seconds": float("inf"),
    "date": "yesterday",
    "training": [],
    "test": None,
    "test.count": 5,
    "test.wrong": [10_000],
    "splits.number.wrong": [3, 1],
    "test.accuracy": 1.01,
    "test.per_digit": [1.0] * 9,
    "test.confusion": [[1] * 10] * 9,
    "generated.calibration_error": float("nan"),
    "generated.confusion": [[-1] * 10] * 10,
    "training.mnist": True,
    "training.start": 3,
    "training.share": 0,
    "sha256": {"digits.keras": None},
    "versions": [],
    "splits.number.count": 0,
    "splits.number.misled": 1.5,
    "splits.cheque": 7,
    "corruptions.fog": -0.1,
}

OPTIONAL = {
    "training.share",
    "splits.cheque",
    "corruptions.fog",
    "test.wrong",
    "splits.number.wrong",
}
"""May be missing, but not be wrong."""


@pytest.mark.parametrize("place", BROKEN)
def test_what_is_missing_or_impossible_is_refused(place):
    *way, key = place.split(".")
    breaks = [lambda d: d.update({key: BROKEN[place]}), lambda d: d.pop(key)]
    for break_it in breaks[: 1 if place in OPTIONAL else 2]:
        content = deepcopy(fakes.report())
        part = content
        for step in way:
            part = part[step]
        break_it(part)
        with pytest.raises(WeightsError):
            report.from_json(content)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", "[" * 100_000, '{"a": ' + "9" * 5000 + "}", "\udcff"]
)
def test_a_foreign_file_is_refused(tmp_path, content):
    (tmp_path / report.NAME).write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(WeightsError, match=r"report\.json"):
        report.load(tmp_path)


def test_a_number_without_end_is_refused(version):
    content = json.dumps(fakes.report()).replace("600.5", "1" + "0" * 400)
    (version / report.NAME).write_text(content)
    with pytest.raises(WeightsError, match="damaged"):
        report.load(version)


def test_a_missing_report_is_said(tmp_path):
    with pytest.raises(WeightsError, match="no report to be read"):
        report.load(tmp_path / "none")


def test_good_files_pass(version):
    assert report.check(version) == report.load(version)


@pytest.mark.parametrize("name", report.FILES)
def test_damaged_and_missing_files_are_found(version, name):
    (version / name).write_text("other")
    with pytest.raises(WeightsError, match=rf"{name} are damaged"):
        report.check(version)
    (version / name).unlink()
    with pytest.raises(WeightsError, match=rf"{name} are missing"):
        report.check(version)
