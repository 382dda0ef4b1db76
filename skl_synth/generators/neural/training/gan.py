"""The training of the generative adversarial network, epoch after epoch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from skl_synth.generators.neural.batches import ClassBatches, LearningSet
from skl_synth.generators.neural.conditions import RowsByLevel, draw_conditions
from skl_synth.generators.neural.forward import Weights
from skl_synth.generators.neural.modes import REACH
from skl_synth.generators.neural.training.critic import Critic
from skl_synth.generators.neural.training.networks import HeadSoftmax, Layers
from skl_synth.generators.neural.training.scope import generator_on
from skl_synth.generators.neural.watch import Epoch

TEMPERATURE = 0.2
"""Of the Gumbel softmax, as in CTGAN."""

LEAST_DRAW = 1e-9
"""Instead of a zero, whose logarithm is no number to go on with."""

MEMORY = 0.8
"""Weight of earlier epochs in the average of the weights."""

PENALTY = 10.0
"""Weight of the gradient penalty, as in its paper."""


@dataclass(frozen=True)
class GanSettings:
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


class Generator(nn.Module):
    """Makes rows of noise, class and condition.

    Parameters
    ----------
    learning : LearningSet
        For the layout of its columns.
    settings : GanSettings
        Widths.
    generator : torch.Generator
        Draws weights and noise.
    """

    def __init__(
        self, learning: LearningSet, settings: GanSettings, generator: torch.Generator
    ) -> None:
        super().__init__()
        heads = learning.heads
        self.generator = generator
        self.latent_dim = settings.latent_dim
        self.n_levels = heads.n_levels
        self.bells = torch.from_numpy(heads.bells).to(generator.device)
        self.softmax = HeadSoftmax(heads, generator.device)
        self.layers = Layers(
            settings.latent_dim,
            settings.hidden_layers,
            heads.n_columns,
            n_ones=learning.n_groups + heads.n_levels,
            skip=True,
            generator=generator,
        )

    def forward(self, given: Tensor) -> tuple[Tensor, Tensor]:
        """Make rows for classes and conditions; also the logits of their levels."""
        noise = torch.randn(
            (len(given), self.latent_dim), generator=self.generator, device=given.device
        )
        made = self.layers(noise, given)
        logits = made[:, : self.n_levels]
        levels = self.softmax((logits + self._gumbel(logits)) / TEMPERATURE)
        bells = levels.index_select(1, self.bells)
        offsets = REACH * made[:, self.n_levels :].tanh() * bells
        return torch.cat([levels, offsets], dim=1), logits

    def _gumbel(self, like: Tensor) -> Tensor:
        """Draw the noise of a draw by the softmax."""
        drawn = torch.rand(like.shape, generator=self.generator, device=like.device)
        return drawn.clamp_min_(LEAST_DRAW).log_().neg_().log_().neg_()


class Contest:
    """Generator against critic.

    Parameters
    ----------
    learning : LearningSet
        Rows to learn from.
    settings : GanSettings
        Sizes and rates.
    generator : torch.Generator
        Source of all randomness on the device.
    """

    def __init__(
        self, learning: LearningSet, settings: GanSettings, generator: torch.Generator
    ) -> None:
        heads = learning.heads
        self.maker = Generator(learning, settings, generator)
        self.critic = Critic(
            heads.n_columns,
            learning.n_groups + heads.n_levels,
            settings.pack_size,
            settings.hidden_layers,
            generator,
        )
        rates = {"lr": settings.lr, "betas": (0.5, 0.9), "fused": True}
        self.maker_steps = torch.optim.Adam(
            self.maker.parameters(), weight_decay=settings.weight_decay, **rates
        )
        self.critic_steps = torch.optim.Adam(self.critic.parameters(), **rates)

    def train_critic(self, real: Tensor, given: Tensor) -> Tensor:
        """Let the critic tell real rows from generated ones, one step."""
        with torch.no_grad():
            fake, _ = self.maker(given)
        distance, penalty = self.critic.compare(real, fake, given)
        self.critic_steps.zero_grad(set_to_none=True)
        (PENALTY * penalty - distance).backward()
        self.critic_steps.step()
        return -distance.detach()

    def train_generator(self, given: Tensor, columns: Tensor) -> Tensor:
        """Let the generator please the critic and keep to the conditions, one step."""
        fake, logits = self.maker(given)
        loss = -self.critic(fake, given).mean()
        obedience = loss.new_zeros(())
        if len(columns):
            asked = self.maker.softmax.log(logits).gather(1, columns[:, None])
            obedience = -asked.mean()
        self.maker_steps.zero_grad(set_to_none=True)
        (loss + obedience).backward()
        self.maker_steps.step()
        return loss.detach()


def train_gan(
    learning: LearningSet,
    settings: GanSettings,
    device: torch.device,
    rng: np.random.RandomState,
) -> Iterator[Epoch]:
    """Train, and tell after each epoch how it went; stops when nobody asks on.

    Parameters
    ----------
    learning : LearningSet
        Rows to learn from.
    settings : GanSettings
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
    contest = Contest(learning, settings, generator_on(device, rng.randint(2**31)))
    draws = _Draws(learning, settings, device, rng)

    averaged = contest.maker.layers.arrays("generator")

    def weights() -> Weights:
        arrays = {name: array.copy() for name, array in averaged.items()}
        return {**arrays, "level_counts": draws.by_level.counts}

    while True:
        critic_loss = torch.zeros((), device=device)
        generator_loss = torch.zeros((), device=device)
        for step, (real, given, asked) in enumerate(draws.epoch(), start=1):
            critic_loss += contest.train_critic(real, given)
            if step % settings.critic_steps == 0:
                generator_loss += contest.train_generator(given, asked)
        n_steps = draws.batches.n_steps
        losses = {
            "critic_loss": float(critic_loss) / (n_steps * settings.critic_steps),
            "generator_loss": float(generator_loss) / n_steps,
        }
        for name, array in contest.maker.layers.arrays("generator").items():
            averaged[name] += (1.0 - MEMORY) * (array - averaged[name])
        yield Epoch(losses, weights)


class _Draws:
    """Batches of real rows, and of classes and conditions that they fulfil."""

    def __init__(
        self,
        learning: LearningSet,
        settings: GanSettings,
        device: torch.device,
        rng: np.random.RandomState,
    ) -> None:
        self.heads, self.rng, self.device = learning.heads, rng, device
        self.critic_steps = settings.critic_steps
        self.by_level = RowsByLevel(learning)
        self.shares = np.log1p(self.by_level.counts)
        # Normalising over a batch takes two rows.
        self.batches = ClassBatches(
            learning.groups, settings.batch_size, multiple=max(settings.pack_size, 2)
        )
        columns = learning.heads.one_hot(learning.rows)
        self.columns = torch.from_numpy(columns).to(device)
        self.classes = torch.from_numpy(self.batches.slots)[:, None].to(device)
        self.n_groups = learning.n_groups

    def epoch(self) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        """Draw the batches of an epoch: real rows, what is given, columns asked for.

        What is given is told by the columns that are one: those of the classes come
        first, then those of the levels.
        """
        n_batches = self.batches.n_steps * self.critic_steps
        groups = np.tile(self.batches.slots, n_batches)
        asked = draw_conditions(self.shares, self.heads, groups, self.rng)
        if np.any(asked < 0):
            found = self.batches.rows(self.rng, n_batches)
            asked = np.empty((n_batches, 0), dtype=np.intp)
        else:
            found = self.by_level.draw(groups, asked, self.rng)
        shape = n_batches, -1
        for rows, columns in zip(
            torch.from_numpy(found.reshape(shape)).to(self.device),
            torch.from_numpy(asked.reshape(shape)).to(self.device),
            strict=True,
        ):
            given = self.classes
            if len(columns):
                given = torch.cat([given, self.n_groups + columns[:, None]], dim=1)
            yield self.columns.index_select(0, rows), given, columns
