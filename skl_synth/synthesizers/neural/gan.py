"""TypeAwareGAN: rows from a generator that a critic has taught."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from skl_synth.synthesizers.neural.base import POSITIVE, Compare, NeuralSynthesizer
from skl_synth.synthesizers.neural.batches import LearningSet
from skl_synth.synthesizers.neural.conditions import draw_conditions
from skl_synth.synthesizers.neural.forward import Weights, class_columns, forward
from skl_synth.synthesizers.neural.modes import REACH
from skl_synth.synthesizers.neural.transform import Heads
from skl_synth.synthesizers.neural.watch import Epoch


SCORES = 50
"""How often the generator is compared with held-out rows."""


class TypeAwareGAN(NeuralSynthesizer):
    """."""

    _parameter_constraints: dict = {
        **NeuralSynthesizer._parameter_constraints,
        "pack_size": [POSITIVE],
        "critic_steps": [POSITIVE],
    }

    def __init__(
        self,
        sampling_strategy: Any = "auto",
        *,
        mode: str = "augment",
        latent_dim: int = 128,
        hidden_layers: Any = (256, 256),
        pack_size: int = 10,
        critic_steps: int = 1,
        epochs: int = 300,
        batch_size: int = 500,
        lr: float = 2e-4,
        weight_decay: float = 1e-6,
        validation_fraction: float = 0.1,
        patience: int | None = None,
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
        self.pack_size = pack_size
        self.critic_steps = critic_steps
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
        from skl_synth.synthesizers.neural.training.gan import GanSettings, train_gan
        from skl_synth.synthesizers.neural.training.scope import resolve_device

        settings = self._settings(GanSettings)
        return train_gan(learning, settings, resolve_device(self.device), rng)

    def _epochs_between_scores(self) -> int:
        return max(1, self.epochs // SCORES)

    def _score(self, epoch: Epoch, compare: Compare) -> tuple[str, float]:
        return "held_out_distance", compare(epoch.weights())

    def _outputs(
        self, weights: Weights, groups: np.ndarray, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray]:
        counts = weights["level_counts"]
        heads = Heads.of(self.transform_)
        asked = draw_conditions(counts, heads, groups, rng)
        condition = np.zeros((len(groups), heads.n_levels), dtype=np.float32)
        chosen = np.flatnonzero(asked >= 0)
        condition[chosen, asked[chosen]] = 1.0
        classes = class_columns(groups, len(counts))
        n_noise = weights["generator.0.weight"].shape[1] - (
            classes.shape[1] + condition.shape[1]
        )
        noise = rng.normal(size=(len(groups), n_noise)).astype(np.float32)
        given = np.concatenate([noise, classes, condition], axis=1)
        made = forward(weights, "generator", given)
        offsets = REACH * np.tanh(made[:, heads.n_levels :])
        return made[:, : heads.n_levels], offsets
