"""Retraining, and the versions that came of it."""

from collections.abc import Mapping

# Retraining

REFUSED = "Only the people who run this bot can do that."
RETRAIN_USAGE = (
    "I didn't understand that. Alone, /retrain trains the version in use further, with the "
    "corrections. Behind it may stand:\n"
    "· full: train the network from nothing, which takes hours\n"
    "· mlp: train the tutorial's small network from nothing, to compare\n"
    "· cnn: the usual network\n"
    "· a number of epochs from 1 to {most}\n"
    "For example /retrain 3 or /retrain full 20."
)
CANCEL_BUTTON = "Cancel"
CANCELING = "Canceling the retraining."
NOTHING_RUNS = "Nothing is running that could be canceled."
RETRAIN_NOT_NOW = (
    "A measurement is running, so I can't retrain now: wait for its end, or /cancel it."
)
RUNS_ELSEWHERE = "Another copy of me is retraining; its progress stands where that was ordered."
ALREADY_RUNS = "A retraining is already running:\n\n{state}"

PHASES: Mapping[str, str] = {
    "start": "Starting",
    "prepare": "Drawing practice photos",
    "fit": "Learning",
    "evaluate": "Testing the result",
    "done": "Comparing with the network in use",
}
"""What a retraining does now, by the name of its phase."""
PARTS: Mapping[str, str] = {"digits": " (digits)", "line": " (whole lines)"}
"""For which of the two networks it does that."""

RETRAINING = "Retraining ({name})\n{phase}{epoch}\n{bar}"
FROM_NOTHING = ", from nothing"
WITH_CORRECTIONS = ", {count} corrected digits"
PHASE_EPOCH = ", epoch {epoch} of {epochs}"
PHASE_LOSS = "\nLoss {loss}"
PHASE_ACCURACY = "\nAccuracy {accuracy}"
PHASE_VALIDATION = "\nOn what it does not learn from {accuracy}"
PHASE_LEFT = "\nAbout {duration} left"
PHASE_SOON = "\nAlmost done"

ENDED = "The retraining has ended."
CURVES_TITLE = "How the training went"
CURVES: Mapping[str, str] = {"digits": "Digits", "line": "Whole lines", "": "Network"}
"""What stands above a network's curves."""

FINISHED = "The retraining is finished: version {id}.\n\nRead right, old → new:\n{lines}\n"
COMPARED = "{mark} {name}, {count}: {old} → {new}{worse}"
COMPARED_COUNTS = "{old} / {new}"
NOT_WORSE_MARK, WORSE_MARK = "✓", "✗"
WORSE = ", worse"
SETS: Mapping[str, str] = {
    "mnist": "MNIST's test digits",
    "single": "photos of one digit",
    "number": "photos of numbers",
    "cheque": "cheque amounts",
    "not_digit": "pictures without a digit",
    "corrections": "corrections kept for testing",
}
"""What versions are compared on, by the names of `model.gate`, or measured on again."""
LEARNED = "It learned from {learned} of {people}.\n"
CORRECTED_ONE, CORRECTED = "1 corrected digit", "{count} corrected digits"
PERSON, PEOPLE = "1 person", "{count} people"
CUT = "To be over in minutes, it took {share} of the usual practice.\n"
RULE = (
    "\nA line is worse only if chance alone would make an equally good version look so bad in "
    "fewer than {level} % of the cases. A new version may be worse on none.\n"
)
TAKEN_UP = (
    "\nIt is not worse, so I read with it from now on. The old one is kept; /rollback goes back."
)
NOT_TAKEN_UP = "\nIt is worse, so I go on reading with version {id}. The new one is kept, not used."
SERVE_ANYWAY = "Serve it anyway"

CANCELED = "The retraining was canceled. I go on reading as before."
STOPPED = "The retraining ended because the bot was stopped. I go on reading as before."
FAILED = "The retraining failed: {reason}\nI go on reading as before."
CRASHED = "it ended unexpectedly; the log says where."
UNREADABLE_RESULT = "its result cannot be read."

INTERRUPTED = (
    "The retraining ({order}) of {when} UTC was broken off, since the bot had ended. {outcome}"
)
INTERRUPTED_NOTHING = "Nothing is left of it, and version {id} answers as before."
INTERRUPTED_KEPT = (
    "It had just made version {made}, which is kept, not used: version {id} answers. "
    "/models lists both."
)
INTERRUPTED_SERVED = "It had just made version {id}, which answers now. /rollback goes back."


# Versions

MODELS = "Versions, the newest first"
MODELS_MORE = "{count} more, all older; on its machine, python -m model versions lists them"
MODEL = "{number} · {id}{answers}\n{architecture}, {when}\n{scores}{learned}"
MODEL_DAMAGED = "{number} · {id}{answers}\ndamaged: it cannot be served"
MODEL_ANSWERS = " · answers now"
MODEL_LEARNED = "\nlearned from {learned} of {people}"
MODEL_SCORES: Mapping[str, str] = {
    "mnist": "MNIST {score}",
    "single": "one digit {score}",
    "number": "numbers {score}",
    "cheque": "cheques {score}",
}
"""Which scores of a version are listed, by the names of `model.gate`."""
SERVE = "Serve {number}"
SERVED_NOW = "Version {id} answers now."
SERVED_ALREADY = "Version {id} answers already."
NOT_SERVED = "Version {id} is damaged or gone, so nothing has changed: version {serving} answers."
INSISTED = "\n\nServed all the same: version {id} answers now. /rollback goes back."
ROLLED_BACK = "Version {id} answers again, in place of {old}. /models lists all."
NO_ROLLBACK = "There is no version before it to go back to: version {id} answers as before."
DAMAGED = (
    "Version {id}, which I should read with, is damaged. Version {serving} answers instead; "
    "/models lists what else there is."
)
POINTER_DAMAGED = (
    "The file that says which version I should read with is damaged. Version {serving} answers; "
    "/models lists what else there is."
)
