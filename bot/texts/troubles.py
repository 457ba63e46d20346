"""What was sent cannot be read, and what can go wrong."""

from collections.abc import Mapping

from telegram import error as telegram_errors

from bot.errors import FileGone, MeasuringError, ReadingHangs, StoreError, TrainingError
from model import errors

# What was sent cannot be read: what it is, and what to send instead

SEND_INSTEAD = "send me a photo of a handwritten digit instead."

TEXT = "I read pictures, not messages: " + SEND_INSTEAD + " /help says more."
UNKNOWN_COMMAND = "I don't know that command. /help lists the ones I know."
NOT_AN_IMAGE = "That file is not a picture: send me a JPEG, PNG, WebP, GIF or BMP instead."
MOVING = "I read still pictures only: " + SEND_INSTEAD
SOUND = "I can look but not listen: " + SEND_INSTEAD
SOMETHING_ELSE = "I can't read a digit from that: " + SEND_INSTEAD
TOO_MANY = (
    "That is a lot at once: of one person I read {most} pictures a minute. "
    "From here on I leave some out; please send those without an answer again in a minute."
)
OLD_BUTTON = "This button is no longer in use."


# What can go wrong

UNEXPECTED = "Something went wrong on my side. Please try that again; the error has been noted."

ERRORS: Mapping[type[Exception], str] = {
    errors.EmptyFile: "That file is empty: please send it again.",
    errors.FileTooLarge: "That file is larger than 20 MB: send it as a photo or make it smaller.",
    errors.TooManyPixels: "That picture has too many pixels: make it smaller and send it again.",
    errors.NotAPicture: NOT_AN_IMAGE,
    errors.DamagedPicture: "That picture is damaged and does not open: please send it again.",
    errors.WeightsError: "My network's weights cannot be read, so I can't answer that just now.",
    errors.DataError: "The training data cannot be read, so I can't do that just now.",
    FileGone: "Telegram no longer has that picture: please send it again.",
    ReadingHangs: (
        "That picture kept me busy for too long, so I have given it up: "
        "please cut out the digits and send it again."
    ),
    StoreError: "What I keep cannot be reached just now, so nothing has changed: try again later.",
    MeasuringError: "Nothing can be measured now: the bot is being stopped.",
    TrainingError: "No retraining can start now: the bot is being stopped.",
    telegram_errors.TimedOut: "Telegram took too long to answer me: please try that again.",
}
"""What a user reads for an error: the sentence of the nearest class that stands here."""


def sentence_for(error: BaseException) -> str:
    """Return the sentence for an error; never the error's own text."""
    for kind in type(error).__mro__:
        if kind in ERRORS:
            return ERRORS[kind]
    return UNEXPECTED
