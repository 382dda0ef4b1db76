"""The columns of two tables in bins and levels, as a picture shows them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.evaluation.fidelity.marginals import Binned
from skl_synth.evaluation.read_columns import MISSING
from skl_synth.evaluation.table_data import Attribute, AuditTables
from skl_synth.evaluation.tables import read_real, read_tables

MOST_BINS = 30

MOST_LEVELS = 8
"""Rarer levels are drawn as one."""

OTHERS = "(others)"

BIN_COLUMNS = ["column", "kind", "label", "low", "high", "real", "synthetic"]


def binned_columns(
    real: tuple[Any, Any],
    synthetic: tuple[Any, Any],
    columns: Collection[str] | None,
    most: int,
) -> tuple[pd.DataFrame, dict[str, float]]:
    """Count the rows of two tables in common bins.

    Parameters
    ----------
    real, synthetic : (X, y)
        The tables; y may be None, else it is one more column.
    columns : collection of str or None
        Columns and one-hot groups to count. None takes those that vary; where there
        are more than ``most``, those that are least alike.
    most : int
        How many columns at most where None are named.

    Returns
    -------
    bins : DataFrame
        Columns column, kind ("number", "date" or "level"), label, low, high, real and
        synthetic, the shares of the rows; a line for missing values where there are
        some.
    similarities : dict of str to float
        How alike each column is, from 0 to 1.

    Raises
    ------
    ValueError
        If the tables differ in their columns, or one that is named is not there.
    """
    table = read_real(*real)
    tables = read_tables(table, real, synthetic).with_target()
    kinds = {str(variable.name): variable.kind for variable in table.schema.variables}
    chosen = _chosen(tables, columns)
    binned = {one.name: Binned(one, tables.parts) for one in chosen}
    alike = {
        name: one.similarity(one.count(one.code(tables.synthetic)))
        for name, one in binned.items()
    }
    if columns is None:
        shown = sorted(alike, key=lambda name: alike[name])[:most]
        chosen = [one for one in chosen if one.name in shown]
    parts = [
        _numbers(one, tables, kinds.get(one.name, "continuous"))
        if one.is_number
        else _levels(one, tables)
        for one in chosen
    ]
    lines = [line for part in parts for line in part]
    bins = pd.DataFrame(lines, columns=BIN_COLUMNS)
    return bins, {one.name: alike[one.name] for one in chosen}


def _chosen(tables: AuditTables, columns: Collection[str] | None) -> list[Attribute]:
    if columns is None:
        return list(tables.varying)
    by_name = {one.name: one for one in tables.attributes}
    for name in columns:
        if str(name) not in by_name:
            raise InputError(
                "{parameter} names {value!r}; the columns and one-hot groups are "
                "{known}",
                parameter="columns",
                value=name,
                known=", ".join(by_name),
            )
    return [by_name[str(name)] for name in columns]


def _numbers(one: Attribute, tables: AuditTables, kind: str) -> list[tuple[Any, ...]]:
    values = [data.values(one) for data in (tables.real, tables.synthetic)]
    present = [part[~np.isnan(part)] for part in values]
    sizes = [max(len(part), 1) for part in values]
    edges = _edges(present[0], np.concatenate(present), kind)
    shares = [
        np.histogram(part, edges)[0] / size
        for part, size in zip(present, sizes, strict=True)
    ]
    drawn_as = "date" if kind == "datetime" else "number"
    lines: list[tuple[Any, ...]] = [
        (one.name, drawn_as, "", low, high, *pair)
        for low, high, *pair in zip(edges[:-1], edges[1:], *shares, strict=True)
    ]
    lacking = [1 - len(some) / n for some, n in zip(present, sizes, strict=True)]
    if any(lacking):
        lines.append((one.name, drawn_as, MISSING, np.nan, np.nan, *lacking))
    return lines


def _edges(real: np.ndarray, every: np.ndarray, kind: str) -> np.ndarray:
    """Cut by the real rows, from the lowest to the highest value of both tables."""
    if not len(every):
        return np.array([0.0, 1.0])
    low, high = float(every.min()), float(every.max())
    if kind == "integer" or np.all(every == np.round(every)):
        # Whole numbers in each bin as many as in the next, so that none stands out.
        step = max(1, int(np.ceil((high - low + 1) / MOST_BINS)))
        return np.arange(low, high + step + 1, step) - 0.5
    width = np.histogram_bin_edges(real, "auto") if len(real) else np.array([0.0, 1.0])
    n_bins = int(np.ceil((high - low) / (width[1] - width[0])))
    return np.linspace(low, high, min(max(n_bins, 1), MOST_BINS) + 1)


def _levels(one: Attribute, tables: AuditTables) -> list[tuple[Any, ...]]:
    counts = [
        np.bincount(data.values(one), minlength=len(one.levels)) / max(len(data), 1)
        for data in (tables.real, tables.synthetic)
    ]
    used = np.flatnonzero(counts[0] + counts[1])
    by_size = used[np.argsort(-counts[0][used], kind="stable")]
    shown, rest = by_size[:MOST_LEVELS], by_size[MOST_LEVELS:]
    lines: list[tuple[Any, ...]] = [
        (
            one.name,
            "level",
            one.levels[code],
            np.nan,
            np.nan,
            *(c[code] for c in counts),
        )
        for code in shown.tolist()
    ]
    if len(rest):
        shares = [float(part[rest].sum()) for part in counts]
        lines.append((one.name, "level", OTHERS, np.nan, np.nan, *shares))
    return lines
