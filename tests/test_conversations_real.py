"""The whole walk: a photo from the phone to the shipped network, and the chart back."""

import asyncio
import time

import cv2
import numpy as np
import pytest

import model
from bot import texts
from tests.drawn import jpeg, page_with, png


@pytest.fixture(scope="module")
def recognizer():
    return model.load()


@pytest.mark.parametrize("digit", [1, 2, 4, 5, 7])
async def test_a_drawn_digit_is_read(sandbox, start_bot, recognizer, digit):
    await start_bot(recognizer)
    ann = sandbox.client()
    await ann.send_photo(jpeg(page_with(digit)))
    answer = await ann.next_message()
    assert answer.caption.startswith((f"{digit} · ", f"Probably {digit} "))
    chart = cv2.imdecode(np.frombuffer(answer.photo, np.uint8), cv2.IMREAD_COLOR)
    assert min(chart.shape[:2]) > 400


async def test_a_digit_in_an_image_file_and_on_a_sticker_is_read(sandbox, start_bot, recognizer):
    await start_bot(recognizer)
    ann = sandbox.client()
    await ann.send_document(png(page_with(7)), "seven.png", "image/png")
    assert "7" in (await ann.next_message()).caption
    await ann.send_sticker(cv2.imencode(".webp", page_with(7))[1].tobytes())
    assert "7" in (await ann.next_message()).caption


async def test_several_digits_are_read_in_order(sandbox, start_bot, recognizer):
    await start_bot(recognizer)
    ann = sandbox.client()
    await ann.send_photo(jpeg(np.hstack([page_with(digit) for digit in (7, 1, 2)])))
    assert "712" in (await ann.next_message()).caption


async def test_blank_paper_has_no_digit(sandbox, start_bot, recognizer):
    await start_bot(recognizer)
    ann = sandbox.client()
    await ann.send_photo(jpeg(np.full((480, 640, 3), 230, np.uint8)))
    assert (await ann.next_message()).caption == texts.NO_DIGIT


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", model.EmptyFile),
        (b"this is no picture at all", model.NotAPicture),
        (jpeg(page_with(7))[:300], model.DamagedPicture),
    ],
)
async def test_a_file_that_is_no_picture_gets_its_sentence(
    sandbox, start_bot, recognizer, data, error
):
    await start_bot(recognizer)
    ann = sandbox.client()
    await ann.send_document(data, "seven.jpg", "image/jpeg")
    assert (await ann.next_message()).text == texts.ERRORS[error]


async def test_ten_people_are_answered_each_with_their_own_digit(sandbox, start_bot, recognizer):
    await start_bot(recognizer)
    digits = [1, 2, 4, 5, 7] * 2
    people = [sandbox.client(user_id=100 + at) for at in range(10)]
    photos = [jpeg(page_with(digit)) for digit in digits]
    await asyncio.gather(*(p.send_photo(photo) for p, photo in zip(people, photos, strict=True)))
    answers = await asyncio.gather(*(person.next_message(timeout=60) for person in people))
    for digit, answer in zip(digits, answers, strict=True):
        assert str(digit) in answer.caption.split("(")[0].split(" · ")[0]


async def test_accuracy_of_the_shipped_network(sandbox, start_bot):
    await start_bot()
    ann = sandbox.client()
    await ann.send_text("/accuracy")
    answer = await ann.next_message()
    assert answer.photo
    assert "MNIST's test half, 10,000 digits it never learned from:" in answer.caption


async def test_an_answer_comes_soon(sandbox, start_bot, recognizer):
    await start_bot(recognizer)
    ann = sandbox.client()
    photo, spans = jpeg(page_with(7)), []
    for _ in range(5):
        start = time.perf_counter()
        await ann.send_photo(photo)
        await ann.next_message()
        spans.append(time.perf_counter() - start)
    # The goal is 0.15 s; this only finds what is slower by an order of magnitude.
    assert sorted(spans)[2] < 2
