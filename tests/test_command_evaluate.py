import json
import re
import shutil
import subprocess
import sys

import numpy as np
import pytest

import model
from model import report
from model.cli import main
from model.commands import evaluate
from model.corruptions import CORRUPTIONS
from model.training.export import save
from model.training.lines.network import build
from tests import fakes


@pytest.fixture
def serve(monkeypatch):
    """Let a recognizer answer instead of the shipped one."""

    def serve(recognizer):
        monkeypatch.setattr(model, "load", lambda _=None: recognizer)
        return recognizer

    return serve


class Knowing:
    """A recognizer that knows each picture by its brightness: 0 … 9 at 20 levels a digit."""

    def classify(self, images: np.ndarray) -> np.ndarray:
        digits = np.minimum(images.reshape(len(images), -1).max(axis=1) // 20, 9)
        return np.eye(10, dtype=np.float32)[digits] * np.float32(0.9) + np.float32(0.01)


@pytest.fixture
def small_mnist(tmp_path, monkeypatch):
    labels = (np.arange(40) % 10).astype(np.uint8)
    images = np.full((40, 28, 28), 1, np.uint8) * (labels * 20 + 1)[:, None, None]
    images = images.astype(np.uint8)
    images[39] = 1  # a 9 that looks like a 0
    path = tmp_path / "mnist.npz"
    np.savez(path, x_train=images, y_train=labels, x_test=images, y_test=labels)
    monkeypatch.setenv("MNIST_PATH", str(path))


def test_evaluate_prints_tables(serve, capsys, small_mnist):
    serve(Knowing())
    assert main(["evaluate"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split() == ["this", "version", "tutorial's"]
    assert lines[3].split() == ["accuracy", *["97.50", "%"] * 2]
    assert re.fullmatch(r"time for a digit +\d+\.\d\d ms +\d+\.\d\d ms", lines[5])
    assert re.fullmatch(r"size of the file +\d\.\d\d MB +0\.48 MB", lines[6])
    assert lines[7].startswith("time for a number")
    assert lines[7].endswith("–")
    assert lines[8].startswith("size of that file")
    kinds = [line.rsplit(maxsplit=4)[0] for line in lines[11:27]]
    assert kinds == [*(k.replace("_", " ") for k in CORRUPTIONS if k != "identity"), "mean"]
    assert lines[-1].split() == ["9", "75.00", "%", "1", *"········", "3"]


def test_a_line_reader_is_measured_where_there_is_one(serve, capsys, small_mnist, tmp_path):
    keras = pytest.importorskip("keras")
    serve(Knowing())
    for name in report.FILES:
        shutil.copy(model.SHIPPED / name, tmp_path / name)
    arguments = ["evaluate", "--json", "--weights", str(tmp_path)]
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["line"] is None
    keras.utils.set_random_seed(0)
    save(build(), tmp_path, report.LINE_FILES)
    assert main(arguments) == 0
    line = json.loads(capsys.readouterr().out)["line"]
    assert line["bytes"] == (tmp_path / "line.tflite").stat().st_size < 2_000_000
    assert 0 < line["milliseconds"] < 1_000


def test_evaluate_as_json(serve, capsys, small_mnist):
    serve(Knowing())
    assert main(["evaluate", "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["source"] == "MNIST (mnist.npz)"
    assert (scores["count"], scores["accuracy"]) == (40, 0.975)
    assert scores["calibration_error"] == pytest.approx(0.975 - 0.91, abs=1e-6)
    assert list(scores["corruptions"]) == list(CORRUPTIONS)
    assert scores["milliseconds"] > 0
    assert scores["bytes"] == (model.SHIPPED / "digits.tflite").stat().st_size
    assert scores["tutorial"]["scores"]["accuracy"] == 0.975


def test_the_tutorials_network_comes_with_the_package(small_mnist):
    answers = model.load(evaluate.TUTORIAL).classify(np.zeros((1, 28, 28), np.uint8))
    assert answers.sum() == pytest.approx(1, abs=1e-5)


def test_evaluate_does_not_need_tensorflow(small_mnist):
    code = (
        "import sys; from model.cli import main; status = main(['evaluate']); "
        "print({'tensorflow', 'keras'} & set(sys.modules)); sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "set()")


def test_evaluate_photos(serve, capsys, tmp_path):
    serve(fakes.Fixed(fakes.reading([fakes.digit(7)])))
    for name in ("7/a.jpg", "7/b.png", "8/c.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"picture")
    assert main(["evaluate", "--photos", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {tmp_path.name: [2, 3]}
    assert main(["evaluate", "--photos", str(tmp_path)]) == 0
    assert "2 of      3   66.67 %" in capsys.readouterr().out


def test_the_table_of_photos_adds_up_each_kind():
    table = list(evaluate.photo_table({"single/a": (1, 2), "single/b": (3, 3), "multi/a": (0, 1)}))
    assert table[-2].split() == ["single", "4", "of", "5", "80.00", "%"]


def test_evaluate_without_mnist_names_the_way_out(serve, capsys, monkeypatch, tmp_path):
    serve(Knowing())
    monkeypatch.setenv("MNIST_PATH", str(tmp_path / "none.npz"))
    assert main(["evaluate"]) == 1
    assert "pip install" in capsys.readouterr().err
