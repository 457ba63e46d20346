"""Versions are loaded in Keras's safe mode: a file with code in it is refused, and runs nothing.

And what is trained further is between what it was and what it became.
"""

from pathlib import Path

import numpy as np
import pytest

from model.errors import WeightsError
from model.training.digits.network import build
from model.training.further import load_further, partway


def with_code(folder: Path) -> Path:
    """Write a network with a layer that, once it is loaded and called, leaves a file behind."""
    import keras

    trace = str(folder / "was-here")
    # Only what has no name is written into the file with its code.
    leave_trace = keras.layers.Lambda(
        lambda values: (open(trace, "w").close(), values)[1],  # noqa: PTH123
        (28, 28),
    )
    layers = [keras.Input((28, 28)), leave_trace, keras.layers.Flatten()]
    network = keras.Sequential(layers, name="cnn")
    (folder / "was-here").unlink(missing_ok=True)  # building it has called it
    network.save(folder / "digits.keras")
    (folder / "was-here").unlink(missing_ok=True)
    return folder


def test_a_network_with_code_in_it_is_refused_and_nothing_runs(tmp_path: Path) -> None:
    import keras

    folder = with_code(tmp_path)
    with pytest.raises(WeightsError, match="cannot be read"):
        load_further(folder, "digits.keras", "cnn")
    assert not (folder / "was-here").exists()
    # The file is whole: only safe mode stands before its code.
    network = keras.saving.load_model(folder / "digits.keras", compile=False, safe_mode=False)
    network(np.zeros((1, 28, 28), np.float32))
    assert (folder / "was-here").exists()


def test_no_switch_turns_safe_mode_off() -> None:
    root = Path(__file__).parents[1]
    for file in [*(root / "bot").rglob("*.py"), *(root / "model").rglob("*.py")]:
        text = file.read_text()
        assert "enable_unsafe_deserialization" not in text, file
        assert "safe_mode=False" not in text, file
        if "load_model(" in text:
            assert text.count("load_model(") == text.count("safe_mode=True"), file
        assert "pickle" not in text.replace("allow_pickle=False", ""), file


@pytest.mark.parametrize("kept", [0.5, 0.7])
def test_partway_is_between_what_it_was_and_what_it_became(kept):
    network = build("mlp")
    before = [weight + 1 for weight in network.get_weights()]
    became = network.get_weights()
    partway(network, before, kept)
    for was, now, found in zip(before, became, network.get_weights(), strict=True):
        assert found == pytest.approx((1 - kept) * was + kept * now)
