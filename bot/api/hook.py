"""The webhook: Telegram brings updates by POST, and proves by a secret that it is Telegram."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from urllib.parse import urlsplit

from telegram import Bot, Update
from telegram.error import TelegramError
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.web import Application, HTTPError, RequestHandler

from bot.api.legible import legible
from bot.settings import Settings

log = logging.getLogger(__name__)

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name

BODY_MOST = 1_000_000
"""Bytes of an update; Telegram's have some thousands, files do not come this way."""

Put = Callable[[object], Awaitable[None]]
"""Takes an update; returns once it is safe."""


class Brought(RequestHandler):
    """Takes one update."""

    def initialize(self, bot: Bot, put: Put, secret: str) -> None:
        """Take what is needed for that."""
        self._bot, self._put, self._secret = bot, put, secret

    def prepare(self) -> None:
        """Refuse whoever is not Telegram, in a time that says nothing of the secret."""
        given = self.request.headers.get(SECRET, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise HTTPError(HTTPStatus.FORBIDDEN)

    async def post(self) -> None:
        """Pass the update on.

        What can never be read is taken, too: Telegram brings again whatever is refused, and all
        others wait behind it.
        """
        try:
            raw = legible(json.loads(self.request.body))
        except (ValueError, RecursionError):
            log.error("Something that is no JSON came to the webhook")  # noqa: TRY400
            return
        if raw is None:
            return
        try:
            await self._put(Update.de_json(raw, self._bot))
        except TelegramError as error:  # it could not be kept, which was logged there
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE) from error

    def write_error(self, status_code: int, **_: object) -> None:
        """Answer with the status alone."""
        self.finish(str(status_code))


class Hook:
    """Listens for Telegram at the address of `WEBHOOK_URL`.

    Parameters
    ----------
    bot
        Whose updates these are.
    settings
        With `webhook_url`.
    put
        Takes each update.
    """

    def __init__(self, bot: Bot, settings: Settings, put: Put) -> None:
        self._bot, self._settings, self._put = bot, settings, put
        self._server: HTTPServer | None = None

    @property
    def running(self) -> bool:
        """Whether Telegram can bring updates."""
        return self._server is not None

    def listen(self) -> None:
        """Open the port.

        Raises
        ------
        OSError
            It is taken.
        """
        settings = self._settings
        given = {"bot": self._bot, "put": self._put, "secret": settings.hook_secret}
        path = urlsplit(self._url).path.strip("/")
        site = Application([(rf"/{path}/?", Brought, given)], log_function=_log_nothing)
        server = HTTPServer(site, max_body_size=BODY_MOST)
        server.listen(settings.webhook_port, settings.listen_host)
        self._server = server

    async def announce(self, kinds: Iterable[str]) -> None:
        """Tell Telegram where to bring which kinds of updates."""
        secret = self._settings.hook_secret
        await self._bot.set_webhook(self._url, secret_token=secret, allowed_updates=list(kinds))

    async def stop(self) -> None:
        """Take no more; Telegram keeps what comes meanwhile."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()
            await server.close_all_connections()

    @property
    def _url(self) -> str:
        return self._settings.webhook_url or ""


def _log_nothing(_: RequestHandler | HTTPServerRequest) -> None:
    """Take the place of Tornado's access log: the address may be meant to be secret."""
