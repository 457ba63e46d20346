import asyncio
import contextlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot import texts
from bot.errors import TrainingError
from bot.programs.leash import NICENESS, SESSION
from bot.programs.order import Order
from bot.programs.training import COMMAND, Training
from model.corrections import Corrections, load
from model.versions import Versions
from tests.conftest import FAKE_TRAINING
from tests.fakes import until

ORDER = Order("cnn", 2, None, Path("served"))
LEASH = (sys.executable, "-m", "bot.programs.leash", "tests.fake_training")


async def nothing():
    return None


def training(tmp_path, scenario, command=(sys.executable, str(FAKE_TRAINING)), **rest):
    versions = Versions(tmp_path / "models")
    return Training(tmp_path / "training", versions, (*command, scenario), **rest)


def is_alive(pid):
    """Whether a process runs; one that has ended and was not collected does not."""
    stat = Path(f"/proc/{pid}/stat")
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        os.kill(pid, 0)
        return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
    return False


async def test_a_training_ends_with_a_version_that_is_kept(tmp_path):
    runs = training(tmp_path, "better")
    assert not runs.running
    task = runs.start(ORDER, nothing)
    assert runs.running
    version = await task
    assert version.report.test.accuracy == 0.995
    assert Versions(tmp_path / "models").all() == [version]
    assert not (tmp_path / "training").exists()
    assert runs.progress.phase == "done"
    assert not runs.running


async def test_the_progress_follows_the_child(tmp_path):
    runs = training(tmp_path, "slow")
    runs.start(ORDER, nothing)
    assert runs.progress.phase == "start"
    await until(lambda: runs.progress.phase == "fit")
    assert (runs.progress.epoch, runs.progress.epochs) == (1, 3)
    assert 0 < runs.progress.done < 0.1  # a few seconds of about four minutes
    await runs.stop()


@pytest.mark.parametrize("scenario", ["slow", "stubborn"])
async def test_cancel_ends_the_child_and_clears_its_folder(tmp_path, monkeypatch, scenario):
    monkeypatch.setattr("bot.programs.child.PATIENCE", 0.1 if scenario == "stubborn" else 20)
    runs = training(tmp_path, scenario)
    task = runs.start(ORDER, nothing)
    await until(lambda: runs.progress.phase == "fit")
    pid = int((tmp_path / "pid").read_text())
    await runs.cancel()
    assert task.cancelled()
    assert not is_alive(pid)
    assert not (tmp_path / "training").exists()
    assert not runs.running


async def test_cancel_right_after_the_start(tmp_path):
    runs = training(tmp_path, "slow")
    task = runs.start(ORDER, nothing)
    await runs.cancel()
    assert task.cancelled()
    assert not (tmp_path / "training").exists()


async def test_cancel_without_a_training_does_nothing(tmp_path):
    await training(tmp_path, "slow").cancel()


async def test_another_training_can_follow(tmp_path):
    runs = training(tmp_path, "slow")
    runs.start(ORDER, nothing)
    await runs.cancel()
    runs.command = (sys.executable, str(FAKE_TRAINING), "better")
    assert (await runs.start(ORDER, nothing)).folder.exists()


async def test_none_starts_once_it_was_stopped(tmp_path):
    runs = training(tmp_path, "better")
    await runs.stop()
    with pytest.raises(TrainingError, match="stopped"):
        runs.start(ORDER, nothing)


async def test_a_crash_is_logged_with_the_childs_last_lines(tmp_path, caplog):
    with pytest.raises(TrainingError, match=texts.CRASHED):
        await training(tmp_path, "crash").start(ORDER, nothing)
    assert "RuntimeError: the fake training fell over" in caplog.text
    assert not (tmp_path / "training").exists()


async def test_a_killed_child_is_noticed_and_its_workers_end(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.programs.child.LOOK_SECONDS", 0.05)
    with pytest.raises(TrainingError, match=texts.CRASHED):
        await training(tmp_path, "killed").start(ORDER, nothing)
    worker = int((tmp_path / "pid").read_text())
    await until(lambda: not is_alive(worker))


async def test_the_childs_own_sentence_is_passed_on(tmp_path):
    with pytest.raises(TrainingError, match=r"^MNIST cannot be loaded; set MNIST_PATH\.$"):
        await training(tmp_path, "error").start(ORDER, nothing)


async def test_a_program_that_is_not_there_fails(tmp_path):
    runs = training(tmp_path, "", command=(str(tmp_path / "nothing"),))
    with pytest.raises(FileNotFoundError):
        await runs.start(ORDER, nothing)
    assert not runs.running


async def test_the_child_is_told_what_to_do_and_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("BOT_TOKEN", "123:secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://bot:secret@host/bot")
    runs = training(tmp_path, "surroundings", mnist_path=tmp_path / "mnist.npz")
    with pytest.raises(TrainingError) as caught:
        await runs.start(Order("mlp", 5, tmp_path / "v1", tmp_path / "v2"), nothing)
    sentence = str(caught.value)
    assert f"'MNIST_PATH': '{tmp_path / 'mnist.npz'}'" in sentence
    assert "'BOT_TOKEN': None" in sentence
    assert "'DATABASE_URL': None" in sentence
    for words in (["--architecture", "mlp"], ["--epochs", "5"], ["--start", f"{tmp_path / 'v1'}"]):
        assert str(words)[1:-1] in sentence


async def test_the_child_learns_from_what_is_gathered_for_it(tmp_path):
    pictures = np.arange(3 * 784, dtype=np.uint32).reshape(3, 28, 28).astype(np.uint8)
    given = Corrections(
        pictures,
        np.array([1, 7, 10], np.uint8),
        np.array([0, 0, 1]),
        ("1" * 64, "2" * 64, "0" * 64),
    )
    runs = training(tmp_path, "slow")
    order = Order("cnn", None, tmp_path / "v1", tmp_path / "v2")

    async def gather():
        assert runs.running
        return given

    task = runs.start(order, gather)
    await until(lambda: runs.progress.phase == "fit")
    (file,) = (tmp_path / "training").glob("*.npz")
    loaded = load(file)
    assert (loaded.pictures == given.pictures).all()
    assert loaded.owners.tolist() == [0, 0, 1]
    assert runs.text.startswith("Retraining (cnn, 3 corrected digits)\n")
    await runs.cancel()
    assert task.cancelled()
    assert not file.exists()
    words = order.arguments(tmp_path, file)
    assert words[words.index("--corrections") + 1] == str(file)
    assert words[words.index("--against") + 1] == str(tmp_path / "v2")
    assert "--epochs" not in words


async def test_without_corrections_no_file_is_named(tmp_path):
    empty = Corrections(
        np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8), np.zeros(0, np.int64), ()
    )

    async def gather():
        return empty

    with pytest.raises(TrainingError) as caught:
        await training(tmp_path, "surroundings").start(ORDER, gather)
    assert "--corrections" not in str(caught.value)


async def test_what_cannot_be_gathered_ends_the_training(tmp_path):
    async def gather():
        raise OSError("the disk is full")

    runs = training(tmp_path, "better")
    with pytest.raises(OSError, match="full"):
        await runs.start(ORDER, gather)
    assert not runs.running
    assert not (tmp_path / "training").exists()


async def test_the_curves_are_kept(tmp_path):
    runs = training(tmp_path, "better")
    await runs.start(ORDER, nothing)
    curves = [(e.part, e.epoch, e.validation_accuracy) for e in runs.progress.curves]
    assert curves == [("digits", 1, 0.981), ("digits", 2, 0.982), ("line", 1, 0.981),
                      ("line", 2, 0.982), ("line", 3, 0.983)]  # fmt: skip


async def test_the_leash_lowers_the_priority(tmp_path):
    lowest = min(19, os.nice(0) + NICENESS)
    with pytest.raises(TrainingError, match=rf"\}} {lowest} \["):
        await training(tmp_path, "surroundings", command=LEASH).start(ORDER, nothing)


def session_of(pid):
    return Path(f"/proc/{pid}/autogroup").read_text().split()


@pytest.mark.skipif(not SESSION.exists(), reason="the kernel knows no niceness of sessions")
async def test_the_leash_lowers_the_priority_of_its_session(tmp_path):
    runs = training(tmp_path, "slow", command=LEASH)
    runs.start(ORDER, nothing)
    await until(lambda: runs.progress.phase == "fit")
    child = session_of(int((tmp_path / "pid").read_text()))
    assert child[1:] == ["nice", str(NICENESS)]
    # A process whose session began before the kernel grouped sessions has an empty file here.
    assert child[:1] != session_of("self")[:1]
    await runs.cancel()


@pytest.mark.skipif(not SESSION.exists(), reason="the kernel knows no niceness of sessions")
def test_the_leash_leaves_a_session_of_others_as_it_is():
    before = session_of("self")
    program = "import bot.programs.leash as leash; leash._step_back()"
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[1])
    assert session_of("self") == before


async def test_a_child_on_the_leash_can_be_canceled(tmp_path):
    runs = training(tmp_path, "slow", command=LEASH)
    runs.start(ORDER, nothing)
    await until(lambda: runs.progress.phase == "fit")
    pid = int((tmp_path / "pid").read_text())
    await runs.cancel()
    assert not is_alive(pid)


@pytest.mark.parametrize(("scenario", "grace"), [("slow", 60), ("stubborn", 0.1)])
def test_a_child_on_the_leash_ends_with_whoever_started_it(tmp_path, scenario, grace):
    out = tmp_path / "training" / "cnn"
    out.parent.mkdir()
    program = f"import sys, bot.programs.leash as leash; leash.GRACE = {grace}; leash.main()"
    arguments = ["--architecture", "cnn", "--epochs", "1", "--out", str(out), "--progress-json"]
    child = subprocess.Popen(
        [sys.executable, "-c", program, "tests.fake_training", scenario, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with child:
        assert b'"fit"' in child.stdout.readline()
        child.stdin.close()  # as the system does for a process that dies
        assert child.wait(timeout=30) != 0


def test_the_real_training_program_is_on_the_leash():
    assert (sys.executable, "-m", "bot.programs.leash", "model", "train") == COMMAND
    with subprocess.Popen(
        [*COMMAND, "--help"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        told = child.stdout.read()  # before the other end of its standard input closes
    assert child.returncode == 0
    order = Order("cnn", 1, Path("start"), Path("served"))
    for option in order.arguments(Path("out"), Path("corrections.npz")):
        assert not option.startswith("--") or option in told


async def test_of_two_copies_of_the_bot_one_retrains_and_the_other_can_end_that(tmp_path):
    runs, other = training(tmp_path, "slow"), training(tmp_path, "better")
    assert not other.elsewhere
    task = runs.start(ORDER, nothing)
    assert (runs.elsewhere, other.elsewhere) == (False, True)
    with pytest.raises(TrainingError, match="Another copy"):
        other.start(ORDER, nothing)
    await until((tmp_path / "pid").exists)
    other.clear()
    assert (tmp_path / "training").exists(), "it is not the other one's to remove"
    await other.cancel_anywhere()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()
    assert not is_alive(int((tmp_path / "pid").read_text()))
    assert not other.elsewhere
    assert (await other.start(ORDER, nothing)).report.test.accuracy == 0.995


async def test_a_training_that_is_canceled_before_it_began_leaves_the_way_free(tmp_path):
    runs, other = training(tmp_path, "slow"), training(tmp_path, "slow")
    runs.start(ORDER, nothing)
    await runs.cancel()
    assert not other.elsewhere
