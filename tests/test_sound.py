"""A step that ruins all weights is taken back, whichever network it is of."""

import numpy as np
import pytest

from model.synthesis.sheet import Examples
from model.training.course import Course
from model.training.digits import fit as fitting
from model.training.digits.network import build
from model.training.optimizer import optimizer
from model.training.sound import Sound
from tests.drawn import mnist_digits


@pytest.fixture
def network():
    network = build("mlp")
    network.compile(optimizer(1e-3), {"digit": "categorical_crossentropy"})
    return network


def ruin(network):
    network.set_weights([np.full_like(weight, np.nan) for weight in network.get_weights()])


def test_sound_weights_are_kept_and_ruined_ones_taken_back(network):
    sound = Sound(network)
    learned = [weight + 1 for weight in network.get_weights()]
    network.set_weights(learned)
    assert sound.keep()
    ruin(network)
    assert not sound.keep()
    assert all(map(np.array_equal, network.get_weights(), learned))


def test_what_the_optimizer_remembers_of_a_ruined_step_is_forgotten(network):
    images, labels = mnist_digits(128)
    network.train_on_batch(images, {"digit": np.eye(10)[labels]})
    sound = Sound(network)
    ruin(network)
    moments = network.optimizer.variables[-1]
    moments.assign(np.full(moments.shape, np.inf))
    steps = int(network.optimizer.iterations)
    assert not sound.keep()
    assert all(np.isfinite(v.numpy()).all() for v in network.optimizer.variables)
    assert int(network.optimizer.iterations) == steps
    network.train_on_batch(images, {"digit": np.eye(10)[labels]})
    assert sound.keep()


def test_digits_are_learned_though_some_steps_ruin_all(monkeypatch):
    ruined, networks = [], []

    class Watched(Sound):
        def __init__(self, network):
            networks.append(network)
            super().__init__(network)

    class Ruinous(Course):
        def step(self):
            super().step()
            if self.at in (4, 9, self.total):
                ruined.append(self.at)
                ruin(networks[0])

    monkeypatch.setattr(fitting, "Sound", Watched)
    monkeypatch.setattr(fitting, "Course", Ruinous)
    monkeypatch.setattr(fitting, "TELL_EVERY", 0.0)
    images, labels = mnist_digits(1500)
    learned, watched = (Examples(images[at::2], labels[at::2]) for at in (0, 1))
    events: list[dict] = []
    network = build("mlp")
    fitting.fit(
        network, learned, watched, epochs=8, rate=2e-3, seed=0, tell=events.append,
    )  # fmt: skip
    assert len(ruined) == 3
    assert all(np.isfinite(weight).all() for weight in network.get_weights())
    assert all(np.isfinite(event["loss"]) for event in events)
    right = network.predict_on_batch(watched.pictures)["digit"].argmax(axis=1) == watched.labels
    assert right.mean() > 0.6
