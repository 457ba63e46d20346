"""What is said of messages that must wait, that come again, or that cannot be kept."""

REPEATED = "\n↻ I was interrupted, so you may see this answer twice."

FULL = (
    "Too many messages are waiting for me right now, so I can't take this one: "
    "please send it again in a few minutes."
)
NOT_KEPT = (
    "I can't write anything down just now, so your message has to wait: "
    "I answer it as soon as that works again."
)
GAVE_UP = (
    "I tried this several times and was interrupted each time, so I leave it. "
    "Please send it in another way, as a smaller picture for instance."
)

DATABASE_DAMAGED = (
    "The database was damaged, so I began a new one with what could still be read: {saved} rows. "
    "The damaged one is kept as {aside} in the same folder."
)
ADMIN_TROUBLE = "Messages are waiting at Telegram. {reason}"
ADMIN_WELL = "Messages are written down again, and those that waited are answered."
