"""VAE: rows from the latent space of a variational autoencoder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from skl_synth.generators.neural.batches import LearningSet
from skl_synth.generators.neural.early_stopping import Epoch
from skl_synth.generators.neural.forward import Weights, class_columns, forward
from skl_synth.generators.neural.heads import Heads
from skl_synth.generators.neural.network_generator import Compare, NetworkGenerator
from skl_synth.table.rows import EncodedRows


class VaeGenerator(NetworkGenerator):
    """Draw points of a latent space, and let a decoder read rows off them.

    Parameters
    ----------
    latent_dim, hidden_layers, kl_weight, epochs, batch_size, lr : object
        See `TypeAwareVAE`.
    weight_decay, validation_fraction, patience, device, verbose : object
        See `TypeAwareVAE`.

    See Also
    --------
    TypeAwareVAE : The estimator, which explains the parameters.
    """

    def __init__(
        self,
        latent_dim: int = 16,
        *,
        hidden_layers: Any = (128, 128),
        kl_weight: float = 1.0,
        epochs: int = 500,
        batch_size: Any = "auto",
        lr: float = 1e-3,
        weight_decay: float = 1e-5,
        validation_fraction: float = 0.1,
        patience: int | None = 60,
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
        self.kl_weight = kl_weight

    def latent(self, rows: EncodedRows, target: np.ndarray) -> np.ndarray:
        """Find the points of the latent space at which rows lie.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the table.
        target : ndarray of shape (n_rows,)
            Their encoded target.

        Returns
        -------
        ndarray of shape (n_rows, latent_dim), dtype float32
            The mean of the distribution that the encoder gives for each row.
        """
        # Where modes overlap the level is drawn; a fixed seed makes the points repeat.
        levels = self.transform.encode(rows, target, np.random.RandomState(0))
        columns = Heads.of(self.transform).one_hot(levels)
        groups = self.table.target.groups_of(target)
        classes = class_columns(groups, self.table.n_groups)
        given = np.concatenate([columns, classes], axis=1)
        encoded = forward(self.weights, "encoder", given)
        return encoded[:, : encoded.shape[1] // 2]

    def _train(
        self,
        learning: LearningSet,
        checking: LearningSet,
        rng: np.random.RandomState,
    ) -> Iterator[Epoch]:
        from skl_synth.generators.neural.training.device import resolve_device
        from skl_synth.generators.neural.training.train_vae import (
            VaeConfiguration,
            train_vae,
        )

        configuration = self._configuration(VaeConfiguration, len(learning))
        device = resolve_device(self.device)
        return train_vae(learning, checking, configuration, device, rng)

    def _score(self, epoch: Epoch, compare: Compare) -> tuple[str, float]:
        # Likelihood is what it maximises, so that on rows held out is what to go by.
        name = "held_out_loss" if "held_out_loss" in epoch.losses else "loss"
        return name, epoch.losses[name]

    def _outputs(
        self, weights: Weights, groups: np.ndarray, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray]:
        classes = class_columns(groups, self.table.n_groups)
        n_latent = weights["decoder.0.weight"].shape[1] - classes.shape[1]
        latent = rng.normal(size=(len(groups), n_latent)).astype(np.float32)
        output = forward(weights, "decoder", np.concatenate([latent, classes], axis=1))
        n_levels = output.shape[1] - len(weights["spread"])
        # The decoder gives the mean of an offset; without its spread rows are too even.
        noise = rng.normal(size=(len(groups), len(weights["spread"])))
        offsets = output[:, n_levels:] + weights["spread"] * noise
        return output[:, :n_levels], offsets
