import subprocess
import sys
from pathlib import Path

import pytest

from bot import memory

ROOT = Path(__file__).parents[1]

PROGRAM = """
import gc, threading
from pathlib import Path
from bot import memory

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

if {shared}:
    memory.give_back_large_blocks()
kept = []

def work():
    # Small pieces, every hundredth of which stays: holes that no heap closes by itself.
    pieces = [bytes(20_000) for _ in range(2_000)]
    kept.extend(pieces[::100])

threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
    thread.join()
before = resident()
for _ in range({calls}):
    memory.give_back_all()
print(round((before - resident()) / 1_000_000))
"""


def given_back(*, shared: bool, calls: int) -> int:
    """Give what comes back of 160 MB that were taken and freed but for a hundredth, in MB."""
    program = PROGRAM.format(shared=shared, calls=calls)
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return int(ended.stdout)


@pytest.mark.skipif(memory._glibc() is None, reason="only glibc keeps what is freed")
@pytest.mark.parametrize("shared", [True, False])
def test_what_is_freed_is_given_back_once_in_a_while(shared):
    assert given_back(shared=shared, calls=memory.EVERY - 1) <= 1
    assert given_back(shared=shared, calls=memory.EVERY) >= 25


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_nothing_is_done(platform, monkeypatch):
    monkeypatch.setattr(sys, "platform", platform)
    memory._glibc.cache_clear()
    try:
        assert memory._glibc() is None
        memory.give_back_large_blocks()
        memory.give_back_all()
    finally:
        memory._glibc.cache_clear()
