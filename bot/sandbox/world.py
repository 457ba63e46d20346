"""Everything there is: people, chats, messages, files, commands and taps.

Both sides act on it: the bot through `botapi`, people through `chat`.
"""

import itertools
import re
import time
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.sandbox.menu import Menu
from bot.sandbox.shelf import Shelf
from bot.sandbox.taps import Taps
from bot.sandbox.trouble import Troubles
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.values import Content, Event, Keyboard, Message, User
from bot.sandbox.webhook import Webhook

MESSAGES_A_CHAT = 500
"""Messages kept in a chat; the oldest are forgotten."""
GONE_KEPT = 1000
"""Numbers of messages remembered that were deleted or forgotten, of all chats together."""
FAULTS_KEPT = 1000
"""Faults remembered: a bot in a loop must not fill the memory."""
SANDBOX_BOT_ID = 1_000_001
"""The bot's id where the token does not begin with one, as Telegram's tokens do."""

IDS_A_SECOND = 4
"""Messages that a sandbox posts a second, at most, over the time that it runs."""


@dataclass
class World:
    """The state of the sandbox.

    Parameters
    ----------
    token
        What the bot must show; "123:abc" gives the bot the id 123.
    bot_name
        The bot's first name.
    clock
        Seconds since the epoch.
    """

    token: str
    bot_name: str = "Digit bot"
    clock: Callable[[], float] = time.time
    faults: list[str] = field(default_factory=list)
    people: dict[int, User] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=Shelf)
    menu: Menu = field(default_factory=Menu)
    updates: UpdateQueue = field(default_factory=UpdateQueue)

    def __post_init__(self) -> None:
        named = re.match(r"(\d+):", self.token)
        bot_id = int(named[1]) if named else SANDBOX_BOT_ID
        self.bot = User(bot_id, self.bot_name, is_bot=True, username="digit_sandbox_bot")
        self._chats: defaultdict[int, OrderedDict[int, Message]] = defaultdict(OrderedDict)
        self.troubles = Troubles()
        self.taps = Taps(self.clock)
        self.webhook = Webhook(self.updates)
        self._gone: deque[tuple[int, int]] = deque(maxlen=GONE_KEPT)
        # The bot remembers messages for longer than a sandbox runs: the next needs other numbers.
        self._message_ids = itertools.count(IDS_A_SECOND * self.now())
        self._watchers: defaultdict[int, set[Callable[[Event], None]]] = defaultdict(set)

    def now(self) -> int:
        """Seconds since the epoch, whole as in the Bot API."""
        return int(self.clock())

    def record_fault(self, sentence: str) -> None:
        """Remember that the bot did something that a correct bot never does."""
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append(sentence)

    # Watching

    def watch(self, chat_id: int, watcher: Callable[[Event], None]) -> Callable[[], None]:
        """Call `watcher` at every event of a chat until the function that is returned is called."""
        watchers = self._watchers[chat_id]
        watchers.add(watcher)
        return lambda: watchers.discard(watcher)

    def tell(self, event: Event) -> None:
        """Let everyone who watches its chat know."""
        for watcher in tuple(self._watchers[event.chat_id]):
            watcher(event)

    # Messages

    def messages(self, chat_id: int) -> list[Message]:
        """All messages of a chat that are kept, the oldest first."""
        return list(self._chats[chat_id].values())

    def find(self, chat_id: int, message_id: int) -> Message | None:
        """Find one message."""
        return self._chats[chat_id].get(message_id)

    def had(self, chat_id: int, message_id: int) -> bool:
        """Whether there was a message that is gone."""
        return (chat_id, message_id) in self._gone

    def post(
        self,
        chat_id: int,
        sender: User,
        content: Content,
        *,
        keyboard: Keyboard = (),
        reply_to: Message | None = None,
        media_group_id: str | None = None,
    ) -> Message:
        """Put a message into a chat."""
        message = Message(
            id=next(self._message_ids),
            chat_id=chat_id,
            sender=sender,
            date=self.now(),
            content=content,
            keyboard=keyboard,
            # Telegram nests one level only.
            reply_to=replace(reply_to, reply_to=None) if reply_to else None,
            media_group_id=media_group_id,
        )
        chat = self._chats[chat_id]
        chat[message.id] = message
        while len(chat) > MESSAGES_A_CHAT:
            oldest, _ = chat.popitem(last=False)
            self._gone.append((chat_id, oldest))
        self.tell(Event("message", chat_id, message))
        return message

    def edit(self, message: Message, content: Content, keyboard: Keyboard) -> Message:
        """Put new content into a message."""
        edited = replace(
            message,
            content=content,
            keyboard=keyboard,
            edit_date=self.now(),
            edits=message.edits + 1,
        )
        self._chats[message.chat_id][message.id] = edited
        self.tell(Event("edit", message.chat_id, edited))
        return edited

    def delete(self, message: Message) -> None:
        """Take a message out of its chat."""
        del self._chats[message.chat_id][message.id]
        self._gone.append((message.chat_id, message.id))
        self.tell(Event("delete", message.chat_id, message_id=message.id))
