"""The method that finds files."""

from bot.sandbox import wire
from bot.sandbox.botapi.call import Call
from bot.sandbox.refusal import Refusal, malformed
from bot.sandbox.wire import Json
from bot.sandbox.world import World

DOWNLOAD_LIMIT = 20 * 1024 * 1024
"""Bytes of a file that a bot may download."""


async def get_file(world: World, call: Call) -> Json:
    """Tell where a file can be downloaded."""
    if not call.text("file_id"):
        raise malformed("file_id not specified")
    file = world.shelf.by_id(call.text("file_id"))
    if file is None:
        raise Refusal("Bad Request: wrong file_id or the file is temporarily unavailable")
    if len(file.content) > DOWNLOAD_LIMIT:
        raise Refusal("Bad Request: file is too big")
    return wire.file(file) | {"file_path": file.path}
