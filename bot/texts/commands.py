"""What the bot can do: the menu of commands, /start and /help."""

from collections.abc import Mapping

DESCRIPTIONS: Mapping[str, str] = {
    "start": "What this bot does",
    "help": "What you can send and ask",
    "accuracy": "How good it is, with its charts",
    "stats": "How much it has read and kept",
    "privacy": "What is kept of you, and how long",
    "forget": "Remove all that is kept of you",
    "retrain": "Learn from the corrections, then compare",
    "cancel": "Stop the retraining or measurement that runs",
    "models": "The trained versions, to serve any of them",
    "rollback": "Serve the version before again",
    "corrections": "What users said that looks wrong",
}

START = (
    "Send me a photo of a handwritten digit, or of a whole number, and I tell you what it says "
    "and how sure I am. The chart I add shows the digit as my network saw it and how likely each "
    "of the ten digits was.\n\n"
    "What you confirm or correct I keep, to learn from it: /privacy says what exactly.\n\n"
    "/help lists what you can send and ask."
)

HELP = (
    "Send me handwritten digits as a photo, an image file, a sticker or an album; I answer each "
    "picture. Dark pen on light paper works best. Tap whether I am right; to correct a number, "
    "reply to my answer with the right one.\n\n"
    "{commands}"
)
