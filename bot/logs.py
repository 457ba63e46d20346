"""Where log lines go, how they look, and what never appears in them."""

import logging
import re
import sys
from collections.abc import Iterable
from types import TracebackType

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

QUIET = (
    "httpx", "httpcore", "apscheduler", "tornado.access", "matplotlib", "PIL", "telegram",
    "sqlalchemy",
)  # fmt: skip
"""Loggers that tell every request, row or font: whole addresses with the token, and what people
write. What remains of them are warnings."""

TOKEN = re.compile(r"\b\d{5,}(?::|%3A)[A-Za-z0-9_-]{20,}")
"""What a token of Telegram looks like, also in an address."""

HIDDEN = "***"


class Redaction(logging.Filter):
    """Takes secrets out of a record: its message, its traceback and its exceptions' texts."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        wanted = {part for secret in secrets for part in (secret, secret.partition(":")[2]) if part}
        # Longest first: a token goes whole, before the part of it behind the colon.
        self._secrets = sorted(wanted, key=len, reverse=True)
        self._formatter = logging.Formatter()

    def hide(self, text: str) -> str:
        """Return the text with stars in the place of secrets."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return TOKEN.sub(HIDDEN, text)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, redacted."""
        record.msg, record.args = self.hide(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            # Formatters reuse this text, so the traceback is never written unredacted.
            record.exc_text = self._formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.hide(record.exc_text)
        if record.stack_info:
            record.stack_info = self.hide(record.stack_info)
        return True


def configure(level: str, secrets: Iterable[str]) -> None:
    """Send all log lines, warnings and uncaught exceptions to standard error, redacted.

    Parameters
    ----------
    level
        The least level that is shown, by name.
    secrets
        Texts that must never appear; a token's part behind the colon is hidden alone, too.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(FORMAT))
    handler.addFilter(Redaction(secrets))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger(__name__).critical("Stopped by an error", exc_info=(kind, error, trace))
