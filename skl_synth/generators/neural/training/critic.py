"""The critic of the GAN, which looks at several rows at a time, and its penalty."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from skl_synth.generators.neural.training.networks import Layers

LEAK = 0.2
"""Slope of the critic's units below zero."""

KEPT = 192
"""Of 256 units, dropout keeps so many: chances are compared byte by byte."""


class Critic(nn.Module):
    """Scores packs of rows; the higher, the more they look like real ones.

    Parameters
    ----------
    n_columns : int
        Columns of a row.
    n_given : int
        Columns of its class and condition, given by the places of their ones.
    pack_size : int
        Rows of a pack.
    hidden : sequence of int
        Width of each hidden layer.
    generator : torch.Generator
        Draws weights and dropout.
    """

    def __init__(
        self,
        n_columns: int,
        n_given: int,
        pack_size: int,
        hidden: tuple[int, ...],
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        self.pack_size, self.n_given = pack_size, n_given
        self.layers = Layers(
            n_columns * pack_size,
            hidden,
            1,
            n_ones=n_given * pack_size,
            generator=generator,
        )
        self.generator = generator

    def forward(self, rows: Tensor, given: Tensor) -> Tensor:
        """Score packs of rows, each with its class and condition."""
        first = self.layers.linear[0]
        return self._go_on(first(self._packs(rows), self._ones(given)))[0]

    def compare(
        self, real: Tensor, fake: Tensor, given: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Score real packs against generated ones, and measure the slopes between.

        Slopes are taken at points between a real and a generated pack. The first layer
        is linear, so that its output there lies between its outputs for the two, in the
        same place: it has to be computed for neither a third time.

        Parameters
        ----------
        real, fake : Tensor of shape (n_rows, n_columns)
            Rows.
        given : Tensor of shape (n_rows, n_ones)
            The columns of class and condition that are one, the same for both.

        Returns
        -------
        distance : Tensor
            Mean score of the real packs less that of the generated ones.
        penalty : Tensor
            Mean over the packs of the squared distance of the slope's norm from 1.
        """
        first = self.layers.linear[0]
        hidden = first(torch.cat([self._packs(real), self._packs(fake)]))
        hidden = hidden + first.sum_of_ones(self._ones(given)).repeat(2, 1)
        of_real, of_fake = self._go_on(hidden)[0].chunk(2)
        # Where the slope is measured is given: nothing is learnt by moving there.
        return of_real.mean() - of_fake.mean(), self._penalty(hidden.detach())

    def _penalty(self, hidden: Tensor) -> Tensor:
        """Measure how far slopes between real and generated rows are from 1.

        Of a Wasserstein critic they should be 1 everywhere between the two. The critic
        is linear in pieces, so its slope is the product of its weights, each row of
        them times the slope of its unit: no second pass backwards through the graph is
        needed, which is what the penalty costs elsewhere, and the result is the same.
        """
        of_real, of_fake = hidden.chunk(2)
        part = torch.rand(
            (len(of_real), 1), generator=self.generator, device=hidden.device
        )
        with torch.no_grad():
            slopes = self._go_on(torch.lerp(of_real, of_fake, part))[1]
        *before, last = self.layers.linear
        backwards = last.weight.expand(len(of_real), -1)
        for linear, slope in zip(reversed(before), reversed(slopes), strict=True):
            backwards = (backwards * slope) @ linear.weight
        return (backwards.norm(dim=1) - 1.0).square().mean()

    def _go_on(self, output: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Send the output of the first layer through the rest; also the slopes."""
        slopes = []
        for linear in self.layers.linear[1:]:
            slopes.append(self._slopes(output))
            output = linear(output * slopes[-1])
        return output, slopes

    def _slopes(self, output: Tensor) -> Tensor:
        """Slopes of the units: leaky, and zero for those that dropout drops.

        Activation and dropout as one factor, which the penalty needs as well.
        """
        # Every drawn number gives the chances of eight units: random numbers are what
        # dropout spends its time on.
        drawn = torch.empty(
            (output.numel() + 7) // 8, dtype=torch.int64, device=output.device
        ).random_(-(2**63), None, generator=self.generator)
        kept = (drawn.view(torch.uint8)[: output.numel()] < KEPT).view_as(output)
        share = KEPT / 256
        slopes = (output > 0).to(output.dtype)
        # What is kept is raised by as much as is lost, so that means stay.
        return slopes.mul_((1.0 - LEAK) / share).add_(LEAK / share).mul_(kept)

    def _packs(self, rows: Tensor) -> Tensor:
        return rows.reshape(-1, self.pack_size * rows.shape[-1])

    def _ones(self, given: Tensor) -> Tensor:
        """Places of ones in a pack, in which every row has columns of its own."""
        place = torch.arange(len(given), device=given.device) % self.pack_size
        return self._packs(given + self.n_given * place[:, None])
