"""`python -m tests.bench reply`: a table, and the same as JSON in the last line."""

import argparse
import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench import (
    beside,
    bombs,
    copies,
    faults,
    fuzz,
    kill,
    killed,
    load,
    memory,
    poison,
    reply,
    startup,
    stop,
    writer,
)

MEASUREMENTS: Mapping[str, Callable[[argparse.Namespace], Mapping[str, Mapping[str, object]]]] = {
    "reply": lambda asked: asyncio.run(reply.run(asked.photos)),
    "startup": lambda _: asyncio.run(startup.run()),
    "memory": lambda asked: asyncio.run(memory.run(asked.photos, asked.most)),
    "load": lambda asked: asyncio.run(load.run(asked.photos, asked.seconds)),
    "training": lambda asked: asyncio.run(load.run_training(asked.photos, asked.seconds)),
    "kill": lambda _: asyncio.run(kill.run()),
    "stop": lambda _: asyncio.run(stop.run()),
    "copies": lambda _: asyncio.run(copies.run()),
    "writer": lambda asked: asyncio.run(writer.run(asked.start)),
    "poison": lambda asked: asyncio.run(poison.run(asked.start)),
    "beside": lambda asked: asyncio.run(beside.run(asked.start, asked.photos)),
    "killed": lambda _: asyncio.run(killed.run()),
    "bombs": lambda _: asyncio.run(bombs.run()),
    "faults": lambda asked: asyncio.run(faults.run(asked.count)),
    "fuzz": lambda asked: fuzz.run(asked.cases, asked.seed),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", choices=MEASUREMENTS)
    parser.add_argument("--photos", type=Path, help="a folder of JPEGs instead of drawn ones")
    parser.add_argument("--start", type=Path, help="a version to teach (else: the shipped one)")
    parser.add_argument("--seconds", type=float, default=60, help="how long a load lasts")
    parser.add_argument(
        "--most", type=int, default=11_000, help="photos that memory is measured to"
    )
    parser.add_argument("--cases", type=int, default=fuzz.CASES, help="of fuzz (default: 50000)")
    parser.add_argument("--count", type=int, default=1000, help="photos of faults (default: 1000)")
    parser.add_argument("--seed", type=int, default=0, help="of chance (default: 0)")
    asked = parser.parse_args()
    rows = MEASUREMENTS[asked.what](asked)
    columns = list(next(iter(rows.values())))
    print(f"{asked.what:18s}" + "".join(f"{column:>13s}" for column in columns))
    for name, row in rows.items():
        print(f"{name:18s}" + "".join(f"{row[column]!s:>13s}" for column in columns))
    print(json.dumps({asked.what: rows}))


if __name__ == "__main__":
    main()
