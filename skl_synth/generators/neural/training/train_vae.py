"""The training of the variational autoencoder, epoch after epoch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from skl_synth.generators.neural.batches import ClassBatches, LearningSet
from skl_synth.generators.neural.early_stopping import Epoch
from skl_synth.generators.neural.forward import Weights, class_columns
from skl_synth.generators.neural.training.device import generator_on
from skl_synth.generators.neural.training.networks import HeadSoftmax, Layers

SMALLEST_SPREAD = 0.01
"""Least standard deviation of an offset in a component, as in TVAE."""


@dataclass(frozen=True)
class VaeConfiguration:
    """What of the constructor matters to the training.

    Parameters
    ----------
    latent_dim : int
        Width of the latent space.
    hidden_layers : tuple of int
        Widths of the hidden layers of the decoder; the encoder has them in reverse.
    kl_weight : float
        Weight of the divergence from the normal distribution.
    batch_size : int
        Rows of a batch.
    lr : float
        Learning rate.
    weight_decay : float
        Decay of the weights.
    """

    latent_dim: int
    hidden_layers: tuple[int, ...]
    kl_weight: float
    batch_size: int
    lr: float
    weight_decay: float


class Autoencoder(nn.Module):
    """Encoder, decoder, and the spread of every offset.

    Parameters
    ----------
    learning : LearningSet
        For the layout of its columns.
    configuration : VaeConfiguration
        Widths.
    generator : torch.Generator
        Draws the weights to begin with.
    """

    def __init__(
        self,
        learning: LearningSet,
        configuration: VaeConfiguration,
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        heads, hidden = learning.heads, configuration.hidden_layers
        self.kl_weight = configuration.kl_weight
        self.n_levels = heads.n_levels
        self.components = torch.from_numpy(heads.components).to(generator.device)
        self.softmax = HeadSoftmax(heads, generator.device)
        n_latent, n_groups = configuration.latent_dim, learning.n_groups
        self.encoder = Layers(
            heads.n_columns + n_groups, hidden[::-1], 2 * n_latent, generator=generator
        )
        self.decoder = Layers(
            n_latent + n_groups, hidden, heads.n_columns, generator=generator
        )
        log_spread = torch.zeros(len(heads.components), device=generator.device)
        self.log_spread = nn.Parameter(log_spread)

    def loss(self, columns: Tensor, classes: Tensor, noise: Tensor) -> Tensor:
        """Compute the negative evidence bound, mean over the rows.

        Parameters
        ----------
        columns : Tensor of shape (n_rows, n_columns)
            Levels and offsets of the rows.
        classes : Tensor of shape (n_rows, n_groups)
            Their classes, one-hot.
        noise : Tensor of shape (n_rows, latent_dim)
            Standard normal.

        Returns
        -------
        Tensor
            One number.
        """
        encoded = self.encoder(torch.cat([columns, classes], dim=1))
        mean, log_variance = encoded.chunk(2, dim=1)
        # Exponentials of more would overflow in the first steps, and all be NaN.
        log_variance = log_variance.clamp(-10.0, 10.0)
        latent = mean + (0.5 * log_variance).exp() * noise
        output = self.decoder(torch.cat([latent, classes], dim=1))
        levels, offsets = columns[:, : self.n_levels], columns[:, self.n_levels :]
        # Negative log-likelihood: of every level, and of the offset in the component
        # that was chosen. Offsets of the others are not part of the row.
        loss = -(levels * self.softmax.log(output[:, : self.n_levels])).sum()
        log_spread = self.log_spread.clamp(np.log(SMALLEST_SPREAD), 0.0)
        error = (offsets - output[:, self.n_levels :]) * (-log_spread).exp()
        loss += (levels[:, self.components] * (0.5 * error**2 + log_spread)).sum()
        divergence = mean**2 + log_variance.exp() - 1.0 - log_variance
        return (loss + 0.5 * self.kl_weight * divergence.sum()) / len(columns)

    def arrays(self) -> Weights:
        """Return the weights."""
        log_spread = self.log_spread.detach().clamp(np.log(SMALLEST_SPREAD), 0.0)
        spread = log_spread.exp().cpu().numpy()
        return {
            **self.encoder.arrays("encoder"),
            **self.decoder.arrays("decoder"),
            "spread": spread,
        }


def train_vae(
    learning: LearningSet,
    checking: LearningSet,
    configuration: VaeConfiguration,
    device: torch.device,
    rng: np.random.RandomState,
) -> Iterator[Epoch]:
    """Train without end, one epoch after another; who takes them says when to stop.

    Parameters
    ----------
    learning, checking : LearningSet
        Rows to learn from, and rows held out.
    configuration : VaeConfiguration
        Sizes and rates.
    device : torch.device
        Where.
    rng : RandomState
        Source of randomness.

    Yields
    ------
    Epoch
        The losses of the epoch, and a way to the weights.
    """
    generator = generator_on(device, rng.randint(2**31))
    model = Autoencoder(learning, configuration, generator)
    optimizer = torch.optim.Adam(
        model.parameters(),
        lr=configuration.lr,
        weight_decay=configuration.weight_decay,
        fused=True,
    )
    columns, classes = _tensors(learning, device)
    held = _tensors(checking, device)
    # The same noise at every check, so that checks can be compared.
    held_noise = _noise((len(checking),), configuration, generator)
    batches = ClassBatches(learning.groups, configuration.batch_size)
    # Every batch has its classes in the same places: any rows of them have the columns.
    slots = classes[torch.from_numpy(batches.order[batches.starts[batches.slots]])]
    while True:
        rows = torch.from_numpy(batches.rows(rng)).to(device)
        noise = _noise(tuple(rows.shape), configuration, generator)
        total = torch.zeros((), device=device)
        for step in range(batches.n_steps):
            loss = model.loss(columns[rows[step]], slots, noise[step])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            total += loss.detach()
        losses = {"loss": float(total) / batches.n_steps}
        if len(checking):
            with torch.no_grad():
                losses["held_out_loss"] = float(model.loss(*held, held_noise))
        yield Epoch(losses, model.arrays)


def _tensors(rows: LearningSet, device: torch.device) -> tuple[Tensor, Tensor]:
    columns = torch.from_numpy(rows.heads.one_hot(rows.rows)).to(device)
    classes = torch.from_numpy(class_columns(rows.groups, rows.n_groups)).to(device)
    return columns, classes


def _noise(
    shape: tuple[int, ...], configuration: VaeConfiguration, generator: torch.Generator
) -> Tensor:
    shape = (*shape, configuration.latent_dim)
    return torch.randn(shape, generator=generator, device=generator.device)
