"""What can go wrong in the bot itself.

BotError
├── FileGone         a file that Telegram no longer has
├── MeasuringError   a measurement that gave no result
├── ReadingHangs     a picture that takes too long to read
├── SettingsError    a variable that the bot cannot start with
├── StoreError       a database that cannot be used
│   └── StoreDamaged     one whose content is not as it was left
└── TrainingError    a retraining that gave no result
"""


class BotError(Exception):
    """Base of all errors that this package raises."""


class FileGone(BotError):
    """Telegram no longer has the file that somebody sent."""


class MeasuringError(BotError):
    """The measurement gave no result; `str(error)` says why, as a sentence's second half."""


class ReadingHangs(BotError):
    """Reading a picture takes so long that it was given up."""


class SettingsError(BotError):
    """A variable is wrong; `str(error)` has one sentence a line, by the variables' names."""


class StoreError(BotError):
    """The database cannot be used; `str(error)` is a sentence that says why and what helps."""


class StoreDamaged(StoreError):
    """The database's content is not as it was left, so that it can only be kept aside."""


class TrainingError(BotError):
    """The training gave no result; `str(error)` says why, as a sentence's second half."""
