import asyncio
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from telegram.error import Conflict, TimedOut
from tornado.httpclient import AsyncHTTPClient, HTTPClientError

from bot import texts
from bot.app import build
from bot.health import PATH, health_page
from bot.running import CONFLICT, PollingErrors, running
from bot.serve import PORT_TAKEN, UNSTOPPED, serve
from bot.settings import Settings
from tests.conftest import FAKE_TRAINING
from tests.fakes import ADMIN, TOKEN, paper, until

ROOT = Path(__file__).parents[1]


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


async def get(url, **rest):
    return await AsyncHTTPClient().fetch(url, raise_error=False, **rest)


async def test_a_token_that_telegram_does_not_know_is_said_in_one_line(sandbox, tmp_path, caplog):
    other = "654321:another-token-of-a-usual-length"
    settings = Settings(bot_token=other, bot_api_url=sandbox.url, data_dir=tmp_path)
    assert await serve(settings) == 1
    (line,) = [r.getMessage() for r in caplog.records if r.name == "bot.serve"]
    assert line.startswith("BOT_TOKEN is not a token that Telegram knows")
    assert other not in line
    sandbox.faults.clear()  # the sandbox, too, takes a foreign token for a mistake


async def test_telegram_out_of_reach_is_tried_again_then_said(tmp_path, caplog, monkeypatch):
    monkeypatch.setattr("bot.running.GREETINGS", 3)
    monkeypatch.setattr("bot.running.PAUSE_FIRST", 0.01)
    url = f"http://127.0.0.1:{free_port()}"
    assert await serve(Settings(bot_token=TOKEN, bot_api_url=url, data_dir=tmp_path)) == 1
    lines = [r.getMessage() for r in caplog.records if r.name.startswith("bot.")]
    assert [line.split(",")[0] for line in lines[:-1]] == ["Telegram cannot be reached"] * 2
    assert lines[-1].startswith(f"Telegram cannot be reached at {url}")


async def test_a_late_telegram_is_waited_for(tmp_path, monkeypatch, start_bot, sandbox):
    monkeypatch.setattr("bot.running.PAUSE_FIRST", 0.01)
    port = sandbox.port
    await sandbox.stop()

    async def open_late():
        await asyncio.sleep(0.05)
        await sandbox.start()

    sandbox.port = port
    opening = asyncio.create_task(open_late())
    await start_bot()
    await opening
    ann = sandbox.client()
    await ann.send_text("/start")
    assert (await ann.next_message()).text == texts.START


async def test_two_bots_with_one_token_are_told_in_one_line(start_bot, caplog):
    await start_bot()
    await start_bot()
    await until(lambda: CONFLICT in caplog.text)
    conflicts = [r for r in caplog.records if r.getMessage() == CONFLICT]
    assert all(r.name == "bot.running" and r.exc_info is None for r in conflicts)
    assert len(conflicts) <= 2


def test_the_same_polling_error_is_logged_once(caplog):
    report = PollingErrors()
    for error in (Conflict("x"), Conflict("x"), TimedOut(), TimedOut(), Conflict("x")):
        report(error)
    assert [r.levelno for r in caplog.records] == [logging.ERROR] * 3


async def test_the_webhook_answers_and_wants_its_secret(sandbox, start_bot):
    port = free_port()
    hook = f"http://127.0.0.1:{port}/telegram"
    await start_bot(webhook_url=hook, webhook_port=port)
    ann = sandbox.client()
    await ann.send_photo(paper())
    assert (await ann.next_message()).caption == "7 · 99 % sure"
    forged = {"X-Telegram-Bot-Api-Secret-Token": "forged", "Content-Type": "application/json"}
    answer = await get(hook, method="POST", headers=forged, body='{"update_id": 1}')
    assert answer.code == 403


async def test_the_health_page_tells_the_state(start_bot, tmp_path, sandbox):
    application = await start_bot()
    async with health_page(application, "127.0.0.1", 0) as port:
        answer = await AsyncHTTPClient().fetch(f"http://127.0.0.1:{port}{PATH}")
        assert answer.headers["Content-Type"].startswith("application/json")
        assert b'"status": "ok"' in answer.body
        assert b'"version": "shipped"' in answer.body
        assert b'"waiting": 0' in answer.body
        await application.bot_data.listener.stop()
        with pytest.raises(HTTPClientError) as caught:
            await AsyncHTTPClient().fetch(f"http://127.0.0.1:{port}{PATH}")
        assert caught.value.code == 503
        assert (await get(f"http://127.0.0.1:{port}/other")).code == 404


async def test_stopping_the_bot_ends_the_training(sandbox, tmp_path):
    settings = Settings(
        bot_token=TOKEN, bot_api_url=sandbox.url, admin_ids={ADMIN}, data_dir=tmp_path
    )
    command = (sys.executable, str(FAKE_TRAINING), "slow")
    admin = sandbox.client(user_id=ADMIN)
    async with running(build(settings, training_command=command)):
        await admin.send_text("/retrain")
        note = await admin.next_message()
        await until((tmp_path / "pid").exists)
    assert note.text == texts.STOPPED
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert not (tmp_path / "training").exists()


def start_process(tmp_path, **variables):
    return subprocess.Popen(
        [sys.executable, "-m", "bot"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_without_a_token_the_sandbox_opens_and_a_signal_closes_it(tmp_path, number):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with start_process(tmp_path, SANDBOX_PORT=str(port)) as process:
            assert process.stdout.readline() == PORT_TAKEN.format(port=port) + "\n"
            assert process.stdout.readline().startswith("No BOT_TOKEN is set")
            url = re.match(r"Open (http://127\.0\.0\.1:\d+) ", process.stdout.readline())[1]
            with urllib.request.urlopen(url, timeout=10) as page:  # noqa: S310
                assert page.status == 200
            while "answers with version" not in process.stderr.readline():
                pass
            process.send_signal(number)
            _, errors = process.communicate(timeout=10)
            assert process.returncode == 0
            assert errors.splitlines()[-1].endswith("Stopped")
            assert "Traceback" not in errors


HANGING = """
import asyncio, sys, threading
import bot.serve
from bot.app import build
from bot.settings import Settings

class Hanging:
    def read(self, data):
        threading.Thread(target=threading.Event().wait, daemon=False).start()  # none exits past it
        print("hangs", flush=True)
        threading.Event().wait()

token, url, data = sys.argv[1:]
settings = Settings(bot_token=token, bot_api_url=url, data_dir=data, stop_seconds=0.2)
bot.serve.STOP_MARGIN = 0.5
bot.serve.build = lambda settings: build(settings, Hanging())
sys.exit(asyncio.run(bot.serve.serve(settings)))
"""
"""The program with a picture that is read for ever."""


def start_program(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


async def test_a_program_that_something_keeps_from_ending_is_ended_and_loses_nothing(
    sandbox, start_bot, tmp_path
):
    with start_program(HANGING, TOKEN, sandbox.url, str(tmp_path)) as process:
        ann = sandbox.client()
        sent = await ann.send_photo(paper())
        assert await asyncio.to_thread(process.stdout.readline) == "hangs\n"
        process.send_signal(signal.SIGTERM)
        _, errors = await asyncio.to_thread(process.communicate, timeout=20)
    assert process.returncode == UNSTOPPED
    assert "Something did not stop in time" in errors
    await start_bot()
    assert (await ann.next_message()).reply_to_message_id == sent.message_id


def test_a_wrong_setting_ends_the_start_with_a_sentence(tmp_path):
    with start_process(tmp_path, LOG_LEVEL="LOUD", BOT_TOKEN="123:secret") as process:
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert errors == "LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR, not 'LOUD'.\n"


async def test_a_sandbox_of_its_own_is_used_by_the_same_bot(tmp_path, capsys):
    task = asyncio.create_task(serve(Settings(sandbox_port=0, data_dir=tmp_path)))
    printed = []

    def is_open():
        printed.append(capsys.readouterr().out)
        return "Open http" in "".join(printed)

    await until(is_open)
    task.cancel()
    assert await task == 0
