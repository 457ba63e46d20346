"""The chat page in headless Chromium, with a small bot behind it."""

from collections.abc import AsyncIterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.sandbox import Sandbox
from tests.echo_bot import TOKEN, photo_of_a_digit, running
from tests.page_driver import DESKTOP, PHONE, Chat, chromium, open_chat

pytestmark = pytest.mark.asyncio(loop_scope="module")  # one browser for all

SEVEN = [[(0.3, 0.2), (0.7, 0.2), (0.45, 0.85)], [(0.4, 0.5), (0.65, 0.5)]]


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(TOKEN) as sandbox, running(sandbox):
        yield sandbox
    assert sandbox.faults == []


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def chat(sandbox: Sandbox, browser: Browser) -> AsyncIterator[Chat]:
    async with open_chat(browser, sandbox.url) as chat:
        yield chat
        assert chat.problems == []


HIDDEN_BELOW = """() => {
  const log = document.getElementById("scroll");
  return log.scrollHeight - log.scrollTop - log.clientHeight;
}"""


async def fits_in_width(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_conversation(
    sandbox: Sandbox, browser: Browser, tmp_path: Path, size: tuple[int, int], scheme: str
) -> None:
    look = f"{'phone' if size == PHONE else 'desktop'}-{scheme}"
    async with open_chat(browser, sandbox.url, size, scheme) as chat:
        page = chat.page
        await expect(page.get_by_role("heading", name="What can this bot do?")).to_be_visible()
        await chat.screenshot(tmp_path, f"{look}-1-welcome")
        await page.get_by_role("button", name="Start", exact=True).click()
        hello = await chat.wait_for("photo of a digit")
        assert await hello.locator("b").inner_text() == "photo of a digit"
        assert await hello.locator("code").inner_text() == "1 < 2"
        await expect(page.locator("#welcome")).to_be_hidden()

        await chat.drop(photo_of_a_digit(), "seven.jpg", "image/jpeg")
        answer = await chat.wait_for_photo()
        await chat.screenshot(tmp_path, f"{look}-2-answer")
        await chat.tap("Yes, 7")
        await expect(page.locator(".toast")).to_have_text("Thanks!")
        await expect(answer).to_contain_text("you said so")
        await expect(answer.locator(".key")).to_have_count(0)

        await chat.draw(SEVEN)
        await chat.screenshot(tmp_path, f"{look}-3-pad")
        await chat.send_drawing()
        await expect(page.locator(".message.mine .photo")).to_have_count(2)
        await chat.wait_for_photo()
        assert await page.evaluate(HIDDEN_BELOW) < 2  # pixels: the view followed the messages
        await chat.tap("9")
        await expect(page.get_by_role("dialog")).to_contain_text("Noted for the next lesson.")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await chat.screenshot(tmp_path, f"{look}-4-end")
        assert await fits_in_width(page)
        assert chat.problems == []


async def test_drawing_is_what_is_sent(sandbox: Sandbox, chat: Chat) -> None:
    page = chat.page
    await chat.draw([[(0.1, 0.1), (0.9, 0.9)], *SEVEN[:1]])
    await page.get_by_role("button", name="Undo").click()
    await chat.send_drawing()
    await chat.wait_for_photo()
    sent = sandbox.world.messages(1001)[0].content.photo[-1].file.content
    pixels = cv2.imdecode(np.frombuffer(sent, np.uint8), cv2.IMREAD_GRAYSCALE)
    height, width = pixels.shape
    assert pixels[height // 2, width // 2] < 60  # on the diagonal
    assert pixels[height // 5, width * 6 // 10] > 240  # the stroke that was undone
    await chat.draw(SEVEN)
    await page.get_by_role("button", name="Clear").click()
    await expect(page.get_by_role("dialog").get_by_role("button", name="Send")).to_be_disabled()
    await page.keyboard.press("Escape")
    await expect(page.locator("#pad")).to_be_hidden()


async def test_live_edits_and_commands(sandbox: Sandbox, chat: Chat) -> None:
    page = chat.page
    await chat.say("/count")
    counted = await chat.wait_for("three")
    await expect(counted.locator(".meta")).to_contain_text("edited")
    await expect(chat.replies).to_have_count(1)

    await page.get_by_role("button", name="Commands").click()
    await expect(page.get_by_role("option")).to_have_count(3)
    await page.keyboard.press("Escape")
    await chat.act_as("Admin")
    await expect(chat.replies).to_have_count(0)
    field = page.get_by_role("textbox", name="Message")
    await field.fill("/re")
    await expect(page.get_by_role("option")).to_have_text(["/retrainTeach me"])
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.mine .command")).to_have_text("/retrain")
    assert [message.content.text for message in sandbox.world.messages(1)] == ["/retrain"]


async def test_own_message_is_edited(sandbox: Sandbox, chat: Chat) -> None:
    await chat.say("hello")
    own = chat.page.locator(".message.mine")
    await expect(own).to_contain_text("hello")
    await chat.page.keyboard.press("ArrowUp")
    await expect(chat.page.get_by_role("textbox", name="Message")).to_have_value("hello")
    await chat.say("goodbye")
    await chat.wait_for("you changed it to: goodbye")
    await expect(own).to_contain_text("edited")
    await own.dblclick()
    await chat.page.keyboard.press("Escape")
    await expect(chat.page.get_by_role("textbox", name="Message")).to_have_value("")


async def test_a_message_of_the_bot_is_replied_to(sandbox: Sandbox, chat: Chat) -> None:
    page, bar = chat.page, chat.page.locator("#replying")
    await chat.say("/start")
    hello = await chat.wait_for("photo of a digit")
    await chat.reply_to(hello, "hello yourself")
    own = page.locator(".message.mine").last
    await expect(own.locator(".quote")).to_contain_text("Hello! Send me")
    await expect(bar).to_be_hidden()
    first, second = sandbox.world.messages(1001)[-1], sandbox.world.messages(1001)[1]
    assert (first.content.text, first.reply_to) == ("hello yourself", second)
    await expect(own.get_by_role("button", name="Reply")).to_have_count(0)

    await hello.get_by_role("button", name="Reply").click()
    await expect(bar).to_contain_text("Hello! Send me")
    await page.keyboard.press("Escape")
    await expect(bar).to_be_hidden()
    await chat.say("no reply")
    await expect(page.locator(".message.mine")).to_have_count(3)
    assert sandbox.world.messages(1001)[-1].reply_to is None


async def test_typing_shows_in_the_header(chat: Chat) -> None:
    await chat.say("/think")
    await expect(chat.page.get_by_role("status").first).to_have_text("typing…")


async def test_paste_files_and_captions(sandbox: Sandbox, chat: Chat) -> None:
    page = chat.page
    await page.get_by_role("textbox", name="Message").fill("from the clipboard")
    await chat.paste(photo_of_a_digit(), "image.png", "image/png")
    await chat.wait_for_photo()
    await expect(page.locator(".message.mine")).to_contain_text("from the clipboard")
    await chat.drop(b"1,2", "table.csv", "text/csv", "document")
    await chat.wait_for("a file: table.csv")
    await chat.drop(b"no picture", "broken.jpg", "image/jpeg")
    await chat.wait_for("a file: broken.jpg")
    await expect(page.locator(".toast").last).to_contain_text("sent as a file")
    await chat.drop(b"", "empty.jpg", "image/jpeg")
    await expect(page.locator(".toast").last).to_contain_text("is empty")
    texts = [message.content.text for message in sandbox.world.messages(1001)]
    assert texts[0] == "from the clipboard"


async def test_markup_is_never_run(sandbox: Sandbox, chat: Chat) -> None:
    attack = "<img src=x onerror=alert(1)>"
    await chat.say(attack)
    await expect(chat.page.locator(".message.mine .body")).to_contain_text(attack)
    assert await chat.page.locator(".message img").count() == 0


async def test_photo_opens_and_closes_by_keyboard(chat: Chat) -> None:
    page = chat.page
    await chat.drop(photo_of_a_digit(), "seven.jpg", "image/jpeg")
    answer = await chat.wait_for_photo()
    await answer.get_by_role("button", name="Enlarge photo").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("7 · 99 % sure")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_connection_lost_and_found(
    sandbox: Sandbox, browser: Browser, tmp_path: Path
) -> None:
    async with open_chat(browser, sandbox.url) as chat:
        banner = chat.page.get_by_role("alert")
        await chat.say("/start")
        await chat.wait_for("photo of a digit")
        await sandbox.stop()
        await expect(banner).to_contain_text("Connection lost")
        await chat.screenshot(tmp_path, "phone-light-5-lost")
        await chat.page.get_by_role("button", name="Reconnect").click()
        await expect(banner).to_be_visible()
        await sandbox.start()
        await expect(banner).to_be_hidden()  # the page finds the way back by itself
        await expect(chat.replies).to_have_count(1)
        await chat.say("/count")
        await chat.wait_for("three")
