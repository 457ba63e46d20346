"""HTTP to Telegram, as python-telegram-bot wants it, with what can go wrong in an answer."""

import asyncio
import io
import json
import ssl
from functools import lru_cache
from http import HTTPStatus
from http.client import responses
from typing import Any

import httpx
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import HTTPXRequest

from bot.api.again import Garbled
from bot.api.legible import legible


class Transport(HTTPXRequest):
    """The library's, apart from answers that cannot be understood: none is logged or quoted.

    Parameters
    ----------
    rejected
        Set where Telegram says that it does not know the token, or no longer.
    limits
        The library's own: pool size and time-outs.
    """

    def __init__(self, rejected: asyncio.Event, **limits: Any) -> None:
        # A form goes out in one piece instead of forty, and all certificates are loaded once.
        details = {"event_hooks": {"request": [_in_one_piece]}, "verify": _certificates()}
        super().__init__(httpx_kwargs=details, **limits)
        self._rejected = rejected

    async def do_request(
        self, url: str, method: str, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        """Make a request; a gateway's page comes back as an error in Telegram's own form."""
        if method == "GET":
            return await self._download(url)
        code, payload = await super().do_request(url, method, *args, **kwargs)
        if code == HTTPStatus.UNAUTHORIZED:
            self._rejected.set()
        return self._answer(code, payload)

    async def _download(self, url: str) -> tuple[int, bytes]:
        """Fetch a file into one block; the library would hold it twice, which is 40 MB."""
        file = io.BytesIO()
        try:
            async with self._client.stream("GET", url) as response:
                async for part in response.aiter_bytes():
                    file.write(part)
                    if file.tell() > FileSizeLimit.FILESIZE_DOWNLOAD:
                        raise BadRequest("file is too big")
        except httpx.TimeoutException as error:
            raise TimedOut from error
        except httpx.HTTPError as error:
            raise NetworkError(f"A file did not arrive: {type(error).__name__}") from error
        code, payload = response.status_code, file.getvalue()
        return code, payload if code == HTTPStatus.OK else _error(code, payload)

    def _answer(self, code: int, payload: bytes) -> tuple[int, bytes]:
        if code != HTTPStatus.OK:
            return code, _error(code, payload)
        if "result" not in self.parse_json_payload(payload):
            raise Garbled("An answer without a result came.")
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse an answer.

        Raises
        ------
        Garbled
            It is not as Telegram's are.
        """
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise Garbled("An answer came that cannot be understood.")
        return answer


async def _in_one_piece(request: httpx.Request) -> None:
    await request.aread()


@lru_cache(1)
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context()


class Polling(Transport):
    """Fetches updates; those that the library could not read are passed over."""

    def _answer(self, code: int, payload: bytes) -> tuple[int, bytes]:
        code, payload = super()._answer(code, payload)
        if code != HTTPStatus.OK:
            return code, payload
        found = self.parse_json_payload(payload)["result"]
        if not isinstance(found, list):
            raise Garbled("Something else than updates came.")
        read = [legible(one) for one in found]
        if read == found:
            return code, payload
        result = [one for one in read if one is not None]
        return code, json.dumps({"ok": True, "result": result}).encode()


def _error(code: int, payload: bytes) -> bytes:
    """Return an error in Telegram's form: its own, or one made of the status alone."""
    try:
        Transport.parse_json_payload(payload)
    except Garbled:
        description = f"{responses.get(code, 'Unknown')} ({code})"
        return json.dumps({"ok": False, "error_code": code, "description": description}).encode()
    return payload
