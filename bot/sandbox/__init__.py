"""A stand-in for Telegram on the loopback address: the Bot API, and a chat page for people.

It stands alone: it knows neither this bot nor a Telegram library, so that it can be wrong about
neither in the same way.
"""

from bot.sandbox.client import Client
from bot.sandbox.seen import Seen
from bot.sandbox.server import Sandbox

__all__ = ["Client", "Sandbox", "Seen"]
