"""What all handlers of the Bot API share: the shape of a refusal, and the end of a call."""

import asyncio
from typing import Any

from bot.sandbox.guard import Guarded, Site
from bot.sandbox.refusal import Refusal
from bot.sandbox.trouble import Trouble


class BotHandler(Guarded):
    """Knows the shape of a refusal, and when a bot hangs up."""

    def initialize(self, site: Site) -> None:
        """Join the calls that are under way."""
        super().initialize(site)
        self.hung_up = asyncio.Event()
        self._done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        site.calls.add(self._done)

    def refuse(self, refusal: Refusal) -> None:
        """Answer with Telegram's error body."""
        self.set_status(refusal.code)
        body: dict[str, Any] = {
            "ok": False,
            "error_code": refusal.code,
            "description": refusal.description,
        }
        told = {"retry_after": refusal.retry_after, "migrate_to_chat_id": refusal.migrate_to}
        if parameters := {name: value for name, value in told.items() if value is not None}:
            body["parameters"] = parameters
        self.finish(body)

    def _trouble(self, method: str, given: dict[str, Any]) -> Trouble | None:
        """Tell how a call fails."""
        name = str(given.get("file_id") or given.get("path"))
        return self.world.troubles.strike(method, given, self.world.shelf.chat_of(name))

    def on_connection_close(self) -> None:
        """Note that the bot is gone."""
        self.hung_up.set()
        self.leave()

    def on_finish(self) -> None:
        """Leave the set of calls that are under way."""
        self.leave()

    def leave(self) -> None:
        """Leave it, where the answer is no ordinary one."""
        self.site.calls.discard(self._done)
        if not self._done.done():
            self._done.set_result(None)
