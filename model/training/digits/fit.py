"""Fitting: a network and examples → a network that knows them."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from model.synthesis.sheet import NOT_DIGIT, Examples
from model.training.course import Course, Limit, without_end
from model.training.digits.augment import distort
from model.training.optimizer import optimizer
from model.training.precision import twin
from model.training.sound import Sound
from model.training.tell import TELL_EVERY, Tell

if TYPE_CHECKING:
    import keras

BATCH = 128
"""Pictures that the network sees before it changes."""
RATE = 2e-3
"""Highest step size of AdamW."""
DIRT_COUNTS = 0.5
"""How much an example of what is no digit counts: generated photos hold more dirt than real."""

Batch = tuple[NDArray[np.uint8], dict[str, NDArray[np.float32]], dict[str, NDArray[np.float32]]]
"""Pictures, the right answers by name, and how much each counts."""


def fit(
    network: "keras.Model",
    examples: Examples,
    validation: Examples,
    *,
    epochs: int,
    rate: float,
    seed: int,
    tell: Tell,
    limit: Limit = without_end,
) -> Course:
    """Fit a network to examples, distorted anew in every epoch.

    Parameters
    ----------
    network
        Built by `model.training.digits.network.build`, or trained before; changed in place.
    examples, validation
        To learn from, and to watch the learning by.
    epochs
        How often each example is seen.
    rate
        Highest step size: `RATE`, or a lower one for a network that was trained before.
    seed
        Of the order and the distortions.
    tell
        Is told the progress as events of the kind "fit".
    limit
        Says for how much of it there is time.

    Returns
    -------
    The course that it took.
    """
    steps = max(1, -(-len(examples.labels) // BATCH))
    losses = {"digit": "categorical_crossentropy", "is_digit": "binary_crossentropy"}
    learner = twin(network, full=tuple(network.output))
    learner.compile(
        optimizer(rate),
        {name: losses[name] for name in network.output},
        weighted_metrics={"digit": ["accuracy"]},
    )
    course = Course(epochs, steps, rate, limit)
    learner.fit(
        _batches(examples, list(network.output), np.random.default_rng(seed)),
        steps_per_epoch=steps,
        shuffle=False,
        epochs=epochs,
        validation_data=_targets(validation.pictures, validation.labels, list(network.output)),
        validation_batch_size=1024,
        callbacks=[_progress(learner, course, tell)],
        verbose=0,
    )
    network.set_weights(learner.get_weights())
    return course


def _batches(examples: Examples, answers: list[str], rng: np.random.Generator) -> Iterator[Batch]:
    """Give batches without end, each example once an epoch."""
    while True:
        order = rng.permutation(len(examples.labels))
        for at in range(0, len(order), BATCH):
            chosen = order[at : at + BATCH]
            pictures = np.stack([distort(picture, rng) for picture in examples.pictures[chosen]])
            yield _targets(pictures, examples.labels[chosen], answers)


def _targets(pictures: NDArray[np.uint8], labels: NDArray[np.uint8], answers: list[str]) -> Batch:
    """Say what the network should answer; which digit a thing is that is none does not count."""
    is_digit = (labels != NOT_DIGIT).astype(np.float32)
    digit = np.eye(NOT_DIGIT + 1, dtype=np.float32)[labels][:, :NOT_DIGIT]
    right = {"digit": digit, "is_digit": is_digit[:, None]}
    counts = {"digit": is_digit, "is_digit": np.where(is_digit > 0, 1, np.float32(DIRT_COUNTS))}
    return pictures, {a: right[a] for a in answers}, {a: counts[a] for a in answers}


def _progress(
    learner: "keras.Model", course: Course, tell: Tell
) -> "keras.callbacks.LambdaCallback":
    """Keep to a course, and tell epoch, loss, accuracy and the time left, about once a second."""
    import keras

    told = time.monotonic()
    epoch, validated = 1, None
    sound = Sound(learner)

    def say(logs: dict[str, float]) -> None:
        tell({
            "event": "fit", "part": "digits", "epoch": epoch, "epochs": course.epochs,
            "done": round(course.done, 4), "loss": round(float(logs["loss"]), 5),
            "accuracy": _accuracy(logs, ""), "validation_accuracy": validated,
            "seconds_left": round(course.seconds_left, 1),
        })  # fmt: skip

    def batch_begin(_at: int, logs: dict[str, float] | None = None) -> None:  # noqa: ARG001
        learner.optimizer.learning_rate = course.rate

    def batch_end(_at: int, logs: dict[str, float]) -> None:
        nonlocal told
        course.step()
        learner.stop_training = course.over
        if time.monotonic() - told >= TELL_EVERY or course.over:
            if not sound.keep():
                learner.reset_metrics()  # the mean of what is no number is none, either
                return
            told = time.monotonic()
            say(logs)

    def epoch_begin(at: int, _logs: dict[str, float] | None) -> None:
        nonlocal epoch
        epoch = at + 1

    def epoch_end(_at: int, logs: dict[str, float]) -> None:
        nonlocal validated
        validated = _accuracy(logs, "val_")
        say(logs)

    return keras.callbacks.LambdaCallback(
        on_train_batch_begin=batch_begin, on_train_batch_end=batch_end,
        on_epoch_begin=epoch_begin, on_epoch_end=epoch_end,
    )  # fmt: skip


def _accuracy(logs: dict[str, float], half: str) -> float:
    """Find the digits' accuracy among Keras's figures; its name depends on the answers."""
    name = next(n for n in logs if n.startswith(half) and n.endswith("accuracy")
                and n.startswith("val_") == bool(half))  # fmt: skip
    return round(float(logs[name]), 5)
