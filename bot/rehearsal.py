"""Before anybody looks, each thread reads and draws: the first photo waits for nothing to load."""

import asyncio
import logging

from bot.context import Shared
from bot.handlers.photo import look
from model import Recognizer

log = logging.getLogger(__name__)

SIDE = 96
"""Of that picture in pixels."""


async def rehearse(shared: Shared) -> None:
    """Let all threads load what they need: networks of their own, letters, parts of libraries.

    Photos that come meanwhile are answered as ever.
    """
    recognizer, theme = shared.served.recognizer, shared.settings.chart_theme
    calls = [shared.read(_look_once, recognizer, theme) for _ in range(shared.threads.count)]
    try:
        await asyncio.gather(*calls)
    except Exception:  # whoever sends a photo will see it, too, and be told
        log.exception("The rehearsal failed")


def _look_once(recognizer: Recognizer, theme: str) -> None:
    # Imported here, where it is loaded anyway: nothing else of the bot needs to know it.
    import cv2
    import numpy as np

    page = np.full((SIDE, SIDE, 3), 235, np.uint8)
    cv2.line(page, (SIDE // 2, SIDE // 5), (SIDE // 2 - 4, SIDE - SIDE // 5), (60, 50, 40), 6)
    look(recognizer, cv2.imencode(".jpg", page)[1].tobytes(), theme)
