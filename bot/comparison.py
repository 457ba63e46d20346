"""A trained version against the one in use: the better one answers from then on."""

import logging

import model
from bot import texts
from bot.context import Shared
from bot.served import Served
from bot.units import score
from model.report import Report
from model.scores import Scores
from model.versions import Version

log = logging.getLogger(__name__)


async def take_up(shared: Shared, version: Version) -> str:
    """Serve a trained version if it is not worse, and say what was done.

    "Not worse" is: on as many of MNIST's test digits, at least as large a share read right.
    Photos that are being read meanwhile finish on the old version.

    Raises
    ------
    WeightsError
        The trained version is damaged; nothing has changed then.
    """
    recognizer = await shared.in_thread(model.load, version.folder)
    candidate = Served(version.id, version.folder, recognizer)
    old, new = shared.served.report, candidate.report
    comparable = old.test.count == new.test.count
    taken = comparable and new.test.accuracy >= old.test.accuracy
    if taken:
        await shared.in_thread(shared.versions.promote, version)
        shared.served = candidate
    log.info("Version %s: accuracy %s, taken up: %s", version.id, new.test.accuracy, taken)
    verdict = texts.TAKEN_UP if taken else texts.NOT_TAKEN_UP
    return f"{_table(old, new)}\n\n{verdict if comparable else texts.NOT_COMPARABLE}"


def _table(old: Report, new: Report) -> str:
    text = _line(texts.FINISHED, old.test, new.test)
    if old.generated and new.generated:
        text += _line(texts.FINISHED_PHOTOS, old.generated, new.generated)
    return text


def _line(template: str, old: Scores, new: Scores) -> str:
    count = f"{new.count:,}" if old.count == new.count else f"{old.count:,} / {new.count:,}"
    return template.format(count=count, old=score(old.accuracy), new=score(new.accuracy))
