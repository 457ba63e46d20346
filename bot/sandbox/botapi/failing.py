"""How trouble arrives at a bot: an error, a gateway's page, silence, a connection that is cut."""

import json
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from http.client import responses

from bot.sandbox.botapi.answering import BotHandler
from bot.sandbox.refusal import Refusal
from bot.sandbox.trouble import Trouble

PAGE = (
    "<html>\r\n<head><title>{code} {reason}</title></head>\r\n<body>\r\n"
    "<center><h1>{code} {reason}</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n"
    "</body>\r\n</html>\r\n"
)
"""What the gateway before Telegram's servers writes."""

HEAD = "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"

RESET = struct.pack("ii", 1, 0)
"""SO_LINGER with no time: closing the socket tears the connection down."""


async def fail(handler: BotHandler, trouble: Trouble, answer: bytes = b"") -> None:
    """Let a call fail.

    Parameters
    ----------
    handler
        The call's.
    trouble
        How it fails.
    answer
        What it would have been answered; of that, half may arrive.
    """
    await FORMS[trouble.form](handler, trouble, answer)


async def _as_error(handler: BotHandler, trouble: Trouble, _: bytes) -> None:
    handler.refuse(
        Refusal(
            trouble.description,
            trouble.code,
            retry_after=trouble.retry_after,
            migrate_to=trouble.migrate_to,
        )
    )


async def _as_page(handler: BotHandler, trouble: Trouble, _: bytes) -> None:
    handler.set_status(trouble.code)
    handler.set_header("Content-Type", "text/html")
    handler.finish(PAGE.format(code=trouble.code, reason=responses[trouble.code]))


async def _silently(handler: BotHandler, _trouble: Trouble, _answer: bytes) -> None:
    await handler.hung_up.wait()


async def _by_reset(handler: BotHandler, _trouble: Trouble, _answer: bytes) -> None:
    stream = handler.detach()
    stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    stream.close()
    handler.leave()


async def _by_half(handler: BotHandler, _: Trouble, answer: bytes) -> None:
    kind = "application/json" if answer.startswith(b"{") else "application/octet-stream"
    head = HEAD.format(kind=kind, length=len(answer))
    stream = handler.detach()
    await stream.write(head.encode() + answer[: len(answer) // 2])
    stream.close()
    handler.leave()


FORMS: Mapping[str, Callable[[BotHandler, Trouble, bytes], Awaitable[None]]] = {
    "error": _as_error,
    "page": _as_page,
    "silence": _silently,
    "reset": _by_reset,
    "half": _by_half,
}
"""The forms of trouble."""


def whole(result: object) -> bytes:
    """Write a call's answer as Telegram does."""
    return json.dumps({"ok": True, "result": result}).encode()
