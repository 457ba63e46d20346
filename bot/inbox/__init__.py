"""The inbox: no update is lost, and none is answered twice that did not have to be.

An update is written down before Telegram is told that it has arrived (`inlet.py`), worked on in
its lane's order (`inbox.py`, `answering.py`), and struck off as soon as Telegram has accepted its
answer (`outlet.py`). The handlers know nothing of all that.
"""

from bot.inbox.hand import try_later
from bot.inbox.inbox import Inbox
from bot.inbox.inlet import Inlet, NotKept
from bot.inbox.notices import Notices
from bot.inbox.outlet import Outlet
from bot.inbox.work import Work

__all__ = ["Inbox", "Inlet", "NotKept", "Notices", "Outlet", "Work", "try_later"]
