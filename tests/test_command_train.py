import json
import os
import signal
import subprocess
import sys
import time

import pytest

import model
from model.cli import main
from model.commands.train import Terminal
from model.corrections import save
from model.errors import DataError, WeightsError
from tests import fakes

FIT = {
    "event": "fit",
    "part": "digits",
    "epochs": 2,
    "loss": 0.1,
    "accuracy": 0.98,
    "seconds_left": 75.0,
}
EVENTS = [
    {"event": "start", "architecture": "mlp", "epochs": 2, "mnist": 10, "source": "MNIST"},
    {"event": "prepare", "part": "digits", "done": 0.5, "seconds_left": 3.2},
    {"event": "prepare", "part": "digits", "done": 1.0, "seconds_left": 0.0},
    FIT | {"epoch": 1, "done": 0.25, "validation_accuracy": None},
    FIT | {"epoch": 1, "done": 0.5, "validation_accuracy": 0.97},
    FIT | {"epoch": 2, "done": 0.75, "validation_accuracy": 0.97},
    {"event": "evaluate"},
    {"event": "done", "out": "folder", "report": fakes.report()},
]


@pytest.fixture
def trained(monkeypatch):
    """Let training be told as in `EVENTS`; gives what it was called with."""
    calls = []

    def train(architecture, **options):
        calls.append({"architecture": architecture, **options})
        for event in EVENTS:
            options["tell"](event)

    monkeypatch.setattr("model.training.train.train", train)
    return calls


@pytest.fixture(autouse=True)
def _signals_as_before():
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_train_prints_its_events_as_json(trained, capsys, tmp_path):
    out, start = tmp_path / "out", tmp_path / "start"
    arguments = ["--architecture", "mlp", "--epochs", "2", "--out", str(out), "--start", str(start)]
    arguments += ["--seed", "3"]
    assert main(["train", *arguments, "--progress-json"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == EVENTS
    assert trained[0].pop("tell")
    asked = {"architecture": "mlp", "epochs": 2, "out": out, "start": start, "seed": 3}
    usual = {"part": None, "fine": False, "corrections": None, "against": None, "photos": 1}
    assert trained == [asked | usual]
    assert main(["train", *arguments, "--photos", "4", "--progress-json"]) == 0
    assert trained[1]["photos"] == 4


def test_fine_tuning_starts_from_the_shipped_version_where_nothing_else_is_said(trained, tmp_path):
    out = ["--out", str(tmp_path / "out")]
    assert main(["train", "--fine-tune", *out]) == 0
    assert main(["train", "--fine-tune", *out, "--start", str(tmp_path)]) == 0
    assert main(["train", *out]) == 0
    assert [call["fine"] for call in trained] == [True, True, False]
    assert [call["start"] for call in trained] == [model.SHIPPED, tmp_path, None]
    assert {call["architecture"] for call in trained} == {None}


def test_corrections_are_handed_to_the_training(trained, capsys, tmp_path):
    file = tmp_path / "corrections.npz"
    out = ["--out", str(tmp_path / "out"), "--corrections", str(file)]
    save(file, fakes.corrections([7, 1]))
    assert main(["train", *out, "--against", str(tmp_path)]) == 0
    assert trained[0]["corrections"].labels.tolist() == [7, 1]
    assert trained[0]["against"] == tmp_path
    file.write_bytes(b"something else")
    assert main(["train", *out, "--progress-json"]) == 1
    assert "damaged or foreign" in json.loads(capsys.readouterr().out.splitlines()[-1])["error"]


def test_one_part_may_be_trained(trained, capsys, tmp_path):
    assert main(["train", "--out", str(tmp_path / "out"), "--part", "line"]) == 0
    assert trained[0]["part"] == "line"
    with pytest.raises(SystemExit):
        main(["train", "--out", str(tmp_path / "out"), "--part", "letters"])
    assert "invalid choice: 'letters'" in capsys.readouterr().err


def test_train_in_a_log_prints_a_line_an_epoch(trained, capsys, tmp_path):
    assert main(["train", "--out", str(tmp_path / "out")]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "mlp, 2 epochs, MNIST",
        "digits: drawing photos",
        "digits: epoch 1 of 2",
        "digits: epoch 1 of 2  validation 97.00 %",
        "digits: epoch 2 of 2  validation 97.00 %",
        "evaluating",
        "folder: 99.00 % of 10,000 test digits",
    ]
    assert trained[0]["epochs"] is None


def test_train_on_a_terminal_moves_a_bar(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    terminal = Terminal()
    for event in EVENTS:
        terminal(event)
    bars = capsys.readouterr().err.split("\r")
    assert bars[1].startswith("████████████░░░░░░░░░░░░  50 %  digits: drawing photos  0:03 left")
    assert "75 %  digits: epoch 2 of 2  validation 97.00 %  1:15 left" in bars[-1]
    assert "left" not in bars[-1].split("\x1b[K")[1]
    assert bars[-1].endswith("\nevaluating\nfolder: 99.00 % of 10,000 test digits\n")


def test_a_bar_shows_the_time_left_of_the_whole_training(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    terminal = Terminal()
    terminal({"event": "evaluate", "done": 0.0, "total_left": 61.0})
    terminal({"event": "evaluate", "done": 0.5, "seconds_left": 20.0, "total_left": 25.0})
    _, first, second = capsys.readouterr().err.split("\r")
    assert "0 %  evaluating  1:01 left" in first
    assert "50 %  evaluating  0:25 left" in second


def test_the_last_line_says_what_taught_it(capsys):
    scores = {"learned": 1234, "people": 3, "held_out": 0, "wrong": [], "old_wrong": None}
    Terminal()(EVENTS[-1] | {"report": fakes.report() | {"corrections": scores}})
    assert capsys.readouterr().err.endswith("10,000 test digits, taught by 1,234 corrections\n")


@pytest.mark.parametrize("error", [DataError("No MNIST."), WeightsError("No weights.")])
def test_a_failed_training_is_an_event(monkeypatch, capsys, tmp_path, error):
    def train(*_, **__):
        raise error

    monkeypatch.setattr("model.training.train.train", train)
    assert main(["train", "--out", str(tmp_path / "out"), "--progress-json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"event": "error", "error": str(error)}
    assert main(["train", "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err == f"error: {error}\n"


WAITING = """
import sys, time, types
import model.training.train
def train(*_, tell, **__):
    try:
        tell({"event": "evaluate"})
        time.sleep(60)
    finally:
        tell({"event": "cleaned up"})
model.training.train.train = train
from model.cli import main
sys.exit(main(["train", "--out", "out", "--progress-json"]))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_training_soon_and_cleanly(number, tmp_path):
    line = [sys.executable, "-c", WAITING]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as child:
        child.stdout.readline()
        started = time.monotonic()
        child.send_signal(number)
        assert "cleaned up" in child.stdout.read()
        assert child.wait(10) == 130
    assert time.monotonic() - started < 5
