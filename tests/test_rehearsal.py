import logging

import model
from bot.rehearsal import rehearse
from model.reading import Reading
from tests.fakes import Refusing


class Noting:
    """A recognizer that remembers what it has read."""

    def __init__(self) -> None:
        self.read_so_far: list[Reading] = []

    def read(self, data: bytes) -> Reading:
        self.read_so_far.append(model.load().read(data))
        return self.read_so_far[-1]


async def test_each_thread_reads_a_digit_before_anybody_sends_one(start_bot):
    recognizer = Noting()
    application = await start_bot(recognizer)
    await rehearse(application.bot_data)
    found = recognizer.read_so_far
    assert len(found) == application.bot_data.threads.count
    assert {reading.text for reading in found} == {"1"}


async def test_a_rehearsal_that_fails_is_logged_and_stops_nothing(start_bot, caplog):
    application = await start_bot(Refusing(lambda: RuntimeError("the network is damaged")))
    with caplog.at_level(logging.ERROR):
        await rehearse(application.bot_data)
    assert "The rehearsal failed" in caplog.text
