"""What must hold when programs are killed, and when several write to one database."""

import contextlib
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from bot.store import Store
from tests.kept import answer, correction, crop, same

ROOT = Path(__file__).parents[1]

KEEPING = """
import sys
from bot.store import Store
from tests.kept import correction, crop

store = Store(sys.argv[1], keep_most=20, keep_days=100)
print("ready", flush=True)
for number in range(1, 100_000):
    crops = tuple(crop(seed=100 * number + place) for place in range(8))
    store.keep(correction(number, crops=crops))
    print(number, flush=True)
"""


def url(tmp_path):
    return f"sqlite:///{tmp_path}/bot.db"


def opened(tmp_path, keep_most=1000):
    return contextlib.closing(Store(url(tmp_path), keep_most=keep_most, keep_days=365))


def test_a_kill_leaves_whole_corrections_and_all_that_were_kept(tmp_path):
    chance = random.Random(4)
    for _ in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", KEEPING, url(tmp_path)],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        ) as process:
            assert process.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, 0.15))
            process.send_signal(signal.SIGKILL)
            said = [int(line) for line in process.stdout if line.endswith("\n")]
        with opened(tmp_path) as store:
            kept = store.corrections()
            # The newest 20; one more than the program had time to say may be among them.
            newest = max((one.message_id for one in kept), default=0)
            assert newest - len(said) in (0, 1)
            assert [one.message_id for one in kept] == list(range(1, newest + 1))[-20:]
            for one in kept:
                seeds = range(100 * one.message_id, 100 * one.message_id + 8)
                whole = tuple(crop(seed=seed) for seed in seeds)
                assert same(one, correction(one.message_id, crops=whole, at=one.at))
            store.forget(5)


def test_two_programs_write_to_one_database(tmp_path):
    failed, told_first = [], []

    def work(user_id):
        try:
            with opened(tmp_path) as store:
                for number in range(1, 41):
                    store.keep(correction(number, user_id, crops=(crop(seed=number),)))
                    store.remember(answer(number, user_id))
                    if not store.told(number):
                        told_first.append(number)
                    assert len(store.corrections(user_id=user_id)) == number
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(user_id,)) for user_id in (5, 6, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(told_first) == list(range(1, 41)), "each is told by one program alone"
    with opened(tmp_path) as store:
        assert store.count() == (120, 3)
        assert store.stats().answers == 120


def test_a_reader_sees_one_state_while_another_writes(tmp_path):
    with opened(tmp_path) as store, opened(tmp_path) as other:
        store.keep(correction(crops=tuple(crop(seed=seed) for seed in range(5))))
        done = threading.Event()

        def rewrite():
            for number in range(60):
                size = 1 + number % 5
                other.keep(correction(right=str(size), crops=(crop(),) * size))
            done.set()

        thread = threading.Thread(target=rewrite)
        thread.start()
        while not done.is_set():
            (seen,) = store.corrections()
            assert len(seen.crops) == (5 if seen.right == "7" else int(seen.right))
        thread.join()
