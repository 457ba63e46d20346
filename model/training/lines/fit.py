"""Fitting: a line network and strips → a network that reads them."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from model.line.strip import STEP, WIDEST
from model.training.course import Course, Limit, without_end
from model.training.lines.distort import distort
from model.training.lines.examples import LineExample
from model.training.lines.network import LOGITS
from model.training.optimizer import optimizer
from model.training.precision import twin
from model.training.sound import Sound
from model.training.tell import TELL_EVERY, Tell

if TYPE_CHECKING:
    import keras

BATCH = 64
"""Strips that the network sees before it changes."""
RATE = 2e-3
"""Highest step size of the optimizer."""
STRETCH = 0.14
"""Standard deviation of the logarithm by which a strip's width is changed."""

Batch = tuple[NDArray[np.uint8], NDArray[np.int32]]
"""Strips of one width, and their `right_answers`."""


def fit_lines(
    network: "keras.Model",
    examples: Sequence[LineExample],
    validation: Sequence[LineExample],
    *,
    epochs: int,
    rate: float = RATE,
    steady: bool = False,
    seed: int,
    tell: Tell,
    limit: Limit = without_end,
) -> tuple[Course, dict[str, float]]:
    """Fit a line network to strips, distorted anew in every epoch.

    Parameters
    ----------
    network
        Built by `model.training.lines.network.build`, or trained before; changed in place.
    examples, validation
        To learn from, and to watch the learning by.
    epochs
        How often each strip is seen.
    rate
        Highest step size; a lower one for a network that was trained before.
    steady
        Whether its normalizations stay as they are: what few strips have for means is not what
        very many had, and to follow it forgets these.
    seed
        Of the order and the distortions.
    tell
        Is told the progress as events of the kind "fit" with "part" "line".
    limit
        Says for how much of it there is time.

    Returns
    -------
    The course that it took, and the share of the strips for validation whose text is read right,
    by kind of photo.
    """
    import keras

    steps = -(-len(examples) // BATCH)
    # The loss goes by what comes before the softmax: its logarithm knows no smallest number.
    reader = twin(network, full=(LOGITS, *network.output))
    for layer in reader.layers if steady else ():
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    learner = keras.Model(reader.input, reader.get_layer(LOGITS).output)
    learner.compile(optimizer(rate), _loss)
    sound = Sound(learner)
    course, rng = Course(epochs, steps, rate, limit), np.random.default_rng(seed)
    told = time.monotonic()
    right: dict[str, float] = {}
    while not course.over:
        epoch, lost = course.at // steps + 1, 0.0
        for step, (pictures, targets) in enumerate(_ahead(_batches(examples, rng)), 1):
            learner.optimizer.learning_rate = course.rate
            loss = float(learner.train_on_batch(pictures, targets))
            lost += loss if np.isfinite(loss) else 0.0
            course.step()
            ended = step == steps or course.over
            due = ended or time.monotonic() - told >= TELL_EVERY
            if due or not np.isfinite(loss):
                sound.keep()
            if ended:
                right = read_right(reader, validation)
            if due:
                told = time.monotonic()
                tell({
                    "event": "fit", "part": "line", "epoch": epoch, "epochs": course.epochs,
                    "done": round(course.done, 4), "loss": round(lost / step, 5),
                    "validation": right, "validation_accuracy": _mean(right, validation),
                    "seconds_left": round(course.seconds_left, 1),
                })  # fmt: skip
            if ended:
                break
    network.set_weights(reader.get_weights())
    return course, right


def read_right(network: "keras.Model", lines: Sequence[LineExample]) -> dict[str, float]:
    """Give the share of strips whose likeliest path says their text, by kind of photo."""
    widths: dict[int, list[LineExample]] = {}
    for line in lines:
        widths.setdefault(line.picture.shape[1], []).append(line)
    found: dict[str, list[bool]] = {}
    for same in widths.values():
        for at in range(0, len(same), BATCH):
            part = same[at : at + BATCH]
            answers = network.predict_on_batch(np.stack([line.picture for line in part]))["steps"]
            for line, steps in zip(part, answers, strict=True):
                found.setdefault(line.kind, []).append(_path(steps) == line.text)
    return {kind: round(sum(right) / len(right), 4) for kind, right in sorted(found.items())}


def _path(steps: NDArray[np.float32]) -> str:
    """Read the likeliest answer of each step: a change to a digit is a digit."""
    best = steps.argmax(axis=1)
    new = np.diff(best, prepend=0) != 0
    return "".join(str(answer - 1) for answer in best[new & (best > 0)])


def right_answers(lines: Sequence[LineExample], longest: int = 0) -> NDArray[np.int32]:
    """Say what the network should answer.

    Parameters
    ----------
    lines
        The strips.
    longest
        How many digits there is to be room for; the longest text of these has room in any case.

    Returns
    -------
    (n, 1 + room) int32: how many digits each has, then these, each one more than it is.
    """
    room = max(longest, *(len(line.text) for line in lines))
    answers = np.zeros((len(lines), 1 + room), np.int32)
    for answer, line in zip(answers, lines, strict=True):
        answer[: 1 + len(line.text)] = [len(line.text), *(int(digit) + 1 for digit in line.text)]
    return answers


def _mean(right: dict[str, float], validation: Sequence[LineExample]) -> float | None:
    """Give the share that is right of all strips; None before the first epoch has ended."""
    if not right:
        return None
    return round(sum(right[line.kind] for line in validation) / len(validation), 5)


def _batches(examples: Sequence[LineExample], rng: np.random.Generator) -> Iterator[Batch]:
    """Give the batches of an epoch: strips of about one width, brought to the same."""
    longest = max(len(line.text) for line in examples)
    widths = np.log([line.picture.shape[1] for line in examples])
    widths += rng.normal(0, STRETCH, len(examples))
    order = np.argsort(widths)
    starts = np.arange(0, len(order), BATCH)
    for start in rng.permutation(starts).tolist():
        chosen = order[start : start + BATCH]
        lines = [examples[i] for i in chosen]
        steps = round(float(np.exp(widths[chosen].mean())) / STEP)
        columns = STEP * min(WIDEST // STEP, max(steps, *(line.steps for line in lines)))
        yield (
            np.stack([distort(line.picture, columns, rng) for line in lines]),
            right_answers(lines, longest),
        )


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Make the next batch while the network learns from this one."""
    with ThreadPoolExecutor(1) as pool:
        soon = pool.submit(next, batches, None)
        while batch := soon.result():
            soon = pool.submit(next, batches, None)
            yield batch


def _loss(targets: Any, logits: Any) -> Any:
    """How unlikely the right texts are: connectionist temporal classification."""
    from keras import ops

    targets = ops.cast(targets, "int32")
    lengths = targets[:, 0]
    steps = ops.zeros_like(lengths) + ops.shape(logits)[1]
    return ops.ctc_loss(targets[:, 1:], logits, lengths, steps)
