"""NetworkSynthesizer: what the estimators around networks have in common."""

from __future__ import annotations

import numbers

import pandas as pd

from skl_synth.base import BaseSynthesizer
from skl_synth.compat import Interval, StrOptions
from skl_synth.generators.neural.forward import Weights
from skl_synth.generators.neural.level_transform import LevelTransform
from skl_synth.generators.neural.network_generator import NetworkGenerator

POSITIVE = Interval(numbers.Integral, 1, None, closed="left")


class NetworkSynthesizer(BaseSynthesizer):
    """Base class of the estimators around networks: their fitted attributes.

    See Also
    --------
    TypeAwareVAE : The variational autoencoder.
    TypeAwareGAN : The generative adversarial network.
    """

    _parameter_constraints: dict = {
        **BaseSynthesizer._parameter_constraints,
        "latent_dim": [POSITIVE],
        "hidden_layers": ["array-like"],
        "epochs": [POSITIVE],
        "batch_size": [POSITIVE, StrOptions({"auto"})],
        "lr": [Interval(numbers.Real, 0, None, closed="neither")],
        "weight_decay": [Interval(numbers.Real, 0, None, closed="left")],
        "validation_fraction": [Interval(numbers.Real, 0, 1, closed="left")],
        "patience": [POSITIVE, None],
        "device": [str],
        "verbose": ["verbose"],
    }

    @property
    def _network(self) -> NetworkGenerator:
        generator: NetworkGenerator = self._unconstrained()
        return generator

    @property
    def transform_(self) -> LevelTransform:
        """The modes of the numbers and the levels of all columns."""
        return self._network.transform

    @property
    def weights_(self) -> Weights:
        """What was learnt, at the best epoch."""
        return self._network.weights

    @property
    def history_(self) -> pd.DataFrame:
        """One line per epoch: losses and score."""
        return self._network.history

    @property
    def n_epochs_(self) -> int:
        """Epochs that were trained."""
        return self._network.n_epochs

    @property
    def best_epoch_(self) -> int:
        """The epoch whose weights were kept."""
        return self._network.best_epoch
