from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, User

from bot.answers.corrected import crops
from bot.handlers.reply import understood
from bot.keep import sender_of
from model.synthesis.sheet import NOT_DIGIT
from tests.fakes import digit, reading

TWO_ROWS = reading([digit(1), digit(7)], [digit(4)])


@pytest.mark.parametrize(
    ("right", "labels"),
    [
        ("17\n4", [1, 7, 4]),
        ("29\n0", [2, 9, 0]),
        ("", [NOT_DIGIT] * 3),
        ("174", [None] * 3),
        ("1\n74", [None] * 3),
        ("17\n45", [None] * 3),
        ("17", [None] * 3),
    ],
)
def test_each_crop_gets_its_digit_where_the_rows_are_as_long(right, labels):
    found = crops(TWO_ROWS, right)
    assert [crop.label for crop in found] == labels
    for crop, seen in zip(found, TWO_ROWS.digits, strict=True):
        assert crop.picture is seen.picture
        assert crop.probabilities is seen.probabilities
        assert crop.is_digit == seen.is_digit


def test_where_nothing_was_cut_out_there_is_nothing_to_label():
    assert crops(reading(), "7") == crops(reading(), "") == ()


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("7", "7"),
        (" 2 047 ", "2047"),
        ("2.047", "2047"),
        ("1,234.50", "123450"),
        ("030-12 34–5", "03012345"),
        ("1'234", "1234"),
        ("12\n34", "12\n34"),
        ("12\n\n 3 4 \n", "12\n34"),
        ("12 / 34", "12\n34"),
        ("٢٠٤", "204"),
        ("20", "20"),
        ("seven", None),
        ("7 I think", None),
        ("+49 30", None),
        ("12:30", None),
        ("²", None),
        ("½", None),
        ("", None),
        (" - ", None),
        ("7️⃣", None),
    ],
)
def test_digits_are_taken_out_of_a_reply(text, right):
    assert understood(text) == right


@pytest.mark.parametrize(
    ("sent", "user"),
    [
        ({"from_user": User(7, "Ann", is_bot=False)}, 7),
        ({}, 0),
        # Telegram names a user that stands for all anonymous admins, or for all channels.
        (
            {
                "from_user": User(1087968824, "Group", is_bot=True),
                "sender_chat": Chat(-5, "supergroup"),
            },
            0,
        ),
    ],
)
def test_a_picture_in_the_name_of_a_channel_is_nobodys(sent, user):
    assert sender_of(Message(1, datetime.now(UTC), Chat(-5, "supergroup"), **sent)) == user
