"""Pairs of columns: whether they depend on each other as in the real table."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations

import numpy as np
import pandas as pd

from skl_synth.evaluation.fidelity.marginals import add_summary
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import NAN
from skl_synth.evaluation.registry import HELD_OUT, HIGHER, Measure, register
from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData

N_RESAMPLES = 30
"""Of the synthetic rows; the mean over many pairs needs no more."""

MOST_BINS = 10
"""Of a number that is crossed with levels; equally many real rows in each."""

MOST_LEVELS = 20
"""Rarer levels than these are one level, where two columns are crossed."""

PAIR_COLUMNS = [
    "column_1",
    "column_2",
    "kind",
    "similarity",
    "ceiling",
    "real",
    "synthetic",
]


@register(
    "fidelity",
    3,
    Measure(
        "pair_similarity",
        HIGHER,
        "Of two numbers one minus half the difference of their rank correlations, of "
        "others one minus the total variation distance of their cross table (pairwise "
        "total variation); of the table, the mean over all pairs.",
        label="pairs alike, mean (best 1)",
        ceiling=HELD_OUT,
        scopes=("table", "pair"),
    ),
    Measure(
        "worst_pair_similarity",
        HIGHER,
        "The similarity of the pair of columns that differs most.",
        label="least alike pair",
        ceiling=HELD_OUT,
    ),
)
def compare_pairs(
    tables: AuditTables, rng: np.random.RandomState, *, n_resamples: int = N_RESAMPLES
) -> tuple[FigureList, pd.DataFrame]:
    """Compare all pairs of columns.

    Two numbers are alike by one minus half the difference of their correlations, taken
    on ranks among the real rows; all others by one minus the total variation distance
    of their cross tables, numbers cut into tenths of the real rows.

    Parameters
    ----------
    tables : AuditTables
        The tables, with the target as a column.
    rng : RandomState
        Source of resamples.
    n_resamples : int, default=30
        How many of them, for the intervals; of wide tables they take most of the time.

    Returns
    -------
    figures : FigureList
        ``pair_similarity`` per pair and for the table, and ``worst_pair_similarity``.
    pairs : DataFrame
        Columns column_1, column_2, kind ("numbers", "levels" or "mixed"), similarity,
        ceiling, and real and synthetic, the strength of the dependence: the rank
        correlation, or Cramér's V.
    """
    figures = FigureList()
    attributes = tables.varying
    reader = _Crossing(attributes, tables.real)
    real, synthetic = reader.read(tables.real), reader.read(tables.synthetic)
    holdout = None if tables.holdout is None else reader.read(tables.holdout)
    n_rows = len(tables.synthetic)
    draws = rng.randint(n_rows, size=(n_resamples, n_rows))
    of_draws = np.array([reader.alike(real, synthetic.take(draw)) for draw in draws])
    values = reader.alike(real, synthetic)
    ceilings = [NAN] * len(values)
    if holdout is not None:
        ceilings = reader.alike(real, holdout)
    lines = [
        (attributes[i].name, attributes[j].name, _kind(attributes[i], attributes[j]))
        for i, j in reader.pairs
    ]
    for (one, other, _), value, ceiling in zip(lines, values, ceilings, strict=True):
        figures.add(
            "pair_similarity",
            value,
            scope="pair",
            subject=f"{one} × {other}",
            ceiling=ceiling,
        )
    add_summary(figures, "pair_similarity", values, of_draws.T, ceilings)
    frame = pd.DataFrame(lines, columns=PAIR_COLUMNS[:3])
    return figures, frame.assign(
        similarity=values,
        ceiling=ceilings,
        real=reader.strengths(real),
        synthetic=reader.strengths(synthetic),
    )


class _Crossed:
    """The rows of one table as ranks and as few levels."""

    def __init__(self, ranks: np.ndarray, codes: np.ndarray) -> None:
        # Columns lie in memory one after the other: two of them are read at a time.
        self.ranks, self.codes = ranks, np.asfortranarray(codes)
        self._counts: dict[tuple[int, int], np.ndarray] = {}

    def take(self, rows: np.ndarray) -> _Crossed:
        return _Crossed(self.ranks[rows], self.codes[rows])

    @cached_property
    def correlations(self) -> np.ndarray:
        return _correlations(self.ranks)

    def cross(self, i: int, j: int) -> np.ndarray:
        """Count the rows by the codes of two columns, once."""
        if (i, j) not in self._counts:
            self._counts[i, j] = _cross(self.codes, i, j)
        return self._counts[i, j]


class _Crossing:
    """Read tables for crossing columns, by what the real table holds."""

    def __init__(self, attributes: tuple[Attribute, ...], real: TableData) -> None:
        self.attributes = attributes
        self.is_number = [one.is_number for one in attributes]
        self.pairs = list(combinations(range(len(attributes)), 2))
        values = [real.values(one) for one in attributes]
        self.sorted = [
            np.sort(v[v == v]) if n else v
            for v, n in zip(values, self.is_number, strict=True)
        ]
        self.frequent = [
            None if number else np.argsort(-np.bincount(v), kind="stable")[:MOST_LEVELS]
            for v, number in zip(values, self.is_number, strict=True)
        ]

    def read(self, data: TableData) -> _Crossed:
        n_rows = len(data)
        ranks = np.zeros((n_rows, len(self.attributes)))
        codes = np.zeros((n_rows, len(self.attributes)), dtype=np.int64)
        for place, attribute in enumerate(self.attributes):
            values = data.values(attribute)
            if attribute.is_number:
                ranks[:, place] = _rank(self.sorted[place], values)
                codes[:, place] = _tenth(self.sorted[place], values)
            else:
                codes[:, place] = _few(self.frequent[place], values)
        return _Crossed(ranks, codes)

    def alike(self, real: _Crossed, other: _Crossed) -> list[float]:
        """Similarity of every pair."""
        correlations = real.correlations, other.correlations
        found = []
        for i, j in self.pairs:
            if self.is_number[i] and self.is_number[j]:
                gap = correlations[0][i, j] - correlations[1][i, j]
                found.append(1 - abs(float(gap)) / 2)
            else:
                shares = [one.cross(i, j) / len(one.codes) for one in (real, other)]
                found.append(1 - float(np.abs(shares[0] - shares[1]).sum()) / 2)
        return found

    def strengths(self, table: _Crossed) -> list[float]:
        """Strength of the dependence of every pair."""
        correlations = table.correlations
        return [
            float(correlations[i, j])
            if self.is_number[i] and self.is_number[j]
            else _cramers_v(table.cross(i, j))
            for i, j in self.pairs
        ]


_SIZE = MOST_LEVELS + 1
"""Codes of a column are below this."""


def _kind(one: Attribute, other: Attribute) -> str:
    if one.is_number != other.is_number:
        return "mixed"
    return "numbers" if one.is_number else "levels"


def _rank(real: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Rank values among the real ones, from -0.5 to 0.5; 0 where missing."""
    if not len(real):
        return np.zeros(len(values))
    low, high = (np.searchsorted(real, values, side) for side in ("left", "right"))
    ranks = (low + high) / (2 * len(real)) - 0.5
    return np.where(np.isnan(values), 0.0, ranks)


def _tenth(real: np.ndarray, values: np.ndarray) -> np.ndarray:
    if not len(real):
        return np.where(np.isnan(values), MOST_BINS, 0)
    edges = np.unique(np.quantile(real, np.arange(1, MOST_BINS) / MOST_BINS))
    bins = np.searchsorted(edges, values, side="right")
    return np.where(np.isnan(values), MOST_BINS, np.minimum(bins, MOST_BINS - 1))


def _few(frequent: np.ndarray | None, values: np.ndarray) -> np.ndarray:
    assert frequent is not None
    code = np.full(
        max(int(values.max(initial=0)), int(frequent.max())) + 1, MOST_LEVELS
    )
    code[frequent] = np.arange(len(frequent))
    return code[values]


def _cross(codes: np.ndarray, i: int, j: int) -> np.ndarray:
    return np.bincount(codes[:, i] * _SIZE + codes[:, j], minlength=_SIZE**2)


def _correlations(ranks: np.ndarray) -> np.ndarray:
    centered = ranks - ranks.mean(axis=0)
    norm = np.sqrt((centered**2).sum(axis=0))
    return centered.T @ centered / np.maximum(np.outer(norm, norm), 1e-12)


def _cramers_v(table: np.ndarray) -> float:
    table = table.reshape(_SIZE, _SIZE)
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    smaller = min(table.shape) - 1
    if smaller < 1:
        return 0.0
    n = table.sum()
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    chi2 = ((table - expected) ** 2 / expected).sum()
    return float(np.sqrt(chi2 / (n * smaller)))
