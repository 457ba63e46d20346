import io
import json
import multiprocessing
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import model
from model.cli import main
from model.commands import read
from tests import fakes

SEVEN = fakes.reading([fakes.digit(7)])
DOUBTFUL = fakes.reading([fakes.digit(4, 0.61, second=9)])
ROWS = fakes.reading([fakes.digit(1), fakes.digit(2)], [fakes.digit(3)])


@pytest.fixture
def serve(monkeypatch):
    """Let a recognizer answer instead of the shipped one."""

    def serve(recognizer):
        monkeypatch.setattr(model, "load", lambda _=None: recognizer)
        return recognizer

    return serve


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "seven.jpg"
    path.write_bytes(fakes.paper(text="7"))
    return str(path)


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (SEVEN, "7 (99 % sure)"),
        (DOUBTFUL, "probably 4 (61 %), maybe 9 (39 %)"),
        (ROWS, "12 / 3 (97 % sure)"),
        (fakes.reading(), "no digit found"),
    ],
)
def test_read_says_a_line_a_picture(serve, capsys, picture, reading, words):
    serve(fakes.Fixed(reading))
    assert main(["read", picture, picture]) == 0
    assert capsys.readouterr() == (f"{picture}: {words}\n" * 2, "")


def test_read_as_json(serve, capsys, picture):
    serve(fakes.Fixed(ROWS))
    assert main(["read", "--json", picture]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer.pop("ms") >= 0
    assert answer.pop("digits")[1] == {"digit": 2, "confidence": 0.99, "box": [20, 30, 50, 80]}
    assert answer == {
        "path": picture,
        "text": "12\n3",
        "confidence": 0.9703,
        "certain": True,
        "error": None,
    }


def test_a_bad_file_does_not_stop_the_others(serve, capsys, tmp_path, picture):
    recognizer = serve(fakes.Fixed(SEVEN))
    missing, folder = str(tmp_path / "none.jpg"), str(tmp_path)
    assert main(["read", missing, picture, folder, picture]) == 1
    out, err = capsys.readouterr()
    assert out == f"{picture}: 7 (99 % sure)\n" * 2
    assert err == f"{missing}: There is no such file.\n{folder}: {read.REFUSALS[1][1]}\n"
    assert len(recognizer.pictures) == 2


def test_a_bad_file_has_its_line_of_json(serve, capsys, tmp_path, picture):
    serve(fakes.Refusing(lambda: model.NotAPicture("This is a PDF document.")))
    assert main(["read", "--json", picture, str(tmp_path / "none")]) == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [a["error"] for a in answers] == ["This is a PDF document.", "There is no such file."]
    assert answers[0]["text"] == ""
    assert answers[0]["digits"] == []


def test_standard_input_is_a_picture(serve, capsys, monkeypatch):
    recognizer = serve(fakes.Fixed(SEVEN))
    stdin = io.TextIOWrapper(io.BytesIO(b"picture"))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert main(["read", "-"]) == 0
    assert recognizer.pictures == [b"picture"]
    assert capsys.readouterr().out == "-: 7 (99 % sure)\n"


def test_no_more_than_the_limit_is_read_of_a_huge_file(serve, tmp_path):
    recognizer = serve(fakes.Fixed(SEVEN))
    path = tmp_path / "huge.jpg"
    with path.open("wb") as opened:
        opened.truncate(10**10)
    main(["read", str(path)])
    assert len(recognizer.pictures[0]) == read.BYTES + 1


def test_a_chart_is_written_where_it_is_asked_for(serve, tmp_path, picture):
    serve(fakes.Fixed(SEVEN))
    out = tmp_path / "chart.png"
    assert main(["read", "--chart", str(out), "--theme", "dark", picture]) == 0
    assert out.read_bytes().startswith(b"\x89PNG")


def test_charts_of_several_pictures_are_numbered_as_the_pictures(serve, tmp_path, picture):
    serve(fakes.Fixed(SEVEN))
    out = tmp_path / "chart.png"
    assert main(["read", "--chart", str(out), picture, str(tmp_path / "none"), picture]) == 1
    assert sorted(p.name for p in tmp_path.glob("*.png")) == ["chart-1.png", "chart-3.png"]


def test_a_chart_that_cannot_be_written_is_said(serve, capsys, tmp_path, picture):
    serve(fakes.Fixed(SEVEN))
    out = tmp_path / "none" / "chart.png"
    assert main(["read", "--json", "--chart", str(out), picture]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["text"] == "7"
    assert "cannot be written" in answer["error"]


def test_missing_weights_are_a_sentence(capsys, tmp_path, picture):
    assert main(["read", "--weights", str(tmp_path), picture]) == 1
    assert capsys.readouterr().err.startswith("error: The weights")


def test_many_pictures_are_read_by_processes_as_by_threads(capsys, monkeypatch, tmp_path, picture):
    missing, chart = str(tmp_path / "none.jpg"), tmp_path / "chart.png"
    asked = ["read", picture, missing, picture, "--chart", str(chart)]
    assert main(asked) == 1
    by_threads = capsys.readouterr()
    drawn = [path.read_bytes() for path in sorted(tmp_path.glob("chart-*.png"))]
    monkeypatch.setattr(read, "MANY", 3)
    monkeypatch.setattr(read, "pool", None)
    assert main(asked) == 1
    assert capsys.readouterr() == by_threads
    assert by_threads.err == f"{missing}: There is no such file.\n"
    assert [path.read_bytes() for path in sorted(tmp_path.glob("chart-*.png"))] == drawn
    assert len(drawn) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes")
def test_a_killed_process_loses_no_picture(capsys, caplog, monkeypatch, tmp_path, picture):
    monkeypatch.setattr(read, "MANY", 2)
    pipe = tmp_path / "pipe.jpg"  # whoever reads it waits, until it is killed or written to
    os.mkfifo(pipe)

    def kill():
        while "was killed" not in caplog.text:  # each, also one that is only begun now
            for reader in multiprocessing.active_children():
                reader.kill()
            time.sleep(0.05)
        pipe.write_bytes(Path(picture).read_bytes())

    with ThreadPoolExecutor(1) as other:
        killed = other.submit(kill)
        assert main(["read", str(pipe), picture]) == 0
        killed.result()
    first, second = capsys.readouterr().out.splitlines()
    assert first.removeprefix(str(pipe)) == second.removeprefix(picture)
