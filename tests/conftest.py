"""What conversation tests share: the sandbox, and the bot as production builds it."""

import contextlib
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.app import build
from bot.context import DigitBot
from bot.running import running
from bot.sandbox import Sandbox
from bot.settings import Settings
from bot.store import Store
from tests import postgres
from tests.drawn import mnist_digits
from tests.fakes import ADMIN, TOKEN, Fixed, digit, reading

# The library warns of what its RetryAfter will be, which raises here.
os.environ.setdefault("PTB_TIMEDELTA", "true")
# The train command asks for bfloat16; what tests compare is computed in full precision.
os.environ.setdefault("TF_SET_ONEDNN_FPMATH_MODE", "")

FAKE_TRAINING = Path(__file__).parent / "fake_training.py"

StartBot = Callable[..., Awaitable[DigitBot]]


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Server]:
    """A real PostgreSQL server; skips where there is none."""
    if reason := postgres.missing():
        pytest.skip(reason)
    with postgres.server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/bot.db"
    server: postgres.Server = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(token=TOKEN, port=0, admin_id=ADMIN) as server:
        yield server
        assert server.faults == []


@pytest.fixture
async def start_bot(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[StartBot]:
    """Start the bot at the sandbox: `await start_bot(recognizer, training="slow", …settings)`.

    `real=True` starts it as production does, with the served version and the true training.
    """
    async with contextlib.AsyncExitStack() as stack:

        async def start(
            recognizer: object = None,
            *,
            training: str = "better",
            real: bool = False,
            **variables: object,
        ) -> DigitBot:
            settings = Settings(
                bot_token=TOKEN,
                bot_api_url=sandbox.url,
                admin_ids=frozenset({ADMIN}),
                **{"data_dir": tmp_path, "progress_seconds": 0.02} | variables,
            )
            command = (sys.executable, str(FAKE_TRAINING), training)
            recognizer = recognizer or Fixed(reading([digit(7, 0.9931)]))
            application = build(settings) if real else build(settings, recognizer, command)
            await stack.enter_async_context(running(application))
            return application

        yield start


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store on the file that a bot of `start_bot` uses, too."""
    url = Settings(data_dir=tmp_path).database
    with contextlib.closing(Store(url, keep_most=1000, keep_days=365)) as opened:
        yield opened


@pytest.fixture
def small_mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in MNIST's layout with a few hundred real digits, which `MNIST_PATH` names."""
    images, labels = mnist_digits(500)
    order = np.random.default_rng(0).permutation(500)
    images, labels = images[order], labels[order]
    path = tmp_path / "mnist.npz"
    np.savez(
        path, x_train=images[:400], y_train=labels[:400], x_test=images[400:], y_test=labels[400:]
    )
    monkeypatch.setenv("MNIST_PATH", str(path))
    return path
