import asyncio
import logging
import os
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest
from telegram import Update

import model
from bot import texts
from model.errors import DamagedPicture
from tests.fakes import Fixed, Gated, Refusing, digit, paper, reading, until


async def test_a_photo_is_answered_with_its_digit_and_a_chart(sandbox, start_bot):
    recognizer = Fixed(reading([digit(7, 0.9931)]))
    await start_bot(recognizer)
    ann = sandbox.client()
    sent = await ann.send_photo(paper())
    answer = await ann.next_message()
    assert answer.caption == "7 · 99 % sure"
    assert answer.entities == [("code", 0, 1)]
    assert answer.reply_to_message_id == sent.message_id
    assert [[text for text, _ in row] for row in answer.buttons] == [["✓ Right", "✗ Wrong"]]
    chart = cv2.imdecode(np.frombuffer(answer.photo, np.uint8), cv2.IMREAD_COLOR)
    assert min(chart.shape[:2]) > 400


@pytest.mark.parametrize(
    ("seen", "caption", "copied"),
    [
        (reading([digit(7, 1.0)]), "7 · 99 % sure", "7"),
        (reading([digit(4, 0.61, 9)]), "Probably 4 (61 %), maybe 9 (39 %)", "4"),
        (reading([digit(d, 0.994, at=i) for i, d in enumerate((2, 0, 2, 4))]),
         "2024 · 98 % sure", "2024"),
        (reading([digit(2, 0.98), digit(0, 0.6, 6, at=1)]),
         "Probably 20 (59 %), maybe 26 (39 %)", "20"),
        (reading([digit(1)], [digit(2)]), "1\n2\n98 % sure", "1\n2"),
        (reading([digit(1)], [digit(2, 0.7)]), "Probably (69 %):\n1\n2", "1\n2"),
        (reading([digit(1, 0.6)], [digit(2, 0.7)]), "Maybe (42 %):\n1\n2", "1\n2"),
        (reading([digit(4, 0.6, 9, is_digit=0.7)]), "Maybe 4 (42 %), maybe 9 (28 %)", "4"),
        (reading([digit(4, 0.97, 9)]), "4 · 97 % sure", "4"),
        (reading([digit(4, 0.97, 9, is_digit=0.8)]), "Probably 4 (78 %)", "4"),
        (reading([digit(4, 0.9, 9, is_digit=0.4)]),
         "I can't see a digit here, except perhaps 4 (36 %)", "4"),
        (reading([digit(4, is_digit=0.6), digit(5, is_digit=0.3)]),
         "I can't see a digit here, except perhaps 45 (18 %)", "45"),
        (reading([digit(4, is_digit=0.6)], [digit(5, is_digit=0.3)]),
         "I can't see a digit here, except perhaps (18 %):\n4\n5", "4\n5"),
        (reading([digit(d, at=i) for i, d in enumerate((1, 2, 3, 4))] + [digit(5, is_digit=0.2)]),
         "Maybe 12345 (19 %)", "12345"),
    ],
)  # fmt: skip
async def test_the_caption_says_what_and_how_sure(sandbox, start_bot, seen, caption, copied):
    await start_bot(Fixed(seen))
    ann = sandbox.client()
    await ann.send_photo(paper())
    answer = await ann.next_message()
    assert answer.caption == caption
    ((kind, offset, length),) = answer.entities
    assert (kind, caption[offset : offset + length]) == ("code", copied)


async def test_a_page_full_of_digits_fits_telegrams_caption(sandbox, start_bot):
    await start_bot(Fixed(reading([digit(1, 0.6, 7)] * 600)))
    ann = sandbox.client()
    await ann.send_photo(paper())
    assert (await ann.next_message()).caption.startswith("Maybe 111")


@pytest.mark.parametrize(
    "seen", [reading(), reading([digit(4, is_digit=0.04)]), reading([digit(8, is_digit=0.1)] * 3)]
)
async def test_no_digit_is_said_with_what_was_seen(sandbox, start_bot, seen):
    await start_bot(Fixed(seen))
    ann = sandbox.client()
    sent = await ann.send_photo(paper())
    answer = await ann.next_message()
    assert answer.caption == texts.NO_DIGIT
    assert answer.caption.startswith("I can't see a digit here.\n")
    assert answer.entities == []
    assert answer.photo
    assert answer.reply_to_message_id == sent.message_id


@pytest.mark.parametrize(
    ("name", "mime_type"), [("seven.png", "image/png"), ("seven.PNG", "application/octet-stream")]
)
async def test_an_image_file_is_read_as_it_is(sandbox, start_bot, name, mime_type):
    recognizer = Fixed(reading([digit(7)]))
    await start_bot(recognizer)
    ann = sandbox.client()
    png = paper(form=".png")
    await ann.send_document(png, name, mime_type)
    assert (await ann.next_message()).caption == "7 · 99 % sure"
    assert recognizer.pictures == [png]


async def test_a_sticker_is_read(sandbox, start_bot):
    await start_bot()
    ann = sandbox.client()
    await ann.send_sticker(paper(form=".webp"))
    assert (await ann.next_message()).caption == "7 · 99 % sure"


async def test_the_largest_size_of_a_photo_is_read(sandbox, start_bot):
    recognizer = Fixed(reading([digit(7)]))
    await start_bot(recognizer)
    ann = sandbox.client()
    sent = await ann.send_photo(paper())
    await ann.next_message()
    assert recognizer.pictures == [sent.photo]


async def test_each_picture_of_an_album_is_answered(sandbox, start_bot):
    await start_bot()
    ann = sandbox.client()
    sent = [await ann.send_photo(paper(), media_group_id="album") for _ in range(3)]
    answers = [await ann.next_message() for _ in sent]
    assert {a.reply_to_message_id for a in answers} == {s.message_id for s in sent}
    assert {a.caption for a in answers} == {"7 · 99 % sure"}


async def test_the_chat_shows_that_a_photo_is_being_sent(sandbox, start_bot):
    recognizer = Gated(reading([digit(7)]))
    await start_bot(recognizer)
    ann = sandbox.client()
    await ann.send_photo(paper(shade=20))
    await ann.until(lambda: "upload_photo" in ann.actions)
    recognizer.gate.set()
    await ann.next_message()


async def test_an_answer_that_comes_soon_takes_no_call_to_announce_it(
    sandbox, start_bot, monkeypatch
):
    monkeypatch.setattr("bot.activity.PATIENCE", 60)
    await start_bot()
    ann = sandbox.client()
    await ann.send_photo(paper())
    await ann.next_message()
    assert ann.actions == []


async def test_the_activity_is_shown_again_while_it_takes_long(sandbox, start_bot, monkeypatch):
    monkeypatch.setattr("bot.activity.REPEAT_SECONDS", 0.01)
    recognizer = Gated(reading([digit(7)]))
    await start_bot(recognizer)
    ann = sandbox.client()
    await ann.send_photo(paper(shade=20))
    await ann.until(lambda: ann.actions.count("upload_photo") >= 3)
    recognizer.gate.set()
    await ann.next_message()


async def test_a_slow_picture_delays_nobody_else(sandbox, start_bot):
    recognizer = Gated(reading([digit(7)]))
    application = await start_bot(recognizer)
    # One thread more than is held back, whatever machine runs this.
    application.bot_data.threads.count = 2
    slow = sandbox.client(user_id=50, first_name="Slow")
    await slow.send_photo(paper(shade=20))
    await asyncio.to_thread(recognizer.holding.wait, 10)
    people = [sandbox.client(user_id=100 + n) for n in range(10)]
    await asyncio.gather(*(person.send_photo(paper()) for person in people))
    answers = await asyncio.gather(*(person.next_message() for person in people))
    assert [answer.caption for answer in answers] == ["7 · 99 % sure"] * 10
    assert not any(message.from_bot for message in slow.messages)
    recognizer.gate.set()
    assert (await slow.next_message()).caption == "7 · 99 % sure"


async def test_commands_are_answered_while_all_threads_read(sandbox, start_bot):
    recognizer = Gated(reading([digit(7)]))
    application = await start_bot(recognizer)
    people = [sandbox.client(user_id=100 + n) for n in range(os.cpu_count() + 2)]
    for person in people:
        await person.send_photo(paper(shade=20))
    await until(lambda: application.bot_data.threads.waiting)
    ann = sandbox.client()
    await ann.send_text("/start")
    assert (await ann.next_message()).text == texts.START
    recognizer.gate.set()
    for person in people:
        await person.next_message()


async def test_a_file_that_cannot_be_read_gets_its_sentence(sandbox, start_bot, caplog):
    await start_bot(Refusing(lambda: DamagedPicture("cv2 says no")))
    ann = sandbox.client()
    sent = await ann.send_photo(paper())
    answer = await ann.next_message()
    assert answer.text == texts.ERRORS[DamagedPicture]
    assert answer.reply_to_message_id == sent.message_id
    assert "Traceback" not in caplog.text


async def test_an_unexpected_error_is_logged_and_the_user_gets_one_sentence(
    sandbox, start_bot, caplog
):
    await start_bot(Refusing(lambda: RuntimeError("the inside of the bot")))
    ann = sandbox.client()
    await ann.send_photo(paper())
    assert (await ann.next_message()).text == texts.UNEXPECTED
    (record,) = [r for r in caplog.records if r.name == "bot.on_error"]
    assert record.levelno == logging.ERROR
    assert "the inside of the bot" in str(record.exc_info[1])
    await ann.send_text("/start")
    assert (await ann.next_message()).text == texts.START


async def test_a_file_that_is_too_large_is_not_fetched(sandbox, start_bot):
    recognizer = Fixed(reading([digit(7)]))
    await start_bot(recognizer)
    ann = sandbox.client()
    await ann.send_document(b"\xff\xd8" + bytes(21_000_000), "big.jpg", "image/jpeg")
    assert (await ann.next_message()).text == texts.ERRORS[model.FileTooLarge]
    assert recognizer.pictures == []


async def test_an_edited_message_is_not_answered_again(sandbox, start_bot):
    recognizer = Fixed(reading([digit(7)]))
    application = await start_bot(recognizer)
    ann = sandbox.client()
    sent = await ann.send_photo(paper(), caption="a seven")
    await ann.next_message()
    await ann.send_edit(sent.message_id, "an edited seven")
    edited = {
        "message_id": sent.message_id,
        "date": int(datetime.now(UTC).timestamp()),
        "chat": {"id": 7, "type": "private"},
        "text": "edited",
    }
    update = Update.de_json({"update_id": 1, "edited_message": edited}, application.bot)
    await application.process_update(update)
    await ann.send_text("/start")
    assert (await ann.next_message()).text == texts.START
    assert len(recognizer.pictures) == 1
