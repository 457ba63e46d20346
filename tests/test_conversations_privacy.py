from datetime import UTC, datetime

import pytest

from bot import texts
from bot.handlers.forget import describe
from bot.store import UNKNOWN_USER, Forgotten
from tests.fakes import paper, until
from tests.kept import ago, answer, correction, crop


async def ask(sandbox, words, user_id=7):
    person = sandbox.client(user_id=user_id)
    await person.send_text(words)
    return await person.next_message()


async def test_privacy_says_how_much_is_kept_and_for_how_long(sandbox, start_bot):
    await start_bot(keep_corrections=1234, keep_days=90, change_hours=36)
    text = (await ask(sandbox, "/privacy")).text
    for words in ("28×28", "for 90 days", "at most 1,234 corrections", "for 36 h", "/forget"):
        assert words in text
    assert text.endswith(texts.PRIVACY_NOTHING)


async def test_privacy_with_other_limits(sandbox, start_bot):
    await start_bot(keep_days=1, change_hours=0)
    text = (await ask(sandbox, "/privacy")).text
    assert "for a day" in text
    assert "You can change" not in text


@pytest.mark.parametrize(
    ("count", "sentence"), [(1, texts.PRIVACY_ONE), (3, texts.PRIVACY_OWN.format(count="3"))]
)
async def test_privacy_counts_what_is_kept_of_the_asker(sandbox, start_bot, store, count, sentence):
    for number in range(count):
        store.keep(correction(number, user_id=7))
    store.keep(correction(9, user_id=8))
    await start_bot()
    assert (await ask(sandbox, "/privacy")).text.endswith(sentence)


async def test_forget_removes_all_of_the_asker_and_nothing_of_others(sandbox, start_bot, store):
    for user in (7, 8):
        store.remember(answer(1, user))
        store.remember(answer(2, user))
        store.keep(correction(1, user, crops=(crop(7), crop(4, seed=1))))
    await start_bot()
    text = (await ask(sandbox, "/forget")).text
    assert text == (
        "Removed: 2 small pictures, what was said of 1 answer and the notes of 2 answers."
        + texts.FORGOT_LEARNED
    )
    assert store.corrections(user_id=7) == []
    assert store.answer(7, 1) is None
    assert len(store.corrections(user_id=8)) == 1
    assert store.answer(8, 1) is not None
    assert (await ask(sandbox, "/forget")).text == texts.FORGOT_NOTHING


async def test_an_answer_that_was_never_judged_is_forgotten_too(sandbox, start_bot, store):
    await start_bot()
    ann = sandbox.client(user_id=7)
    await ann.send_photo(paper())
    await ann.next_message()
    await until(lambda: store.stats().answers == 1)
    assert (await ask(sandbox, "/forget")).text == "Removed: the note of 1 answer."
    assert store.stats().answers == 0


async def test_who_writes_in_the_name_of_a_chat_can_remove_nothing(sandbox, start_bot, store):
    store.keep(correction(1, UNKNOWN_USER, chat_id=-5))
    await start_bot()
    sandbox.client(user_id=7)
    entity = {"type": "bot_command", "offset": 0, "length": 7}
    chat = {"id": 7, "type": "private", "first_name": "Ann"}
    message = {"message_id": 900, "date": 1_800_000_000, "chat": chat, "text": "/forget"}
    sender = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
    channel = {"id": -100, "type": "channel", "title": "Digits"}
    ann = sandbox.client(user_id=7)
    sandbox.world.updates.add(
        "message", message | {"from": sender, "sender_chat": channel, "entities": [entity]}
    )
    assert (await ann.next_message()).text == texts.FORGET_WHO
    assert len(store.corrections()) == 1


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (Forgotten(answers=1, corrections=0, crops=0), "the note of 1 answer"),
        (
            Forgotten(answers=1234, corrections=1, crops=0),
            "what was said of 1 answer and the notes of 1,234 answers",
        ),
        (
            Forgotten(answers=2, corrections=2, crops=1),
            "1 small picture, what was said of 2 answers and the notes of 2 answers",
        ),
    ],
)
def test_what_was_removed_is_listed(gone, words):
    learned = texts.FORGOT_LEARNED if gone.corrections else ""
    assert describe(gone) == f"Removed: {words}.{learned}"


def test_nothing_removed_is_said():
    assert describe(Forgotten(0, 0, 0)) == texts.FORGOT_NOTHING


async def test_stats_count_what_is_kept(sandbox, start_bot, store):
    for number in range(3):
        store.remember(answer(number, user_id=7, at=ago(days=2), certain=number > 0))
    store.remember(answer(3, user_id=8))
    store.keep(correction(1, user_id=7, read="7", right="7"))
    store.keep(correction(2, user_id=8, read="1", right="7", crops=(crop(7), crop(1, seed=5))))
    await start_bot()
    day = ago(days=2).astimezone(UTC)
    assert (await ask(sandbox, "/stats")).text == (
        f"Since {day:%B} {day.day}, {day.year}:\n"
        "· Answers: 4, of these in the last 24 hours: 1\n"
        "· Given without a doubt: 3\n"
        "· People who sent the pictures: 2\n"
        "· Confirmed: 1, corrected: 1\n"
        "· People whose pictures these were: 2\n"
        "· Small pictures kept to learn from: 3"
    )


async def test_stats_before_anything_was_judged_or_read(sandbox, start_bot, store):
    await start_bot()
    assert (await ask(sandbox, "/stats")).text == texts.STATS_NOTHING
    store.remember(answer(at=datetime.now(UTC)))
    assert (await ask(sandbox, "/stats")).text.endswith(texts.STATS_NONE)
