"""The way through the buttons of an answer, and what is kept when somebody judges it."""

import hashlib

import numpy as np
import pytest

from bot import texts
from model.synthesis.sheet import NOT_DIGIT
from tests.fakes import Fixed, digit, paper, reading, until
from tests.judging import (
    DOUBTFUL_NUMBER,
    FOUR_OR_NINE,
    HARDLY_FOUR,
    LONG,
    LONGER_TOO,
    NOTHING,
    NUMBER,
    ROWS,
    SEVEN,
    ask,
    labels,
    tap_all,
)


async def test_nothing_of_a_picture_is_kept_before_somebody_says_something(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot)
    await until(lambda: store.answer(7, answer.message_id))
    remembered = store.answer(7, answer.message_id)
    assert (remembered.user_id, remembered.version, remembered.text) == (7, "shipped", "7")
    assert remembered.certain
    assert store.count() == (0, 0)
    await tap_all(ann, answer, "✗ Wrong")
    assert store.count() == (0, 0)


async def test_a_correction_is_kept_with_its_labeled_crops(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot)
    await tap_all(ann, answer, "✗ Wrong", "1")
    assert answer.caption == "1 · you said so"
    kept = store.correction(7, answer.message_id)
    sent = next(message for message in ann.messages if not message.from_bot)
    assert kept.sha256 == hashlib.sha256(sent.photo).hexdigest()
    assert (kept.user_id, kept.said_by, kept.version) == (7, 7, "shipped")
    assert (kept.read, kept.right, kept.confirmed) == ("7", "1", False)
    (crop,) = kept.crops
    assert crop.label == 1
    assert np.array_equal(crop.picture, SEVEN.digits[0].picture)
    assert np.allclose(crop.probabilities, SEVEN.digits[0].probabilities)
    assert crop.is_digit == 1.0


@pytest.mark.parametrize(
    ("seen", "taps", "right", "crops"),
    [
        (SEVEN, ["✓ Right"], "7", [7]),
        (SEVEN, ["✗ Wrong", "Not a digit"], "", [NOT_DIGIT]),
        (FOUR_OR_NINE, ["9"], "9", [9]),
        (FOUR_OR_NINE, ["Another digit", "5"], "5", [5]),
        (NUMBER, ["✓ Right"], "204", [2, 0, 4]),
        (NUMBER, ["✗ Wrong", "207"], "207", [2, 0, 7]),
        (NUMBER, ["✗ Wrong", "Not a digit"], "", [NOT_DIGIT] * 3),
        (DOUBTFUL_NUMBER, ["26"], "26", [2, 6]),
        (LONGER_TOO, ["206"], "206", [None, None]),
        (ROWS, ["✓ Right"], "1\n2", [1, 2]),
        (LONG, ["✓ Right"], "1" * 40, [1] * 40),
        (NOTHING, ["✓ Right"], "", []),
        (NOTHING, ["There is a digit", "3"], "3", []),
        # What was seen and not thought worth saying is learned from, too.
        (HARDLY_FOUR, ["✓ Right"], "", [NOT_DIGIT]),
        (HARDLY_FOUR, ["There is a digit", "3"], "3", [3]),
    ],
)
async def test_what_is_said_labels_what_was_seen(sandbox, start_bot, seen, taps, right, crops):
    store, ann, answer = await ask(sandbox, start_bot, seen)
    await tap_all(ann, answer, *taps)
    kept = store.correction(7, answer.message_id)
    assert (kept.right, [crop.label for crop in kept.crops]) == (right, crops)
    assert labels(answer) == [["Change"]]


async def test_a_file_and_a_sticker_are_fetched_again_the_same_way(sandbox, start_bot):
    recognizer = Fixed(SEVEN)
    application = await start_bot(recognizer)
    ann = sandbox.client()
    png, webp = paper(form=".png"), paper(form=".webp")
    await ann.send_document(png, "seven.png", "image/png")
    await tap_all(ann, await ann.next_message(), "✓ Right")
    await ann.send_sticker(webp)
    await tap_all(ann, await ann.next_message(), "✓ Right")
    kept = application.bot_data.store.corrections(user_id=7)
    assert [one.sha256 for one in kept] == [hashlib.sha256(d).hexdigest() for d in (png, webp)]
    assert recognizer.pictures == [png, png, webp, webp]


async def test_each_picture_of_an_album_is_judged_by_itself(sandbox, start_bot):
    application = await start_bot()
    ann = sandbox.client()
    for shade in (230, 240, 250):
        await ann.send_photo(paper(shade), media_group_id="album")
    answers = [await ann.next_message() for _ in range(3)]
    await tap_all(ann, answers[1], "✓ Right")
    await tap_all(ann, answers[2], "✗ Wrong", "1")
    store = application.bot_data.store
    assert [one.right for one in store.corrections()] == ["7", "1"]
    assert len({one.sha256 for one in store.corrections()}) == 2
    assert labels(answers[0]) == [["✓ Right", "✗ Wrong"]]


async def test_the_first_time_it_is_said_what_is_kept(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot)
    assert await ann.tap(answer, "✓ Right") == texts.FIRST_KEPT
    assert ann.answers[-1].alert
    assert len(texts.FIRST_KEPT) <= 200
    assert "/privacy" in texts.FIRST_KEPT
    assert "/forget" in texts.FIRST_KEPT
    await ann.send_photo(paper())
    second = await ann.next_message()
    assert await ann.tap(second, "✓ Right") == texts.THANKS
    assert not ann.answers[-1].alert
    await ann.edited(second)
    assert store.count() == (2, 1)


def unsure_of_seven():
    seen = digit(7, 0.95)
    seen.probabilities[:] = 0.002
    seen.probabilities[[7, 1, 9, 4]] = 0.95, 0.02, 0.01, 0.008
    return reading([seen])


@pytest.mark.parametrize(
    ("seen", "tapped", "told", "offered"),
    [
        (unsure_of_seven(), "✗ Wrong", texts.WHICH,
         [list("19402"), list("35687"), ["Not a digit", "‹ Back"]]),
        (FOUR_OR_NINE, "Another digit", texts.WHICH,
         [list("01234"), list("56789"), ["Not a digit", "‹ Back"]]),
        (NOTHING, "There is a digit", texts.WHICH_OR_REPLY,
         [list("01234"), list("56789"), ["‹ Back"]]),
        (NUMBER, "✗ Wrong", texts.WHICH_NUMBER,
         [["207", "274", "704"], ["Other number", "Not a digit"], ["‹ Back"]]),
        (ROWS, "✗ Wrong", texts.WHICH_NUMBER,
         [["1 / 0", "0 / 2", "0 / 0"], ["Other number", "Not a digit"], ["‹ Back"]]),
        (LONG, "✗ Wrong", texts.WHICH_NUMBER, [["Other number", "Not a digit"], ["‹ Back"]]),
    ],
)  # fmt: skip
async def test_wrong_leads_to_what_it_may_be_and_back(
    sandbox, start_bot, seen, tapped, told, offered
):
    store, ann, answer = await ask(sandbox, start_bot, seen)
    before, caption = labels(answer), answer.caption
    assert await ann.tap(answer, tapped) == told
    await ann.edited(answer)
    assert (labels(answer), answer.caption) == (offered, caption)
    await tap_all(ann, answer, "‹ Back")
    assert labels(answer) == before
    assert store.count() == (0, 0)


async def test_another_number_is_asked_for_as_a_reply(sandbox, start_bot):
    store, ann, answer = await ask(sandbox, start_bot, DOUBTFUL_NUMBER)
    assert await ann.tap(answer, "Other number") == texts.WRITE
    assert ann.answers[-1].alert
    assert (answer.edits, store.count()) == (0, (0, 0))
