"""What is left when a program is killed, at any moment, while it changes which version answers."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot import texts
from model.atomic import PASSING
from model.report import check
from model.versions import ID, POINTER, Versions
from tests.fakes import ADMIN, TOKEN, until, write_version
from tests.test_training import is_alive

ROOT = Path(__file__).parents[1]

KILLS = 20
"""Of each kind."""

LONGEST = 0.25
"""Seconds until a kill by the clock: enough for a dozen of the changes below."""

MOST_STEPS = 300
"""Steps until a kill by steps, as many as a dozen of the changes below take; see `CHANGES`."""

CHANGES = """
import itertools, os, random, signal, sys
from pathlib import Path
from model.errors import WeightsError
from model.versions import Versions

folder, shipped, trained, seed, last = sys.argv[1:]
versions, chance = Versions(Path(folder), Path(shipped)), random.Random(int(seed))
steps = itertools.count(1)

def step(event, _):
    if event.startswith(("open", "os.", "shutil.", "fcntl.", "tempfile.")):
        if next(steps) == int(last):
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(step)
print("ready", flush=True)
while True:
    change = chance.choice(["add", "promote", "promote", "rollback"])
    try:
        if change == "add":
            versions.add(Path(trained))
        elif change == "promote":
            versions.promote(chance.choice([None, *versions.all()]))
        else:
            versions.rollback()
    except WeightsError as error:
        assert "no earlier version" in str(error), error
"""
"""Changes the versions without end, or until it kills itself as its step `last` begins.

A step is whatever Python asks of the files: 31 of them add a version, 14 promote one.
"""

BOT = """
import asyncio, sys
from pathlib import Path
from bot.app import build
from bot.running import running
from bot.settings import Settings

token, url, admin, data, *command = sys.argv[1:]
settings = Settings(bot_token=token, bot_api_url=url, admin_ids=admin, data_dir=Path(data),
                    progress_seconds=0.02)

async def main():
    async with running(build(settings, training_command=tuple(command))):
        await asyncio.Event().wait()

asyncio.run(main())
"""
"""The bot, with another training program."""


def run(program, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def killed_by_the_clock(chance, *arguments):
    process = run(CHANGES, *arguments, 0)
    assert process.stdout.readline() == b"ready\n"
    time.sleep(chance.uniform(0, LONGEST))
    kill(process)


def killed_by_steps(chance, *arguments):
    """Kill wherever it is in its work, which on a fast disk takes less time than all else."""
    process = run(CHANGES, *arguments, chance.randint(1, MOST_STEPS))
    assert process.wait(timeout=60) == -signal.SIGKILL
    process.stdout.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_verified_version_answers_after_a_kill_at_any_moment(tmp_path):
    trained = write_version(tmp_path / "trained")
    shipped = write_version(tmp_path / "shipped")
    versions = Versions(tmp_path / "models", shipped)
    chance = random.Random(4)
    unfinished = 0
    for seed in range(2 * KILLS):
        killed = killed_by_steps if seed % 2 else killed_by_the_clock
        killed(chance, versions.folder, shipped, trained, seed)
        unfinished += any(versions.folder.glob(f"{PASSING}*"))
        serving = versions.serving()
        assert serving.problem is None
        assert check(serving.folder).test.accuracy == 0.99
        assert all(check(version.folder) for version in versions.all())
        versions.clear()
        names = {path.name for path in versions.folder.iterdir()} - {POINTER}
        assert all(map(ID.fullmatch, names))
    assert unfinished, "no kill came in the midst of a change: this has shown nothing"


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
async def test_a_bot_that_is_killed_during_a_retraining_says_so_when_it_starts_again(
    sandbox, start_bot, tmp_path
):
    command = (sys.executable, "-m", "bot.programs.leash", "tests.fake_training", "slow")
    process = run(BOT, TOKEN, sandbox.url, ADMIN, tmp_path, *command)
    admin = sandbox.client(user_id=ADMIN)
    await admin.send_text("/retrain")
    note = await admin.next_message(timeout=30)
    await admin.until(lambda: "epoch 1 of 3" in note.text)
    child = int((tmp_path / "pid").read_text())
    kill(process)

    application = await start_bot()
    told = await admin.next_message()
    assert told.text.startswith("The retraining (/retrain) of ")
    assert told.text.endswith(texts.INTERRUPTED_NOTHING.format(id="shipped"))
    assert (note.text, note.buttons) == (texts.ENDED, [])
    assert application.bot_data.store.retraining_left() is None
    await until(lambda: not is_alive(child))
    await admin.send_text("/models")
    assert "1 · shipped · answers now" in (await admin.next_message()).text


async def test_a_child_that_is_killed_changes_nothing(sandbox, start_bot, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.programs.child.LOOK_SECONDS", 0.05)
    application = await start_bot(training="slow")
    admin = sandbox.client(user_id=ADMIN)
    await admin.send_text("/retrain")
    note = await admin.next_message()
    await admin.until(lambda: "epoch 1 of 3" in note.text)
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)
    told = await admin.next_message()
    assert told.text == texts.FAILED.format(reason=texts.CRASHED)
    assert note.text == texts.ENDED
    assert application.bot_data.served.id == "shipped"
    await until(lambda: application.bot_data.store.retraining_left() is None)
    assert not (tmp_path / "training").exists()
