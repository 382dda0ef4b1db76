"""Computing what is pictured of a release, for others and for its owner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData
from skl_synth.release.pictured import (
    Pictured,
    PicturedColumn,
    PicturedCurve,
    PicturedPairs,
)
from skl_synth.release.pictured_bins import Cut, cut_column
from skl_synth.release.pictured_noise import (
    MOST_COLUMNS,
    Blur,
    columns_that_may_be_drawn,
)
from skl_synth.release.shared_figures import of_many, to_digits
from skl_synth.table.schema import Schema

MOST_OF_OWNER = 36
"""Columns that are drawn for the owner of the real table."""

MOST_PAIRED = 30
"""Columns that are drawn two by two."""

DIFFERENT_FROM = (0.05, 0.1, 0.2, 0.3)
"""Where the classes begin in which others see how far pairs of columns differ: of their
exact figures there are so many that counts of the real table could be solved for."""

WORST = "membership_worst_auc"


class DrawnFrom(NamedTuple):
    """What pictures of a release are computed from.

    Parameters
    ----------
    tables : AuditTables
        The released table beside the real one.
    schema : Schema
        What the columns are.
    details : DataFrame
        Every figure over folds.
    curves : DataFrame
        Those of the worst attack, by fold and group.
    """

    tables: AuditTables
    schema: Schema
    details: pd.DataFrame
    curves: pd.DataFrame


def pictured_for_others(found: DrawnFrom, seed: int, *, is_released: bool) -> Pictured:
    """Compute the pictures of a release that may be shared with its table.

    Parameters
    ----------
    found : DrawnFrom
        What they are computed from.
    seed : int
        Seed of the noise.
    is_released : bool
        Whether the table is published: of one that is not, nothing is counted.

    Returns
    -------
    Pictured
        Real shares with noise, pairs in classes, and curves of groups of many people.
    """
    whole, shown = found.tables.with_target(), of_many(found.details)
    drawn = Pictured(
        pairs=_pairs(whole, found.details),
        curves=_curves(found.curves, shown),
    )
    if not is_released:
        return drawn
    most = _most_with_real(whole)
    chosen = _least_alike(_varying(whole), shown)[: most or MOST_COLUMNS]
    # Not the stream that the rows were drawn from.
    rng = np.random.RandomState([seed, len("pictures")])
    blur = Blur(whole.real.n_people, len(chosen) if most else 0, rng)
    columns = tuple(_blurred(one, whole, found.schema, blur) for one in chosen)
    share = to_digits(blur.spread / blur.n_persons, 2)
    n_columns = len(_varying(whole))
    return replace(drawn, columns=columns, blur=share, n_columns=n_columns)


def _most_with_real(tables: AuditTables) -> int:
    """Of how many columns real shares may be drawn."""
    # Rows that were made one by one have no persons to be counted beside real ones.
    if (tables.real.persons is None) != (tables.synthetic.persons is None):
        return 0
    return columns_that_may_be_drawn(tables.real.n_people)


def pictured_for_owner(found: DrawnFrom) -> Pictured:
    """Compute the pictures for the owner of the real table, with exact shares.

    Parameters
    ----------
    found : DrawnFrom
        What they are computed from.

    Returns
    -------
    Pictured
        For nobody else.
    """
    whole, schema = found.tables.with_target(), found.schema
    chosen = _least_alike(_varying(whole), found.details)[:MOST_OF_OWNER]
    return Pictured(
        tuple(_exact(one, whole, schema) for one in chosen),
        curves=_curves(found.curves, found.details),
        n_columns=len(_varying(whole)),
    )


def pictured_alone(tables: AuditTables, schema: Schema) -> Pictured:
    """Compute the pictures of a released table with nothing beside it.

    Parameters
    ----------
    tables : AuditTables
        The released table; what stands in the place of the real one is not looked at.
    schema : Schema
        What the columns are.

    Returns
    -------
    Pictured
        Its columns, in their order.
    """
    whole = tables.with_target()
    columns = []
    for one in _varying(whole)[:MOST_COLUMNS]:
        cut = cut_column(one, whole.synthetic, schema)
        columns.append(_column(one, cut, _shares(cut, whole.synthetic), None))
    return Pictured(tuple(columns), n_columns=len(_varying(whole)))


def _varying(tables: AuditTables) -> list[Attribute]:
    """What differs among the released rows."""
    return [
        one
        for one in tables.attributes
        if len(np.unique(tables.synthetic.values(one))) > 1
    ]


def _least_alike(
    columns: Iterable[Attribute], details: pd.DataFrame
) -> list[Attribute]:
    """Put first what is least alike by figures that are told elsewhere."""
    is_alike = (details["metric"] == "column_similarity") & (
        details["scope"] == "column"
    )
    alike = details[is_alike].set_index("subject")["mean"].to_dict()
    return sorted(columns, key=lambda one: alike.get(one.name, 1.0))


def _blurred(
    one: Attribute, tables: AuditTables, schema: Schema, blur: Blur
) -> PicturedColumn:
    cut = cut_column(one, tables.synthetic, schema)
    released = _shares(cut, tables.synthetic)
    if not blur.n_columns:
        return _column(one, cut, released, None)
    real = _shares(cut, tables.real)
    # The sizes of the classes are told to the row anyway.
    is_told = tables.is_classes and one is tables.attributes[-1]
    if not is_told or tables.real.persons is not None:
        real = blur.shares(real * blur.n_persons, is_released=released > 0)
    return _column(one, cut, released, real)


def _exact(one: Attribute, tables: AuditTables, schema: Schema) -> PicturedColumn:
    cut = cut_column(one, tables.synthetic, schema)
    return _column(one, cut, _shares(cut, tables.synthetic), _shares(cut, tables.real))


def _shares(cut: Cut, data: TableData) -> np.ndarray:
    """Count people in bins, those of missing numbers last: each person weighs one."""
    places = cut.place(data)
    weights = np.ones(len(data))
    if data.persons is not None:
        _, whose, sizes = np.unique(
            data.persons, return_inverse=True, return_counts=True
        )
        weights = 1 / sizes[whose]
    places = np.where(places < 0, cut.n_bins, places)
    counts = np.bincount(places, weights, minlength=cut.n_bins + 1)
    shares: np.ndarray = counts / max(weights.sum(), 1)
    return shares


def _column(
    one: Attribute, cut: Cut, released: np.ndarray, real: np.ndarray | None
) -> PicturedColumn:
    """Put shares into a picture, without levels that hardly anybody has."""
    both = released if real is None else released + real
    missing = None
    if both[-1]:
        share = None if real is None else to_digits(float(real[-1]))
        missing = (share, to_digits(float(released[-1])))
    kept = np.arange(cut.n_bins)
    ends = cut.ends
    if cut.kind == "level":
        kept = np.flatnonzero(both[:-1])
        ends = [cut.ends[place] for place in kept.tolist()]
    return PicturedColumn(
        one.name,
        cut.kind,
        ends,
        [to_digits(share) for share in released[kept].tolist()],
        None if real is None else [to_digits(share) for share in real[kept].tolist()],
        missing,
    )


def _pairs(tables: AuditTables, details: pd.DataFrame) -> PicturedPairs | None:
    is_pair = (details["metric"] == "pair_similarity") & (details["scope"] == "pair")
    alike = details[is_pair].set_index("subject")["mean"].to_dict()
    if not alike:
        return None
    names = [one.name for one in tables.varying]
    values = np.full((len(names), len(names)), np.nan)
    for i, one in enumerate(names):
        for j, other in enumerate(names[:i]):
            # Figures of some digits differ from one by as many.
            value = round(1 - alike.get(f"{other} × {one}", np.nan), 6)
            values[i, j] = values[j, i] = value
    # Of a wide table those are drawn that are least alike.
    order = np.argsort(-np.nanmax(values, axis=1, initial=0.0), kind="stable")
    chosen = np.sort(order[:MOST_PAIRED])
    values = values[np.ix_(chosen, chosen)]
    floors = np.array([0.0, *DIFFERENT_FROM])
    places = np.searchsorted(DIFFERENT_FROM, values, side="right")
    values = np.where(np.isnan(values), np.nan, floors[places])
    names = [names[place] for place in chosen]
    return PicturedPairs(names, _listed(values), DIFFERENT_FROM)


def _listed(values: np.ndarray) -> list[list[float | None]]:
    return [
        [None if np.isnan(value) else float(value) for value in line] for line in values
    ]


def _curves(curves: pd.DataFrame, details: pd.DataFrame) -> tuple[PicturedCurve, ...]:
    """Average curves over folds, of the groups whose figures are told."""
    if not len(curves):
        return ()
    told = details[details["metric"] == WORST]
    names = told["subject"].replace("", "everyone")
    areas = dict(zip(names.tolist(), told["mean"].tolist(), strict=True))
    return tuple(
        _curve(group, curves[curves["group"] == group], areas[group])
        for group in dict.fromkeys(curves["group"].tolist())
        if group in areas
    )


def _curve(group: str, curves: pd.DataFrame, area: float) -> PicturedCurve:
    # In a fold nobody of the group may have been held out.
    mean = curves.groupby("fpr")["tpr"].mean()
    rates, points = mean.index.to_numpy(float), mean.to_numpy(float)
    return PicturedCurve(
        group, rates.round(2).tolist(), points.round(2).tolist(), to_digits(area)
    )
