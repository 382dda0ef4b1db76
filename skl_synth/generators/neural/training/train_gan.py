"""The training of the generative adversarial network, epoch after epoch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from skl_synth.generators.neural.batches import ClassBatches, LearningSet
from skl_synth.generators.neural.conditions import RowsByLevel, draw_conditions
from skl_synth.generators.neural.early_stopping import Epoch
from skl_synth.generators.neural.forward import Weights
from skl_synth.generators.neural.modes import REACH
from skl_synth.generators.neural.training.critic import Critic
from skl_synth.generators.neural.training.device import generator_on
from skl_synth.generators.neural.training.networks import HeadSoftmax, Layers

TEMPERATURE = 0.2
"""Of the Gumbel softmax, as in CTGAN."""

LEAST_DRAW = 1e-9
"""Instead of a zero, whose logarithm is no number to go on with."""

AVERAGING = 0.8
"""Weight of earlier epochs in the average of the weights."""

PENALTY = 10.0
"""Weight of the gradient penalty, as in its paper."""


@dataclass(frozen=True)
class GanConfiguration:
    """What of the constructor matters to the training.

    Parameters
    ----------
    latent_dim : int
        Numbers of noise that the generator starts from.
    hidden_layers : tuple of int
        Widths of the hidden layers of generator and critic.
    pack_size : int
        Rows that the critic looks at together.
    critic_steps : int
        Steps of the critic per step of the generator.
    batch_size : int
        Rows of a batch.
    lr : float
        Learning rate.
    weight_decay : float
        Decay of the generator's weights.
    """

    latent_dim: int
    hidden_layers: tuple[int, ...]
    pack_size: int
    critic_steps: int
    batch_size: int
    lr: float
    weight_decay: float


class GeneratorNetwork(nn.Module):
    """Generates rows from noise, class and condition.

    Parameters
    ----------
    learning : LearningSet
        For the layout of its columns.
    configuration : GanConfiguration
        Widths.
    generator : torch.Generator
        Draws weights and noise.
    """

    def __init__(
        self,
        learning: LearningSet,
        configuration: GanConfiguration,
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        heads = learning.heads
        self.generator = generator
        self.latent_dim = configuration.latent_dim
        self.n_levels = heads.n_levels
        self.components = torch.from_numpy(heads.components).to(generator.device)
        self.softmax = HeadSoftmax(heads, generator.device)
        self.layers = Layers(
            configuration.latent_dim,
            configuration.hidden_layers,
            heads.n_columns,
            n_ones=learning.n_groups + heads.n_levels,
            skip=True,
            generator=generator,
        )

    def forward(self, given: Tensor) -> tuple[Tensor, Tensor]:
        """Generate rows for classes and conditions; also the logits of their levels."""
        noise = torch.randn(
            (len(given), self.latent_dim), generator=self.generator, device=given.device
        )
        output = self.layers(noise, given)
        logits = output[:, : self.n_levels]
        # A Gumbel softmax: nearly a draw of one level per head, but with a slope, which
        # a draw has not. What the critic sees looks as one-hot as the real rows.
        levels = self.softmax((logits + self._gumbel(logits)) / TEMPERATURE)
        # As in real rows, only the component that was chosen has an offset.
        chosen = levels.index_select(1, self.components)
        offsets = REACH * output[:, self.n_levels :].tanh() * chosen
        return torch.cat([levels, offsets], dim=1), logits

    def _gumbel(self, like: Tensor) -> Tensor:
        """Draw the noise of a draw by the softmax."""
        drawn = torch.rand(like.shape, generator=self.generator, device=like.device)
        return drawn.clamp_min_(LEAST_DRAW).log_().neg_().log_().neg_()


class AdversarialTraining:
    """Generator against critic: the steps of both.

    Parameters
    ----------
    learning : LearningSet
        Rows to learn from.
    configuration : GanConfiguration
        Sizes and rates.
    generator : torch.Generator
        Source of all randomness on the device.
    """

    def __init__(
        self,
        learning: LearningSet,
        configuration: GanConfiguration,
        generator: torch.Generator,
    ) -> None:
        heads = learning.heads
        self.network = GeneratorNetwork(learning, configuration, generator)
        self.critic = Critic(
            heads.n_columns,
            learning.n_groups + heads.n_levels,
            configuration.pack_size,
            configuration.hidden_layers,
            generator,
        )
        rates = {"lr": configuration.lr, "betas": (0.5, 0.9), "fused": True}
        self.generator_optimizer = torch.optim.Adam(
            self.network.parameters(), weight_decay=configuration.weight_decay, **rates
        )
        self.critic_optimizer = torch.optim.Adam(self.critic.parameters(), **rates)

    def train_critic(self, real: Tensor, given: Tensor) -> Tensor:
        """Teach the critic to score real rows above generated ones, one step."""
        with torch.no_grad():
            fake, _ = self.network(given)
        distance, penalty = self.critic.compare(real, fake, given)
        self.critic_optimizer.zero_grad(set_to_none=True)
        (PENALTY * penalty - distance).backward()
        self.critic_optimizer.step()
        return -distance.detach()

    def train_generator(self, given: Tensor, columns: Tensor) -> Tensor:
        """Teach the generator to score high and keep to the conditions, one step."""
        fake, logits = self.network(given)
        loss = -self.critic(fake, given).mean()
        condition_loss = loss.new_zeros(())
        if len(columns):
            # The level that was asked for is to be the likely one: cross-entropy.
            log_shares = self.network.softmax.log(logits).gather(1, columns[:, None])
            condition_loss = -log_shares.mean()
        self.generator_optimizer.zero_grad(set_to_none=True)
        (loss + condition_loss).backward()
        self.generator_optimizer.step()
        return loss.detach()


def train_gan(
    learning: LearningSet,
    configuration: GanConfiguration,
    device: torch.device,
    rng: np.random.RandomState,
) -> Iterator[Epoch]:
    """Train without end, one epoch after another; who takes them says when to stop.

    Parameters
    ----------
    learning : LearningSet
        Rows to learn from.
    configuration : GanConfiguration
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
    training = AdversarialTraining(
        learning, configuration, generator_on(device, rng.randint(2**31))
    )
    draws = _Draws(learning, configuration, device, rng)

    averaged = training.network.layers.arrays("generator")

    def weights() -> Weights:
        arrays = {name: array.copy() for name, array in averaged.items()}
        return {**arrays, "level_counts": draws.by_level.counts}

    while True:
        critic_loss = torch.zeros((), device=device)
        generator_loss = torch.zeros((), device=device)
        for step, (real, given, columns) in enumerate(draws.epoch(), start=1):
            critic_loss += training.train_critic(real, given)
            if step % configuration.critic_steps == 0:
                generator_loss += training.train_generator(given, columns)
        n_steps = draws.batches.n_steps
        losses = {
            "critic_loss": float(critic_loss) / (n_steps * configuration.critic_steps),
            "generator_loss": float(generator_loss) / n_steps,
        }
        # The two chase each other in circles; what is near the middle is kept.
        for name, array in training.network.layers.arrays("generator").items():
            averaged[name] += (1.0 - AVERAGING) * (array - averaged[name])
        yield Epoch(losses, weights)


class _Draws:
    """Batches of real rows, with the classes and conditions that they satisfy."""

    def __init__(
        self,
        learning: LearningSet,
        configuration: GanConfiguration,
        device: torch.device,
        rng: np.random.RandomState,
    ) -> None:
        self.heads, self.rng, self.device = learning.heads, rng, device
        self.critic_steps = configuration.critic_steps
        self.by_level = RowsByLevel(learning)
        # Rare levels nearly as often as common ones, but none that the class lacks.
        self.shares = np.log1p(self.by_level.counts)
        # Normalising over a batch takes two rows.
        self.batches = ClassBatches(
            learning.groups,
            configuration.batch_size,
            multiple=max(configuration.pack_size, 2),
        )
        columns = learning.heads.one_hot(learning.rows)
        self.columns = torch.from_numpy(columns).to(device)
        self.classes = torch.from_numpy(self.batches.slots)[:, None].to(device)
        self.n_groups = learning.n_groups

    def epoch(self) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        """Draw the batches of an epoch: real rows, what is given, conditions.

        What is given, classes and conditions, is written as the columns that are one:
        those of the classes come first, then those of the levels.
        """
        n_batches = self.batches.n_steps * self.critic_steps
        groups = np.tile(self.batches.slots, n_batches)
        conditions = draw_conditions(self.shares, self.heads, groups, self.rng)
        if np.any(conditions < 0):
            # No column has two levels: there is nothing to ask for but the class.
            rows = self.batches.rows(self.rng, n_batches)
            conditions = np.empty((n_batches, 0), dtype=np.intp)
        else:
            rows = self.by_level.draw(groups, conditions, self.rng)
        shape = n_batches, -1
        for batch, columns in zip(
            torch.from_numpy(rows.reshape(shape)).to(self.device),
            torch.from_numpy(conditions.reshape(shape)).to(self.device),
            strict=True,
        ):
            given = self.classes
            if len(columns):
                given = torch.cat([given, self.n_groups + columns[:, None]], dim=1)
            yield self.columns.index_select(0, batch), given, columns
