"""The generators that benchmarks/neural.py compares, and the settings that it sweeps.

Nothing of `skl_synth` nor of the ctgan package is imported before it is used: the two
live in environments apart.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

TARGET = "target_"
"""Name of the target where it is a column like the others."""

Maker = Callable[[pd.DataFrame, pd.Series, int], tuple[pd.DataFrame, pd.Series]]
"""From real rows and a seed to synthetic ones."""


def of_skl_synth(name: str, **parameters: Any) -> Maker:
    """Make rows with a synthesizer of this project.

    Parameters
    ----------
    name : str
        Name of the class.
    **parameters : dict
        Its parameters.

    Returns
    -------
    callable
        From real rows and a seed to synthetic ones.
    """

    def make(X: pd.DataFrame, y: pd.Series, seed: int) -> tuple:
        kind = getattr(importlib.import_module("skl_synth"), name)
        synthesizer = kind(mode="replace", random_state=seed, **parameters)
        return synthesizer.fit_resample(X, y)

    return make


def filtered(name: str) -> Maker:
    """Make rows with a synthesizer of this project in a `ProximityFilter`.

    Parameters
    ----------
    name : str
        Name of the class.

    Returns
    -------
    callable
        From real rows and a seed to synthetic ones.
    """

    def make(X: pd.DataFrame, y: pd.Series, seed: int) -> tuple:
        package = importlib.import_module("skl_synth")
        inner = getattr(package, name)()
        wrapper = package.ProximityFilter(inner, mode="replace", random_state=seed)
        return wrapper.fit_resample(X, y)

    return make


def of_ctgan(name: str, **parameters: Any) -> Maker:
    """Make rows with the ctgan package: never a dependency, in an environment apart.

    Parameters
    ----------
    name : {"CTGAN", "TVAE"}
        Name of the class.
    **parameters : dict
        Its parameters.

    Returns
    -------
    callable
        From real rows and a seed to synthetic ones; the target is one of its columns.
    """

    def make(X: pd.DataFrame, y: pd.Series, seed: int) -> tuple:
        import torch

        torch.manual_seed(seed)
        np.random.seed(seed)  # noqa: NPY002 - the package draws from it
        table = X.assign(**{TARGET: y})
        discrete = [column for column in table if table[column].nunique() <= 2]
        discrete = sorted({*discrete, TARGET})
        model = getattr(importlib.import_module("ctgan"), name)(**parameters)
        model.fit(table, discrete)
        made = model.sample(len(table))
        return made.drop(columns=TARGET), made[TARGET].astype(y.dtype)

    return make


OWN: dict[str, Maker] = {
    "SMOTE": of_skl_synth("TypeAwareSMOTE"),
    "VAE": of_skl_synth("TypeAwareVAE"),
    "GAN": of_skl_synth("TypeAwareGAN"),
    "VAE filtered": filtered("TypeAwareVAE"),
}

PEERS: dict[str, Maker] = {
    "ctgan TVAE": of_ctgan("TVAE", epochs=300),
    "ctgan CTGAN": of_ctgan("CTGAN", epochs=300),
}

SWEEP: dict[str, Maker] = {
    "VAE": of_skl_synth("TypeAwareVAE"),
    "VAE kl_weight=0.5": of_skl_synth("TypeAwareVAE", kl_weight=0.5),
    "VAE kl_weight=0.2": of_skl_synth("TypeAwareVAE", kl_weight=0.2),
    "VAE latent_dim=8": of_skl_synth("TypeAwareVAE", latent_dim=8),
    "VAE latent_dim=32": of_skl_synth("TypeAwareVAE", latent_dim=32),
    "VAE hidden 256": of_skl_synth("TypeAwareVAE", hidden_layers=(256, 256)),
    "VAE batch 256": of_skl_synth("TypeAwareVAE", batch_size=256),
    "VAE patience=30": of_skl_synth("TypeAwareVAE", patience=30),
    "VAE lr=2e-3": of_skl_synth("TypeAwareVAE", lr=2e-3),
    "GAN": of_skl_synth("TypeAwareGAN"),
    "GAN as CTGAN": of_skl_synth(
        "TypeAwareGAN", batch_size=500, pack_size=10, lr=2e-4, hidden_layers=(256, 256)
    ),
    "GAN hidden 256": of_skl_synth("TypeAwareGAN", hidden_layers=(256, 256)),
    "GAN lr=5e-4": of_skl_synth("TypeAwareGAN", lr=5e-4),
    "GAN pack 10": of_skl_synth("TypeAwareGAN", pack_size=10),
    "GAN latent_dim=32": of_skl_synth("TypeAwareGAN", latent_dim=32),
    "GAN critic_steps=2": of_skl_synth("TypeAwareGAN", critic_steps=2),
}
"""The defaults, and one of them varied at a time."""

SPEED: dict[str, Callable[[int], Maker]] = {
    "VAE": lambda n: of_skl_synth(
        "TypeAwareVAE", epochs=n, batch_size=500, patience=None
    ),
    "GAN": lambda n: of_skl_synth("TypeAwareGAN", epochs=n, batch_size=500),
    "GAN as CTGAN": lambda n: of_skl_synth(
        "TypeAwareGAN", epochs=n, batch_size=500, pack_size=10, hidden_layers=(256, 256)
    ),
}
"""From a number of epochs to what is timed, at equal batches."""

PEER_SPEED: dict[str, Callable[[int], Maker]] = {
    "ctgan TVAE": lambda n: of_ctgan("TVAE", epochs=n, batch_size=500),
    "ctgan CTGAN": lambda n: of_ctgan("CTGAN", epochs=n, batch_size=500),
}
