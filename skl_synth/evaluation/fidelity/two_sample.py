"""The discriminator: a classifier that distinguishes synthetic rows from real ones."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from skl_synth.evaluation.curves import measure_curve
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import NAN, Interval
from skl_synth.evaluation.person_folds import split_persons
from skl_synth.evaluation.registry import HELD_OUT, LOWER, Measure, register
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.table_data import AuditTables, TableData

N_FOLDS = 3

MOST_ROWS = 5000
"""Of either kind; more rows would show smaller differences and take longer."""

MOST_LEVELS = 200
"""Attributes of more levels are given to the boosting as numbers, in order."""


class TwoSample(NamedTuple):
    """What the discriminator found.

    Parameters
    ----------
    figures : FigureList
        ``two_sample_unseen_auc`` and ``two_sample_auc``.
    is_synthetic : ndarray of bool
        What the rows are that it scored: those of the first of the areas.
    scores : ndarray of float
        How synthetic each looks to it.
    """

    figures: FigureList
    is_synthetic: np.ndarray
    scores: np.ndarray


@register(
    "fidelity",
    0,
    Measure(
        "two_sample_unseen_auc",
        LOWER,
        "Discriminator (two-sample) AUC: ROC AUC of gradient boosting that "
        "distinguishes synthetic rows from real ones that the generator has not seen; "
        "0.5 where it cannot.",
        label="discriminator (two-sample) AUC (best 0.5)",
        ceiling=HELD_OUT,
    ),
    Measure(
        "two_sample_auc",
        LOWER,
        "The same against the real rows that the generator has seen: below 0.5 where "
        "synthetic rows follow these very rows.",
        label="  against the rows it was made from",
        ceiling=HELD_OUT,
    ),
)
def compare_two_samples(tables: AuditTables, rng: np.random.RandomState) -> TwoSample:
    """Train classifiers to distinguish the tables, and measure how well they do.

    Parameters
    ----------
    tables : AuditTables
        The tables, with the target as a column.
    rng : RandomState
        Source of folds and models.

    Returns
    -------
    TwoSample
        ``two_sample_unseen_auc``, the area under the ROC curve of gradient boosting,
        cross-validated, against the hold-out; and ``two_sample_auc``, the same against
        the real rows. No figure where no column varies, and none of the hold-out where
        there is none.

    Notes
    -----
    What was made from real rows may lie closer to them than other people would, and a
    discriminator that is trained and tested on these rows is then wrong more often
    than by chance. Against rows that the generator has not seen it is not misled.

    References
    ----------
    .. [1] D. Lopez-Paz, M. Oquab, "Revisiting classifier two-sample tests",
       International Conference on Learning Representations, 2017.
    """
    figures = FigureList()
    if not tables.varying:
        return TwoSample(figures, np.zeros(0, dtype=bool), np.zeros(0))
    seed = draw_seed(rng)
    found = _boosted(tables, tables.real, tables.synthetic, seed)
    ceiling = NAN
    of_training = found
    if tables.holdout is not None and len(tables.holdout) >= N_FOLDS:
        found = _boosted(tables, tables.holdout, tables.synthetic, seed)
        ceiling = _boosted(tables, tables.real, tables.holdout, seed).area.value
        figures.add("two_sample_unseen_auc", found.area, ceiling=ceiling)
    figures.add("two_sample_auc", of_training.area, ceiling=ceiling)
    return TwoSample(figures, found.is_other, found.scores)


class _Boosted(NamedTuple):
    """How well rows of two tables are distinguished, and which rows were scored."""

    area: Interval = Interval(NAN)
    is_other: np.ndarray = np.zeros(0, dtype=bool)
    scores: np.ndarray = np.zeros(0)


def _boosted(
    tables: AuditTables, real: TableData, other: TableData, seed: int
) -> _Boosted:
    """Tell as many real rows from others, by rows that were not trained on."""
    rng = np.random.RandomState(seed)
    n = min(len(real), len(other), MOST_ROWS)
    if n < N_FOLDS:
        return _Boosted()
    chosen = [s.take(rng.permutation(len(s))[:n]) for s in (real, other)]
    # A seed of its own: by that of the choice, folds are blocks of the table as it is
    # sorted, and nothing is learnt of a block from the others.
    of_folds = draw_seed(rng)
    features = np.vstack([np.hstack([s.numbers, s.codes]) for s in chosen])
    is_other = np.repeat([False, True], n)
    model = HistGradientBoostingClassifier(
        max_iter=50,
        early_stopping=False,
        categorical_features=_of_few_levels(tables),
        random_state=seed,
    )
    folds = _folds(chosen, is_other, of_folds)
    if folds is None:
        return _Boosted()
    scores = cross_val_predict(
        # With routing on, older versions of scikit-learn need a mapping.
        model,
        features,
        is_other,
        cv=folds,
        method="predict_proba",
        params={},
    )[:, 1]
    return _Boosted(measure_curve(scores, is_other, rng)[0], is_other, scores)


def _of_few_levels(tables: AuditTables) -> list[int]:
    """The columns that the boosting takes as levels, behind the numbers."""
    first = tables.real.numbers.shape[1]
    levels = [one for one in tables.attributes if not one.is_number]
    return [first + one.place for one in levels if len(one.levels) <= MOST_LEVELS]


def _folds(tables: list[TableData], is_other: np.ndarray, seed: int) -> Any:
    """Folds of rows, or of people: of one visit the next one is known, too."""
    if all(data.n_people == len(data) for data in tables):
        return StratifiedKFold(N_FOLDS, shuffle=True, random_state=seed)
    if min(data.n_people for data in tables) < N_FOLDS:
        return None
    # Nobody stands in both tables; where persons are not known, each row is one.
    persons = np.concatenate(
        [np.arange(len(s)) if s.persons is None else s.persons for s in tables]
    )
    pairs = np.column_stack([is_other, persons])
    whose = np.unique(pairs, axis=0, return_inverse=True)[1].ravel()
    return split_persons(N_FOLDS, whose, is_other, np.random.RandomState(seed))
