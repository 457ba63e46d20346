"""Every command and every button: twice at once, by the wrong person, on an old message, too late.

Each time there is one clear answer, and nothing has changed that should not.
"""

import asyncio

import pytest
from telegram import CallbackQuery, InaccessibleMessage, Update, User
from telegram import Chat as TelegramChat

from bot import texts
from bot.answers.tap import read
from bot.handlers import COMMANDS
from bot.sandbox.values import User as Somebody
from tests.fakes import ADMIN, Fixed, paper
from tests.judging import (
    DOUBTFUL_NUMBER,
    FOUR_OR_NINE,
    HARDLY_FOUR,
    LONG,
    NOTHING,
    NUMBER,
    ROWS,
    SEVEN,
    tap_as,
)
from tests.kept import correction, same

SOMEBODY = Somebody(99, "Eve")
SAYS = {"said", "right", "now"}
"""Kinds of buttons that say something; the others show other buttons or a sentence."""
FOR_ADMINS = [
    "cancel", "measuring:cancel", "serve:shipped", "insist:shipped",
    "sheet:show:0:p0", "sheet:ask:5:p0", "sheet:drop:5:p0",
]  # fmt: skip


@pytest.fixture
async def application(start_bot, store):
    """A bot with a few corrections."""
    for number in range(3):
        store.keep(correction(number, 5))
    return await start_bot(Fixed(SEVEN), training="slow")


@pytest.fixture
def shared(application):
    return application.bot_data


def state(shared):
    pointer = shared.versions.folder / "served"
    return (
        shared.served.id,
        [version.id for version in shared.versions.all()],
        pointer.read_text() if pointer.exists() else None,
        [(one.message_id, one.right) for one in shared.store.corrections()],
        shared.training.running,
        shared.measuring.running,
    )


async def two_answers(person):
    """What the next two answers say; the second picture of an album says nothing."""
    said = []
    while len(said) < 2:
        message = await person.next_message()
        said += [words] if (words := message.text or message.caption) else []
    return said


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
async def test_a_command_by_anybody_twice_at_once(sandbox, shared, command):
    before, ann = state(shared), sandbox.client()
    await asyncio.gather(*(ann.send_text(f"/{command.name}") for _ in range(2)))
    one, other = await two_answers(ann)
    assert one == other
    assert (one == texts.REFUSED) == command.admins_only
    assert state(shared) == before


@pytest.mark.parametrize(
    "command", [c for c in COMMANDS if c.name not in ("retrain", "help")], ids=lambda c: c.name
)
@pytest.mark.parametrize("words", ["", " and something else"])
async def test_a_command_by_an_admin_twice_at_once(sandbox, shared, command, words):
    before, admin = state(shared), sandbox.client(user_id=ADMIN)
    await asyncio.gather(*(admin.send_text(f"/{command.name}{words}") for _ in range(2)))
    one, other = await two_answers(admin)
    assert one == other != texts.UNEXPECTED
    assert state(shared) == before


async def test_two_retrainings_and_two_cancellations_at_once(sandbox, shared):
    before, admin = state(shared), sandbox.client(user_id=ADMIN)
    await asyncio.gather(*(admin.send_text("/retrain") for _ in range(2)))
    begun = sorted([(await admin.next_message()).text for _ in range(2)])
    assert begun[0].startswith("A retraining is already running")
    assert begun[1].startswith("Retraining (")
    await asyncio.gather(*(admin.send_text("/cancel") for _ in range(2)))
    told = {(await admin.next_message()).text for _ in range(2)}
    assert texts.CANCELING in told
    assert told <= {texts.CANCELING, texts.NOTHING_RUNS}
    await admin.until(lambda: any(m.text == texts.CANCELED for m in admin.messages))
    assert state(shared) == before


@pytest.mark.parametrize("data", FOR_ADMINS)
async def test_a_button_for_admins_by_somebody_else(sandbox, shared, data):
    before, admin = state(shared), sandbox.client(user_id=ADMIN)
    await admin.send_text("/models")
    message = await admin.next_message()
    told = await tap_as(sandbox, SOMEBODY, admin, message, data)
    assert (told.text, told.alert) == (texts.REFUSED, True)
    assert (state(shared), message.edits) == (before, 0)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("cancel", texts.NOTHING_RUNS),
        ("measuring:cancel", texts.NOTHING_RUNS),
        ("serve:shipped", texts.SERVED_ALREADY.format(id="shipped")),
        ("insist:shipped", texts.SERVED_ALREADY.format(id="shipped")),
        (
            "serve:20200101-000000-000000",
            texts.NOT_SERVED.format(id="20200101-000000-000000", serving="shipped"),
        ),
        ("sheet:ask:6:p0", texts.NOTHING_LEFT.format(user=6)),
        ("sheet:drop:6:p0", texts.NOTHING_LEFT.format(user=6)),
    ],
)
async def test_a_button_for_admins_too_late(sandbox, shared, data, says):
    before, admin = state(shared), sandbox.client(user_id=ADMIN)
    await admin.send_text("/models")
    message = await admin.next_message()
    taps = (tap_as(sandbox, admin.user, admin, message, data) for _ in range(2))
    assert [told.text for told in await asyncio.gather(*taps)] == [says, says]
    assert state(shared) == before


@pytest.mark.parametrize("data", [*FOR_ADMINS, "said:1:4", "right:1:1", "change:1:1", "dance"])
@pytest.mark.parametrize("user_id", [ADMIN, 7])
async def test_a_button_on_a_message_that_telegram_no_longer_shows(
    sandbox, application, shared, data, user_id
):
    before, told = state(shared), []
    message = InaccessibleMessage(TelegramChat(user_id, "private"), 1)
    query_id = sandbox.world.taps.ask(told.append)
    query = CallbackQuery(
        query_id, User(user_id, "Ann", is_bot=False), "1", message=message, data=data
    )
    query.set_bot(application.bot)
    await application.process_update(Update(1, callback_query=query))
    assert len(told) == 1
    assert told[0].text not in ("", texts.UNEXPECTED)
    assert state(shared) == before


@pytest.mark.parametrize(
    "seen", [SEVEN, FOUR_OR_NINE, NUMBER, DOUBTFUL_NUMBER, ROWS, LONG, NOTHING, HARDLY_FOUR]
)
async def test_each_button_of_an_answer(sandbox, start_bot, seen):
    """On each way through the buttons: by somebody else, then twice at once by the sender."""
    application = await start_bot(Fixed(seen))
    store, ann = application.bot_data.store, sandbox.client()
    store.told(ann.user.id)  # or the first tap of all would be answered by another sentence

    async def answer_after(way):
        await ann.send_photo(paper())
        answer = await ann.next_message()
        for text in way:
            await ann.tap(answer, text)
            await ann.edited(answer)
        return answer

    tried, ways = set(), [()]
    while ways:
        way = ways.pop()
        shown = (await answer_after(way)).buttons
        for text, kind in [(text, read(data).kind) for row in shown for text, data in row]:
            step = way[-1:], "any digit" if len(text) == 1 else text
            if step in tried:
                continue
            tried.add(step)
            answer = await answer_after(way)
            data = next(d for row in answer.buttons for t, d in row if t == text)
            before = (answer.caption, answer.buttons, answer.edits)
            kept = store.correction(ann.user.id, answer.message_id)

            told = await tap_as(sandbox, SOMEBODY, ann, answer, data)
            assert (told.text, told.alert) == (texts.NOT_YOURS, True)
            assert (answer.caption, answer.buttons, answer.edits) == before
            assert same(store.correction(ann.user.id, answer.message_id), kept)

            taps = [tap_as(sandbox, ann.user, ann, answer, data) for _ in range(2)]
            told = {tap.text for tap in await asyncio.gather(*taps)}
            assert not told & {texts.UNEXPECTED, texts.OLD_BUTTON}
            now = store.correction(ann.user.id, answer.message_id)
            if kind in SAYS:
                await ann.until(lambda: "said so" in answer.caption)  # noqa: B023
                assert now is not None
                assert told <= {texts.THANKS, texts.SETTLED}
            else:
                assert same(now, kept)
            if kind != "write" and len(way) < 3:
                ways.append((*way, text))
    assert len(tried) >= 4
