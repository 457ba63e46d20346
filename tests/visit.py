"""Visit a running bot's chat page as a newcomer would: `python -m tests.visit ADDRESS [FOLDER]`.

Drops a photo of a digit onto the page, waits for the answer and its chart, and leaves a screenshot
in the folder. Fails if the answer is another one or the page complains.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.drawn import jpeg, page_with
from tests.page_driver import PHONE, chromium, open_chat


async def visit(address: str, folder: Path) -> None:
    async with chromium() as browser, open_chat(browser, address, PHONE) as chat:
        await chat.drop(jpeg(page_with(7, 900)), "seven.jpg", "image/jpeg")
        await chat.wait_for_photo()
        await chat.wait_for("7 ·")
        assert chat.problems == []
        print("answered:", await chat.replies.last.inner_text())
        print("screenshot:", await chat.screenshot(folder, "visit"))


if __name__ == "__main__":
    place = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp())
    asyncio.run(visit(sys.argv[1], place))
