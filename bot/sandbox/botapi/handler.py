"""HTTP for the Bot API: calls under /bot<token>/, downloads under /file/bot<token>/."""

import asyncio
import hmac
import json
import logging
import re
from typing import Any

from bot.sandbox.botapi.answering import BotHandler
from bot.sandbox.botapi.call import Upload
from bot.sandbox.botapi.failing import fail, whole
from bot.sandbox.botapi.methods import called, perform
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
