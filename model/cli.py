"""The command line of the library: read, evaluate, measure, train, samples, versions, rollback."""

import argparse
import os
import sys
from collections.abc import Sequence

from model.commands import evaluate, measure, read, samples, train, versions
from model.errors import ModelError

COMMANDS = (read, evaluate, measure, train, samples, versions)
"""Each adds its commands to the parser and sets `run`, which gives the exit status."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; gives the exit status: 0 done, 1 something failed, 2 misused."""
    parser = argparse.ArgumentParser(prog="python -m model", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_to(commands)
    chosen = parser.parse_args(arguments)
    try:
        status: int = chosen.run(chosen)
        sys.stdout.flush()
    except ModelError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return status
