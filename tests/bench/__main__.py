"""`python -m tests.bench reply`: a table, and the same as JSON in the last line."""

import argparse
import asyncio
import json
from pathlib import Path

from tests.bench import reply

MEASUREMENTS = {"reply": reply.run}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", choices=MEASUREMENTS)
    parser.add_argument("--photos", type=Path, help="a folder of JPEGs instead of drawn ones")
    arguments = parser.parse_args()
    chosen = arguments.what
    rows = asyncio.run(MEASUREMENTS[chosen](arguments.photos))
    columns = list(next(iter(rows.values())))
    print(f"{chosen:14s}" + "".join(f"{column:>12s}" for column in columns))
    for name, row in rows.items():
        print(f"{name:14s}" + "".join(f"{row[column]:12}" for column in columns))
    print(json.dumps({chosen: rows}))


if __name__ == "__main__":
    main()
