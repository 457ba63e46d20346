"""Delivery of updates to the bot by POST."""

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from bot.sandbox.updates import UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
RETRY_SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Waits between attempts to deliver one update; the last one repeats."""
ATTEMPT_SECONDS = 30.0
"""How long the bot may take to accept an update."""


@dataclass(frozen=True)
class Hook:
    """Where to deliver, and the secret that proves who does."""

    url: str
    secret: str = ""


class Webhook:
    """Delivers the queue's updates one after another while a hook is set."""

    def __init__(self, updates: UpdateQueue) -> None:
        self.hook: Hook | None = None
        self.last_error: tuple[int, str] | None = None
        self._updates = updates
        self._task: asyncio.Task[None] | None = None

    def start(self, hook: Hook) -> None:
        """Deliver to `hook` from now on."""
        if self._task is not None:
            self._task.cancel()
        self.hook, self.last_error = hook, None
        self._task = asyncio.create_task(self._deliver(hook))

    async def stop(self) -> None:
        """Deliver no more; what was not accepted stays in the queue."""
        self.hook = None
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _deliver(self, hook: Hook) -> None:
        failures = 0
        while True:
            await self._updates.arrived.wait()
            update = self._updates.pending[0]
            try:
                await _post(hook, json.dumps(update))
            except (HTTPClientError, OSError) as error:
                self.last_error = int(time.time()), f"Wrong response from the webhook: {error}"
                await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
                failures += 1
            else:
                failures = 0
                self._updates.confirm(update["update_id"] + 1)


async def _post(hook: Hook, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    if hook.secret:
        headers[SECRET_HEADER] = hook.secret
    request = HTTPRequest(
        hook.url, method="POST", headers=headers, body=body, request_timeout=ATTEMPT_SECONDS
    )
    await AsyncHTTPClient().fetch(request)
