"""Pictures side by side: one on each processor, instead of each on all of them."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4
"""Items for each processor that are begun before their turn to be given has come."""


def pool() -> ThreadPoolExecutor:
    """Return as many threads as there are processors, each of which reads alone.

    More would only make every picture slower, and so would OpenCV's own threads: a picture is too
    small for two, so they cost a quarter more of the processors' time.
    """
    return ThreadPoolExecutor(
        max_workers=os.cpu_count() or 1, thread_name_prefix="reading", initializer=alone
    )


def in_order(
    workers: Executor, work: Callable[[Item], Result], items: Iterable[Item]
) -> Iterator[Result]:
    """Call `work` for several items at a time, and give what comes of them in their order."""
    begun: deque[Future[Result]] = deque()
    for item in items:
        begun.append(workers.submit(work, item))
        if len(begun) >= AHEAD * (os.cpu_count() or 1):
            yield begun.popleft().result()
    while begun:
        yield begun.popleft().result()


def alone() -> None:
    """Keep OpenCV to the thread that calls it, in the whole program."""
    # Imported here: a bot that has answered no picture yet starts faster without.
    import cv2

    cv2.setNumThreads(1)
