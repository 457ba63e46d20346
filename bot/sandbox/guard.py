"""What every HTTP handler checks and how it logs."""

import asyncio
import logging
from dataclasses import dataclass
from http.client import responses
from types import TracebackType
from typing import Any

from tornado.web import HTTPError, RequestHandler

from bot.sandbox.values import User
from bot.sandbox.world import World

log = logging.getLogger(__name__)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Sent with every answer: nothing of a chat is kept or shown by another site."""


@dataclass(frozen=True)
class Site:
    """What all handlers share.

    Attributes
    ----------
    hosts
        The names, with port, under which the sandbox may be addressed.
    people
        As whom the chat page can act.
    calls
        One future for each call of the bot that is under way.
    """

    world: World
    hosts: frozenset[str]
    people: tuple[User, ...]
    calls: set[asyncio.Future[None]]


class Guarded(RequestHandler):
    """A handler that serves only people and programs of this machine.

    A foreign site in the same browser can reach a loopback address too, by its own script or by
    a name that it points there; the one shows its Origin, the other its Host.
    """

    def initialize(self, site: Site) -> None:
        """Take what all handlers share."""
        self.site = site
        self.world = site.world

    def prepare(self) -> None:
        """Refuse foreign hosts and origins."""
        origin = self.request.headers.get("Origin")
        hosts = self.site.hosts
        own = {f"http://{host}" for host in hosts}
        if self.request.host.lower() not in hosts or (origin and origin.lower() not in own):
            raise HTTPError(403)

    def set_default_headers(self) -> None:
        """Send the safety headers."""
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def write_error(self, status_code: int, **kwargs: Any) -> None:  # noqa: ARG002
        """Answer with the Bot API's shape on both sides."""
        reason = responses.get(status_code, "Error")
        self.finish({"ok": False, "error_code": status_code, "description": reason})

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Log without the address, for it holds the token."""
        if isinstance(value, HTTPError):
            log.debug("refused with %d", value.status_code)
        elif typ is not None and value is not None:
            log.error("a handler of the sandbox failed", exc_info=(typ, value, tb))


class Missing(Guarded):
    """Answers 404 for every address that is not served."""

    def prepare(self) -> None:
        """Refuse, foreign or not."""
        super().prepare()
        raise HTTPError(404)


def log_nothing(handler: RequestHandler) -> None:
    """Take the place of Tornado's access log, whose lines hold the token."""
