"""The sandbox: one HTTP server on the loopback address for the bot and for people."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Self

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from bot.sandbox.botapi.handler import DownloadHandler, MethodHandler
from bot.sandbox.chat.acts import ActHandler
from bot.sandbox.chat.handlers import EventsHandler, FileHandler, PageHandler, PeopleHandler
from bot.sandbox.client import Client
from bot.sandbox.guard import Guarded, Missing, Site, log_nothing
from bot.sandbox.steering import TroubleHandler
from bot.sandbox.trouble import TROUBLES, Trouble, Troubles
from bot.sandbox.values import User
from bot.sandbox.world import World

ADDRESS = "127.0.0.1"
"""Nobody else than this machine may reach the sandbox."""
BODY_LIMIT = 21 * 1024 * 1024
"""Bytes of a request: a file at Telegram's limit for bots, and the form around it."""
VISITOR_ID = 1001
"""Telegram id of the ordinary user whom the chat page can act as."""
STOP_SECONDS = 0.3
"""How long calls that were woken may take to answer when the sandbox stops."""
ROUTES: tuple[tuple[str, type[Guarded]], ...] = (
    (r"/bot([^/]+)/([^/]+)", MethodHandler),
    (r"/file/bot([^/]+)/(.+)", DownloadHandler),
    (r"/", PageHandler),
    (r"/page/([\w.]+)", PageHandler),
    (r"/trouble", TroubleHandler),
    (r"/chat/people", PeopleHandler),
    (r"/chat/file/(.+)", FileHandler),
    (r"/chat/(\d+)/events", EventsHandler),
    (r"/chat/(\d+)/(\w+)", ActHandler),
)


class Sandbox:
    """A stand-in for Telegram on this machine.

    Parameters
    ----------
    token
        What the bot must show.
    port
        0 takes a free one.
    admin_id
        Telegram id of the admin whom the chat page can act as.
    clock
        Seconds since the epoch.

    Attributes
    ----------
    faults
        Every call that a correct bot never makes: unknown methods, malformed parameters.
    """

    def __init__(
        self,
        token: str,
        port: int = 0,
        admin_id: int = 1,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.world = World(token, clock=clock)
        self.port = port
        self.admin_id = admin_id
        visitor_id = VISITOR_ID if admin_id != VISITOR_ID else VISITOR_ID + 1
        self._people = (
            User(visitor_id, "User", language_code="en"),
            User(admin_id, "Admin", language_code="en"),
        )
        self.world.people |= {person.id: person for person in self._people}
        self._calls: set[asyncio.Future[None]] = set()
        self._server: HTTPServer | None = None

    @property
    def faults(self) -> list[str]:
        """What the bot did wrong so far."""
        return self.world.faults

    @property
    def troubles(self) -> Troubles:
        """Which calls of the bot fail, and how."""
        return self.world.troubles

    @property
    def url(self) -> str:
        """The root: the chat page is here, the Bot API below it."""
        return f"http://{ADDRESS}:{self.port}"

    def client(
        self, user_id: int = 7, first_name: str = "Ann", language_code: str = "en"
    ) -> Client:
        """Let a person in."""
        return Client(self.world, User(user_id, first_name, language_code=language_code))

    def fail_next(
        self, method: str, code: int, description: str, retry_after: int | None = None
    ) -> None:
        """Let the next call of a method fail, as Telegram has bad moments too.

        Several of them queue up. `retry_after`, in seconds, belongs to code 429.
        """
        trouble = Trouble(description, code, retry_after=retry_after)
        self.world.troubles[method].append(trouble)

    def play(self, method: str, *names: str, **numbers: int) -> None:
        """Let the next calls of a method (`"download"` for a file) meet these of the `TROUBLES`.

        `retry_after` (seconds) and `migrate_to` (id of a chat) go with those that carry them.
        """
        for name in names:
            trouble = replace(TROUBLES[name], **numbers)  # type: ignore[arg-type]
            self.world.troubles[method].append(trouble)

    async def start(self) -> None:
        """Listen in the running event loop.

        Raises
        ------
        OSError
            Where the port is taken.
        """
        self.world.updates.open()
        sockets = bind_sockets(self.port, ADDRESS)
        self.port = sockets[0].getsockname()[1]
        self._server = HTTPServer(self._application(), max_body_size=BODY_LIMIT)
        self._server.add_sockets(sockets)

    async def stop(self) -> None:
        """Wake everyone who waits and stop at once."""
        self.world.updates.close()
        if self._calls:
            await asyncio.wait(self._calls, timeout=STOP_SECONDS)
        await self.world.webhook.stop()
        if self._server is not None:
            self._server.stop()
            await self._server.close_all_connections()
            self._server = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    def _application(self) -> Application:
        hosts = frozenset(f"{name}:{self.port}" for name in (ADDRESS, "localhost", "[::1]"))
        site = Site(self.world, hosts, self._people, self._calls)
        return Application(
            [(pattern, handler, {"site": site}) for pattern, handler in ROUTES],
            default_handler_class=Missing,
            default_handler_args={"site": site},
            log_function=log_nothing,
        )
