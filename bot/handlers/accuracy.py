"""`/accuracy`: how good the network in use is, by its own report."""

from datetime import datetime

from telegram import Message

from bot import texts
from bot.activity import sending_photo
from bot.context import Context
from bot.served import Served
from bot.units import score
from model import chart
from model.report import Report


async def answer(message: Message, context: Context) -> None:
    """Reply with the scores in words and the confusion matrix as a chart."""
    shared = context.shared
    async with sending_photo(message):
        theme = shared.settings.chart_theme
        words, drawing = await shared.in_thread(account, shared.served, theme)
        await message.reply_photo(drawing, caption=words)


def account(served: Served, theme: str) -> tuple[str, bytes]:
    """Put a version's report into words and a chart; blocks for a while."""
    report = served.report
    title = texts.CONFUSION_TITLE.format(count=f"{report.test.count:,}")
    return describe(report), chart.draw_confusion(report.test.confusion, title, theme)


def describe(report: Report) -> str:
    """Say how good a version is, when and on what it was trained, and what it is."""
    test, generated, training = report.test, report.generated, report.training
    words = texts.ACCURACY.format(count=f"{test.count:,}", accuracy=score(test.accuracy))
    if generated is not None:
        words += texts.ACCURACY_PHOTOS.format(
            count=f"{generated.count:,}", accuracy=score(generated.accuracy)
        )
    for kind, template in texts.ACCURACY_SPLITS.items():
        if kind in report.splits:
            found = report.splits[kind]
            words += template.format(count=f"{found.count:,}", accuracy=score(found.accuracy))
    data = texts.DATA_PHOTOS if training.generated else texts.DATA
    epochs = texts.EPOCH if report.epochs == 1 else texts.EPOCHS
    day = datetime.fromisoformat(report.date)
    return words + texts.ORIGIN.format(
        architecture=report.architecture,
        parameters=f"{report.parameters:,}",
        date=f"{day:%B} {day.day}, {day.year}",
        epochs=epochs.format(epochs=report.epochs),
        data=data.format(mnist=f"{training.mnist:,}", generated=f"{training.generated:,}"),
    )
