"""HTTP for what a person does on the chat page."""

import json
from typing import Any

from tornado.web import HTTPError

from bot.sandbox.chat import view
from bot.sandbox.chat.person import Person
from bot.sandbox.guard import Guarded
from bot.sandbox.values import Button

TEXT_LIMIT = 4096
"""Characters that a person can write in a message."""
CAPTION_LIMIT = 1024
"""Characters that a person can write below a file."""


class ActHandler(Guarded):
    """Does what a person does."""

    async def post(self, person_id: str, act: str) -> None:
        """Carry out one act."""
        user = self.world.people.get(int(person_id))
        if user is None or act not in ACTS:
            raise HTTPError(404)
        try:
            self.finish(await ACTS[act](self, Person(self.world, user)))
        except (LookupError, ValueError, TypeError) as error:
            raise HTTPError(400) from error

    def fields(self) -> dict[str, Any]:
        """Take the JSON body."""
        parsed = json.loads(self.request.body)
        if not isinstance(parsed, dict):
            raise TypeError
        return parsed


async def send_text(handler: ActHandler, person: Person) -> dict[str, Any]:
    """Write a message, perhaps in reply to another one."""
    fields = handler.fields()
    text = str(fields["text"]).strip()
    if not 1 <= len(text) <= TEXT_LIMIT:
        raise ValueError("empty or too long")
    return {"id": person.send_text(text, int(fields.get("reply_to", 0))).id}


async def send_photo(handler: ActHandler, person: Person) -> dict[str, Any]:
    """Send the body as a photo; what is none goes as a file."""
    message = await person.send_photo(
        handler.request.body,
        handler.get_argument("caption", "")[:CAPTION_LIMIT],
        handler.get_argument("group", None),
        handler.get_argument("name", "file"),
    )
    return {"id": message.id, "as_file": not message.content.photo}


async def send_document(handler: ActHandler, person: Person) -> dict[str, Any]:
    """Send the body as a file."""
    caption = handler.get_argument("caption", "")[:CAPTION_LIMIT]
    name = handler.get_argument("name", "file")
    return {"id": person.send_document(handler.request.body, name, caption=caption).id}


async def tap(handler: ActHandler, person: Person) -> dict[str, Any]:
    """Tap a button."""
    fields = handler.fields()
    button = Button(str(fields["text"]), str(fields["data"]))
    return view.answer(await person.tap(int(fields["message_id"]), button))


async def edit(handler: ActHandler, person: Person) -> dict[str, Any]:
    """Change an own message."""
    fields = handler.fields()
    return {"id": person.edit(int(fields["message_id"]), str(fields["text"])).id}


ACTS = {
    "text": send_text,
    "photo": send_photo,
    "document": send_document,
    "tap": tap,
    "edit": edit,
}
"""What a person can do, by the last part of the address."""
