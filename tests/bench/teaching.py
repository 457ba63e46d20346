"""What the benches about learning share: people who correct the bot in its chat; a `/retrain`."""

import itertools
import resource
import tempfile
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from bot import texts
from bot.app import build
from bot.context import Shared
from bot.running import running
from bot.sandbox import Client, Sandbox
from bot.sandbox.seen import Seen
from bot.settings import Settings
from model.gate import judge
from model.recognizer import Recognizer
from model.report import Report
from model.versions import Versions

TOKEN = "123456:a-token-for-measurements-only"
ADMIN, ASKER = 1, 7
ASKERS = range(1000, 1020)
"""People who take turns in asking: of one alone Telegram would let the bot answer few at a time."""
JPEG_QUALITY = 87
PATIENCE = 3600.0
"""Seconds until a retraining is given up."""
ON = (texts.WRONG, texts.OTHER_DIGIT, texts.THERE_IS)
"""Buttons that lead to the one of a digit."""


@dataclass(frozen=True)
class Sent:
    """A picture file, what its sender says it shows, and who that is."""

    file: bytes
    says: str
    owner: int


@dataclass(frozen=True, eq=False)
class Retrained:
    """What came of a `/retrain`.

    Attributes
    ----------
    before, after
        What answered before, and what answers now.
    seconds
        From the command to the message that tells the end.
    processor
        Seconds that the training program has computed, on all cores together.
    said
        That message.
    """

    before: Report
    after: Report
    made: Report
    seconds: float
    processor: float
    said: str

    @property
    def passed(self) -> bool:
        """Whether the gate let the new version pass."""
        return self.said.endswith(texts.TAKEN_UP)

    @property
    def words(self) -> str:
        """The verdict, and how long it took."""
        share = min(self.made.training.share, self.made.line.share if self.made.line else 1.0)
        return (
            f"the gate {'lets it pass' if self.passed else 'refuses it'}; /retrain took "
            f"{self.seconds:.0f} s, {self.processor:.0f} s of processor time, "
            f"for {share:.0%} of the usual steps"
        )

    def rows(self) -> dict[str, dict[str, object]]:
        """Hold the new version against the old one as the gate does."""
        return {
            line.name: row(line.count, line.old_right, line.new_right)
            | {"p": round(line.p, 4), "verdict": "worse" if line.worse else ""}
            for line in judge(self.before, self.made).lines
        }


class Lesson:
    """A bot with people who teach it, and others who only ask."""

    def __init__(self, sandbox: Sandbox, shared: Shared) -> None:
        self._sandbox, self._shared = sandbox, shared
        self.askers = itertools.cycle([sandbox.client(user_id=asker) for asker in ASKERS])

    @property
    def recognizer(self) -> Recognizer:
        """What answers now."""
        return self._shared.served.recognizer

    @property
    def phase(self) -> str:
        """What the retraining that runs does now."""
        return self._shared.training.progress.phase

    async def correct(self, pictures: Iterable[Sent]) -> None:
        """Let people send pictures, one after the other, and tap what they say is right."""
        people: dict[int, Client] = {}
        for sent in pictures:
            owner = sent.owner
            person = people.setdefault(owner, self._sandbox.client(user_id=100 + owner))
            await person.send_photo(sent.file)
            await _say(person, await person.next_message(timeout=60), sent.says)

    async def retrain(self) -> Retrained:
        """Let the admin retrain, and wait for the end."""
        admin, before = self._sandbox.client(user_id=ADMIN), self._shared.served.report
        began, computed = time.monotonic(), _computed()
        await admin.send_text("/retrain")
        said: str | None = None
        while not (said or "").startswith((texts.FINISHED[:20], texts.FAILED[:20])):
            said = (await admin.next_message(timeout=PATIENCE)).text
        seconds, made = time.monotonic() - began, self._shared.versions.all()
        if not made:
            raise RuntimeError(said)
        processor = _computed() - computed
        return Retrained(
            before, self._shared.served.report, made[-1].report, seconds, processor, said or ""
        )


@asynccontextmanager
async def lesson(start: Path | None) -> AsyncIterator[Lesson]:
    """Run a bot that serves a version, the shipped one where none is named, and its sandbox."""
    with tempfile.TemporaryDirectory() as folder:
        async with Sandbox(token=TOKEN, port=0, admin_id=ADMIN) as sandbox:
            settings = Settings(
                _env_file=None, bot_token=TOKEN, bot_api_url=sandbox.url,
                admin_ids=frozenset({ADMIN}), data_dir=Path(folder),
            )  # fmt: skip
            if start:
                versions = Versions(settings.data_dir / "models")
                versions.promote(versions.add(start))
            application = build(settings)
            async with running(application):
                yield Lesson(sandbox, application.bot_data)


def row(count: int, before: int, after: int) -> dict[str, object]:
    """Give a row of the table."""
    return {"of": count, "before": before, "after": after, "p": "", "verdict": ""}


def jpeg(photo: np.ndarray) -> bytes:
    """Give the file of an RGB photo as Telegram sends it."""
    bgr = cv2.cvtColor(photo, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", bgr, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))[1].tobytes()


async def _say(person: Client, answer: Seen, right: str) -> None:
    """Tap what is right below an answer; where it is not to be tapped, write it."""

    def shown() -> list[str]:
        return [text for row in answer.buttons for text, _ in row]

    def noted() -> bool:
        return (answer.caption or "").startswith(f"{right} · {texts.YOU}")

    if texts.RIGHT in shown() and (answer.caption or "").startswith(f"{right} · "):
        await person.tap(answer, texts.RIGHT)
    else:
        if right not in shown():
            for text in set(ON) & set(shown()):
                await person.tap(answer, text)
                await person.until(lambda text=text: text not in shown())
        if right in shown():
            await person.tap(answer, right)
        else:
            await person.send_text(right, reply_to=answer)
    await person.until(noted, timeout=60)


def _computed() -> float:
    """Seconds that programs which have ended have computed for this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
