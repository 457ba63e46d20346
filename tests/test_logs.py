import io
import logging
import subprocess
import sys

import pytest

from bot.logs import QUIET, Redaction

TOKEN = "123456:AAF-not_a_real_token_but_as_long_35"


@pytest.fixture
def log():
    """A logger whose lines are redacted as those of the root handler are, and its output."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Redaction([TOKEN, ""]))
    logger = logging.getLogger("tests.redacted")
    logger.propagate = False
    logger.addHandler(handler)
    yield logger, stream
    logger.removeHandler(handler)
    logger.propagate = True


def write_url(logger):
    logger.warning("POST https://api.telegram.org/bot%s/getMe", TOKEN)


def write_secret_alone(logger):
    logger.warning(TOKEN.partition(":")[2])


def write_other_token(logger):
    logger.warning("rejected 99887766:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-AAF")


def refuse():
    raise ValueError(f"The token `{TOKEN}` was rejected")


def give_up():
    try:
        refuse()
    except ValueError as error:
        raise RuntimeError("gave up") from error


def write_exception(logger):
    try:
        refuse()
    except ValueError:
        logger.exception("It failed")


def write_chained_exception(logger):
    try:
        give_up()
    except RuntimeError:
        logger.exception("It failed")


def write_object(logger):
    logger.warning("%r and %s", {"token": TOKEN}, ("x", TOKEN))


def write_stack(logger):
    logger.warning("here", stack_info=True)


@pytest.mark.parametrize(
    "write",
    [write_url, write_secret_alone, write_other_token, write_exception, write_chained_exception,
     write_object, write_stack],
)  # fmt: skip
def test_the_token_never_appears(log, write):
    logger, stream = log
    write(logger)
    assert stream.getvalue()
    assert "AAF" not in stream.getvalue()


def test_the_rest_of_a_line_stays(log):
    logger, stream = log
    write_url(logger)
    assert stream.getvalue() == "POST https://api.telegram.org/bot***/getMe\n"


def test_a_traceback_stays_readable(log):
    logger, stream = log
    write_exception(logger)
    assert "in refuse" in stream.getvalue()
    assert "ValueError: The token `***` was rejected" in stream.getvalue()


PROGRAM = f"""
import logging
from bot import logs
logs.configure("INFO", ["{TOKEN}"])
logging.getLogger("bot").info("token {TOKEN}")
logging.getLogger("httpx").info("never seen")
import warnings
warnings.warn("warned with {TOKEN}")
raise RuntimeError("ended with {TOKEN}")
"""


def test_lines_warnings_and_uncaught_errors_are_redacted():
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "AAF" not in ended.stderr
    assert "never seen" not in ended.stderr
    for line in ("INFO bot: token ***", "warned with ***", "RuntimeError: ended with ***"):
        assert line in ended.stderr


def test_the_talkative_loggers_are_quiet():
    assert {"httpx", "httpcore", "apscheduler", "tornado.access"} <= set(QUIET)
