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


class Health(RequestHandler):
    """Answers with the state as JSON: status 200 at work, 503 otherwise."""

    def initialize(self, bot: DigitBot, started: float) -> None:
        """Take what the state is read from."""
        self.bot = bot
        self.started = started

    def get(self) -> None:
        """Tell the state."""
        shared, updater = self.bot.bot_data, self.bot.updater
        at_work = self.bot.running and updater is not None and updater.running
        self.set_status(HTTPStatus.OK if at_work else HTTPStatus.SERVICE_UNAVAILABLE)
        self.write(
            {
                "status": "ok" if at_work else "stopped",
                "version": shared.served.id,
                "training": shared.training.running,
                "waiting": shared.inbox.count,
                "seconds": round(time.monotonic() - self.started),
            }
        )


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
