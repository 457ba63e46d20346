import pytest

from bot import texts
from bot.commands import allowed
from bot.handlers import COMMANDS
from tests.fakes import ADMIN


async def ask(sandbox, words, user_id=7):
    person = sandbox.client(user_id=user_id)
    await person.send_text(words)
    return await person.next_message()


async def test_start_says_what_the_bot_does(sandbox, start_bot):
    await start_bot()
    assert (await ask(sandbox, "/start")).text == texts.START
    assert "/privacy" in texts.START


async def test_help_lists_what_that_user_may_do(sandbox, start_bot):
    await start_bot()
    for user_id, admin in ((7, False), (ADMIN, True)):
        text = (await ask(sandbox, "/help", user_id)).text
        listed = [line.split()[0] for line in text.splitlines() if line.startswith("/")]
        assert listed == [f"/{command.name}" for command in allowed(COMMANDS, admin=admin)]
    assert "/retrain" in listed


async def test_the_menus_offer_what_each_may_do(sandbox, start_bot):
    sandbox.client(user_id=ADMIN)
    application = await start_bot()
    menu = await application.bot.get_my_commands()
    assert [c.command for c in menu] == [
        "start", "help", "accuracy", "stats", "privacy", "forget"
    ]  # fmt: skip
    assert [c.description for c in menu] == [texts.DESCRIPTIONS[c.command] for c in menu]


@pytest.mark.parametrize(
    ("words", "sentence"), [("what is this?", texts.TEXT), ("/dance", texts.UNKNOWN_COMMAND)]
)
async def test_words_are_told_to_be_a_photo(sandbox, start_bot, words, sentence):
    await start_bot()
    assert (await ask(sandbox, words)).text == sentence


async def test_a_file_that_is_no_image_is_refused(sandbox, start_bot):
    await start_bot()
    ann = sandbox.client()
    await ann.send_document(b"%PDF-1.7", "paper.pdf", "application/pdf")
    assert (await ann.next_message()).text == texts.NOT_AN_IMAGE


FILE = {"file_id": "f", "file_unique_id": "u", "duration": 1, "width": 9, "height": 9}
STICKER = FILE | {"type": "regular", "is_animated": False, "is_video": False}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"sticker": STICKER | {"is_animated": True}}, texts.MOVING),
        ({"sticker": STICKER | {"is_video": True}}, texts.MOVING),
        ({"video": FILE}, texts.MOVING),
        ({"video_note": FILE | {"length": 9}}, texts.MOVING),
        ({"animation": FILE, "document": FILE}, texts.MOVING),
        ({"voice": FILE}, texts.SOUND),
        ({"audio": FILE}, texts.SOUND),
        ({"location": {"longitude": 1.0, "latitude": 2.0}}, texts.SOMETHING_ELSE),
        ({"dice": {"emoji": "🎲", "value": 4}}, texts.SOMETHING_ELSE),
    ],
)
async def test_whatever_is_no_picture_gets_one_sentence(sandbox, start_bot, content, sentence):
    await start_bot()
    ann = sandbox.client()
    post(sandbox, content, {"id": 7, "type": "private"})
    assert (await ann.next_message()).text == sentence


def post(sandbox, content, chat):
    """Let Ann send what the sandbox's people cannot."""
    message = {"message_id": 900, "date": 1_800_000_000, "chat": chat, **content}
    sender = {"id": 7, "is_bot": False, "first_name": "Ann"}
    sandbox.world.updates.add("message", message | {"from": sender})


async def test_talk_in_a_group_is_left_alone(sandbox, start_bot):
    await start_bot()
    ann = sandbox.client()
    post(sandbox, {"text": "hello all"}, {"id": -5, "type": "group", "title": "Class"})
    await ann.send_text("/start")
    assert (await ann.next_message()).text == texts.START


async def test_a_button_of_old_is_answered(sandbox, start_bot):
    await start_bot()
    ann = sandbox.client()
    await ann.send_text("/start")
    message = await ann.next_message()
    query = {
        "id": "1",
        "from": {"id": 7, "is_bot": False, "first_name": "Ann"},
        "chat_instance": "1",
        "data": "from long ago",
        "message": {
            "message_id": message.message_id,
            "date": 1_800_000_000,
            "chat": {"id": 7, "type": "private"},
        },
    }
    sandbox.world.updates.add("callback_query", query)
    await ann.send_text("/help")
    await ann.next_message()
    sandbox.faults.clear()  # the sandbox rightly knows of no such tap
