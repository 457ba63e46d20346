"""What the person who runs the bot can set: read once at start, checked, then frozen."""

import hashlib
import hmac
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, FilePath, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsError

TELEGRAM = "https://api.telegram.org"
"""Root of the real Bot API."""

SECRETS = frozenset({"bot_token", "webhook_secret", "database_url"})
"""Fields whose value never appears in a sentence."""

PORT_MAX = 65_535

SECRET_MAX = 256
"""Characters of a webhook secret that Telegram takes at most."""

DATABASES = frozenset({"sqlite", "postgresql+psycopg"})
"""Kinds of databases, with their drivers, that can be named."""

DATABASE_FILE = "bot.db"

MUST_BE: Mapping[str, str] = {
    "bot_token": "the token that @BotFather gave: digits, a colon, then letters and digits",
    "bot_api_url": "the root of a Bot API server, like http://127.0.0.1:8081",
    "webhook_url": "an https address under which Telegram reaches this bot",
    "webhook_secret": "1 to 256 characters of A-Z, a-z, 0-9, _ and -",
    "webhook_port": "a port from 1 to 65535",
    "listen_host": "an address of this machine",
    "admin_ids": "numeric Telegram user ids separated by commas",
    "data_dir": "a folder that the bot can write to",
    "database_url": (
        "sqlite:////path/to/bot.db or postgresql+psycopg://user:password@host/name "
        "with your own path or names"
    ),
    "keep_corrections": "a number of corrections from 1 to 100000",
    "keep_days": "a number of days from 1 to 3650",
    "change_hours": "a number of hours from 0 to 8760",
    "photos_a_minute": "a number of pictures from 1 to 100000",
    "inbox_size": "a number of messages from 1 to 100000",
    "stop_seconds": "a number of seconds from 0 to 300",
    "mnist_path": "an existing mnist.npz file",
    "retrain_epochs": "a number of epochs from 1 to 100",
    "progress_seconds": "a number of seconds, more than 0 and at most 60",
    "chart_theme": "light or dark",
    "sandbox_port": "a port from 0 (any free one) to 65535",
    "health_port": "a port from 1 to 65535",
    "log_level": "DEBUG, INFO, WARNING or ERROR",
}
"""What the value of each field must be: with the variable's name, the sentence for a wrong one."""


class Settings(BaseSettings):
    """The variables, from the environment or from `.env` in the current folder."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_token: SecretStr | None = None
    bot_api_url: str = TELEGRAM
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_port: int = Field(default=8443, ge=1, le=PORT_MAX)
    listen_host: str = "127.0.0.1"
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    keep_corrections: int = Field(default=5000, ge=1, le=100_000)
    keep_days: int = Field(default=365, ge=1, le=3650)
    change_hours: float = Field(default=48, ge=0, le=8760)
    photos_a_minute: int = Field(default=120, ge=1, le=100_000)
    inbox_size: int = Field(default=2000, ge=1, le=100_000)
    stop_seconds: float = Field(default=5.0, ge=0, le=300)
    mnist_path: FilePath | None = None
    retrain_epochs: int | None = Field(default=None, ge=1, le=100)
    progress_seconds: float = Field(default=3.0, gt=0, le=60)
    chart_theme: Literal["light", "dark"] = "light"
    sandbox_port: int = Field(default=8081, ge=0, le=PORT_MAX)
    health_port: int | None = Field(default=None, ge=1, le=PORT_MAX)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("bot_token")
    @classmethod
    def _token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None:
            number, _, secret = token.get_secret_value().partition(":")
            if not (number.isdecimal() and _is_plain(secret)):
                raise ValueError
        return token

    @field_validator("bot_api_url")
    @classmethod
    def _api_url(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
            raise ValueError
        if "/bot" in parts.path:  # the root is wanted; /bot<token> is added to it
            raise ValueError
        return url.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _hook_url(cls, url: str | None) -> str | None:
        if url is not None:
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise ValueError
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _hook_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None:
            value = secret.get_secret_value()
            if not (_is_plain(value) and len(value) <= SECRET_MAX):
                raise ValueError
        return secret

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _ids(cls, ids: object) -> object:
        if isinstance(ids, str):
            return frozenset(int(number) for number in ids.replace(",", " ").split())
        return ids

    @field_validator("data_dir")
    @classmethod
    def _writable(cls, folder: Path) -> Path:
        folder = folder.expanduser().absolute()
        existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
        if not (existing.is_dir() and os.access(existing, os.W_OK)):
            raise ValueError
        return folder

    @field_validator("database_url")
    @classmethod
    def _database(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            try:
                parts = make_url(url.get_secret_value())
            except ArgumentError as error:
                raise ValueError from error
            # SQLite's databases in memory would be gone at every restart.
            if parts.drivername not in DATABASES or parts.database in {None, "", ":memory:"}:
                raise ValueError
        return url

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.bot_token is None and self.webhook_url is not None:
            raise ValueError("WEBHOOK_URL is set but BOT_TOKEN is not.")
        if self.bot_token is None and self.bot_api_url != TELEGRAM:
            raise ValueError("BOT_API_URL is set but BOT_TOKEN is not.")
        if (self.webhook_url or "").startswith("http:") and self.bot_api_url == TELEGRAM:
            raise ValueError("WEBHOOK_URL must start with https://, Telegram calls no other.")
        return self

    @property
    def token(self) -> str:
        """The bot's token as Telegram wants it; "" in the sandbox's case, before it has one."""
        return self.bot_token.get_secret_value() if self.bot_token else ""

    @property
    def bot_id(self) -> int:
        """The bot's id at Telegram, which its token begins with; 0 where there is no token."""
        return int(self.token.partition(":")[0] or 0)

    @property
    def database(self) -> str:
        """The database's address; that of a SQLite file in the data folder where none is set."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        file = self.data_dir / DATABASE_FILE
        return URL.create("sqlite", database=str(file)).render_as_string(hide_password=False)

    @property
    def hook_secret(self) -> str:
        """The secret that Telegram sends with every call of the webhook.

        Where none is set it is derived from the token, so that it is the same after a restart
        and in several copies of the bot.
        """
        if self.webhook_secret is not None:
            return self.webhook_secret.get_secret_value()
        return hmac.new(self.token.encode(), b"webhook", hashlib.sha256).hexdigest()


def _is_plain(text: str) -> bool:
    return bool(text) and text.isascii() and text.replace("_", "a").replace("-", "a").isalnum()


def read_settings() -> Settings:
    """Read and check the variables.

    Raises
    ------
    SettingsError
        A sentence for each wrong variable, by its name.
    """
    try:
        return Settings()
    except ValidationError as error:
        sentences = [_sentence(**problem) for problem in error.errors(include_url=False)]
        raise SettingsError("\n".join(sentences)) from None


def _sentence(*, loc: tuple[int | str, ...], msg: str, input: object = None, **_: object) -> str:  # noqa: A002
    """Say in one sentence what is wrong with a variable and what it must be."""
    if not loc:
        return msg.removeprefix("Value error, ")
    name = str(loc[0])
    shown = "" if name in SECRETS else f", not {input!r}"
    return f"{name.upper()} must be {MUST_BE[name]}{shown}."
