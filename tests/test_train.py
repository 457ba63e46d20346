import json
from pathlib import Path

import numpy as np
import pytest

import model
from model import network
from model.calibrate import calibrate
from model.line.examples import PARTS as KINDS
from model.line.serving import LineNetwork
from model.report import check
from model.synthesis.sheet import NOT_DIGIT, Examples
from model.train import default_parts, train
from tests.fakes import write_version


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


def test_a_line_reader_alone_is_no_version(small_mnist, tmp_path):
    with pytest.raises(model.DataError, match="beside a version's digits"):
        train("cnn", epochs=1, out=tmp_path / "line", part="line", tell=lambda _: None)


def test_a_damaged_version_is_not_trained_further(small_mnist, tmp_path):
    start = write_version(tmp_path / "start")
    (start / "digits.keras").write_bytes(b"damaged")
    with pytest.raises(model.WeightsError, match="damaged"):
        train("cnn", epochs=1, out=tmp_path / "out", start=start, tell=lambda _: None)


@pytest.mark.parametrize(
    ("architecture", "start", "parts"),
    [("cnn", None, {"digits", "line"}), ("cnn", Path("a"), {"digits"}), ("mlp", None, {"digits"})],
)
def test_what_is_trained_where_nobody_says_it(architecture, start, parts):
    assert default_parts(architecture, start) == parts


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
