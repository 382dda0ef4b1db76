"""One fold: fit on the training part, generate, and audit with the other part."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state
from threadpoolctl import threadpool_limits

from skl_synth.base import BaseSynthesizer
from skl_synth.compat import safe_indexing
from skl_synth.evaluation.fidelity.report import describe_fidelity
from skl_synth.evaluation.figures import BOTH, REAL, SYNTHETIC
from skl_synth.evaluation.privacy.attack import run_attacks
from skl_synth.evaluation.results import RESULT_COLUMNS
from skl_synth.evaluation.seeds import draw_seed, seeded
from skl_synth.evaluation.splits import Split
from skl_synth.evaluation.tables import plain_target, read_tables
from skl_synth.evaluation.utility.compare import compare, judging_panel
from skl_synth.evaluation.utility.training import Table


class FoldOutcome(NamedTuple):
    """What one fold gives."""

    figures: pd.DataFrame
    predictions: pd.DataFrame
    moments: pd.DataFrame
    notes: tuple[str, ...]


def judge_fold(
    synthesizer: BaseSynthesizer,
    estimator: Any,
    scoring: Any,
    real: tuple[Any, Any, np.ndarray],
    split: Split,
) -> FoldOutcome:
    """Judge a synthesizer on one split of the real rows.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Unfitted; a clone is given the training part and nothing else.
    estimator : estimator or None
        The model that judges; None for the default ones.
    scoring : str, callable, list, tuple, set, dict or None
        Scorers; None for those that fit the target.
    real : (X, y, labels)
        The real rows, their target as given, and as a plain array.
    split : Split
        Which rows train and which test.

    Returns
    -------
    FoldOutcome
        Figures, predictions for the test rows, moments, and what should be noted.
    """
    with threadpool_limits(1):
        return _judge(synthesizer, estimator, scoring, real, split)


def _judge(
    synthesizer: BaseSynthesizer,
    estimator: Any,
    scoring: Any,
    real: tuple[Any, Any, np.ndarray],
    split: Split,
) -> FoldOutcome:
    X, y, labels = real
    rng = check_random_state(split.seed)
    X_train, y_train = safe_indexing(X, split.train), safe_indexing(y, split.train)
    X_test, y_test = safe_indexing(X, split.test), safe_indexing(y, split.test)
    synthesizer = seeded(synthesizer, rng).fit(X_train, y_train)
    new = synthetic_table(synthesizer, rng)
    schema, target = synthesizer.encoder_.schema_, synthesizer.target_
    tables = read_tables(
        X_train, y_train, *new, X_test, y_test, schema=schema, target=target
    )
    raw = [X_train, new[0], X_test]
    fidelity = describe_fidelity(
        tables, raw, schema=schema, synthesizer=synthesizer, rng=rng
    )
    continuous = target.kind == "continuous"
    utility = compare(
        tables_to_train_on(synthesizer, (X_train, labels[split.train]), new, rng),
        (X_test, labels[split.test]),
        judging_panel(estimator, schema, continuous=continuous, rng=rng),
        scoring=scoring,
        schema=schema,
        continuous=continuous,
        rng=rng,
    )
    privacy = run_attacks(tables, synthesizer=synthesizer, rng=rng)
    return FoldOutcome(
        pd.concat(
            [
                part.figures.assign(fold=split.fold)
                for part in (utility, fidelity, privacy)
            ],
            ignore_index=True,
        )[RESULT_COLUMNS],
        utility.predictions.assign(
            row=split.test[utility.predictions["row"]], fold=split.fold
        ),
        fidelity.moments.assign(fold=split.fold),
        (*tables.notes, *utility.notes, *privacy.notes),
    )


def synthetic_table(
    synthesizer: BaseSynthesizer, rng: np.random.RandomState
) -> tuple[Any, Any]:
    """Draw as many rows of each class as the synthesizer was given.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted.
    rng : RandomState
        Source of the seed.

    Returns
    -------
    (X, y)
        Synthetic rows and their target, in the containers of the real ones.
    """
    target = synthesizer.target_
    n_rows: Any = len(target.encoded)
    if target.classes is not None:
        counts = np.bincount(target.encoded, minlength=target.n_groups)
        n_rows = dict(zip(target.classes.tolist(), counts.tolist(), strict=True))
    return synthesizer.sample(n_rows, random_state=draw_seed(rng))


def tables_to_train_on(
    synthesizer: BaseSynthesizer,
    real: Table,
    synthetic: tuple[Any, Any],
    rng: np.random.RandomState,
) -> dict[str, Table]:
    """Make the real, the synthetic and the joint table.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted to these rows.
    real : (X, y)
        The real training rows, and their target as a plain array.
    synthetic : (X, y)
        As many synthetic rows.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    dict of str to (X, y)
        Three tables. The joint one is what ``fit_resample`` gives in augment mode;
        where that would add nothing by design (replace mode, no classes) it holds the
        whole synthetic table behind the real one.
    """
    target = synthesizer.target_
    X_more, y_more = synthetic
    if synthesizer.mode == "augment" and target.classes is not None:
        X_more, y_more = synthesizer.sample(random_state=draw_seed(rng))
    both = (
        synthesizer.encoder_.format_.append(real[0], X_more),
        np.concatenate([real[1], plain_target(target, y_more)]),
    )
    X_new, y_new = synthetic
    return {REAL: real, SYNTHETIC: (X_new, plain_target(target, y_new)), BOTH: both}
