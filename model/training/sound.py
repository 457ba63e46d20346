"""Sound weights: a step whose gradient is no number ruins them all, so it is taken back."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import keras


class Sound:
    """Holds on to the weights that a network had when all of them were numbers.

    Hours of learning are worth more than the last second of it.

    Parameters
    ----------
    network
        A compiled network whose weights are sound.
    """

    def __init__(self, network: "keras.Model") -> None:
        self._network, self._weights = network, network.get_weights()

    def keep(self) -> bool:
        """Remember the weights if they are sound, else bring the last sound ones back.

        Returns
        -------
        Whether they were.
        """
        weights = self._network.get_weights()
        if all(np.isfinite(weight).all() for weight in weights):
            self._weights = weights
            return True
        self._network.set_weights(self._weights)
        for variable in self._network.optimizer.variables:  # its moments may be ruined, too
            if not np.isfinite(variable.numpy()).all():
                variable.assign(np.zeros(variable.shape))
        return False
