"""HTTP for the chat page: the page itself, its files, the stream of events."""

import asyncio
import json
from pathlib import Path
from typing import Any

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from bot.sandbox.chat import view
from bot.sandbox.guard import Guarded, Site
from bot.sandbox.values import Event, User

PAGE = Path(__file__).parent.parent / "page"
"""The static files of the page."""
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""Content types of the page's parts; the system's own table is wrong on some machines."""
HEARTBEAT_SECONDS = 15.0
"""A silent stream says this often that it lives."""
RETRY_MILLISECONDS = 1000
"""How soon a browser is asked to connect again."""
SHOWN = frozenset({"photos", "stickers"})
"""Folders whose files a browser shows; what people send as files it only downloads."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the page may load: only what is served here."""


class PageHandler(Guarded):
    """Serves the page and its parts."""

    def get(self, name: str = "") -> None:
        """Give one static file."""
        path = PAGE / (name or "index.html")
        if path.parent != PAGE or path.suffix not in TYPES or not path.is_file():
            raise HTTPError(404)
        self.set_header("Content-Type", TYPES[path.suffix])
        self.set_header("Content-Security-Policy", POLICY)
        self.finish(path.read_bytes())


class PeopleHandler(Guarded):
    """Tells as whom the page can act."""

    def get(self) -> None:
        """List the people."""
        people = [{"id": person.id, "name": person.first_name} for person in self.site.people]
        self.finish({"people": people})


class FileHandler(Guarded):
    """Serves the files of the chats to the page."""

    def get(self, path: str) -> None:
        """Show a photo, or offer a file for download."""
        file = self.world.shelf.by_path(path)
        if file is None:
            raise HTTPError(404)
        if path.partition("/")[0] in SHOWN:
            kind = "image/jpeg" if path.endswith(".jpg") else "image/webp"
            self.set_header("Content-Type", kind)
        else:
            self.set_header("Content-Type", "application/octet-stream")
            self.set_header("Content-Disposition", "attachment")
        # The page adds a unique name, so an address never means other bytes.
        self.set_header("Cache-Control", "private, max-age=3600, immutable")
        self.finish(file.content)


class EventsHandler(Guarded):
    """Streams what happens in one person's chat, as server-sent events."""

    def initialize(self, site: Site) -> None:
        """Prepare the queue of what is to be told; None ends the stream."""
        super().initialize(site)
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()

    async def get(self, person_id: str) -> None:
        """Send the whole chat, then every event until the page goes away."""
        person = self.world.people.get(int(person_id))
        if person is None:
            raise HTTPError(404)
        unwatch = self.world.watch(person.id, self._events.put_nowait)
        self.set_header("Content-Type", "text/event-stream")
        self.write(f"retry: {RETRY_MILLISECONDS}\n\n")
        self._say(view.snapshot(self.world, person))
        try:
            await self._stream(person)
        except StreamClosedError:
            return
        finally:
            unwatch()

    def on_connection_close(self) -> None:
        """End the stream of a page that is gone."""
        self._events.put_nowait(None)

    async def _stream(self, person: User) -> None:
        while True:
            await self.flush()
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    event = await self._events.get()
            except TimeoutError:
                self.write(": still here\n\n")
                continue
            if event is None:
                return
            self._say(view.event(self.world, person, event))

    def _say(self, body: dict[str, Any]) -> None:
        self.write(f"data: {json.dumps(body)}\n\n")
