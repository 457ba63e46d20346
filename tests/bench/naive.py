"""The naive bot of the tutorials, as a rival: the same walk, but Keras's `predict` in the handler,
a pyplot chart, a file on the disk, and one update after the other.

`python -m tests.bench.naive TOKEN URL` runs it; without arguments it runs beside a sandbox of its
own, as ours does without a token.
"""

import asyncio
import os
import secrets
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

import model
from bot.sandbox import Sandbox
from model.recognizer import Recognizer
from model.serving import Answers


class NaiveReader:
    """Reads a picture and draws it as the tutorials do; needs TensorFlow."""

    def __init__(self) -> None:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        import keras
        import matplotlib as mpl

        mpl.use("Agg")
        self._network = keras.saving.load_model(model.SHIPPED / "digits.keras", compile=False)
        self._recognizer = Recognizer(model.SHIPPED)
        self._recognizer._network = SimpleNamespace(answer=self._predict, look=self._predict)

    def _predict(self, pictures: np.ndarray) -> SimpleNamespace | Answers:
        if len(pictures) == 0:  # Keras takes no empty batch
            return Answers(np.zeros((0, 10), np.float32), np.zeros(0, np.float32))
        answers = self._network.predict(pictures, verbose=0)
        return SimpleNamespace(digit=answers["digit"], is_digit=answers["is_digit"][:, 0])

    def answer(self, path: Path) -> str | None:
        """Give the caption, and put the chart where the picture was; None without a digit."""
        from matplotlib import pyplot as plt

        reading = self._recognizer.read(path.read_bytes())
        if not reading.digits:
            return None
        figure, (left, right) = plt.subplots(1, 2, figsize=(10, 5))
        left.imshow(reading.photo)
        digit = reading.digits[0]
        right.bar(range(10), digit.probabilities)
        right.set_xticks(range(10))
        plt.tight_layout()
        plt.savefig(path, format="png")
        plt.close(figure)
        return f"{digit.digit}: {digit.confidence:.0%}"


def naive_bot(token: str, url: str) -> Application:
    """Build it, for the Bot API at `url`; needs TensorFlow."""
    reader = NaiveReader()

    async def photo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.message
        file = await message.photo[-1].get_file()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "image.png"
            await file.download_to_drive(path)
            caption = reader.answer(path)
            if caption is None:
                await message.reply_text("Is this a valid digit or not?", do_quote=True)
                return
            with path.open("rb") as opened:
                await message.reply_photo(opened, caption=caption, do_quote=True)

    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .job_queue(None)
        .build()
    )
    application.add_handler(MessageHandler(filters.PHOTO, photo))
    return application


async def _beside_a_sandbox() -> None:
    """Run the sandbox first, as ours does, and then load everything."""
    token = f"{10**9}:{secrets.token_urlsafe(24)}"
    async with Sandbox(token) as sandbox:
        print(sandbox.url, flush=True)
        application = naive_bot(token, sandbox.url)
        async with application:
            await application.start()
            await application.updater.start_polling()
            await asyncio.Event().wait()


def main(arguments: list[str]) -> None:
    if arguments:
        naive_bot(*arguments).run_polling()
    else:
        asyncio.run(_beside_a_sandbox())


if __name__ == "__main__":
    main(sys.argv[1:])
