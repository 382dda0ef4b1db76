"""The critic of the GAN, which looks at several rows at a time, and its penalty."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from skl_synth.synthesizers.neural.training.networks import Layers

LEAK = 0.2
"""Slope of the critic's units below zero."""

KEPT = 0.75
"""Share of units that dropout keeps."""


class Critic(nn.Module):
    """Scores packs of rows; the higher, the more they look like real ones.

    Parameters
    ----------
    n_inputs : int
        Columns of a row, its class and condition included.
    pack_size : int
        Rows of a pack.
    hidden : sequence of int
        Width of each hidden layer.
    generator : torch.Generator
        Draws weights and dropout.
    """

    def __init__(
        self,
        n_inputs: int,
        pack_size: int,
        hidden: tuple[int, ...],
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        self.pack_size = pack_size
        self.layers = Layers(n_inputs * pack_size, hidden, 1, generator=generator)
        self.generator = generator

    def forward(self, rows: Tensor) -> Tensor:
        """Score the packs of which rows are made."""
        return self._scores_and_slopes(rows)[0]

    def penalty(self, real: Tensor, fake: Tensor, n_columns: int) -> Tensor:
        """Measure how far slopes between real and generated rows are from 1.

        The critic is linear in pieces, so its slope is the product of its weights,
        each row of them times the slope of its unit: no second pass backwards through
        the graph is needed, and the result is the same.

        Parameters
        ----------
        real, fake : Tensor of shape (n_rows, n_inputs)
            Rows.
        n_columns : int
            The columns that are the row itself, in front of class and condition.

        Returns
        -------
        Tensor
            Mean over the packs of the squared distance of the slope's norm from 1.
        """
        n_packs = len(real) // self.pack_size
        part = torch.rand((n_packs, 1, 1), generator=self.generator, device=real.device)
        shape = (n_packs, self.pack_size, real.shape[1])
        between = torch.lerp(real.view(shape), fake.view(shape), part)
        with torch.no_grad():
            slopes = self._scores_and_slopes(between)[1]
        return (
            (self._slope(slopes, shape)[..., :n_columns].flatten(1).norm(dim=1) - 1.0)
            .square()
            .mean()
        )

    def _slope(self, slopes: list[Tensor], shape: tuple[int, ...]) -> Tensor:
        *hidden, last = self.layers.linear
        backwards = last.weight.expand(shape[0], -1)
        for linear, slope in zip(reversed(hidden), reversed(slopes), strict=True):
            backwards = (backwards * slope) @ linear.weight
        return backwards.view(shape)

    def _scores_and_slopes(self, rows: Tensor) -> tuple[Tensor, list[Tensor]]:
        made = rows.reshape(-1, self.pack_size * rows.shape[-1])
        slopes = []
        *hidden, last = self.layers.linear
        for linear in hidden:
            made = linear(made)
            kept = torch.empty_like(made).bernoulli_(KEPT, generator=self.generator)
            slope = torch.where(made > 0, 1.0 / KEPT, LEAK / KEPT) * kept
            slopes.append(slope)
            made = made * slope
        return last(made), slopes
