"""Processes of a pool when their parent ends without a word."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes import until
from tests.test_training import is_alive

PARENT = """
import os, time
from model import worker

if __name__ == "__main__":
    with worker.processes(os.getpid) as pool:
        print(*{pool.submit(os.getpid).result() for _ in range(20)}, flush=True)
        time.sleep(120)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_they_end_with_a_parent_that_is_killed(tmp_path):
    (tmp_path / "parent.py").write_text(PARENT)
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        [sys.executable, tmp_path / "parent.py"],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(root)},
    ) as process:
        workers = [int(number) for number in process.stdout.readline().split()]
        assert workers
        assert all(map(is_alive, workers))
        process.send_signal(signal.SIGKILL)
        process.wait()
    asyncio.run(until(lambda: not any(map(is_alive, workers))))
