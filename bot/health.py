"""`GET /health`: whether the bot is at work, for whoever watches over its machine."""

import contextlib
import time
from collections.abc import AsyncIterator
from http import HTTPStatus

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.context import DigitBot

PATH = "/health"

OK, STOPPED, STUCK = "ok", "stopped", "stuck"
"""What the bot can be: stuck is it where all threads hang that read pictures, until a restart."""


class Health(RequestHandler):
    """Answers with the state as JSON: status 200 at work, 503 otherwise."""

    def initialize(self, bot: DigitBot, started: float) -> None:
        """Take what the state is read from."""
        self.bot = bot
        self.started = started

    def get(self) -> None:
        """Tell the state."""
        shared, status = self.bot.bot_data, self._status()
        self.set_status(HTTPStatus.OK if status == OK else HTTPStatus.SERVICE_UNAVAILABLE)
        self.write(
            {
                "status": status,
                "version": shared.served.id,
                "training": shared.training.running,
                "waiting": shared.inbox.count,
                "seconds": round(time.monotonic() - self.started),
            }
        )

    def _status(self) -> str:
        shared = self.bot.bot_data
        if not (self.bot.running and shared.listener and shared.listener.running):
            return STOPPED
        return STUCK if shared.threads.stuck else OK


@contextlib.asynccontextmanager
async def health_page(application: DigitBot, host: str, port: int) -> AsyncIterator[int]:
    """Serve the page as long as the block runs; yields its port, of which 0 asks for any.

    Raises
    ------
    OSError
        The port is taken.
    """
    sockets = bind_sockets(port, host)
    given = {"bot": application, "started": time.monotonic()}
    server = HTTPServer(Application([(PATH, Health, given)]))
    server.add_sockets(sockets)
    try:
        yield int(sockets[0].getsockname()[1])
    finally:
        server.stop()
        await server.close_all_connections()
