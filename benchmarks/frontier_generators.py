"""The generators of this package that the frontier compares."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from skl_synth import (
    MarginalCalibrator,
    ProximityFilter,
    TypeAwareCART,
    TypeAwareGAN,
    TypeAwareSMOTE,
    TypeAwareVAE,
    release_synthesizer,
)
from skl_synth.base import BaseSynthesizer

Rows = tuple[pd.DataFrame, pd.Series]
Maker = Callable[[pd.DataFrame, pd.Series, int], Rows]
"""From real rows and a seed to as many synthetic ones of each class."""


def of(synthesizer: BaseSynthesizer) -> Maker:
    """Make rows with a synthesizer of this package.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        The synthesizer.

    Returns
    -------
    callable
        From real rows and a seed to synthetic ones.
    """

    def make(X: pd.DataFrame, y: pd.Series, seed: int) -> Rows:
        return synthesizer.set_params(mode="replace", random_state=seed).fit_resample(
            X, y
        )

    return make


OWN: dict[str, Maker] = {
    "taught SMOTE": of(ProximityFilter()),
    "hardened SMOTE": of(
        TypeAwareSMOTE(
            k_neighbors=20, interpolation="simplex", n_vertices=10, noise_scale=0.25
        )
    ),
    "local SMOTE": of(TypeAwareSMOTE(k_neighbors=20, interpolation="local")),
    "CART": of(TypeAwareCART()),
    "calibrated CART": of(MarginalCalibrator(TypeAwareCART())),
    "release": of(release_synthesizer()),
}
"""All but the networks."""

NETWORKS: dict[str, Maker] = {"VAE": of(TypeAwareVAE()), "GAN": of(TypeAwareGAN())}
"""The networks, which need PyTorch."""
