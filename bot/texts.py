"""Every sentence that a user can see."""

from collections.abc import Mapping

from telegram import error as telegram_errors

from bot.errors import TrainingError
from model import errors

# What the bot can do: the commands' menu and /help

DESCRIPTIONS: Mapping[str, str] = {
    "start": "What this bot does",
    "help": "What you can send and ask",
    "accuracy": "How good it is, with a confusion chart",
    "retrain": "Train the network further and compare",
    "cancel": "Stop the retraining that runs",
}

START = (
    "Send me a photo of a handwritten digit, or of a whole number, and I tell you what it says "
    "and how sure I am. The chart I add shows the digit as my network saw it and how likely each "
    "of the ten digits was.\n\n"
    "/help lists what you can send and ask."
)

HELP = (
    "Send me handwritten digits as a photo, an image file, a sticker or an album; I answer each "
    "picture. Dark pen on light paper works best. Where I am not sure, tap what is right.\n\n"
    "{commands}"
)

# What a picture says

CERTAIN = "{digits} · {sure} sure"
PROBABLY = "Probably {digits} ({sure})"
MAYBE = "Maybe {digits} ({sure})"
HARDLY = "I can't see a digit here, except perhaps {digits} ({sure})"
OR = ", maybe {digits} ({sure})"
ROWS_CERTAIN = "{digits}\n{sure} sure"
ROWS_PROBABLY = "Probably ({sure}):\n{digits}"
ROWS_MAYBE = "Maybe ({sure}):\n{digits}"
ROWS_HARDLY = "I can't see a digit here, except perhaps ({sure}):\n{digits}"
NO_DIGIT = (
    "I can't see a digit here.\n"
    "What helps: one digit or a number, large, with a dark pen on plain paper, in good light."
)

# What is tapped under a doubtful answer

OTHER_DIGIT = "Another digit"
NOT_DIGIT = "Not a digit"
NONE_OF_THESE = "None of these"
NEXT_ROW = " / "
SAID = "{digits} · you said so"
ROWS_SAID = "{digits}\nyou said so"
SAID_NOT_DIGIT = "Not a digit · you said so"
SAID_NONE = "Not {digits} · you said so"
AND_NOT = ", not "
THANKS = "Thank you!"
WHICH = "Which digit is it?"
SETTLED = "That is settled already."
NOT_YOURS = "Only the person who sent the picture can say what is written there."
TOO_OLD = "That answer is too old to be changed: please send the picture again."

# What was sent cannot be read: what it is, and what to send instead

SEND_INSTEAD = "send me a photo of a handwritten digit instead."

TEXT = "I read pictures, not messages: " + SEND_INSTEAD + " /help says more."
UNKNOWN_COMMAND = "I don't know that command. /help lists the ones I know."
NOT_AN_IMAGE = "That file is not a picture: send me a JPEG, PNG, WebP, GIF or BMP instead."
MOVING = "I read still pictures only: " + SEND_INSTEAD
SOUND = "I can look but not listen: " + SEND_INSTEAD
SOMETHING_ELSE = "I can't read a digit from that: " + SEND_INSTEAD
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
    TrainingError: "No retraining can start now: the bot is being stopped.",
    telegram_errors.TimedOut: "Telegram took too long to answer me: please try that again.",
}
"""What a user reads for an error: the sentence of the nearest class that stands here."""

# How good it is

ACCURACY = (
    "Of {count} handwritten digits of MNIST that it never learned from, my network reads "
    "{accuracy} correctly.\n"
)
ACCURACY_PHOTOS = "Of {count} generated photos of one digit each: {accuracy}.\n"
ACCURACY_SPLITS: Mapping[str, str] = {
    "number": "Of {count} generated photos of whole numbers: {accuracy}.\n",
    "cheque": "Of {count} generated amounts as on cheques: {accuracy}.\n",
    "not_digit": (
        "Of {count} generated pictures of something else, it saw no digit for sure in {accuracy}.\n"
    ),
}
"""What is said of the scores on other generated pictures, by the name of their kind."""
ORIGIN = "Network: {architecture}, {parameters} parameters. Trained {date}, {epochs}, on {data}."
EPOCH, EPOCHS = "1 epoch", "{epochs} epochs"
DATA = "{mnist} MNIST digits"
DATA_PHOTOS = "{mnist} MNIST digits and {generated} cuts from generated photos"
CONFUSION_TITLE = "{count} MNIST test digits"

# Retraining

REFUSED = "Only the people who run this bot can do that."
RETRAIN_USAGE = (
    "I didn't understand that. Write /retrain, or /retrain with a network (cnn or mlp), a number "
    "of epochs from 1 to {most}, or both, like /retrain cnn 3."
)
CANCEL_BUTTON = "Cancel"
CANCELING = "Canceling the retraining."
NOTHING_RUNS = "Nothing is running that could be canceled."
ALREADY_RUNS = "A retraining is already running:\n\n{state}"

PHASES: Mapping[str, str] = {
    "start": "Starting",
    "prepare": "Drawing practice photos",
    "fit": "Learning",
    "evaluate": "Testing the result",
    "done": "Comparing with the network in use",
}
"""What a retraining does now, by the name of its phase."""
PARTS: Mapping[str, str] = {"digits": " (digits)", "line": " (whole lines)"}
"""For which of the two networks it does that."""

RETRAINING = "Retraining ({architecture})\n{phase}{epoch}\n{bar}"
PHASE_EPOCH = ", epoch {epoch} of {epochs}"
PHASE_ACCURACY = "\nAccuracy {accuracy}"
PHASE_VALIDATION = "\nOn what it does not learn from {accuracy}"
PHASE_LEFT = "\nAbout {duration} left"

ENDED = "The retraining has ended."
FINISHED = (
    "The retraining is finished.\n\nCorrect on {count} MNIST test digits\nold: {old}\nnew: {new}"
)
FINISHED_PHOTOS = "\n\nCorrect on {count} generated photos\nold: {old}\nnew: {new}"

CANCELED = "The retraining was canceled. I go on reading as before."
STOPPED = "The retraining ended because the bot was stopped. I go on reading as before."
FAILED = "The retraining failed: {reason}\nI go on reading as before."
CRASHED = "it ended unexpectedly; the log says where."
UNREADABLE_RESULT = "its result cannot be read."

TAKEN_UP = "It is not worse, so I read with the new one from now on. The old one is kept."
NOT_TAKEN_UP = "It is worse, so I go on reading with the old one. The new one is kept, not used."
NOT_COMPARABLE = (
    "The two were not tested on the same number of digits and so cannot be compared: I go on "
    "reading with the old one. The new one is kept, not used."
)


def sentence_for(error: BaseException) -> str:
    """Return the sentence for an error; never the error's own text."""
    for kind in type(error).__mro__:
        if kind in ERRORS:
            return ERRORS[kind]
    return UNEXPECTED
