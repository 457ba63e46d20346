"""What can go wrong in the bot itself.

BotError
├── SettingsError    a variable that the bot cannot start with
└── TrainingError    a retraining that gave no result
"""


class BotError(Exception):
    """Base of all errors that this package raises."""


class SettingsError(BotError):
    """A variable is wrong; `str(error)` has one sentence a line, by the variables' names."""


class TrainingError(BotError):
    """The training gave no result; `str(error)` says why, as a sentence's second half."""
