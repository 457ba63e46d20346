"""The chat page with the true bot behind it: what a newcomer sees."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.async_api import Browser, expect

import model
from bot.sandbox import Sandbox
from model.reading import Reading
from model.synthesis.paper import photograph
from model.synthesis.pens import draw_strokes
from model.synthesis.touch import strokes_of
from tests.conftest import StartBot
from tests.drawn import jpeg
from tests.fakes import Fixed
from tests.page_driver import DESKTOP, PHONE, chromium, open_chat

NUMBER = (2, 0, 4, 7)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


def note(*digits: int, seed: int = 5) -> bytes:
    """A photo of digits written with a pen on paper in uneven light."""
    rng = np.random.default_rng(seed)
    ink = np.zeros((720, 380 + 320 * len(digits)), np.uint8)
    for at, digit in enumerate(digits):
        drawn = draw_strokes(strokes_of(digit, rng), 300, 16)
        y, x = (720 - drawn.shape[0]) // 2, 190 + 320 * at + (320 - drawn.shape[1]) // 2
        part = ink[y : y + drawn.shape[0], x : x + drawn.shape[1]]
        np.maximum(part, drawn, out=part)
    return jpeg(photograph(ink, rng))


@pytest.mark.parametrize(
    ("size", "theme"),
    [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "light")],
    ids=["phone-light", "phone-dark", "desktop-light"],
)
async def test_a_photo_is_dropped_and_its_chart_appears(
    start_bot: StartBot,
    sandbox: Sandbox,
    browser: Browser,
    tmp_path: Path,
    size: tuple[int, int],
    theme: str,
) -> None:
    await start_bot(model.load(), chart_theme=theme)
    async with open_chat(browser, sandbox.url, size, theme) as chat:
        look = f"bot-{'phone' if size == PHONE else 'desktop'}-{theme}"
        await chat.drop(note(7), "seven.jpg", "image/jpeg")
        await chat.wait_for_photo()
        assert re.search(r"\b7 · >? ?\d\d % sure", await chat.replies.last.inner_text())
        await chat.screenshot(tmp_path, f"{look}-1-digit")
        await chat.drop(note(*NUMBER), "number.jpg", "image/jpeg")
        await chat.wait_for("2047")
        await chat.wait_for_photo()
        for bubble in await chat.page.locator(".bubble").all():
            box = await bubble.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size[0]
        await chat.screenshot(tmp_path, f"{look}-2-number")
        await chat.say("/accuracy")
        await chat.wait_for("MNIST")
        await chat.wait_for_photo()
        await chat.screenshot(tmp_path, f"{look}-3-accuracy")
        assert chat.problems == []


def in_doubt(photo: bytes) -> Reading:
    """What the shipped network reads in a photo, but unsure whether the first digit is a 9."""
    seen = model.load().read(photo)
    first, *others = (
        replace(digit, probabilities=np.eye(10, dtype=np.float32)[digit.digit], is_digit=1.0)
        for digit in seen.digits
    )
    probabilities = np.full(10, 0.004, np.float32)
    probabilities[[first.digit, 9]] = 0.61, 0.358
    first = replace(first, probabilities=probabilities)
    return Reading(((first, *others),), seen.photo, seen.width, seen.height)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_tap_settles_a_doubtful_answer(
    start_bot: StartBot, sandbox: Sandbox, browser: Browser, tmp_path: Path, theme: str
) -> None:
    photo = note(4, seed=8)
    await start_bot(Fixed(in_doubt(photo)), chart_theme=theme)
    async with open_chat(browser, sandbox.url, PHONE, theme) as chat:
        await chat.drop(photo, "four.jpg", "image/jpeg")
        await chat.wait_for("Probably 4 (61 %), maybe 9 (36 %)")
        await chat.wait_for_photo()
        keys = chat.replies.last.locator(".key")
        assert await keys.all_inner_texts() == ["4", "9", "Another digit", "Not a digit"]
        await chat.screenshot(tmp_path, f"bot-doubt-{theme}-1-offered")
        await chat.tap("Another digit")
        await expect(keys).to_have_count(12)
        await chat.screenshot(tmp_path, f"bot-doubt-{theme}-2-all-digits")
        await chat.tap("9")
        await chat.dismiss("/privacy")
        await expect(chat.replies.last).to_contain_text("9 · you said so")
        await expect(keys).to_have_text(["Change"])
        await chat.screenshot(tmp_path, f"bot-doubt-{theme}-3-settled")
        assert chat.problems == []


async def test_a_number_in_doubt_offers_whole_numbers(
    start_bot: StartBot, sandbox: Sandbox, browser: Browser, tmp_path: Path
) -> None:
    photo = note(*NUMBER)
    await start_bot(Fixed(in_doubt(photo)))
    async with open_chat(browser, sandbox.url) as chat:
        await chat.drop(photo, "number.jpg", "image/jpeg")
        await chat.wait_for("Probably 2047")
        await chat.wait_for_photo()
        await chat.screenshot(tmp_path, "bot-doubt-number")
        await chat.tap("9047")
        await chat.dismiss("/privacy")
        await chat.wait_for("9047 · you said so")
        assert chat.problems == []


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_sure_answer_is_corrected_by_taps(
    start_bot: StartBot, sandbox: Sandbox, browser: Browser, tmp_path: Path, theme: str
) -> None:
    await start_bot(model.load(), chart_theme=theme)
    async with open_chat(browser, sandbox.url, PHONE, theme) as chat:
        await chat.drop(note(7), "seven.jpg", "image/jpeg")
        await chat.wait_for("7 · ")
        await chat.wait_for_photo()
        keys = chat.replies.last.locator(".key")
        assert await keys.all_inner_texts() == ["✓ Right", "✗ Wrong"]
        await chat.screenshot(tmp_path, f"bot-sure-{theme}-1-asked")
        await chat.tap("✗ Wrong")
        # The ten digits, what was read as the last; and: not a digit, back.
        await expect(keys).to_have_count(12)
        shown = await keys.all_inner_texts()
        assert (sorted(shown[:10]), shown[9]) == (list("0123456789"), "7")
        assert shown[10:] == ["Not a digit", "‹ Back"]
        await expect(chat.page.locator(".toast")).to_have_count(0)
        await chat.screenshot(tmp_path, f"bot-sure-{theme}-2-keypad")
        await chat.tap("1")
        await expect(chat.page.get_by_role("dialog")).to_contain_text("/forget")
        await chat.screenshot(tmp_path, f"bot-sure-{theme}-3-first-time")
        await chat.dismiss("/privacy")
        await chat.wait_for("1 · you said so")
        await chat.screenshot(tmp_path, f"bot-sure-{theme}-4-settled")
        await chat.tap("Change")
        await expect(keys).to_have_count(12)
        await expect(chat.page.locator(".toast")).to_have_count(0)
        await chat.screenshot(tmp_path, f"bot-sure-{theme}-5-change")
        await chat.tap("7")
        await chat.wait_for("7 · you said so")
        assert chat.problems == []


@pytest.mark.parametrize(("size", "look"), [(PHONE, "phone"), (DESKTOP, "desktop")])
async def test_a_number_is_corrected_by_a_reply(
    start_bot: StartBot,
    sandbox: Sandbox,
    browser: Browser,
    tmp_path: Path,
    size: tuple[int, int],
    look: str,
) -> None:
    photo = note(*NUMBER)
    await start_bot(Fixed(model.load().read(photo)))
    async with open_chat(browser, sandbox.url, size) as chat:
        await chat.drop(photo, "number.jpg", "image/jpeg")
        answer = await chat.wait_for("2047")
        await chat.wait_for_photo()
        await chat.tap("✗ Wrong")
        await expect(answer.locator(".key").last).to_have_text("‹ Back")
        await chat.screenshot(tmp_path, f"bot-reply-{look}-1-wrong")
        await chat.tap("Other number")
        await chat.dismiss("Reply to my answer")
        answer = chat.replies.first
        await answer.get_by_role("button", name="Reply").click()
        await chat.page.get_by_role("textbox", name="Message").fill("2041")
        await chat.screenshot(tmp_path, f"bot-reply-{look}-2-writing")
        await chat.page.keyboard.press("Enter")
        await expect(answer).to_contain_text("2041 · you said so")
        await chat.wait_for("/privacy")
        await chat.screenshot(tmp_path, f"bot-reply-{look}-3-noted")
        await answer.scroll_into_view_if_needed()
        await chat.page.locator("#scroll").evaluate("scroll => scroll.scrollTo({ top: 0 })")
        await chat.screenshot(tmp_path, f"bot-reply-{look}-4-answer")
        assert chat.problems == []


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_picture_without_a_digit_shows_what_was_seen(
    start_bot: StartBot, sandbox: Sandbox, browser: Browser, tmp_path: Path, theme: str
) -> None:
    ink = np.zeros((720, 900), np.uint8)
    cv2.ellipse(ink, (450, 420), (230, 90), 20, 0, 360, 255, 14, cv2.LINE_AA)
    cv2.line(ink, (120, 620), (800, 90), 255, 14, cv2.LINE_AA)
    photo = jpeg(photograph(ink, np.random.default_rng(4)))
    await start_bot(Fixed(replace(model.load().read(photo), rows=())), chart_theme=theme)
    async with open_chat(browser, sandbox.url, PHONE, theme) as chat:
        await chat.drop(photo, "scribble.jpg", "image/jpeg")
        await chat.wait_for("I can't see a digit here.")
        await chat.wait_for_photo()
        await chat.screenshot(tmp_path, f"bot-nothing-{theme}")
        assert chat.problems == []


async def test_a_digit_drawn_on_the_page_is_read(
    start_bot: StartBot, sandbox: Sandbox, browser: Browser, tmp_path: Path
) -> None:
    await start_bot(model.load())
    async with open_chat(browser, sandbox.url) as chat:
        await chat.draw([[(0.3, 0.2), (0.72, 0.2), (0.45, 0.85)]])
        await chat.send_drawing()
        await chat.wait_for_photo()
        assert re.search(r"\b7\b", await chat.replies.last.inner_text())
        await chat.screenshot(tmp_path, "bot-drawn")
        assert chat.problems == []
