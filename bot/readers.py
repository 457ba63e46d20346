"""Threads that do what blocks, such as reading a picture, and that are left behind if they hang.

Python cannot end a thread. So one that hangs is given up: whoever waits for it is told, another
thread takes its place, and it ends by itself once its work does. A child process could be killed,
but costs every picture a copy of the network and of the picture; what is known to hang a decoder is
refused before decoding, so this is for what nobody knows yet. They are daemons: none of them keeps
the program from ending.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

from bot.errors import ReadingHangs

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Given = ParamSpec("Given")

SECONDS = 20.0
"""How long a picture may take; usual ones take a tenth of a second, and a busy machine five times
that."""

LEFT_MOST = 4
"""Threads that may hang at a time and are replaced: each keeps a processor busy and its picture in
memory. More are not replaced, so that a flood of such pictures cannot fill the machine."""


class _Work:
    """A call, the future of its result, and whether its thread was given up."""

    def __init__(self, call: Callable[[], Any], begin: Callable[[], object]) -> None:
        self._call, self._begin = call, begin
        self.future: Future[Any] = Future()
        self.thread: threading.Thread | None = None
        self.left = False

    def do(self) -> None:
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            self._begin()
            result = self._call()
        except BaseException as error:  # it belongs to whoever waits for the result
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


class Readers(Executor):
    """So many threads, started when they are needed.

    Parameters
    ----------
    count
        Threads that work at a time.
    seconds
        How long what is called by `within` may take.
    begin
        Called by each thread before anything else.
    """

    def __init__(
        self, count: int, seconds: float = SECONDS, begin: Callable[[], None] = lambda: None
    ) -> None:
        self.count, self.seconds, self._begin = count, seconds, begin
        self._queue: SimpleQueue[_Work | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._threads: set[threading.Thread] = set()
        self._left = 0
        self._closed = False

    @property
    def waiting(self) -> int:
        """How many calls wait for a thread."""
        return self._queue.qsize()

    @property
    def stuck(self) -> bool:
        """Whether all threads hang, so that nothing more can be called."""
        return self._left > 0 and not self._threads

    def submit(
        self, fn: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> "Future[Result]":
        """Let a thread call something, without a limit of time."""
        return self._put(_Work(partial(fn, *args, **kwargs), lambda: None)).future

    async def within(self, call: Callable[..., Result], *values: object) -> Result:
        """Let a thread call `call(*values)`; its time counts from when it begins.

        Raises
        ------
        ReadingHangs
            It took too long, or all threads hang.
        """
        if self.stuck:
            raise ReadingHangs("All threads hang.")
        loop, begun = asyncio.get_running_loop(), asyncio.Event()
        work = _Work(partial(call, *values), lambda: loop.call_soon_threadsafe(begun.set))
        result: asyncio.Future[Result] = asyncio.wrap_future(self._put(work).future)
        beginning = asyncio.ensure_future(begun.wait())
        try:
            either: set[asyncio.Future[Any]] = {beginning, result}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            done, _ = await asyncio.wait({result}, timeout=self.seconds)
            if not done and self._leave_behind(work):
                raise ReadingHangs(f"A call took more than {self.seconds:g} s.")
            return await result
        finally:
            beginning.cancel()
            result.cancel()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; those that hang are never waited for."""
        with self._lock:
            self._closed = True
            threads = set(self._threads)
        while cancel_futures and not self._queue.empty():
            if work := self._queue.get():
                work.future.cancel()
        for _ in threads:
            self._queue.put(None)
        for thread in threads if wait else ():
            thread.join()

    def _put(self, work: _Work) -> _Work:
        with self._lock:
            if self._closed:
                raise RuntimeError("no calls are taken any more")
            self._queue.put(work)
            if len(self._threads) < self.count and self._left <= LEFT_MOST:
                self._start()
        return work

    def _start(self) -> None:
        thread = threading.Thread(target=self._work, name="reading", daemon=True)
        self._threads.add(thread)
        thread.start()

    def _leave_behind(self, work: _Work) -> bool:
        """Give up the thread of a call; False where it has just ended."""
        with self._lock:
            if work.future.done() or work.thread is None:
                return False
            work.left = True
            self._threads.discard(work.thread)
            self._left += 1
            replaced = self._left <= LEFT_MOST
            if replaced:
                self._start()
        log.error("A thread hangs and is %s", "replaced" if replaced else "one too many")
        return True

    def _work(self) -> None:
        me = threading.current_thread()
        self._begin()
        while (work := self._queue.get()) is not None:
            work.thread = me
            work.do()
            with self._lock:
                self._left -= work.left
                if work.left and len(self._threads) >= self.count:
                    return
                self._threads.add(me)
