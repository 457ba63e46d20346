"""A disk that is full and one that cannot be written, as people and operators see them."""

import contextlib
import logging
import os
import subprocess

import pytest

from bot import texts
from bot.inbox import inbox as module
from bot.serve import serve
from bot.settings import Settings
from tests.fakes import ADMIN, TOKEN, paper, until

SEVEN = "7 · 99 % sure"


def run(*command):
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 1 MB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)):
        pytest.skip("needs to be allowed to mount a small disk")
    yield folder
    assert run("umount", "-l", str(folder))


def fill(folder):
    """Leave no room on a disk; returns the file that takes it."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 512)
    return path


async def test_a_full_disk_loses_nothing_and_is_no_trouble_once_there_is_room(
    sandbox, start_bot, small_disk, monkeypatch
):
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.05)
    application = await start_bot(data_dir=small_disk)
    ann, ben, admin = sandbox.client(7, "Ann"), sandbox.client(8, "Ben"), sandbox.client(ADMIN)
    await ann.send_photo(paper())
    assert (await ann.next_message()).caption == SEVEN
    filler = fill(small_disk)
    sent = [await ben.send_photo(paper(shade=200 + number), "a" * 1000) for number in range(3)]
    assert (await ben.next_message()).text == texts.NOT_KEPT
    told = (await admin.next_message()).text
    assert told.startswith(texts.ADMIN_TROUBLE.partition("{")[0])
    assert told.endswith("its disk is full: make room.")
    filler.unlink()
    got = [await ben.next_message(timeout=40) for _ in sent]
    assert [m.reply_to_message_id for m in got] == [m.message_id for m in sent]
    assert [m.caption for m in got] == [SEVEN] * 3
    assert (await admin.next_message()).text == texts.ADMIN_WELL
    await until(lambda: application.bot_data.inbox.waiting.count() == 0)
    assert len([m for m in ben.messages if m.from_bot]) == 4


async def test_a_start_on_a_full_disk_is_refused_in_one_line(sandbox, small_disk, caplog):
    fill(small_disk)
    settings = Settings(bot_token=TOKEN, bot_api_url=sandbox.url, data_dir=small_disk)
    assert await serve(settings) == 1
    (line,) = [r for r in caplog.records if r.name.startswith("bot")]
    assert (line.levelno, line.exc_info) == (logging.ERROR, None)
    assert line.getMessage().endswith("its disk is full: make room.")


async def test_a_start_on_a_disk_that_cannot_be_written_is_refused_in_one_line(
    sandbox, small_disk, caplog
):
    settings = Settings(bot_token=TOKEN, bot_api_url=sandbox.url, data_dir=small_disk)
    assert run("mount", "-o", "remount,ro", str(small_disk))
    assert not os.access(small_disk, os.W_OK)
    assert await serve(settings) == 1
    (line,) = [r for r in caplog.records if r.name.startswith("bot")]
    assert (line.levelno, line.exc_info) == (logging.ERROR, None)
    assert line.getMessage().endswith("let the bot write to it and to its folder.")
