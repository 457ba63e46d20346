"""The chat page with the true bot behind it: what a newcomer sees."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from playwright.async_api import Browser

import model
from bot.sandbox import Sandbox
from model.synthesis.paper import photograph
from model.synthesis.pens import draw_strokes, strokes_of
from tests.conftest import StartBot
from tests.drawn import jpeg
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
