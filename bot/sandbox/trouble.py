"""What goes wrong between Telegram and a bot, each way by its name."""

from collections.abc import Mapping
from dataclasses import dataclass

DOWNLOAD = "download"
"""Stands for a method's name where a file is fetched."""

SENDING = frozenset(
    {"sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup", "sendChatAction"}
)
EDITING = frozenset(
    {"editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup"}
)
TALKING = SENDING | EDITING | {"deleteMessage"}


@dataclass(frozen=True)
class Trouble:
    """A way in which a call fails.

    Attributes
    ----------
    description
        Telegram's own sentence; "" where it says nothing.
    code
        The HTTP status that comes with it.
    form
        How it arrives, a key of `failing.FORMS`: as Telegram's error, as the page of a gateway, as
        silence, as a connection that is reset, or as half an answer.
    carried_out
        Whether the call was carried out before, so that only its answer is lost.
    methods
        Which calls it can strike; None for all.
    retry_after
        Seconds until Telegram takes a call of that chat again; until then it refuses all.
    migrate_to
        Id of the chat that the group has become.
    final
        Whether it is Telegram's last word in a private chat, or foreign to one: such trouble is
        played when it is asked for by its name, and not by chance.
    """

    description: str = ""
    code: int = 200
    form: str = "error"
    carried_out: bool = False
    methods: frozenset[str] | None = None
    retry_after: int | None = None
    migrate_to: int | None = None
    final: bool = False

    def strikes(self, method: str) -> bool:
        """Whether it can happen to a call of a method."""
        return self.methods is None or method in self.methods


TROUBLES: Mapping[str, Trouble] = {
    "flood": Trouble("Too Many Requests: retry after {}", 429, retry_after=1, methods=TALKING),
    "busy": Trouble("Too Many Requests: retry after {}", 429, retry_after=1),
    "internal": Trouble("Internal Server Error", 500),
    "restart": Trouble("Internal Server Error: restart", 500),
    "gateway": Trouble("Bad Gateway", 502),
    "gateway page": Trouble("Bad Gateway", 502, form="page"),
    "gateway timeout": Trouble("Gateway Time-out", 504, form="page"),
    "silence": Trouble(form="silence"),
    "answer lost": Trouble(form="silence", carried_out=True),
    "reset": Trouble(form="reset"),
    "reset late": Trouble(form="reset", carried_out=True),
    "half": Trouble(form="half", carried_out=True),
    "expired": Trouble(
        "Bad Request: wrong file_id or the file is temporarily unavailable",
        400,
        methods=frozenset({"getFile"}),
    ),
    "path gone": Trouble("Not Found", 404, methods=frozenset({DOWNLOAD})),
    "not found": Trouble("Bad Request: message to edit not found", 400, methods=EDITING),
    "reply gone": Trouble(
        "Bad Request: message to be replied not found", 400, methods=SENDING - {"sendChatAction"}
    ),
    "late": Trouble(
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
        400,
        methods=frozenset({"answerCallbackQuery"}),
    ),
    "conflict": Trouble(
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
        409,
        methods=frozenset({"getUpdates"}),
    ),
    "blocked": Trouble("Forbidden: bot was blocked by the user", 403, methods=TALKING, final=True),
    "deactivated": Trouble("Forbidden: user is deactivated", 403, methods=TALKING, final=True),
    "migrated": Trouble(
        "Bad Request: group chat was upgraded to a supergroup chat",
        400,
        methods=TALKING,
        migrate_to=-1_001_000_000_000,
        final=True,
    ),
    "unauthorized": Trouble("Unauthorized", 401, final=True),
}
"""All troubles that can be played."""

BY_CHANCE = tuple(name for name, trouble in TROUBLES.items() if not trouble.final)
