"""How good it is."""

from collections.abc import Mapping

ACCURACY = (
    "Read right, and in brackets where the true share lies, 95 times in 100.\n\n"
    "MNIST's test half, {count} digits it never learned from:\n{figure}\n"
)
ACCURACY_GENERATED = "\nGenerated photos of the test split, hard on purpose:\n"
ACCURACY_PHOTOS: Mapping[str, str] = {
    "single": "· one digit, {count}: {figure}\n",
    "number": "· whole numbers, {count}: {figure}\n",
    "cheque": "· cheque amounts, {count}: {figure}\n",
    "not_digit": "· no digit, none seen for sure, {count}: {figure}\n",
}
"""What is said of the scores on generated pictures, by the name of their kind."""
FIGURE = "{share} ({range})"
JUDGED = "Users' pictures, where somebody said if it was right:\n"
JUDGED_NOT_THIS = "· this version: not one yet\n"
JUDGED_VERSION = "· {version}: {right} of {count}, {figure}\n"
THIS_VERSION = "this version"
JUDGED_NOTE = "People correct mistakes more often than they confirm, so this is rather too low.\n"
JUDGED_NONE = "Users' pictures: nobody has said yet if an answer was right, so I claim nothing.\n"
CONFUSED = "Most confused: {pairs}.\n"
CONFUSED_PHOTOS = "In the photos: {pairs}.\n"
PAIR = "{true} read as {read}: {count} times"
ORIGIN = "Network: {architecture}, {parameters} parameters. Trained {date}, {epochs}, on {data}."
EPOCH, EPOCHS = "1 epoch", "{epochs} epochs"
DATA = "{mnist} MNIST digits"
DATA_PHOTOS = "{mnist} MNIST digits and {generated} cuts from generated photos"
DATA_CORRECTIONS = " and {corrections} corrections"
CONFUSION_TITLE = "{count} MNIST test digits"
RELIABILITY_TITLE = "{count} generated pictures"

ACCURACY_USAGE = "I didn't understand that: write /accuracy, or /accuracy now to measure again."
ACCURACY_ALONE = "I didn't understand that: write /accuracy alone."
MEASURING = "Measuring again\n{bar}"
MEASURE_NOT_NOW = (
    "A retraining is running, so I can't measure now: wait for its end, or /cancel it."
)
ALREADY_MEASURES = "I am measuring already:\n\n{state}"
MEASURE_CANCELING = "Canceling the measurement."
MEASURE_CANCELED = "The measurement was canceled."
MEASURE_ENDED = "The measurement has ended after {duration}."
MEASURE_FAILED = "The measurement failed: {reason}"
MEASURED = "Measured again just now, beside what is stored.\n\n{lines}\n\n{verdict}"
MEASURED_SET = "· {set}, {count}: {figure}, {stored}"
STORED = "stored: {share}"
STORED_SAME = "as stored"
STORED_NOTHING = "nothing stored"
MEASURED_SAME = "All of it is as stored."
MEASURED_DIFFERS = (
    "That is not what is stored: the data or a library is not the one that it was measured with."
)
MEASURED_OTHERS = (
    "These are not the test digits of the stored figures, so the two cannot be compared."
)
