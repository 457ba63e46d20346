"""Generated and damaged files through `decode` and `read`, odd updates through a running bot.

Each kind runs in a process of its own, so that a crash of a decoder is counted, not suffered; its
last case is left in a file beside. Time is the processor's, so that a busy machine makes no hang.
"""

import json
import subprocess
import sys
import time
from importlib.util import find_spec

from tests.bench.fuzz_kinds import GUIDED

CASES = 50_000
SHARES = {
    "decode, damaged": 0.3,
    GUIDED: 0.1,
    "decode, drawn": 0.1,
    "read, damaged": 0.07,
    "read, drawn": 0.03,
    "updates, polled": 0.2,
    "updates, brought": 0.2,
}
"""How the cases are shared out."""


def run(cases: int, seed: int) -> dict[str, dict[str, float]]:
    """Run all kinds, one after the other."""
    rows = {}
    for kind, share in SHARES.items():
        if kind == GUIDED and find_spec("atheris") is None:
            print('not guided by coverage: the extra "fuzz" is not installed', file=sys.stderr)
            continue
        began = time.monotonic()
        rows[kind] = _apart(kind, round(cases * share), seed)
        print(f"{kind}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return rows


def _apart(kind: str, count: int, seed: int) -> dict[str, float]:
    """Run one kind in a process; what remains after a crash in another one."""
    total = {"cases": count, "crashes": 0, "hangs": 0, "slowest s": 0.0, "growth MB": 0.0}
    done = 0
    while done < count:
        cases = (kind, str(count), str(seed), str(done))
        command = (sys.executable, "-m", "tests.bench.fuzz_kinds", *cases)
        ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        found = json.loads(ended.stdout.splitlines()[-1])
        crashed = ended.returncode != 0 or found["done"] == done
        total["crashes"] += found["crashes"] + crashed
        total["hangs"] += found["hangs"]
        for worst in ("slowest s", "growth MB"):
            total[worst] = max(total[worst], found[worst])
        done = found["done"] + crashed  # the case that it crashed in is left out
    return total
