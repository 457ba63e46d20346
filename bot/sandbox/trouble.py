"""What goes wrong between Telegram and a bot, each way by its name, and which calls it strikes."""

import random
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.sandbox.refusal import Refusal

DOWNLOAD = "download"
"""Stands for a method's name where a file is fetched."""

STRIKES_KEPT = 10_000
"""Strikes remembered; a longer run is counted all the same."""

TOLD_MOST = 300
"""Characters up to which a parameter of a struck call is remembered: ids, no texts or pictures."""

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


@dataclass(frozen=True)
class Strike:
    """A call that failed: its method, the trouble's name, and its short parameters."""

    method: str
    trouble: str
    about: Mapping[str, str]


class Troubles:
    """Decides which calls fail: the next ones of a method, and a share of all.

    Parameters
    ----------
    clock
        Seconds that pass, for how long a flood lasts.

    Attributes
    ----------
    counts
        How often each trouble struck, by its name.
    strikes
        The last of them.
    hasty
        How many calls came in spite of a `retry_after`.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.counts: Counter[str] = Counter()
        self.strikes: deque[Strike] = deque(maxlen=STRIKES_KEPT)
        self.hasty = 0
        self.share, self.names = 0.0, BY_CHANCE
        self._clock = clock
        self._chance = random.Random()
        self._next: defaultdict[str, deque[Trouble | Refusal]] = defaultdict(deque)
        self._floods: dict[str, float] = {}
        self._chats: frozenset[int] | None = None

    def __getitem__(self, method: str) -> deque[Trouble | Refusal]:
        """Return what the next calls of a method meet."""
        return self._next[method]

    def plan(
        self,
        share: float,
        seed: int = 0,
        names: Iterable[str] = BY_CHANCE,
        chats: Iterable[int] | None = None,
    ) -> None:
        """Let a share of all calls fail from now on, evenly in the ways that fit them.

        Parameters
        ----------
        share
            0 … 1.
        seed
            Of chance.
        names
            Of the troubles that may strike.
        chats
            The only ones whose calls fail; None lets fail those of all, and those of none.

        Raises
        ------
        ValueError
            A name or the share is none.
        """
        chosen = tuple(names)
        if not 0 <= share <= 1 or not set(chosen) <= set(TROUBLES):
            raise ValueError("no such share, or no such trouble")
        self.share, self.names = share, chosen
        self._chats = None if chats is None else frozenset(chats)
        self._chance.seed(seed)

    def clear(self) -> None:
        """Let everything succeed again; what was counted stays."""
        self.share = 0.0
        self._next.clear()
        self._floods.clear()

    def strike(
        self, method: str, given: Mapping[str, object], owner: int | None = None
    ) -> Trouble | None:
        """Tell how a call fails; None lets it succeed.

        Parameters
        ----------
        method
            Its name.
        given
            Its parameters.
        owner
            The chat of the file that it is about.

        Raises
        ------
        Refusal
            Where that is what was lined up for it.
        """
        chat = str(given.get("chat_id", ""))
        if left := self._flood_left(chat):
            self.hasty += 1
            return _flood(TROUBLES["flood"], left)
        found = (
            self._next[method].popleft()
            if self._next[method]
            else self._by_chance(method, chat or str(owner))
        )
        if isinstance(found, Refusal):
            raise found
        if found is None:
            return None
        name = next((name for name, one in TROUBLES.items() if _same(one, found)), "other")
        about = {key: str(value) for key, value in given.items() if len(str(value)) <= TOLD_MOST}
        self.counts[name] += 1
        self.strikes.append(Strike(method, name, about))
        if name == "flood" and chat and found.retry_after:
            self._floods[chat] = self._clock() + found.retry_after
        return _flood(found, found.retry_after) if found.retry_after else found

    def _by_chance(self, method: str, chat: str) -> Trouble | None:
        if self._chats is not None and chat not in map(str, self._chats):
            return None
        if self._chance.random() >= self.share:
            return None
        fitting = [name for name in self.names if TROUBLES[name].strikes(method)]
        return TROUBLES[self._chance.choice(fitting)] if fitting else None

    def _flood_left(self, chat: str) -> int:
        """Whole seconds until a chat may be called again, 0 where it may."""
        left = self._floods.get(chat, 0.0) - self._clock()
        if left <= 0:
            self._floods.pop(chat, None)
            return 0
        return int(left) + 1


def _same(one: Trouble, other: Trouble) -> bool:
    """Whether two are of the same kind, whatever numbers they carry."""
    plain = {"retry_after": None, "migrate_to": None}
    return replace(one, **plain) == replace(other, **plain)  # type: ignore[arg-type]


def _flood(trouble: Trouble, seconds: int) -> Trouble:
    return replace(trouble, description=trouble.description.format(seconds), retry_after=seconds)
