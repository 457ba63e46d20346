"""The bot's commands, by scope and language, and its descriptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Scope = tuple[str, int]
"""A scope's type and, where it names one, its chat; 0 otherwise."""

DEFAULT_SCOPE: Scope = ("default", 0)


@dataclass(frozen=True)
class Command:
    """An entry of the menu."""

    command: str
    description: str


@dataclass
class Menu:
    """What setMyCommands, setMyDescription and setMyShortDescription were told."""

    commands: dict[tuple[Scope, str], tuple[Command, ...]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)

    def set(self, scope: Scope, language: str, commands: tuple[Command, ...]) -> None:
        """Set the commands of one scope and language; none given deletes them."""
        if commands:
            self.commands[scope, language] = commands
        else:
            self.commands.pop((scope, language), None)

    def get(self, scope: Scope, language: str) -> tuple[Command, ...]:
        """Give exactly what was set for one scope and language."""
        return self.commands.get((scope, language), ())

    def shown_to(self, chat_id: int, language: str) -> tuple[Command, ...]:
        """Give the commands that a person sees: the narrowest scope that has any wins."""
        for scope in (("chat", chat_id), ("all_private_chats", 0), DEFAULT_SCOPE):
            for spoken in (language, ""):
                if found := self.commands.get((scope, spoken)):
                    return found
        return ()

    def description(self, language: str) -> str:
        """Give the text that a person sees in an empty chat."""
        return localized(self.descriptions, language)


def localized(texts: Mapping[str, str], language: str) -> str:
    """Give the text for a language, else the one for all others, else ""."""
    return texts.get(language) or texts.get("", "")
