"""Augment: the real partitions first, as they are, and synthetic rows behind them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import pandas as pd

from skl_synth.dask.running import Runner
from skl_synth.dask.written_blocks import write
from skl_synth.table.real import RealTable
from skl_synth.table.row_labels import MADE, extend_index
from skl_synth.table.rows import Candidates


def write_behind(
    table: RealTable, X: Any, y: Any, candidates: Candidates, runner: Runner
) -> tuple[Any, Any]:
    """Write candidates behind the real rows, as `RealTable.append` puts them there.

    Parameters
    ----------
    table : RealTable
        The real table.
    X : dask DataFrame
        The real rows, as they were read.
    y : dask Series or dask DataFrame
        Their target, in the same partitions.
    candidates : Candidates
        Snapped rows in blocks, with their target.
    runner : Runner
        What computes tasks.

    Returns
    -------
    X : dask DataFrame
        The real partitions as they are, but for identifiers that are left out and
        levels that only synthetic rows have; behind them the synthetic rows, whose
        labels go on behind the real ones.
    y : dask Series or dask DataFrame
        The target, in the same partitions and with the same labels.
    """
    import dask.dataframe as dd

    labels = labels_behind(X, len(candidates), runner)
    X_new, y_new = write(table, candidates, labels)
    # As tasks both keep their partitions: files that are read for a few columns only
    # are joined by dask to fewer ones, for the one and not for the other.
    parts = X.to_delayed()
    labelled = [
        runner.task(_with_labels, of_y, part)
        for of_y, part in zip(y.to_delayed(), parts, strict=True)
    ]
    ends = X.divisions if len(parts) == X.npartitions else None
    y, real = (
        dd.from_delayed(tasks, meta=like, divisions=ends, verify_meta=False)
        for tasks, like in ((labelled, y._meta), (parts, X._meta))
    )
    real = real[list(X_new.columns)] if len(X_new.columns) < len(X.columns) else real
    levels = _levels_of_both(real._meta, X_new._meta)
    real = _with_levels(real, levels)
    if not len(candidates):
        return real, y
    return dd.concat([real, _with_levels(X_new, levels)]), dd.concat([y, y_new])


def labels_behind(X: Any, n_more: int, runner: Runner) -> pd.Index:
    """Make labels that go on behind those of the real rows.

    Parameters
    ----------
    X : dask DataFrame
        The real rows.
    n_more : int
        Number of synthetic rows.
    runner : Runner
        What computes tasks.

    Returns
    -------
    Index of shape (n_more,)
        As `extend_index` continues the labels of the whole table.
    """
    parts = X.index.to_delayed()
    found = runner.results([runner.task(_last_labels, one) for one in parts])
    # A partition without rows may have an index of another type.
    filled = [one for one in found if len(one)] or found[:1]
    known = filled[0].append(filled[1:])
    # Objects stay what they are: of texts, append makes another type.
    known = pd.Index(known, dtype=filled[0].dtype, name=X._meta.index.name)
    return extend_index(known, n_more)[len(known) :]


def _last_labels(index: pd.Index) -> pd.Index:
    """Take those labels of a part on which further ones depend."""
    if isinstance(index, pd.CategoricalIndex):
        index = index.astype(index.categories.dtype)
    plain = index.unique()
    if plain.dtype != object and not pd.api.types.is_string_dtype(plain.dtype):
        known = plain.dropna()
        return known[[int(known.argmax())]] if len(known) else known
    labels = plain.tolist()
    last = [
        _last_of([one for one in labels if type(one) is kind])
        for kind in dict.fromkeys(map(type, labels))
    ]
    taken = [one for one in labels if str(one).startswith(MADE)]
    return pd.Index(list(dict.fromkeys((*last, *taken))), dtype=plain.dtype)


def _last_of(labels: Iterable[Any]) -> Any:
    try:
        return max(labels)
    except TypeError:
        return next(iter(labels))


def _levels_of_both(
    real: pd.DataFrame, new: pd.DataFrame
) -> dict[Hashable, pd.CategoricalDtype]:
    """Name the dtypes of categories that differ; those of the real rows come first."""
    from dask.dataframe.utils import UNKNOWN_CATEGORIES

    dtypes: dict[Hashable, pd.CategoricalDtype] = {}
    for name in real.columns:
        before: Any = real[name].dtype
        behind: Any = new[name].dtype
        if not isinstance(before, pd.CategoricalDtype) or before == behind:
            continue
        known = before.categories
        if UNKNOWN_CATEGORIES in known or UNKNOWN_CATEGORIES in behind.categories:
            # What the partitions declare is known when they are read, and not before.
            dtypes[name] = behind
        else:
            known = known.union(behind.categories, sort=False)
            dtypes[name] = pd.CategoricalDtype(known, ordered=before.ordered)
    return dtypes


def _with_levels(X: Any, levels: dict[Hashable, pd.CategoricalDtype]) -> Any:
    return X.astype(levels) if levels else X


def _with_labels(y: Any, part: pd.DataFrame) -> Any:
    return y.set_axis(part.index, axis=0)
