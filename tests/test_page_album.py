"""An album of the bot on the chat page, in headless Chromium."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.sandbox import Sandbox
from tests.echo_bot import TOKEN, running
from tests.page_driver import PHONE, chromium, open_chat

BOXES = """(album) => [...album.querySelectorAll(".photo, .body")]
  .sort((one, other) => one.matches(".body") - other.matches(".body"))
  .map((part) => part.getBoundingClientRect().toJSON())"""


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(TOKEN) as sandbox, running(sandbox):
        yield sandbox
    assert sandbox.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_an_album_stands_in_one_bubble(sandbox: Sandbox, tmp_path: Path, scheme: str) -> None:
    async with chromium() as browser, open_chat(browser, sandbox.url, PHONE, scheme) as chat:
        page = chat.page
        await chat.say("/album")
        album = page.locator(".album")
        await expect(album.locator(".photo img")).to_have_count(2)
        await expect(album.locator(".body")).to_have_text(re.compile("^both"))
        first, second, words = await album.evaluate(BOXES)
        assert first["top"] == second["top"]
        assert first["right"] <= second["left"]
        assert words["top"] >= first["bottom"]
        await album.locator(".photo").nth(1).click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await page.keyboard.press("Escape")
        await chat.screenshot(tmp_path, f"phone-{scheme}-6-album")
        await chat.say("/album")
        await expect(album).to_have_count(2)
        for message in sandbox.world.messages(1001)[1:3]:
            sandbox.world.delete(message)
        await expect(album).to_have_count(1)
        await page.reload()
        await expect(album.locator(".photo")).to_have_count(2)
        assert chat.problems == []
