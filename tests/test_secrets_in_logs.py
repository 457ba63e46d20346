"""What the log never shows, even where it shows all else: the token, what people write and send."""

import asyncio
import os
import re
import sys
from pathlib import Path

from bot import texts
from bot.sandbox import Sandbox
from bot.sandbox.trouble import BY_CHANCE
from tests.fakes import ADMIN, TOKEN, paper

ROOT = Path(__file__).parents[1]
WORDS = ("heliotrope", "quokka", "zeugma", "Xanthippe")
"""What is written to the bot, as a text, a caption, a file's name and a command's argument."""

BYTES = re.compile(rb"\\xff\\xd8|\xff\xd8\xff|/9j/4|JFIF")
"""A JPEG, as it is, as Python prints it, or in base64."""


async def converse(sandbox: Sandbox) -> None:
    """Write and send all kinds of things while Telegram has a bad day."""
    ann, admin = sandbox.client(7, "Xanthippe"), sandbox.client(ADMIN)
    sandbox.troubles.plan(0.3, seed=4, names=[n for n in BY_CHANCE if "lence" not in n])
    sandbox.play("getUpdates", "half", "gateway page")
    sandbox.play("download", "half")
    sandbox.play("sendMessage", "half", "internal", "blocked")
    for _ in range(4):
        await ann.send_text("heliotrope")
        await ann.send_photo(paper(text="7"), caption="quokka")
        await ann.send_document(paper(text="7"), "zeugma.jpg", "image/jpeg")
        await ann.send_document(b"\xff\xd8\xff heliotrope", "zeugma.jpg", "image/jpeg")
        await admin.send_text("/retrain heliotrope")
        await ann.send_text("/quokka zeugma")
    sandbox.world.updates.add("message", {"message_id": "quokka", "text": "heliotrope"})
    await ann.until(lambda: sum(m.from_bot for m in ann.messages) >= 12, timeout=90)
    sandbox.troubles.clear()
    eve = sandbox.client(8)
    await eve.send_text("/start")
    assert (await eve.next_message(timeout=60)).text == texts.START


async def test_a_conversation_with_faults_leaves_nothing_private_in_the_log(tmp_path) -> None:
    async with Sandbox(token=TOKEN, port=0, admin_id=ADMIN) as sandbox:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            cwd=tmp_path,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "BOT_TOKEN": TOKEN,
                "BOT_API_URL": sandbox.url,
                "ADMIN_IDS": str(ADMIN),
                "LOG_LEVEL": "DEBUG",
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        written = asyncio.create_task(process.communicate())
        await asyncio.wait_for(sandbox.world.updates.polled.wait(), 60)
        try:
            await converse(sandbox)
        finally:
            process.terminate()
        log, _ = await written
        assert process.returncode == 0
    assert b"DEBUG" in log
    assert b"is tried again" in log
    for secret in (TOKEN, TOKEN.partition(":")[2], *WORDS):
        found = [line for line in log.splitlines() if secret.encode() in line]
        assert found == [], secret
    assert BYTES.search(log) is None
