"""What a proximity filter did to the candidates that it chose from."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.neighbors import NearestNeighbors

from skl_synth.evaluation.fidelity.marginals import Binned
from skl_synth.evaluation.figures import FigureList
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.evaluation.tables import Read, read_tables
from skl_synth.generators.outcomes import CLOSEST, IDENTICAL, OUTCOMES
from skl_synth.selection import ProximityFilter

NEIGHBORS = 5
"""How dense a region is, is told by the distance to so many real rows."""

MOST_ROWS = 5000
"""Of the candidates so many are drawn anew."""

CANDIDATES = "candidates"


def add_filter_effect(
    figures: FigureList,
    synthesizer: Any,
    synthetic: tuple[Any, Any],
    *,
    read: Read | None,
    rng: np.random.RandomState,
) -> None:
    """Draw candidates anew and look at which of them the filter drops.

    Parameters
    ----------
    figures : FigureList
        Receives the share of each fate (rows "candidates"): ``candidates_identical``,
        ``candidates_closest`` and so on; the share dropped in the densest and in the
        sparsest third of the real rows; and how alike the columns and the classes of
        what was released and of the candidates are.
    synthesizer : object
        A fitted `ProximityFilter`; for any other nothing is added.
    synthetic : (X, y)
        What it released.
    read : callable or None
        Gives the columns of tables of the synthesizer; None reads them anew.
    rng : RandomState
        Source of the candidates.
    """
    if not isinstance(synthesizer, ProximityFilter):
        return
    X, y, dropped, density = _draw(synthesizer, rng)
    total = max(sum(synthesizer.filter_counts_.values()), 1)
    for name in OUTCOMES[1:-1]:
        share = synthesizer.filter_counts_[name] / total
        figures.add(f"candidates_{name}", share, better="lower", rows=CANDIDATES)
    third = np.quantile(density, [1 / 3, 2 / 3])
    for name, among in (
        ("densest", density <= third[0]),
        ("sparsest", density >= third[1]),
    ):
        share = float(dropped[among].mean())
        metric = f"dropped_in_{name}_third"
        figures.add(metric, share, better="lower", rows=CANDIDATES)
    tables = read_tables(synthesizer.table_, (X, y), synthetic, read=read)
    _add_shift(figures, tables.with_target())


def _draw(
    synthesizer: ProximityFilter, rng: np.random.RandomState
) -> tuple[Any, Any, np.ndarray, np.ndarray]:
    """Candidates, whether each would be dropped, and how dense its region is."""
    table, generator = synthesizer.table_, synthesizer.generator_
    n_rows = min(len(table), MOST_ROWS)
    candidates = synthesizer.sampler_._draw(n_rows, draw_seed(rng))
    outcomes = generator.outcomes_of(generator.measured(candidates))
    is_dropped = np.isin(outcomes, (IDENTICAL, CLOSEST))
    X, y = table.write(candidates)
    real = table.matrix()
    if not real.shape[1]:
        return X, y, is_dropped, np.zeros(len(outcomes))
    search = NearestNeighbors(n_neighbors=min(NEIGHBORS, len(real))).fit(real)
    sparsity = search.kneighbors(table.matrix(candidates.rows))[0][:, -1]
    return X, y, is_dropped, sparsity


def _add_shift(figures: FigureList, tables: AuditTables) -> None:
    """Compare what was released with all candidates."""
    found = []
    for attribute in tables.varying:
        binned = Binned(attribute, tables.parts)
        alike = binned.similarity(binned.count(binned.code(tables.synthetic)))
        found.append(alike)
        figures.add(
            "kept_similarity",
            alike,
            better="higher",
            scope="column",
            subject=attribute.name,
            rows=CANDIDATES,
        )
    if found:
        mean = float(np.mean(found))
        figures.add("kept_similarity", mean, better="higher", rows=CANDIDATES)
