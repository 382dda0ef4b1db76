"""What synthesizers do where a continuous target is treated by its relevance."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.compat import safe_indexing
from skl_synth.table.fetched_first import check_all_fetched
from skl_synth.table.real import RealTable
from skl_synth.table.target import require_classes
from skl_synth.table.target.by_relevance import divided, require_numbers
from skl_synth.table.target.region_counts import final_counts
from skl_synth.table.target.regions import RegionTarget


def innermost(synthesizer: Any) -> Any:
    """Find what makes the rows, inside all that choose among them.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Any.

    Returns
    -------
    object
        What wraps none, as the user gave it: its parameters may not be valid.
    """
    while hasattr(synthesizer, "_default_sampler"):
        given = synthesizer.sampler
        synthesizer = synthesizer._default_sampler() if given is None else given
    return synthesizer


def require_target(synthesizer: Any, X: Any, y: Any) -> None:
    """Refuse a target that cannot be balanced: of no classes, or by relevance of none.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        What balances it.
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The table.
    y : array-like of shape (n_rows,)
        The target.

    Raises
    ------
    InputError
        If it is not what the synthesizer needs.
    """
    check_all_fetched(type(synthesizer).__name__, X, y)
    if getattr(innermost(synthesizer), "relevance", None) is None:
        require_classes(X, y)
    else:
        require_numbers(X, y)


def with_regions(synthesizer: Any, table: RealTable) -> RealTable:
    """Divide the target of a table, where the synthesizer goes by relevance.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        What is fitted.
    table : RealTable
        What it is fitted to.

    Returns
    -------
    RealTable
        The same, or with regions.
    """
    inner = innermost(synthesizer)
    relevance = getattr(inner, "relevance", None)
    if relevance is None:
        return table
    return divided(table, relevance, may_shrink=inner.under_sample)


def real_rows_kept(synthesizer: Any, X: Any, y: Any) -> tuple[Any, Any]:
    """Leave out real rows of common targets, where that was asked for.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted, and a sample was drawn.
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The real table.
    y : array-like of shape (n_rows,)
        Its target.

    Returns
    -------
    X, y : same containers
        The rows that stay, as they are and in their order: the same objects if these
        are all.
    """
    rows = places_kept(synthesizer)
    return (X, y) if rows is None else (_taken(X, rows), _taken(y, rows))


def places_kept(synthesizer: Any) -> np.ndarray | None:
    """Choose the real rows that stay, where common targets are left out.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted, and a sample was drawn.

    Returns
    -------
    ndarray of int or None
        Their positions, ascending; None where all rows stay.
    """
    target = synthesizer.table_.target
    if not isinstance(target, RegionTarget) or not target.may_shrink:
        return None
    real = synthesizer.table_.counts
    final = final_counts(synthesizer.sampling_strategy, synthesizer.mode, target, real)
    # By lot, and by a source of its own: the synthetic rows are the same without it.
    rng = np.random.RandomState(synthesizer.provenance_.seed)
    groups = target.groups
    kept = [
        rng.permutation(np.flatnonzero(groups == group))[:n]
        for group, n in enumerate(final.tolist())
    ]
    rows = np.sort(np.concatenate(kept))
    return None if len(rows) == len(groups) else rows


def _taken(values: Any, rows: np.ndarray) -> Any:
    if isinstance(values, list):
        return [values[row] for row in rows.tolist()]
    return safe_indexing(values, rows)
