"""TypeAwareVAE: rows from the latent space of a variational autoencoder."""

from __future__ import annotations

import numbers
from collections.abc import Iterator
from typing import Any

import numpy as np

from skl_synth.compat import Interval
from skl_synth.synthesizers.neural.base import Compare, NeuralSynthesizer
from skl_synth.synthesizers.neural.batches import LearningSet
from skl_synth.synthesizers.neural.forward import Weights, class_columns, forward
from skl_synth.synthesizers.neural.watch import Epoch


class TypeAwareVAE(NeuralSynthesizer):
    """."""

    _parameter_constraints: dict = {
        **NeuralSynthesizer._parameter_constraints,
        "kl_weight": [Interval(numbers.Real, 0, None, closed="left")],
    }

    def __init__(
        self,
        sampling_strategy: Any = "auto",
        *,
        mode: str = "augment",
        latent_dim: int = 16,
        hidden_layers: Any = (128, 128),
        kl_weight: float = 1.0,
        epochs: int = 300,
        batch_size: int = 128,
        lr: float = 1e-3,
        weight_decay: float = 1e-5,
        validation_fraction: float = 0.1,
        patience: int | None = 30,
        device: str = "auto",
        verbose: Any = False,
        column_kinds: Any = "infer",
        one_hot_groups: Any = "infer",
        implicit_baseline: Any = False,
        identifiers: str = "refuse",
        random_state: Any = None,
    ) -> None:
        super().__init__(sampling_strategy=sampling_strategy)
        self.mode = mode
        self.latent_dim = latent_dim
        self.hidden_layers = hidden_layers
        self.kl_weight = kl_weight
        self.epochs = epochs
        self.batch_size = batch_size
        self.lr = lr
        self.weight_decay = weight_decay
        self.validation_fraction = validation_fraction
        self.patience = patience
        self.device = device
        self.verbose = verbose
        self.column_kinds = column_kinds
        self.one_hot_groups = one_hot_groups
        self.implicit_baseline = implicit_baseline
        self.identifiers = identifiers
        self.random_state = random_state

    def _train(
        self,
        learning: LearningSet,
        checking: LearningSet,
        rng: np.random.RandomState,
    ) -> Iterator[Epoch]:
        from skl_synth.synthesizers.neural.training.scope import resolve_device
        from skl_synth.synthesizers.neural.training.vae import VaeSettings, train_vae

        settings = self._settings(VaeSettings)
        device = resolve_device(self.device)
        return train_vae(learning, checking, settings, device, rng)

    def _score(self, epoch: Epoch, compare: Compare) -> tuple[str, float]:
        name = "held_out_loss" if "held_out_loss" in epoch.losses else "loss"
        return name, epoch.losses[name]

    def _outputs(
        self, weights: Weights, groups: np.ndarray, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray]:
        classes = class_columns(groups, self.target_.n_groups)
        n_latent = weights["decoder.0.weight"].shape[1] - classes.shape[1]
        latent = rng.normal(size=(len(groups), n_latent)).astype(np.float32)
        made = forward(weights, "decoder", np.concatenate([latent, classes], axis=1))
        n_levels = made.shape[1] - len(weights["spread"])
        noise = rng.normal(size=(len(groups), len(weights["spread"])))
        offsets = made[:, n_levels:] + weights["spread"] * noise
        return made[:, :n_levels], offsets
