"""HTTP for the Bot API: calls under /bot<token>/, downloads under /file/bot<token>/."""

import asyncio
import hmac
import json
import logging
import re
from typing import Any

from bot.sandbox.botapi.call import Upload
from bot.sandbox.botapi.failing import fail, whole
from bot.sandbox.botapi.methods import called, perform
from bot.sandbox.guard import Guarded, Site
from bot.sandbox.refusal import Refusal, malformed
from bot.sandbox.trouble import DOWNLOAD, Trouble
from bot.sandbox.world import World

TOKEN_SHAPE = re.compile(r"\d+:[\w-]+")
log = logging.getLogger(__name__)


def check_token(world: World, given: str) -> None:
    """Refuse every token but the bot's."""
    if hmac.compare_digest(given.encode(), world.token.encode()):
        return
    if TOKEN_SHAPE.fullmatch(given):
        raise Refusal("Unauthorized", 401)
    raise Refusal("Not Found", 404)


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


class MethodHandler(BotHandler):
    """Answers calls."""

    _task: asyncio.Task[object] | None = None

    async def post(self, token: str, name: str) -> None:
        """Carry out a method; Telegram takes GET and POST alike."""
        try:
            check_token(self.world, token)
            raw, uploads = self._body()
            method = called(name)
            trouble = self._trouble(method, raw) if method else None
            if trouble is not None and not trouble.carried_out:
                await fail(self, trouble)
                return
            self._task = asyncio.ensure_future(perform(self.world, name, raw, uploads))
            await self._answer(await self._task, trouble)
        except Refusal as refusal:
            if refusal.fault:
                self.world.record_fault(f"{name}: {refusal.description}")
            self.refuse(refusal)
        except asyncio.CancelledError:
            log.debug("%s: the bot hung up", name)

    get = post

    def on_connection_close(self) -> None:
        """End the long poll of a bot that is gone, so that it takes no update along."""
        if self._task is not None:
            self._task.cancel()
        super().on_connection_close()

    async def _answer(self, result: object, trouble: Trouble | None) -> None:
        if trouble is None:
            self.finish({"ok": True, "result": result})
        else:
            await fail(self, trouble, whole(result))

    def _body(self) -> tuple[dict[str, Any], dict[str, Upload]]:
        raw: dict[str, Any] = {
            name: self.get_argument(name, strip=False) for name in self.request.arguments
        }
        if self.request.headers.get("Content-Type", "").startswith("application/json"):
            raw |= self._json()
        uploads = {
            name: Upload(files[0]["filename"], files[0]["content_type"], files[0]["body"])
            for name, files in self.request.files.items()
        }
        return raw, uploads

    def _json(self) -> dict[str, Any]:
        try:
            parsed = json.loads(self.request.body or b"{}")
        except ValueError as error:
            raise malformed("can't parse request: expected JSON") from error
        if not isinstance(parsed, dict):
            raise malformed("can't parse request: expected a JSON object")
        return parsed


class DownloadHandler(BotHandler):
    """Answers with a file's bytes."""

    async def get(self, token: str, path: str) -> None:
        """Give the file that getFile named."""
        try:
            check_token(self.world, token)
            trouble = self._trouble(DOWNLOAD, {"path": path})
        except Refusal as refusal:
            self.refuse(refusal)
            return
        file = self.world.shelf.by_path(path)
        if trouble is not None:
            await fail(self, trouble, file.content if file else b"")
            return
        if file is None:
            self.refuse(Refusal("Not Found", 404))
            return
        self.set_header("Content-Type", "application/octet-stream")
        self.finish(file.content)
