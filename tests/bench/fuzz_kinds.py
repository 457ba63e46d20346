"""The kinds of cases: `python -m tests.bench.fuzz_kinds KIND COUNT SEED DONE` runs one."""

import argparse
import asyncio
import faulthandler
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import httpx

from bot.api.hook import BODY_MOST
from bot.sandbox import Sandbox
from tests.bench.bot_under_test import Address, is_well, let_in, started
from tests.odd_pictures import pictures
from tests.odd_updates import bodies, updates
from tests.test_fuzz import mutations, originals

GUIDED = "decode, guided"

HANG = 2.0
"""Seconds of processor time from which a case counts as hanging."""

LONGEST = 60.0
"""Seconds until a process is ended, which counts as a crash, whose case does not end."""

BATCH = 200
"""Updates after which the bot is asked whether it is well."""

OURS = ("model.header", "model.room", "model.image")
"""Modules whose paths guide the next cases."""


def memory() -> float:
    """Resident memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


class Watch:
    """Counts cases, their time and the memory from a quarter of them to the end."""

    def __init__(self, count: int, done: int) -> None:
        self.count, self.done = count, done
        self.crashes = self.hangs = 0
        self.slowest = self.before = self.after = 0.0

    def note(self, seconds: float) -> None:
        self.done += 1
        self.slowest = max(self.slowest, seconds)
        self.hangs += seconds > HANG
        if self.done % 50 == 0 or self.done == self.count:
            now = memory()
            self.after = now
            if self.done <= self.count / 4:
                self.before = max(self.before, now)
            self.tell()

    def tell(self) -> None:
        """Say it so that it survives a crash of the process: the last line counts."""
        growth = max(0.0, self.after - self.before) if self.before else 0.0
        found = {"done": self.done, "crashes": self.crashes, "hangs": self.hangs,
                 "slowest s": round(self.slowest, 2), "growth MB": round(growth, 1)}  # fmt: skip
        print(json.dumps(found), flush=True)


def files(read: Callable[[bytes], object], cases: Iterator[bytes], watch: Watch) -> None:
    """Let files be read, or refused in the library's own words; anything else is a crash."""
    from model.errors import PictureError

    last = Path(tempfile.gettempdir()) / "digit-bot-fuzz-case"
    for case in islice(cases, watch.done, watch.count):
        last.write_bytes(case)
        faulthandler.dump_traceback_later(LONGEST, exit=True)
        began = time.process_time()
        try:
            read(case)
        except PictureError:
            pass
        except Exception as error:
            watch.crashes += 1
            last.with_suffix(f".{watch.crashes}").write_bytes(case)
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        watch.note(time.process_time() - began)


def guided(watch: Watch, seed: int) -> None:
    """Let what is new in the paths through our parsers lead to the next cases; ends the process."""
    import atheris

    for name in OURS:  # only what is imported from here on tells its paths
        del sys.modules[name]
    with atheris.instrument_imports(include=list(OURS)):
        from model.errors import PictureError
        from model.image import decode

    def test(case: bytes) -> None:
        began = time.process_time()
        try:
            decode(case)
        except PictureError:
            pass
        except Exception as error:
            watch.crashes += 1
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        watch.note(time.process_time() - began)

    with tempfile.TemporaryDirectory() as folder:
        for number, file in enumerate(originals().values()):
            (Path(folder) / str(number)).write_bytes(file)
        runs = watch.count - watch.done
        options = [f"-atheris_runs={runs}", f"-seed={seed + 1}", "-max_len=20000", "-verbosity=0"]
        atheris.Setup([sys.argv[0], *options, folder], test)
        atheris.Fuzz()


async def polled(cases: Iterable[dict[str, object]], watch: Watch) -> None:
    async with started() as (sandbox, _):
        async for batch in _batches(cases, sandbox, watch):
            for update in batch:
                sandbox.world.updates.push(update)


async def brought(cases: Iterable[bytes], watch: Watch) -> None:
    async with started(by_webhook=True) as (sandbox, hook), httpx.AsyncClient() as http:
        async for batch in _batches(cases, sandbox, watch):
            for body in batch:
                watch.crashes += not await _is_taken(http, hook, body)


async def _is_taken(http: httpx.AsyncClient, hook: Address, body: bytes) -> bool:
    """Whether the webhook takes a body; it may hang up on one that is too long."""
    fits = len(body) <= BODY_MOST
    try:
        answer = await http.post(hook.url, content=body, headers=hook.headers)
    except httpx.TransportError:
        return not fits
    return answer.status_code == (200 if fits else 400)


async def _batches(cases, sandbox: Sandbox, watch: Watch):  # type: ignore[no-untyped-def]
    """Hand out the cases; after each batch the bot must answer somebody else at once."""
    let_in(sandbox)
    waiting = islice(cases, watch.done, watch.count)
    while batch := list(islice(waiting, BATCH)):
        yield batch
        began = time.process_time()
        if not await is_well(sandbox):
            watch.crashes += 1
            print("the bot no longer answers", file=sys.stderr, flush=True)
        seconds = (time.process_time() - began) / len(batch)
        for _ in batch:
            watch.note(seconds)


def _decode(case: bytes) -> object:
    from model.image import decode

    return decode(case)


def _reader() -> Callable[[bytes], object]:
    import model

    return model.load().read


KINDS: Mapping[str, Callable[[Watch, int], None]] = {
    "decode, damaged": lambda w, seed: files(_decode, mutations(w.count, seed), w),
    GUIDED: guided,
    "decode, drawn": lambda w, seed: files(_decode, pictures(w.count, seed), w),
    "read, damaged": lambda w, seed: files(_reader(), mutations(w.count, seed + 1), w),
    "read, drawn": lambda w, seed: files(_reader(), pictures(w.count, seed + 1), w),
    "updates, polled": lambda w, seed: asyncio.run(polled(updates(w.count, seed), w)),
    "updates, brought": lambda w, seed: asyncio.run(brought(bodies(w.count, seed), w)),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=KINDS)
    for name in ("count", "seed", "done"):
        parser.add_argument(name, type=int)
    asked = parser.parse_args()
    watch = Watch(asked.count, asked.done)
    watch.tell()
    faulthandler.enable()
    KINDS[asked.kind](watch, asked.seed)
    watch.tell()


if __name__ == "__main__":
    main()
