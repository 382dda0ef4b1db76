"""NetworkGenerator: what the VAE and the GAN have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Setting
from skl_synth.generators.generator import Generator, Request
from skl_synth.generators.neural.batches import LearningSet, hold_out
from skl_synth.generators.neural.convergence import warn_of_distance, warn_of_end
from skl_synth.generators.neural.early_stopping import EarlyStopping, Epoch
from skl_synth.generators.neural.forward import Weights
from skl_synth.generators.neural.heads import Heads
from skl_synth.generators.neural.level_transform import LevelTransform
from skl_synth.generators.neural.pairwise_variation import Reference
from skl_synth.generators.neural.torch_extra import require_torch
from skl_synth.generators.shortage import refuse_single_rows
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows, stack_rows, without_parents

BLOCK = 65536
"""Rows that are generated at a time."""

AUTO_BATCH = (32, 500)
"""The bounds of a batch of a tenth of the rows."""

ONE_ROW = (
    "{label} has {n} row (n_samples = {n}), and what could be learnt of it would be "
    "that row"
)

Compare = Callable[[Weights], float]
Configuration = TypeVar("Configuration")


class NetworkGenerator(Generator):
    """Base class of the generators that train a network.

    A generator fills in ``_train``, which yields one `Epoch` after another, ``_score``,
    by which the best epoch is chosen, and ``_outputs``, which computes rows from
    weights in numpy.

    Once it has learnt, it holds no real row: what was learnt is in the weights, and of
    the table only how it is read and written is kept. What measures distances to real
    rows, such as a filter around it, holds them itself.

    Parameters
    ----------
    latent_dim, hidden_layers, epochs, batch_size, lr, weight_decay : object
        See `TypeAwareVAE`.
    validation_fraction, patience, device, verbose : object
        See `TypeAwareVAE`.

    Attributes
    ----------
    table : RealTable
        The real table without its rows.
    transform : LevelTransform
        The modes of the numbers and the levels of all columns.
    weights : dict of str to ndarray
        What was learnt, at the best epoch.
    history : DataFrame
        One line per epoch: losses and score.
    n_epochs, best_epoch : int
        Epochs that were trained, and the one whose weights were kept.

    See Also
    --------
    VaeGenerator : The variational autoencoder.
    GanGenerator : The generative adversarial network.
    """

    table: RealTable
    transform: LevelTransform
    weights: Weights
    history: pd.DataFrame
    n_epochs: int
    best_epoch: int

    def __init__(
        self,
        *,
        latent_dim: int,
        hidden_layers: Any,
        epochs: int,
        batch_size: Any,
        lr: float,
        weight_decay: float,
        validation_fraction: float,
        patience: int | None,
        device: str,
        verbose: Any,
    ) -> None:
        self.latent_dim = latent_dim
        self.hidden_layers = hidden_layers
        self.epochs = epochs
        self.batch_size = batch_size
        self.lr = lr
        self.weight_decay = weight_decay
        self.validation_fraction = validation_fraction
        self.patience = patience
        self.device = device
        self.verbose = verbose

    @property
    def holds_real_rows(self) -> bool:
        """Whether real rows can be read from it: never."""
        return False

    @property
    def draws_columns(self) -> bool:
        """Columns are drawn from bins, each for itself."""
        return True

    @abstractmethod
    def _train(
        self,
        learning: LearningSet,
        checking: LearningSet,
        rng: np.random.RandomState,
    ) -> Iterator[Epoch]:
        """Train, one epoch per step."""

    @abstractmethod
    def _score(self, epoch: Epoch, compare: Compare) -> tuple[str, float]:
        """Name and value of what is to be small."""

    @abstractmethod
    def _outputs(
        self, weights: Weights, groups: np.ndarray, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray]:
        """Logits of the levels, and offsets, of rows of the given classes."""

    def _epochs_between_scores(self) -> int:
        return 1

    def check(self, real: RealTable, request: Request) -> None:
        """Refuse a class of one row: what is learnt of it is that row.

        Raises
        ------
        InputError
            If rows of such a class are asked for.
        """
        refuse_single_rows(real, request.counts, ONE_ROW)

    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Train a network, and keep the weights of its best epoch.

        Raises
        ------
        ImportError
            If PyTorch is not installed.
        InputError
            If the table has a single row, or a parameter cannot be used.
        """
        require_torch()
        if len(real) < 2:
            # Whatever is asked for: nothing is learnt from one row but that row.
            refuse_single_rows(real, np.ones_like(real.counts), ONE_ROW)
        self.table = real.without_rows()
        self.transform = LevelTransform.fit(real, rng)
        learning, checking, held_out = self._split(real, rng)
        reference = Reference.of(real, self._generate)
        stopping = self._early_stopping(
            # The score is the distance to rows that were not learnt from.
            lambda weights: reference.distance(weights, held_out)
        )
        from skl_synth.generators.neural.training.device import one_thread

        with one_thread():
            self.weights = stopping.follow(self._train(learning, checking, rng))
        self.history = stopping.history
        self.n_epochs, self.best_epoch = len(stopping.lines), stopping.best_epoch
        warn_of_end(stopping, self.lr)
        warn_of_distance(reference, self.weights, rng)

    def draw(self, request: Request, rng: np.random.RandomState) -> Candidates:
        """Draw noise, and send it with the classes through the network, in numpy."""
        groups = np.repeat(np.arange(len(request.counts)), request.counts)
        rows, target = self._generate(self.weights, groups, rng)
        return without_parents(rows, target)

    def _split(
        self, real: RealTable, rng: np.random.RandomState
    ) -> tuple[LearningSet, LearningSet, np.ndarray]:
        """Split the real rows for the training; also the positions of those held out.

        The order of the draws is part of what a seed gives: first the levels, then
        what is held out.
        """
        target = real.target
        whole = LearningSet(
            self.transform.encode(real.rows, target.encoded, rng),
            target.groups,
            target.n_groups,
            Heads.of(self.transform),
        )
        kept, held_out = hold_out(target.groups, self.validation_fraction, rng)
        return whole.take(kept), whole.take(held_out), held_out

    def _early_stopping(self, compare: Compare) -> EarlyStopping:
        return EarlyStopping(
            epochs=self.epochs,
            patience=self.patience,
            every=self._epochs_between_scores(),
            score=lambda epoch: self._score(epoch, compare),
            verbose=bool(self.verbose),
        )

    def _configuration(self, kind: type[Configuration], n_rows: int) -> Configuration:
        """Collect the parameters that a training asks for."""
        names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
        values = {name: getattr(self, name) for name in names}
        if self.batch_size == "auto":
            values["batch_size"] = int(np.clip(n_rows // 10, *AUTO_BATCH))
        values["hidden_layers"] = self._widths()
        return kind(**values)

    def _widths(self) -> tuple[int, ...]:
        """Widths of the hidden layers; refused where they are no whole numbers."""
        widths = tuple(self.hidden_layers)
        if all(isinstance(width, int | np.integer) and width > 0 for width in widths):
            return widths
        raise InputError(
            "{given} must be whole numbers from 1 on, the width of each hidden layer",
            parameter="hidden_layers",
            value=self.hidden_layers,
            given=Setting("hidden_layers", self.hidden_layers),
            remedies=["name a width for each layer, such as (128, 128)"],
        )

    def _generate(
        self, weights: Weights, groups: np.ndarray, rng: np.random.RandomState
    ) -> tuple[EncodedRows, np.ndarray]:
        """Generate one snapped row, and its target, for every class in a list."""
        heads, target = Heads.of(self.transform), self.table.target
        parts, targets = [], []
        # Of no rows one empty block is generated, which has the right columns.
        for start in range(0, max(len(groups), 1), BLOCK):
            block = groups[start : start + BLOCK]
            levels = heads.draw(*self._outputs(weights, block, rng), rng)
            rows, values = self.transform.decode(levels, rng)
            parts.append(self.table.snap(rows))
            of_class = block if target.kind == "classes" else np.zeros_like(block)
            targets.append(of_class if values is None else target.snap(values))
        return stack_rows(parts), np.concatenate(targets)
