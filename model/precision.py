"""Precision of training: bfloat16 where the processor multiplies it in hardware.

Weights, their changes and the losses stay float32, as in P. Micikevicius et al., "Mixed Precision
Training" (ICLR 2018); only what flows through the layers is bfloat16. Fitting is nearly twice as
fast with Intel's AMX, and what is fitted is saved as float32.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

PROCESSOR = Path("/proc/cpuinfo")
FEATURE = "amx_bf16"
"""What Linux calls a processor's unit for products of bfloat16 matrices."""


def twin(network: "keras.Model", build: Callable[[], "keras.Model"]) -> "keras.Model":
    """Build the network that learns for another one, with the same weights.

    Parameters
    ----------
    network
        Any network.
    build
        Builds one like it; layers that say nothing else compute in the current precision.

    Returns
    -------
    The twin, in bfloat16 if that is fast here; take its weights over when it has learned.
    """
    import keras

    before = keras.config.dtype_policy()
    if has_feature():
        keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        built = build()
    finally:
        keras.config.set_dtype_policy(before)
    built.set_weights(network.get_weights())
    return built


def has_feature(processor: Path = PROCESSOR) -> bool:
    """Say whether the processor has `FEATURE`; False where the system does not tell."""
    try:
        return FEATURE in processor.read_text(encoding="utf-8", errors="replace").split()
    except OSError:
        return False
