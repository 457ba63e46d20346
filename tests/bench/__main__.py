"""`python -m tests.bench reply`: a table, and the same as JSON in the last line."""

import argparse
import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench import beside, killed, poison, reply, writer

MEASUREMENTS: Mapping[str, Callable[[argparse.Namespace], Mapping[str, Mapping[str, object]]]] = {
    "reply": lambda asked: asyncio.run(reply.run(asked.photos)),
    "writer": lambda asked: asyncio.run(writer.run(asked.start)),
    "beside": lambda asked: asyncio.run(beside.run(asked.start, asked.photos)),
    "killed": lambda _: asyncio.run(killed.run()),
    "poison": lambda asked: asyncio.run(poison.run(asked.start)),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", choices=MEASUREMENTS)
    parser.add_argument("--photos", type=Path, help="a folder of JPEGs instead of drawn ones")
    parser.add_argument("--start", type=Path, help="a version to teach (else: the shipped one)")
    asked = parser.parse_args()
    rows = MEASUREMENTS[asked.what](asked)
    columns = list(next(iter(rows.values())))
    print(f"{asked.what:14s}" + "".join(f"{column:>12s}" for column in columns))
    for name, row in rows.items():
        print(f"{name:14s}" + "".join(f"{row[column]!s:>12s}" for column in columns))
    print(json.dumps({asked.what: rows}))


if __name__ == "__main__":
    main()
