"""Every sentence that a user can see; a module for each thing that they are about."""

from bot.texts.accuracy import *  # noqa: F403 - the names are the index
from bot.texts.answers import *  # noqa: F403 - the names are the index
from bot.texts.commands import *  # noqa: F403 - the names are the index
from bot.texts.inbox import *  # noqa: F403 - the names are the index
from bot.texts.kept import *  # noqa: F403 - the names are the index
from bot.texts.training import *  # noqa: F403 - the names are the index
from bot.texts.troubles import *  # noqa: F403 - the names are the index
