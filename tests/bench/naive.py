"""The naive bot of the tutorials, as a rival: the same walk, but Keras's `predict` in the handler,
a pyplot chart, a file on the disk, and one update after the other."""

import os
import tempfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

import model
from model.recognizer import Recognizer
from model.serving import Answers


def naive_bot(token: str, url: str) -> Application:
    """Build it, for the Bot API at `url`; needs TensorFlow."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    network = keras.saving.load_model(model.SHIPPED / "digits.keras", compile=False)
    recognizer = Recognizer(model.SHIPPED)

    def predict(pictures):
        if len(pictures) == 0:  # Keras takes no empty batch
            return Answers(np.zeros((0, 10), np.float32), np.zeros(0, np.float32))
        answers = network.predict(pictures, verbose=0)
        return SimpleNamespace(digit=answers["digit"], is_digit=answers["is_digit"][:, 0])

    recognizer._network = SimpleNamespace(answer=predict)

    async def photo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.message
        file = await message.photo[-1].get_file()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "image.png"
            await file.download_to_drive(path)
            reading = recognizer.read(path.read_bytes())
            if not reading.digits:
                await message.reply_text("Is this a valid digit or not?")
                return
            figure, (left, right) = plt.subplots(1, 2, figsize=(10, 5))
            left.imshow(reading.photo)
            digit = reading.digits[0]
            right.bar(range(10), digit.probabilities)
            right.set_xticks(range(10))
            plt.tight_layout()
            plt.savefig(path)
            plt.close(figure)
            with path.open("rb") as opened:
                await message.reply_photo(opened, caption=f"{digit.digit}: {digit.confidence:.0%}")

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
