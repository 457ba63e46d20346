import json
import subprocess
import sys

import numpy as np
import pytest

from model.cli import main
from tests import fakes
from tests.files import encode


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "three.jpg"
    path.write_bytes(fakes.paper(text="3"))
    return str(path)


def command(*arguments: str, **options: object) -> subprocess.CompletedProcess:
    """Run the command line as its users do, in a process of its own."""
    line = [sys.executable, "-m", "model", *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=False, **options)


def test_help_names_every_command():
    done = command("--help")
    assert done.returncode == 0
    assert all(
        name in done.stdout for name in ("read", "evaluate", "train", "versions", "rollback")
    )


@pytest.mark.parametrize(
    "arguments", [[], ["read"], ["draw", "x"], ["train"], ["train", "--epochs", "0"]]
)
def test_a_misused_command_explains_itself(capsys, arguments):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m model" in capsys.readouterr().err


def test_real_pictures_go_through_a_real_process(tmp_path, picture):
    bad = tmp_path / "bad.png"
    bad.write_bytes(encode(".png", np.zeros((9, 9), np.uint8))[:40])
    done = command("read", "--json", picture, str(bad), "-", input="")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [answer["text"] for answer in answers] == ["3", "", ""]
    assert answers[1]["error"] == "The PNG file is damaged: its header breaks off."
    assert answers[2]["error"] == "The file is empty."


def test_the_whole_process_reads_a_photo_without_tensorflow(picture):
    code = (
        "import sys; from model.cli import main; status = main(sys.argv[1:]); "
        "heavy = {'tensorflow', 'keras', 'matplotlib'} & set(sys.modules); "
        "print(heavy); sys.exit(status)"
    )
    line = [sys.executable, "-c", code, "read", "--json", picture]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    answer, heavy = done.stdout.splitlines()
    assert (done.returncode, json.loads(answer)["text"], heavy) == (0, "3", "set()")


def test_a_reader_that_goes_away_is_no_trouble(picture):
    line = f"{sys.executable} -m model read {' '.join([picture] * 30)} | head -n 1"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr
