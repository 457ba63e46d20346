"""A program that measures nothing: `SCENARIO --weights DIR`, with the real one's lines."""

import argparse
import json
import os
import sys
import time
from pathlib import Path

COUNTS = {"mnist": [9900, 10_000], "single": [9700, 10_000], "number": [465, 500],
          "cheque": [450, 500]}  # fmt: skip
"""As the report of `tests.fakes.report` has them."""


def tell(event: str, **values: object) -> None:
    print(json.dumps({"event": event, **values}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario")
    parser.add_argument("--weights", type=Path, required=True)
    asked = parser.parse_args()
    assert (asked.weights / "report.json").exists()
    tell("measure", done=0.0, seconds_left=None)
    print("this line is no event", flush=True)
    tell("measure", done=0.25, seconds_left=63.0)
    match asked.scenario:
        case "slow":
            (asked.weights / "pid").write_text(str(os.getpid()))
            time.sleep(120)
        case "crash":
            raise RuntimeError("the fake measuring fell over")
        case "error":
            tell("error", error="MNIST cannot be loaded; set MNIST_PATH.")
            sys.exit(1)
        case "nothing":
            tell("done")
        case "worse":
            tell("done", sets=COUNTS | {"single": [9500, 10_000]})
        case "other":
            tell("done", sets=COUNTS | {"mnist": [495, 500], "not_digit": [490, 500]})
        case "same":
            tell("done", sets=COUNTS)


main()
