import json

import numpy as np
import pytest

import model
from model.gate import judge
from model.line.serving import LineNetwork
from model.report import check
from model.synthesis.sheet import NOT_DIGIT, Examples
from model.training.clock import LEAST
from model.training.digits import network
from model.training.digits.calibrate import calibrate
from model.training.held_out import misread
from model.training.lines.examples import PARTS as KINDS
from model.training.train import train
from tests import fakes
from tests.fakes import write_version
from tests.test_corrections import joined


@pytest.mark.timeout(300)
def test_a_training_writes_a_version_that_serves_and_can_be_trained_further(small_mnist, tmp_path):
    events: list[dict] = []
    out = tmp_path / "first"
    report = train("mlp", epochs=6, out=out, tell=events.append)
    assert check(out) == report
    assert report.test.count == 100
    assert report.test.accuracy > 0.5
    assert report.generated is not None
    kinds = [e["event"] for e in events]
    assert kinds[0] == "start"
    assert kinds[-2:] == ["evaluate", "done"]
    assert {"prepare", "fit"} <= set(kinds)
    json.dumps(events)
    parts = [e["done"] for e in events if e["event"] == "fit"]
    assert parts == sorted(parts)
    assert parts[-1] == 1
    assert model.load(out).classify(np.zeros((2, 28, 28), np.uint8)).shape == (2, 10)

    further = train("mlp", epochs=1, out=tmp_path / "second", start=out, tell=events.append)
    assert further.training.start == "first"
    with pytest.raises(model.WeightsError, match="mlp, not a cnn"):
        train("cnn", epochs=1, out=tmp_path / "third", start=out, tell=events.append)
    assert not (tmp_path / "third").exists()
    with pytest.raises(model.DataError, match="not empty"):
        train("mlp", epochs=1, out=out, tell=events.append)


@pytest.fixture
def tiny_mnist(small_mnist):
    """A third of it to learn from and half to test by: what counts is which files are made."""
    with np.load(small_mnist) as loaded:
        halves = {name: loaded[name][: 150 if "train" in name else 50] for name in loaded}
    np.savez(small_mnist, **halves)


@pytest.mark.timeout(300)
def test_a_line_reader_is_trained_beside_digits_and_kept_with_them(tiny_mnist, tmp_path):
    events: list[dict] = []
    digits, both, third = (tmp_path / name for name in ("digits", "both", "third"))
    first = check(write_version(digits))
    second = train("cnn", epochs=1, out=both, start=digits, part="line", tell=events.append)
    assert {e["part"] for e in events if e["event"] in ("prepare", "fit")} == {"line"}
    assert check(both) == second
    assert second.line is not None
    assert second.line.strips > 100
    assert set(second.line.right) <= set(KINDS)
    assert (second.training, second.parameters) == (first.training, first.parameters)
    assert second.sha256.items() > first.sha256.items()
    assert LineNetwork(both).answer(np.zeros((32, 40), np.uint8)).shape == (10, 11)

    further = train("cnn", epochs=1, out=third, start=both, tell=events.append)
    assert further.line == second.line
    assert further.sha256["line.tflite"] == second.sha256["line.tflite"]
    assert further.sha256["digits.tflite"] != second.sha256["digits.tflite"]

    again = train("cnn", epochs=1, out=tmp_path / "again", start=both, part="line",
                  tell=events.append)  # fmt: skip
    assert (second.line.start, again.line.start) == (None, "both")
    assert again.sha256["digits.tflite"] == second.sha256["digits.tflite"]
    assert again.sha256["line.tflite"] != second.sha256["line.tflite"]


@pytest.mark.timeout(300)
def test_all_networks_are_fine_tuned_with_corrections(tiny_mnist, tmp_path):
    events: list[dict] = []
    taught = [fakes.corrections([7] * 6 + [10], hash_=2), fakes.corrections([1] * 4, 2, hash_=0)]
    report = train(None, epochs=None, out=tmp_path / "fine", start=model.SHIPPED, fine=True,
                   corrections=joined(*taught), tell=events.append)  # fmt: skip
    assert check(tmp_path / "fine") == report
    shipped = check(model.SHIPPED)
    assert not set(report.sha256.values()) & set(shipped.sha256.values())
    assert report.training.start == report.line.start == "shipped"
    assert (report.training.mnist, report.epochs, report.line.epochs) == (135, 2, 2)
    assert report.training.share == report.line.share == 1
    learned = report.corrections
    assert (learned.learned, learned.people, learned.held_out) == (7, 1, 4)
    assert learned.old_wrong is not None
    # A fine-tuning reminds rather than teaches: what the network knew, it knows.
    assert report.test.accuracy >= 0.96
    # The shipped report is of all of MNIST's test half, so the shipped version is asked again.
    assert (report.rival.test.count, report.rival.sha256) == (50, shipped.sha256["digits.tflite"])
    assert [line.count for line in judge(shipped, report).lines] == [50] * 5 + [4]
    assert max(report.line.right.values()) > 0.8
    assert sum(part.count for part in report.bins) > 100
    told = [e for e in events if e["event"] != "done"]
    assert all(e["total_left"] >= e.get("seconds_left", 0) for e in told)
    assert told[-1]["total_left"] == 0
    assert {(e["event"], e.get("part")) for e in told if "done" in e} == {
        ("prepare", "digits"), ("fit", "digits"), ("prepare", "line"), ("fit", "line"),
        ("evaluate", None),
    }  # fmt: skip
    json.dumps(events)


@pytest.mark.timeout(300)
def test_a_fine_tuning_without_time_learns_a_part(tiny_mnist, tmp_path, monkeypatch):
    monkeypatch.setattr("model.training.plan.FINE_SECONDS", 0.001)
    monkeypatch.setattr("model.training.course.UNTIMED", 0)
    monkeypatch.setattr("model.training.course.FIRST_LOOK", 1)
    events: list[dict] = []
    report = train(None, epochs=None, out=tmp_path / "fine", start=model.SHIPPED, fine=True,
                   tell=events.append)  # fmt: skip
    assert (report.training.share, report.line.share) == (LEAST, LEAST)
    for part, trained in (("digits", report), ("line", report.line)):
        fit = [e for e in events if e["event"] == "fit" and e["part"] == part]
        assert trained.epochs == fit[-1]["epoch"] == fit[-1]["epochs"] == 1
        assert fit[-1]["done"] == 1
        assert fit[-1]["validation_accuracy"] is not None


def test_corrections_may_be_held_against_another_version(tiny_mnist, tmp_path):
    taught = fakes.corrections([7, 1], hash_=0)
    report = train("mlp", epochs=1, out=tmp_path / "mlp", against=model.SHIPPED,
                   corrections=taught, tell=lambda _: None)  # fmt: skip
    assert report.corrections.old_wrong == misread(model.SHIPPED, taught)
    with pytest.raises(model.WeightsError):
        train("mlp", epochs=1, out=tmp_path / "other", against=tmp_path, tell=lambda _: None)


def test_only_a_trained_version_is_fine_tuned(small_mnist, tmp_path):
    with pytest.raises(model.DataError, match="can be fine-tuned"):
        train("cnn", epochs=1, out=tmp_path / "out", fine=True, tell=lambda _: None)


def test_a_line_reader_alone_is_no_version(small_mnist, tmp_path):
    with pytest.raises(model.DataError, match="beside a version's digits"):
        train("cnn", epochs=1, out=tmp_path / "line", part="line", tell=lambda _: None)


def test_a_damaged_version_is_not_trained_further(small_mnist, tmp_path):
    start = write_version(tmp_path / "start")
    (start / "digits.keras").write_bytes(b"damaged")
    with pytest.raises(model.WeightsError, match="damaged"):
        train("cnn", epochs=1, out=tmp_path / "out", start=start, tell=lambda _: None)


def test_networks_answer_what_the_table_says():
    for name, plan in network.ARCHITECTURES.items():
        built = network.build(name)
        answers = built.predict(np.zeros((3, 28, 28), np.uint8), verbose=0)
        assert answers["digit"].shape == (3, 10)
        assert answers["digit"].sum(axis=1) == pytest.approx(1, abs=1e-5)
        assert ("is_digit" in answers) == plan.rejects


def test_the_tutorial_network_is_the_tutorials():
    # Flatten, 128, 128, 10: 784·128+128 + 128·128+128 + 128·10+10.
    assert network.build("mlp").count_params() == 118_282


def test_calibration_makes_a_boastful_network_modest():
    network_ = network.build("cnn")
    rng = np.random.default_rng(0)
    pictures = rng.integers(0, 256, (300, 28, 28)).astype(np.uint8)
    labels = rng.integers(0, NOT_DIGIT + 1, 300).astype(np.uint8)
    boast = network_.get_layer("digit")
    boast.set_weights([weight * 40 for weight in boast.get_weights()])
    before = network_.predict(pictures, verbose=0)["digit"].max(axis=1).mean()
    temperatures = calibrate(network_, Examples(pictures, labels))
    after = network_.predict(pictures, verbose=0)["digit"].max(axis=1).mean()
    assert temperatures["digit"] > 1
    assert after < before
