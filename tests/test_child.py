import asyncio
import sys

import pytest

from bot.programs.child import Child


async def started(program: str) -> Child:
    return await Child.start((sys.executable, "-u", "-c", program), None)


async def test_lines_come_one_by_one_until_it_ends():
    child = await started("print('one'); print('two'); import sys; sys.exit('bye')")
    assert [line async for line in child.lines()] == [b"one\n", b"two\n"]
    assert child.status == 1
    assert await child.end() == "bye\n"


async def test_a_cancellation_that_comes_with_a_line_is_not_lost():
    child = await started("import time\nwhile True: print('x'); time.sleep(0.0005)")

    async def listen():
        async for _ in child.lines():
            pass

    try:
        for _ in range(200):
            task = asyncio.create_task(listen())
            await asyncio.sleep(0.002)
            task.cancel()
            done, _ = await asyncio.wait({task}, timeout=2)
            assert done, "it goes on listening"
            with pytest.raises(asyncio.CancelledError):
                await task
    finally:
        await child.end()


async def test_the_token_stays_with_the_bot(monkeypatch, tmp_path):
    monkeypatch.setenv("BOT_TOKEN", "123:secret")
    monkeypatch.delenv("MNIST_PATH", raising=False)
    program = "import os; print(os.environ.get('BOT_TOKEN'), os.environ.get('MNIST_PATH'))"
    child = await Child.start((sys.executable, "-c", program), tmp_path)
    lines = [line.decode().strip() async for line in child.lines()]
    await child.end()
    assert lines == [f"None {tmp_path}"]
