"""One fold: fit on the training part, generate, train, and test on the other part."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.utils import check_random_state

from skl_synth.base import BaseSynthesizer
from skl_synth.compat import safe_indexing
from skl_synth.evaluation.columns import JudgedColumns
from skl_synth.evaluation.fidelity import class_moments, fidelity_figures
from skl_synth.evaluation.models import default_model
from skl_synth.evaluation.privacy import privacy_figures
from skl_synth.evaluation.results import (
    BOTH,
    REAL,
    SYNTHETIC,
    TEST,
    stack_sections,
)
from skl_synth.evaluation.splits import Split
from skl_synth.evaluation.utility import (
    Table,
    default_scoring,
    draw_seed,
    seeded,
    train_and_test,
)
from skl_synth.table.target import Target


class FoldOutcome(NamedTuple):
    """What one fold gives."""

    figures: pd.DataFrame
    predictions: pd.DataFrame
    moments: pd.DataFrame


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
        The model that judges; None for the default one.
    scoring : str, callable, list, tuple, set, dict or None
        Scorers; None for those that fit the target.
    real : (X, y, labels)
        The real rows, their target as given, and as a plain array.
    split : Split
        Which rows train and which test.

    Returns
    -------
    FoldOutcome
        Figures, predictions for the test rows, and moments.
    """
    X, y, labels = real
    rng = check_random_state(split.seed)
    X_train, y_train = safe_indexing(X, split.train), safe_indexing(y, split.train)
    test: Table = (safe_indexing(X, split.test), labels[split.test])
    synthesizer = seeded(synthesizer, rng).fit(X_train, y_train)
    tables = tables_to_train_on(synthesizer, X_train, labels[split.train], rng)
    model = judging_model(estimator, synthesizer, rng)
    if scoring is None:
        scoring = scoring_for(model, synthesizer)
    utility, predictions = train_and_test(model, tables, test, scoring)
    moments = _moments(synthesizer, tables, test)
    figures = {
        "utility": utility,
        "fidelity": pd.concat(
            [fidelity_figures(part).assign(rows=rows) for rows, part in moments.items()]
        ),
        "privacy": privacy_figures(
            tables[SYNTHETIC][0], X_train, test[0], synthesizer.encoder_
        ),
    }
    predictions["row"] = split.test[predictions["row"]]
    return FoldOutcome(
        stack_sections(split.fold, figures),
        predictions.assign(fold=split.fold),
        moments[SYNTHETIC].assign(fold=split.fold),
    )


def plain_target(target: Target, y: Any) -> np.ndarray:
    """Read a target as the plain array that models and scorers take.

    Parameters
    ----------
    target : Target
        The target that was fitted.
    y : array-like of shape (n_rows,)
        A target with its labels, in any container.

    Returns
    -------
    ndarray of shape (n_rows,)
        Labels or numbers.

    Raises
    ------
    ValueError
        For a label that was not fitted, or a missing one.
    """
    encoded = target.encode(y)
    if target.classes is None:
        return encoded
    return np.array(target.classes.tolist())[encoded]


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
    X: Any,
    labels: np.ndarray,
    rng: np.random.RandomState,
) -> dict[str, Table]:
    """Make the real, the synthetic and the joint table.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted to these rows.
    X : {array-like, dataframe, sparse matrix}
        The real training rows.
    labels : ndarray of shape (n_rows,)
        Their target.
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
    X_new, y_new = synthetic_table(synthesizer, rng)
    X_more, y_more = X_new, y_new
    if synthesizer.mode == "augment" and target.classes is not None:
        X_more, y_more = synthesizer.sample(random_state=draw_seed(rng))
    both = (
        synthesizer.encoder_.format_.append(X, X_more),
        np.concatenate([labels, _labels_of(target, y_more)]),
    )
    synthetic = X_new, _labels_of(target, y_new)
    return {REAL: (X, labels), SYNTHETIC: synthetic, BOTH: both}


def judging_model(
    estimator: Any, synthesizer: BaseSynthesizer, rng: np.random.RandomState
) -> Any:
    """Make the unfitted model that judges.

    Parameters
    ----------
    estimator : estimator or None
        The user's; None for the default one.
    synthesizer : BaseSynthesizer
        Fitted; tells what the columns are.
    rng : RandomState
        Source of seeds.

    Returns
    -------
    estimator
        A clone with its seeds set.
    """
    if estimator is not None:
        return seeded(estimator, rng)
    columns = JudgedColumns.of(synthesizer.encoder_.schema_)
    return clone(default_model(columns, continuous=_is_continuous(synthesizer)))


def scoring_for(model: Any, synthesizer: BaseSynthesizer) -> list[str]:
    """Choose the scorers that fit the target of a fitted synthesizer.

    Parameters
    ----------
    model : estimator
        The model to be scored.
    synthesizer : BaseSynthesizer
        Fitted.

    Returns
    -------
    list of str
        Names of scorers, see `default_scoring`.
    """
    y = synthesizer.target_.encoded
    return default_scoring(model, y, continuous=_is_continuous(synthesizer))


def _is_continuous(synthesizer: BaseSynthesizer) -> bool:
    return synthesizer.target_.kind == "continuous"


def _labels_of(target: Target, y: Any) -> np.ndarray:
    # A balanced table is not augmented, and an empty target has no type to be read.
    some = y if len(y) else target.original
    return plain_target(target, some)[: len(y)]


def _moments(
    synthesizer: BaseSynthesizer, tables: dict[str, Table], test: Table
) -> dict[str, pd.DataFrame]:
    """Moments of the synthetic rows, and of the test rows as the ceiling."""
    X, y = tables[REAL]
    named = pd.Series(y, name=getattr(synthesizer.target_.original, "name", None))
    return {
        rows: class_moments(
            X,
            named,
            *other,
            schema=synthesizer.encoder_.schema_,
            continuous=_is_continuous(synthesizer),
        )
        for rows, other in ((SYNTHETIC, tables[SYNTHETIC]), (TEST, test))
    }
