"""What a proximity filter did to the candidates that it chose from."""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy as np
from sklearn.neighbors import NearestNeighbors

from skl_synth.evaluation.fidelity.marginals import Binned
from skl_synth.evaluation.figures import FigureList
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.sheets import AuditTables
from skl_synth.evaluation.tables import read_tables
from skl_synth.generators.outcomes import CLOSEST, FATES, IDENTICAL
from skl_synth.selection import ProximityFilter
from skl_synth.table.schema import Schema

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
    schema: Schema,
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
    schema : Schema
        What the columns are.
    rng : RandomState
        Source of the candidates.
    """
    if not isinstance(synthesizer, ProximityFilter):
        return
    X, y, dropped, density = _draw(synthesizer, rng)
    total = max(sum(synthesizer.fates_.values()), 1)
    for name in FATES[1:-1]:
        share = synthesizer.fates_[name] / total
        figures.add(f"candidates_{name}", share, better="lower", rows=CANDIDATES)
    third = np.quantile(density, [1 / 3, 2 / 3])
    for name, among in (
        ("densest", density <= third[0]),
        ("sparsest", density >= third[1]),
    ):
        share = float(dropped[among].mean())
        metric = f"dropped_in_{name}_third"
        figures.add(metric, share, better="lower", rows=CANDIDATES)
    tables = read_tables(X, y, *synthetic, schema=schema, target=synthesizer.target_)
    _add_shift(figures, tables.with_target())


def _draw(
    synthesizer: ProximityFilter, rng: np.random.RandomState
) -> tuple[Any, Any, np.ndarray, np.ndarray]:
    """Candidates, whether each would be dropped, and how dense its region is."""
    # A copy: what the inner sampler remembers of its last sample is left alone.
    sampler = copy(synthesizer.sampler_)
    n_rows = min(len(synthesizer.rows_), MOST_ROWS)
    X, y = sampler.sample(n_rows, random_state=draw_seed(rng))
    distances, nearest = synthesizer.nearest_real(X)
    fates = synthesizer.fates_of(sampler.provenance_.measured(distances, nearest))
    real = synthesizer.encoder_.matrix(synthesizer.rows_)
    if not real.shape[1]:
        return X, y, np.isin(fates, (IDENTICAL, CLOSEST)), np.zeros(len(fates))
    search = NearestNeighbors(n_neighbors=min(NEIGHBORS, len(real))).fit(real)
    sparsity = search.kneighbors(synthesizer.encoder_.transform(X))[0][:, -1]
    return X, y, np.isin(fates, (IDENTICAL, CLOSEST)), sparsity


def _add_shift(figures: FigureList, tables: AuditTables) -> None:
    """Compare what was released with all candidates."""
    found = []
    for attribute in tables.varying:
        binned = Binned(attribute, tables.sheets)
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
