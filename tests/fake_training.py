"""A training program that trains nothing: `SCENARIO --out DIR …`, with the real one's lines."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def tell(event: str, **values: object) -> None:
    print(json.dumps({"event": event, **values}), flush=True)


def work(
    asked: argparse.Namespace, accuracy: float, count: int = 10_000, share: float = 1.0
) -> None:
    from tests.fakes import write_version

    tell("start", architecture="cnn", epochs=2, mnist=60_000, source="none", total_left=70.0)
    tell("prepare", part="digits", done=0.5, seconds_left=3.0, total_left=66.0)
    print("this line is no event", flush=True)
    for part, epochs in (("digits", 2), ("line", 3)):
        for epoch in range(1, epochs + 1):
            tell("fit", part=part, epoch=epoch, epochs=epochs, done=epoch / epochs,
                 loss=0.1 / epoch, accuracy=0.9871, validation_accuracy=0.98 + epoch / 1000,
                 seconds_left=3.0, total_left=63.0)  # fmt: skip
    tell("evaluate", total_left=20.0)
    write_version(asked.out, accuracy=accuracy, count=count, share=share)
    if asked.corrections:
        learn(asked)
    tell("done", out=str(asked.out), report={"long": "x" * 200_000})


def learn(asked: argparse.Namespace) -> None:
    """Report that it learned from all corrections but those held out, and reads half of these."""
    from model.corrections import load

    given = load(asked.corrections)
    held_out = int(given.held_out.sum())
    report = json.loads((asked.out / "report.json").read_text())
    report["corrections"] = {
        "learned": len(given) - held_out,
        "people": given.people,
        "held_out": held_out,
        "wrong": list(range(held_out // 2)),
        "old_wrong": list(range(held_out)) if asked.against else None,
    }
    (asked.out / "report.json").write_text(json.dumps(report))


def wait(out: Path, *, stubborn: bool) -> None:
    if stubborn:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    out.mkdir()
    (out / "half").write_text("written")
    (out.parents[1] / "pid").write_text(str(os.getpid()))
    tell("fit", epoch=1, epochs=3, done=0.25, loss=0.1, accuracy=0.5, seconds_left=9.0,
         total_left=240.0)  # fmt: skip
    # Whoever forgets this program is not kept waiting for longer than a test may last.
    time.sleep(120)


def tell_surroundings() -> None:
    known = {name: os.environ.get(name) for name in ("MNIST_PATH", "BOT_TOKEN", "DATABASE_URL")}
    tell("error", error=f"{known} {os.nice(0)} {sys.argv[2:]}")
    sys.exit(1)


def die_with_a_worker_left(out: Path) -> None:
    worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
    (out.parents[1] / "pid").write_text(str(worker.pid))
    tell("fit", epoch=1, epochs=3, done=0.1, loss=0.1, accuracy=0.5, seconds_left=9.0)
    os.kill(os.getpid(), signal.SIGKILL)


def crash() -> None:
    tell("fit", epoch=1, epochs=3, done=0.1, loss=0.1, accuracy=0.5, seconds_left=9.0)
    raise RuntimeError("the fake training fell over")


def fail() -> None:
    tell("error", error="MNIST cannot be loaded; set MNIST_PATH.")
    sys.exit(1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--architecture", choices=("cnn", "mlp"), required=True)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--fine-tune", action="store_true")
    parser.add_argument("--corrections", type=Path)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--progress-json", action="store_true", required=True)
    asked = parser.parse_args()
    scenarios = {
        "better": lambda: work(asked, accuracy=0.995),
        "worse": lambda: work(asked, accuracy=0.5),
        "short": lambda: work(asked, accuracy=0.995, share=0.62),
        "other-test": lambda: work(asked, accuracy=0.992, count=500),
        "slow": lambda: wait(asked.out, stubborn=False),
        "stubborn": lambda: wait(asked.out, stubborn=True),
        "surroundings": tell_surroundings,
        "killed": lambda: die_with_a_worker_left(asked.out),
        "crash": crash,
        "error": fail,
        "damaged": lambda: (asked.out.mkdir(), tell("done", out=str(asked.out), report={})),
    }
    scenarios[asked.scenario]()


if __name__ == "__main__":
    main()
