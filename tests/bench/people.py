"""People who talk with the bot over HTTP, as the chat page does."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

LINE_MAX = 2**24
"""Bytes of the longest line: a whole chat."""


class Person:
    """Somebody in a chat, between `open` and `close`.

    Attributes
    ----------
    seen
        When the bot's reply to each message came, by that message's number, in seconds of
        `time.perf_counter`.
    texts
        What the bot wrote, each message and each edit.
    """

    def __init__(self, url: str, number: int) -> None:
        address = urlsplit(url)
        self._host, self._port = address.hostname, address.port
        self._number = number
        self.seen: dict[int, float] = {}
        self.texts: list[str] = []
        self._came = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Enter the chat."""
        reader, writer = await self._ask("GET", "events")
        await reader.readuntil(b"\r\n\r\n")
        self._listening = asyncio.create_task(self._listen(reader, writer))

    async def close(self) -> None:
        """Leave it."""
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening

    async def send(self, act: str, body: bytes) -> int:
        """Send a "photo" or, as JSON, a "text"; gives the message's number."""
        reader, writer = await self._ask("POST", act, body)
        answer = await reader.read()
        writer.close()
        head, _, content = answer.partition(b"\r\n\r\n")
        if b" 200 " not in head.splitlines()[0]:
            raise RuntimeError(f"the sandbox refuses: {head[:80]!r}")
        return int(json.loads(content)["id"])

    async def replied(self, number: int, seconds: float) -> float:
        """Wait for the reply to a message; gives when it came, or raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while number not in self.seen:
                self._came.clear()
                await self._came.wait()
        return self.seen[number]

    async def _ask(
        self, method: str, act: str, body: bytes = b""
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        # By HTTP 1.0 an answer ends with its connection and comes in one piece.
        reader, writer = await asyncio.open_connection(self._host, self._port, limit=LINE_MAX)
        head = (
            f"{method} /chat/{self._number}/{act} HTTP/1.0\r\n"
            f"Host: {self._host}:{self._port}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        await writer.drain()
        return reader, writer

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    self._note(json.loads(line[6:]))
        finally:
            writer.close()

    def _note(self, event: dict[str, Any]) -> None:
        message = event.get("message")
        if not message or message["mine"]:
            return
        self.texts.append(message["text"])
        if "reply" in message:
            self.seen.setdefault(message["reply"]["id"], time.perf_counter())
        self._came.set()


@contextlib.asynccontextmanager
async def people(url: str, count: int) -> AsyncIterator[list[Person]]:
    """Let people 1 … `count` in."""
    found = [Person(url, number) for number in range(1, count + 1)]
    try:
        for person in found:
            await person.open()
        yield found
    finally:
        for person in found:
            await person.close()
