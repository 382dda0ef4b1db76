"""Single columns: how alike their distributions are, over all rows and per class."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import NAN
from skl_synth.evaluation.intervals import bounded
from skl_synth.evaluation.read_columns import MISSING
from skl_synth.evaluation.registry import (
    HELD_OUT,
    HIGHER,
    LOWER,
    Measure,
    register,
)
from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData

N_RESAMPLES = 100
"""Of the synthetic rows, for the interval of each column."""


class Binned:
    """One attribute of the real table, to which those of other tables are compared.

    Parameters
    ----------
    attribute : Attribute
        The column or group.
    parts : list of TableData
        The tables, the real one first.
    """

    def __init__(self, attribute: Attribute, parts: list[TableData]) -> None:
        self.attribute = attribute
        if attribute.is_number:
            values = np.concatenate([data.values(attribute) for data in parts])
            self.support = np.unique(values[~np.isnan(values)])
            self.size = len(self.support)
        else:
            self.size = len(attribute.levels)
        self.real = self.count(self.code(parts[0]))

    def code(self, data: TableData) -> np.ndarray:
        """Number the values of a table; what is missing gets the number after all.

        Parameters
        ----------
        data : TableData
            A table.

        Returns
        -------
        ndarray of int
            One code per row.
        """
        values = data.values(self.attribute)
        if not self.attribute.is_number:
            return values
        return np.searchsorted(self.support, values)

    def count(self, codes: np.ndarray) -> np.ndarray:
        """Count values that are there.

        Parameters
        ----------
        codes : ndarray of int
            From `code`.

        Returns
        -------
        ndarray of shape (size,)
            How often each occurs.
        """
        return np.bincount(codes, minlength=self.size + 1)[: self.size]

    def similarity(self, counts: np.ndarray, real: np.ndarray | None = None) -> float:
        """Compare a table with the real one.

        Parameters
        ----------
        counts : ndarray of shape (size,)
            Of the other table.
        real : ndarray of shape (size,), default=None
            Of the real one; None for all its rows.

        Returns
        -------
        float
            One minus the Kolmogorov–Smirnov distance of two numeric columns, or minus
            the total variation distance of two columns of levels.
        """
        real = self.real if real is None else real
        n_real, n_other = real.sum(), counts.sum()
        if not n_real or not n_other:
            return float(n_real == n_other)
        gap = real / n_real - counts / n_other
        if self.attribute.is_number:
            return 1.0 - float(np.abs(gap.cumsum()).max())
        return 1.0 - float(np.abs(gap).sum() / 2)


@register(
    "fidelity",
    2,
    Measure(
        "column_similarity",
        HIGHER,
        "One minus the Kolmogorov–Smirnov distance of a number, or the total variation "
        "distance of levels; of the table, the mean over its columns.",
        label="columns alike, mean (best 1)",
        ceiling=HELD_OUT,
        scopes=("table", "column"),
    ),
    Measure(
        "worst_column_similarity",
        HIGHER,
        "The similarity of the column that differs most.",
        label="least alike column",
        ceiling=HELD_OUT,
    ),
)
def compare_columns(tables: AuditTables, rng: np.random.RandomState) -> FigureList:
    """Compare every column, and their mean.

    Parameters
    ----------
    tables : AuditTables
        The tables, with the target as a column.
    rng : RandomState
        Source of resamples.

    Returns
    -------
    FigureList
        ``column_similarity`` per column and for the table, and
        ``worst_column_similarity``, all from 0 to 1.
    """
    figures = FigureList()
    draws = rng.randint(
        len(tables.synthetic), size=(N_RESAMPLES, len(tables.synthetic))
    )
    values, resamples, ceilings = [], [], []
    for attribute in tables.attributes:
        binned = Binned(attribute, tables.parts)
        codes = binned.code(tables.synthetic)
        values.append(binned.similarity(binned.count(codes)))
        resamples.append([binned.similarity(binned.count(codes[d])) for d in draws])
        ceilings.append(
            NAN
            if tables.holdout is None
            else binned.similarity(binned.count(binned.code(tables.holdout)))
        )
        figures.add(
            "column_similarity",
            bounded(values[-1], np.array(resamples[-1])),
            scope="column",
            subject=attribute.name,
            ceiling=ceilings[-1],
        )
    add_summary(figures, "column_similarity", values, np.array(resamples), ceilings)
    return figures


@register(
    "fidelity",
    5,
    Measure(
        "class_similarity",
        HIGHER,
        "The mean similarity of the columns among the rows of a class.",
        ceiling=HELD_OUT,
        scopes=("class",),
    ),
    Measure(
        "class_share_similarity",
        HIGHER,
        "One minus the total variation distance of the shares of the classes.",
        label="shares of classes alike (best 1)",
        ceiling=HELD_OUT,
    ),
)
def compare_classes(tables: AuditTables) -> FigureList:
    """Compare the columns within each class, and the shares of the classes.

    Parameters
    ----------
    tables : AuditTables
        The tables, without the target as a column.

    Returns
    -------
    FigureList
        ``class_similarity`` per class, the mean over columns, and
        ``class_share_similarity``; none without classes.
    """
    figures = FigureList()
    if not tables.is_classes:
        return figures
    labels = np.unique(np.concatenate([data.labels for data in tables.parts]))
    binned = [Binned(attribute, tables.parts) for attribute in tables.varying]
    for label in labels.tolist():
        real = tables.real.take(tables.labels_of("real") == label)
        others = [
            None if data is None else data.take(data.labels == label)
            for data in (tables.synthetic, tables.holdout)
        ]
        value, ceiling = (_mean_similarity(binned, real, other) for other in others)
        figures.add(
            "class_similarity",
            value,
            scope="class",
            subject=str(label),
            ceiling=ceiling,
        )
    shares = [_shares(data.labels, labels) for data in tables.parts]
    gaps = [1 - float(np.abs(shares[0] - one).sum() / 2) for one in shares[1:]]
    figures.add("class_share_similarity", gaps[0], ceiling=_second(gaps))
    return figures


def _mean_similarity(
    binned: list[Binned], real: TableData, other: TableData | None
) -> float:
    if other is None or not binned:
        return NAN
    if not len(real) or not len(other):
        return 0.0
    found = [
        one.similarity(one.count(one.code(other)), one.count(one.code(real)))
        for one in binned
    ]
    return float(np.mean(found))


def _shares(labels: np.ndarray | None, classes: np.ndarray) -> np.ndarray:
    assert labels is not None
    positions = np.searchsorted(classes, labels)
    return np.bincount(positions, minlength=len(classes)) / len(labels)


@register(
    "fidelity",
    6,
    Measure(
        "missing_similarity",
        HIGHER,
        "One minus the total variation distance of the patterns of missing values.",
        label="missing patterns alike (best 1)",
        ceiling=HELD_OUT,
    ),
    Measure(
        "missing_gap",
        LOWER,
        "Difference of the shares of missing values of a column.",
        ceiling=HELD_OUT,
        scopes=("column",),
    ),
)
def compare_missing(tables: AuditTables) -> FigureList:
    """Compare which values are missing together, and how often each is.

    Parameters
    ----------
    tables : AuditTables
        The tables.

    Returns
    -------
    FigureList
        ``missing_similarity`` for the table, one minus the total variation distance of
        the patterns, and ``missing_gap`` per column; none where no value is missing.
    """
    figures = FigureList()
    lacking = [_lacking(tables, data) for data in tables.parts]
    some = np.any([part.any(axis=0) for part in lacking], axis=0)
    if not some.any():
        return figures
    patterns = [np.packbits(part[:, some], axis=1) for part in lacking]
    codes = np.unique(np.vstack(patterns), axis=0, return_inverse=True)[1].ravel()
    parts = np.split(codes, np.cumsum([len(part) for part in lacking])[:-1])
    shares = [np.bincount(p, minlength=codes.max() + 1) / len(p) for p in parts]
    alike = [1 - float(np.abs(shares[0] - one).sum() / 2) for one in shares[1:]]
    figures.add("missing_similarity", alike[0], ceiling=_second(alike))
    for place in np.flatnonzero(some):
        rates = [float(part[:, place].mean()) for part in lacking]
        gaps = [abs(rates[0] - rate) for rate in rates[1:]]
        figures.add(
            "missing_gap",
            gaps[0],
            scope="column",
            subject=tables.attributes[place].name,
            ceiling=_second(gaps),
        )
    return figures


def _second(values: list[float]) -> float:
    """The figure of the hold-out, where there is one."""
    return values[1] if len(values) > 1 else NAN


def _lacking(tables: AuditTables, data: TableData) -> np.ndarray:
    columns = [_is_missing(one, data.values(one)) for one in tables.attributes]
    return np.array(columns, dtype=bool).reshape(len(columns), len(data)).T


def _is_missing(attribute: Attribute, values: np.ndarray) -> np.ndarray:
    if attribute.is_number:
        return np.isnan(values)
    return np.array([level == MISSING for level in attribute.levels])[values]


def add_summary(
    figures: FigureList,
    metric: str,
    values: list[float],
    resamples: np.ndarray,
    ceilings: list[float],
) -> None:
    """Add the mean of several similarities, and the worst of them.

    Parameters
    ----------
    figures : FigureList
        Receives both.
    metric : str
        The name of the mean; that of the worst has ``worst_`` before it.
    values : list of float
        The similarities; nothing is added for none.
    resamples : ndarray of shape (n_values, n_resamples)
        The same of resamples.
    ceilings : list of float
        Those of real rows that were held out.
    """
    if not values:
        return
    for name, reduce in ((metric, np.mean), (f"worst_{metric}", np.min)):
        figures.add(
            name,
            bounded(float(reduce(values)), reduce(resamples, axis=0)),
            ceiling=float(reduce(ceilings)),
        )
