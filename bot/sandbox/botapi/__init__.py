"""Telegram's side: the Bot API over HTTP."""
