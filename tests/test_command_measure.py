import json
import subprocess
import sys

import numpy as np
import pytest

import model
from model import data
from model.cli import main
from model.commands import measure
from model.evaluate import SPLITS
from tests import fakes


@pytest.fixture
def tiny_mnist(small_mnist):
    """A test half of thirty digits."""
    with np.load(small_mnist) as loaded:
        halves = {name: loaded[name][: 30 if "test" in name else 400] for name in loaded}
    np.savez(small_mnist, **halves)


@pytest.mark.timeout(300)
def test_it_counts_in_a_process_on_a_leash_and_tells_how_far_it_is(tiny_mnist):
    line = [sys.executable, "-m", "bot.programs.leash", "model", "measure", "--progress-json"]
    # Its end would be the end of the standard input, so that stays open.
    with subprocess.Popen(
        line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        events = [json.loads(line) for line in child.stdout]
        errors = child.stderr.read()
    assert child.returncode == 0, errors
    *progress, last = events
    assert progress[0] == {"event": "measure", "done": 0.0, "seconds_left": None}
    assert all(event["event"] == "measure" and 0 <= event["done"] <= 1 for event in progress)
    assert last["event"] == "done"
    assert list(last["sets"]) == ["mnist", "single", *SPLITS]
    assert all(0 <= right <= count == 30 for right, count in last["sets"].values())
    assert last["sets"]["mnist"][0] >= 28


def test_it_prints_a_line_for_each_set(monkeypatch, capsys):
    monkeypatch.setattr(measure, "measure", lambda *_: {"mnist": (9965, 10_000), "single": (1, 4)})
    assert main(["measure"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "mnist        9,965 of 10,000   99.65 %",
        "single           1 of      4   25.00 %",
    ]


def test_what_fails_is_an_event(tmp_path, capsys, tiny_mnist):
    folder = fakes.write_version(tmp_path / "version")
    (folder / "digits.tflite").write_bytes(b"damaged")
    assert main(["measure", "--progress-json", "--weights", str(folder)]) == 1
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["event"] == "error"
    assert "digits.tflite" in last["error"]


def test_without_digits_nothing_is_measured(monkeypatch, capsys):
    def missing():
        raise model.ModelError("MNIST cannot be loaded.")

    monkeypatch.setattr(data, "mnist", missing)
    assert main(["measure", "--progress-json"]) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert json.loads(last) == {"event": "error", "error": "MNIST cannot be loaded."}


def test_the_time_left_is_told_once_the_speed_is_known(monkeypatch, capsys):
    now = [0.0]
    monkeypatch.setattr(measure.time, "monotonic", lambda: now[0])
    progress = measure.Progress()
    for now[0], done in ((0.0, 0.0), (0.5, 0.04), (2.0, 0.04), (2.1, 0.2), (10.0, 0.25)):
        progress(done)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(event["done"], event["seconds_left"]) for event in told] == [
        (0.0, None), (0.04, None), (0.25, 30.0)
    ]  # fmt: skip
