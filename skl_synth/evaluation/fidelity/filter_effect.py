"""What a proximity filter did to the candidates that it chose from."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.neighbors import NearestNeighbors

from skl_synth.evaluation.fidelity.marginals import Binned
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.registry import (
    HIGHER,
    LOWER,
    SHARE,
    Measure,
    register,
)
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.evaluation.tables import Read, read_tables
from skl_synth.generators.outcomes import CLOSEST, IDENTICAL, OUTCOMES
from skl_synth.selection import ProximityFilter

NEIGHBORS = 5
"""The density of a region is measured by the distance to so many real rows."""

MOST_ROWS = 5000
"""Of the candidates so many are drawn anew."""

CANDIDATES = "candidates"


_LABELS = {
    "identical": "candidates dropped, replicated records",
    "closest": "candidates dropped, closest",
}
"""Outcomes that stand in reports."""


def _measures() -> list[Measure]:
    outcomes = [
        Measure(
            f"candidates_{name}",
            LOWER,
            f"Share of the candidates of a proximity filter with the outcome: {name}.",
            label=_LABELS.get(name, ""),
            unit=SHARE,
            rows=(CANDIDATES,),
        )
        for name in OUTCOMES[1:-1]
    ]
    thirds = [
        Measure(
            f"dropped_in_{name}_third",
            LOWER,
            "Share of the candidates that a proximity filter drops in the third of the "
            f"rows around which real rows lie {name}.",
            label=f"candidates dropped in the {name} third",
            unit=SHARE,
            rows=(CANDIDATES,),
        )
        for name in ("densest", "sparsest")
    ]
    kept = Measure(
        "kept_similarity",
        HIGHER,
        "Similarity of the columns of what a proximity filter kept and of all its "
        "candidates; of the table, the mean over its columns.",
        scopes=("table", "column"),
        rows=(CANDIDATES,),
    )
    return [*outcomes, *thirds, kept]


@register("fidelity", 10, *_measures())
def measure_filter_effect(
    synthesizer: Any,
    synthetic: tuple[Any, Any],
    *,
    read: Read | None,
    rng: np.random.RandomState,
) -> FigureList:
    """Draw candidates anew and look at which of them the filter drops.

    Parameters
    ----------
    synthesizer : object
        A fitted `ProximityFilter`; for any other nothing is added.
    synthetic : (X, y)
        What it released.
    read : callable or None
        Gives the columns of tables of the synthesizer; None reads them anew.
    rng : RandomState
        Source of the candidates.

    Returns
    -------
    FigureList
        The share of each outcome (rows "candidates"): ``candidates_identical``,
        ``candidates_closest`` and so on; the share dropped in the densest and in the
        sparsest third of the real rows; and how alike the columns and the classes of
        what was released and of the candidates are.
    """
    figures = FigureList()
    if not isinstance(synthesizer, ProximityFilter):
        return figures
    X, y, dropped, density = _draw(synthesizer, rng)
    total = max(sum(synthesizer.filter_counts_.values()), 1)
    for name in OUTCOMES[1:-1]:
        share = synthesizer.filter_counts_[name] / total
        figures.add(f"candidates_{name}", share)
    third = np.quantile(density, [1 / 3, 2 / 3])
    for name, among in (
        ("densest", density <= third[0]),
        ("sparsest", density >= third[1]),
    ):
        figures.add(f"dropped_in_{name}_third", float(dropped[among].mean()))
    tables = read_tables(synthesizer.table_, (X, y), synthetic, read=read)
    _add_shift(figures, tables.with_target())
    return figures


def _draw(
    synthesizer: ProximityFilter, rng: np.random.RandomState
) -> tuple[Any, Any, np.ndarray, np.ndarray]:
    """Candidates, whether each would be dropped, and how dense its region is."""
    table, generator = synthesizer.table_, synthesizer.filter_
    n_rows = min(len(table), MOST_ROWS)
    candidates = synthesizer.sampler_._draw(n_rows, draw_seed(rng))
    outcomes = generator.outcomes_of(generator.measured(candidates), rng)
    is_dropped = np.isin(outcomes, (IDENTICAL, CLOSEST))
    X, y = table.write(candidates)
    # How dense a region is does not hang on levels of which there are thousands.
    real = table.mixed().narrow.matrix()
    if not real.shape[1]:
        return X, y, is_dropped, np.zeros(len(outcomes))
    search = NearestNeighbors(n_neighbors=min(NEIGHBORS, len(real))).fit(real)
    sparsity = search.kneighbors(table.mixed(candidates.rows).narrow.matrix())[0][:, -1]
    return X, y, is_dropped, sparsity


def _add_shift(figures: FigureList, tables: AuditTables) -> None:
    """Compare what was released with all candidates."""
    found = []
    for attribute in tables.varying:
        binned = Binned(attribute, tables.parts)
        alike = binned.similarity(binned.count(binned.code(tables.synthetic)))
        found.append(alike)
        name = attribute.name
        figures.add("kept_similarity", alike, scope="column", subject=name)
    if found:
        figures.add("kept_similarity", float(np.mean(found)))
