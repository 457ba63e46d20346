"""Drives the chat page in headless Chromium, as a person would."""

import base64
import os
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What Chromium is called where a system has it."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PHONE = (360, 740)
DESKTOP = (1280, 800)
PATIENCE = 20_000
"""Milliseconds to wait for anything on the page; the bot may have to load its model first."""
STEPS = 12
"""Mouse moves between two points of a stroke."""

DROP = """([name, type, data, as]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, { type }));
  const send = (kind, target) => target.dispatchEvent(
    new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  send("dragover", document.body);
  send("drop", document.querySelector(`#drop [data-as=${as}]`));
}"""
PASTE = """([name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], name, { type }));
  document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
}"""


expect.set_options(timeout=PATIENCE)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start the browser; skips the test where there is none."""
    async with async_playwright() as playwright:
        own = playwright.chromium.executable_path  # what `playwright install` brings
        found = next(filter(None, map(shutil.which, (*NAMES, own))), None)
        if found is None:
            pytest.skip("no Chromium found: run `python -m playwright install chromium`")
        browser = await playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


@dataclass(frozen=True)
class Chat:
    """The chat page in one browser window; `problems` are errors of its console."""

    page: Page
    problems: list[str]

    @property
    def replies(self) -> Locator:
        """The bot's messages."""
        return self.page.locator(".message:not(.mine)")

    async def say(self, text: str) -> None:
        """Type a message and press Enter."""
        await self.page.get_by_role("textbox", name="Message").fill(text)
        await self.page.keyboard.press("Enter")

    async def drop(self, data: bytes, name: str, kind: str, as_: str = "photo") -> None:
        """Drop a file onto the page."""
        await self.page.evaluate(DROP, [name, kind, base64.b64encode(data).decode(), as_])

    async def paste(self, data: bytes, name: str, kind: str) -> None:
        """Paste a file from the clipboard."""
        await self.page.evaluate(PASTE, [name, kind, base64.b64encode(data).decode()])

    async def draw(self, strokes: Sequence[Sequence[tuple[float, float]]]) -> None:
        """Open the pad and draw strokes; points are fractions of the paper. Sends nothing."""
        await self.page.locator("#draw").click()
        paper = await self.page.locator("#canvas").bounding_box()
        assert paper is not None
        mouse = self.page.mouse
        for stroke in strokes:
            points = [
                (paper["x"] + x * paper["width"], paper["y"] + y * paper["height"])
                for x, y in stroke
            ]
            await mouse.move(*points[0])
            await mouse.down()
            for point in points[1:]:
                await mouse.move(*point, steps=STEPS)
            await mouse.up()

    async def send_drawing(self) -> None:
        """Send what is on the pad."""
        await self.page.get_by_role("dialog").get_by_role("button", name="Send").click()

    async def tap(self, text: str) -> None:
        """Tap an inline button of the latest message that has it."""
        await self.page.locator(".key", has_text=text).last.click()

    async def dismiss(self, text: str) -> None:
        """Wait for a window that shows a text, and close it."""
        window = self.page.get_by_role("dialog")
        await expect(window).to_contain_text(text)
        await window.get_by_role("button", name="OK").click()
        await expect(window).to_have_count(0)

    async def reply_to(self, message: Locator, text: str) -> None:
        """Write a reply to a message of the bot."""
        await message.get_by_role("button", name="Reply").click()
        await self.say(text)

    async def act_as(self, name: str) -> None:
        """Switch to another person."""
        await self.page.get_by_role("radio", name=name).check()

    async def wait_for(self, text: str) -> Locator:
        """Wait until a message of the bot shows a text; gives the latest one."""
        message = self.replies.filter(has_text=text).last
        await message.wait_for(timeout=PATIENCE)
        return message

    async def wait_for_photo(self) -> Locator:
        """Wait until the bot's latest message shows a photo that is loaded."""
        await self.page.wait_for_function(
            """() => {
              const message = [...document.querySelectorAll(".message")].at(-1);
              const image = message?.querySelector(".photo img");
              return !message?.matches(".mine") && image?.complete && image.naturalWidth > 0;
            }""",
            timeout=PATIENCE,
        )
        return self.replies.last

    async def screenshot(self, folder: Path, name: str) -> Path:
        """Save a picture of the page; SCREENSHOTS in the environment names another folder."""
        path = Path(os.environ.get("SCREENSHOTS", folder)) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=path, animations="disabled")
        return path


@asynccontextmanager
async def open_chat(
    browser: Browser, url: str, size: tuple[int, int] = PHONE, scheme: str = "light"
) -> AsyncIterator[Chat]:
    """Open the page in a window of its own."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=2,
        locale="en-US",
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    try:
        await page.goto(url)
        await page.locator("#status", has_text="bot").wait_for()
        yield Chat(page, problems)
    finally:
        await context.close()
