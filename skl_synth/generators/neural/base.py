"""NeuralSynthesizer: what the VAE and the GAN have in common."""

from __future__ import annotations

import numbers
import warnings
from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state

from skl_synth.base import BaseSynthesizer, TableSynthesizer
from skl_synth.compat import Interval, StrOptions
from skl_synth.generators.neural.batches import LearningSet, hold_out
from skl_synth.generators.neural.extra import require_torch
from skl_synth.generators.neural.forward import Weights
from skl_synth.generators.neural.likeness import Likeness, Yardstick
from skl_synth.generators.neural.transform import Heads, LevelTransform
from skl_synth.generators.neural.watch import BROKEN, INTERRUPTED, SPENT, Epoch, Watch
from skl_synth.table.rows import Candidates, EncodedRows, stack_rows, without_parents

POSITIVE = Interval(numbers.Integral, 1, None, closed="left")

BLOCK = 65536
"""Rows that are made at a time."""

AUTO_BATCH = (32, 500)
"""The bounds of a batch of a tenth of the rows."""

TOLERABLE_DISTANCE = 0.1
"""No table is complained of that is as like the real one as this."""

STILL_FALLING = 0.1
"""A score of whose fall this share came in the last fifth of the epochs moves yet."""

Compare = Callable[[Weights], float]
Settings = TypeVar("Settings")


class NeuralSynthesizer(TableSynthesizer):
    """Base class of the synthesizers that train a network.

    A generator fills in ``_train``, which yields one `Epoch` after another, ``_score``,
    by which the best epoch is chosen, and ``_outputs``, which makes rows from weights
    in numpy.

    See Also
    --------
    TypeAwareVAE : The variational autoencoder.
    TypeAwareGAN : The generative adversarial network.
    """

    _parameter_constraints: dict = {
        **TableSynthesizer._parameter_constraints,
        "latent_dim": [POSITIVE],
        "hidden_layers": ["array-like"],
        "epochs": [POSITIVE],
        "batch_size": [POSITIVE, StrOptions({"auto"})],
        "lr": [Interval(numbers.Real, 0, None, closed="neither")],
        "weight_decay": [Interval(numbers.Real, 0, None, closed="left")],
        "validation_fraction": [Interval(numbers.Real, 0, 1, closed="left")],
        "patience": [POSITIVE, None],
        "device": [str],
        "verbose": ["verbose"],
    }

    holds_real_rows = False
    transform_: LevelTransform
    weights_: Weights

    epochs: int
    patience: int | None
    validation_fraction: float
    hidden_layers: Any
    batch_size: Any
    lr: float
    device: str
    verbose: Any

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

    def _fit(self, X: Any, y: Any) -> BaseSynthesizer:
        super()._fit(X, y)
        # What was learnt is in the weights. A wrapper that needs the real rows for
        # distances calls _learn, and holds them itself.
        del self.rows_
        return self

    def _saved_state(self) -> dict[str, Any]:
        """Leave the target of the real rows out, too; its counts are needed."""
        return {**super()._saved_state(), "target_": self.target_.without_rows()}

    def _check_counts(self, counts: np.ndarray) -> None:
        sizes = np.bincount(self.target_.groups, minlength=self.target_.n_groups)
        for group in np.flatnonzero(counts).tolist():
            if sizes[group] < 2:
                raise ValueError(
                    f"{self.target_.label(group)} has {sizes[group]} row (n_samples = "
                    f"{sizes[group]}): what could be learnt of the class would be "
                    "that row. Merge or drop the class, or leave it out through "
                    f"sampling_strategy.{self.target_.hint_of_regression()}"
                )

    def _learn_rows(self, X: Any) -> None:
        require_torch()
        if len(self.rows_) < 2:
            # Nothing is learnt from one row but that row.
            self._check_counts(np.ones(1, dtype=np.intp))
        from skl_synth.generators.neural.training.scope import one_thread

        rng = check_random_state(self.random_state)
        target = self.target_
        self.transform_ = LevelTransform.fit(self.encoder_, self.rows_, target, rng)
        whole = LearningSet(
            self.transform_.encode(self.rows_, target.encoded, rng),
            target.groups,
            target.n_groups,
            Heads.of(self.transform_),
        )
        learning, checking = hold_out(target.groups, self.validation_fraction, rng)
        yardstick = self._yardstick()
        watch = self._watch(lambda weights: yardstick.distance(weights, checking))
        with one_thread():
            training = self._train(whole.take(learning), whole.take(checking), rng)
            self.weights_ = watch.follow(training)
        self.history_ = watch.history
        self.n_epochs_, self.best_epoch_ = len(watch.lines), watch.best_epoch
        self._warn_of_end(watch)
        self._warn_of_unlikeness(yardstick, rng)

    def _settings(self, kind: type[Settings], n_rows: int) -> Settings:
        """Collect the parameters that a training asks for."""
        names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
        values = {name: getattr(self, name) for name in names}
        if self.batch_size == "auto":
            values["batch_size"] = int(np.clip(n_rows // 10, *AUTO_BATCH))
        values["hidden_layers"] = widths = tuple(self.hidden_layers)
        if not all(isinstance(n, int | np.integer) and n > 0 for n in widths):
            raise ValueError(
                f"hidden_layers={self.hidden_layers!r} must be whole numbers from 1 "
                "on, the width of each hidden layer, such as (128, 128)."
            )
        return kind(**values)

    def _yardstick(self) -> Yardstick:
        """Prepare to compare what is made with the real rows."""
        rows, target = self.rows_, self.target_
        sizes = [variable.n_levels for variable in self.encoder_.schema_.codes]
        likeness = Likeness.fit(rows, target.encoded, sizes, target.n_groups)
        coarse = likeness.coarse(rows, target.encoded, target.groups)
        return Yardstick(likeness, coarse, target.groups, self._make)

    def _watch(self, compare: Compare) -> Watch:
        return Watch(
            epochs=self.epochs,
            patience=self.patience,
            every=self._epochs_between_scores(),
            score=lambda epoch: self._score(epoch, compare),
            verbose=bool(self.verbose),
        )

    def _epochs_between_scores(self) -> int:
        return 1

    def _warn_of_end(self, watch: Watch) -> None:
        kept = f"the weights of epoch {watch.best_epoch} are kept"
        if watch.ended == INTERRUPTED:
            warnings.warn(
                f"the training was interrupted in epoch {len(watch.lines) + 1} of "
                f"{self.epochs}: {kept}.",
                UserWarning,
                stacklevel=2,
            )
        elif watch.ended == BROKEN:
            warnings.warn(
                f"the training did not converge: a loss of epoch {len(watch.lines)} is "
                f"no finite number; {kept}. Lower lr={self.lr}.",
                ConvergenceWarning,
                stacklevel=2,
            )
        elif watch.ended == SPENT and (fall := watch.late_fall()) > STILL_FALLING:
            warnings.warn(
                f"the training may not have converged: its score still fell, by "
                f"{fall:.0%} of its whole fall, in the last fifth of the {self.epochs} "
                "epochs; raise epochs.",
                ConvergenceWarning,
                stacklevel=2,
            )

    def _warn_of_unlikeness(
        self, yardstick: Yardstick, rng: np.random.RandomState
    ) -> None:
        """Say so where less than half was learnt of what ties the columns together."""
        made = yardstick.distance(self.weights_)
        again, apart = yardstick.bounds(rng)
        if made > max(0.5 * (again + apart), TOLERABLE_DISTANCE):
            warnings.warn(
                "the training did not converge: less than half was learnt of what ties "
                f"the columns together. Pairs of columns differ by {made:.0%} from the "
                f"real ones; by {apart:.0%} if each column is drawn on its own, by "
                f"{again:.0%} if real rows are drawn again. Raise epochs, lower "
                "batch_size, or use TypeAwareSMOTE for a table of this size.",
                ConvergenceWarning,
                stacklevel=2,
            )

    def _draw_rows(self, counts: np.ndarray, rng: np.random.RandomState) -> Candidates:
        groups = np.repeat(np.arange(len(counts)), counts)
        rows, target = self._make(self.weights_, groups, rng)
        return without_parents(rows, target)

    def _make(
        self, weights: Weights, groups: np.ndarray, rng: np.random.RandomState
    ) -> tuple[EncodedRows, np.ndarray]:
        """Make one snapped row, and its target, for every class in a list."""
        heads = Heads.of(self.transform_)
        parts, targets = [], []
        for start in range(0, max(len(groups), 1), BLOCK):
            block = groups[start : start + BLOCK]
            made = heads.draw(*self._outputs(weights, block, rng), rng)
            rows, target = self.transform_.decode(made, rng)
            parts.append(self.encoder_.snap(rows))
            of_class = block if self.target_.kind == "classes" else np.zeros_like(block)
            targets.append(of_class if target is None else self.target_.snap(target))
        return stack_rows(parts), np.concatenate(targets)
