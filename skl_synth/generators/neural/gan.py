"""GAN: rows from a generator that has learnt from a critic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from skl_synth.generators.neural.batches import LearningSet
from skl_synth.generators.neural.conditions import draw_conditions
from skl_synth.generators.neural.early_stopping import Epoch
from skl_synth.generators.neural.forward import Weights, class_columns, forward
from skl_synth.generators.neural.heads import Heads
from skl_synth.generators.neural.modes import REACH
from skl_synth.generators.neural.network_generator import Compare, NetworkGenerator

SCORES = 30
"""How often what is generated is compared with held-out rows ..."""

LEAST_BETWEEN = 5
"""... but not before so many epochs have passed."""


class GanGenerator(NetworkGenerator):
    """Draw noise, classes and conditions, and let a generator network make rows of it.

    Parameters
    ----------
    latent_dim, hidden_layers, pack_size, critic_steps, epochs, batch_size : object
        See `TypeAwareGAN`.
    lr, weight_decay, validation_fraction, patience, device, verbose : object
        See `TypeAwareGAN`.

    See Also
    --------
    TypeAwareGAN : The estimator, which explains the parameters.
    """

    def __init__(
        self,
        latent_dim: int = 128,
        *,
        hidden_layers: Any = (128, 128),
        pack_size: int = 2,
        critic_steps: int = 1,
        epochs: int = 300,
        batch_size: Any = "auto",
        lr: float = 1e-3,
        weight_decay: float = 1e-6,
        validation_fraction: float = 0.1,
        patience: int | None = None,
        device: str = "auto",
        verbose: Any = False,
    ) -> None:
        super().__init__(
            latent_dim=latent_dim,
            hidden_layers=hidden_layers,
            epochs=epochs,
            batch_size=batch_size,
            lr=lr,
            weight_decay=weight_decay,
            validation_fraction=validation_fraction,
            patience=patience,
            device=device,
            verbose=verbose,
        )
        self.pack_size = pack_size
        self.critic_steps = critic_steps

    def _train(
        self,
        learning: LearningSet,
        checking: LearningSet,
        rng: np.random.RandomState,
    ) -> Iterator[Epoch]:
        from skl_synth.generators.neural.training.device import resolve_device
        from skl_synth.generators.neural.training.train_gan import (
            GanConfiguration,
            train_gan,
        )

        configuration = self._configuration(GanConfiguration, len(learning))
        return train_gan(learning, configuration, resolve_device(self.device), rng)

    def _epochs_between_scores(self) -> int:
        # A comparison takes as long as some epochs of a small table.
        return max(LEAST_BETWEEN, self.epochs // SCORES)

    def _score(self, epoch: Epoch, compare: Compare) -> tuple[str, float]:
        # The losses say who is ahead, not how good the rows are.
        return "held_out_distance", compare(epoch.weights())

    def _outputs(
        self, weights: Weights, groups: np.ndarray, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray]:
        # As often as levels come; in training rare ones are drawn more often than that.
        counts = weights["level_counts"]
        heads = Heads.of(self.transform)
        drawn = draw_conditions(counts, heads, groups, rng)
        condition = np.zeros((len(groups), heads.n_levels), dtype=np.float32)
        chosen = np.flatnonzero(drawn >= 0)
        condition[chosen, drawn[chosen]] = 1.0
        classes = class_columns(groups, len(counts))
        n_given = classes.shape[1] + condition.shape[1]
        n_noise = weights["generator.0.weight"].shape[1] - n_given
        noise = rng.normal(size=(len(groups), n_noise)).astype(np.float32)
        given = np.concatenate([noise, classes, condition], axis=1)
        output = forward(weights, "generator", given)
        offsets = REACH * np.tanh(output[:, heads.n_levels :])
        return output[:, : heads.n_levels], offsets
