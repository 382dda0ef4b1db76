"""Rows of several strata that are made together, with exact counts of each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skl_synth.errors import warn
from skl_synth.generators.generator import Generator, Request
from skl_synth.generators.shortage import is_exhausted, rows_to_draw
from skl_synth.table.by_columns import ByColumns
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows, stack_candidates


def draw_pool(
    generator: Generator,
    table: RealTable,
    columns: ByColumns,
    rows: EncodedRows,
    request: Request,
    rng: np.random.RandomState,
) -> Candidates:
    """Draw rows of several strata until each has its count of every class.

    Parameters
    ----------
    generator : Generator
        What has learnt the strata together, as one table.
    table : RealTable
        That table.
    columns : ByColumns
        The columns that divide it; for the generator they are as any other.
    rows : EncodedRows
        A row of each stratum.
    request : Request
        How many rows of each stratum and class.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    Candidates
        The rows. Each class has its count; each stratum too, unless its rows are so
        rare that they cannot be had, of which a warning tells.
    """
    known, counts = columns.cells(rows), request.counts
    asked = counts.sum(axis=0)
    drawn = generator.draw(replace(request, counts=asked), rng)
    made = asked
    while True:
        cells = _cells(table, columns.strata_of(drawn.rows, known), drawn)
        had = np.bincount(cells[cells >= 0], minlength=counts.size)
        had = had.reshape(counts.shape)
        missing = np.maximum(counts - had, 0)
        if not missing.any():
            return _told(drawn, _choose(cells, counts))
        if is_exhausted(counts, had, made):
            _warn_of_shortage(int(missing.sum()), int(counts.sum()))
            return _told(drawn, _filled(drawn, table, cells, counts))
        asked = rows_to_draw(counts, had, made).max(axis=0)
        more = generator.draw(replace(request, counts=asked), rng)
        drawn, made = _both(drawn, more), made + asked


def _cells(table: RealTable, strata: np.ndarray, drawn: Candidates) -> np.ndarray:
    """Number the stratum and class of each row; -1 where the stratum is none of these.

    A number may be mixed of two strata, and be that of a third or of none.
    """
    groups = table.target.groups_of(drawn.target)
    return np.where(strata < 0, -1, strata * table.n_groups + groups)


def _choose(cells: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Take the first rows of each stratum and class, as many as it is to have."""
    wanted = counts.reshape(-1)
    chosen = [np.flatnonzero(cells == cell)[:n] for cell, n in enumerate(wanted)]
    return np.concatenate(chosen)


def _filled(
    drawn: Candidates, table: RealTable, cells: np.ndarray, counts: np.ndarray
) -> np.ndarray:
    """Give every class its count, by rows of other strata of the pool where need be."""
    chosen = _choose(cells, counts)
    groups = table.target.groups_of(drawn.target)
    short = counts.sum(axis=0) - np.bincount(groups[chosen], minlength=counts.shape[1])
    rest = np.setdiff1d(np.flatnonzero(cells >= 0), chosen)
    more = [rest[groups[rest] == group][:n] for group, n in enumerate(short)]
    return np.concatenate([chosen, *more])


def _both(drawn: Candidates, more: Candidates) -> Candidates:
    """Stack two draws; what became of candidates is summed up."""
    both = stack_candidates([drawn, more])
    counted = drawn.diagnostics.get("filter_counts")
    if counted is None:
        return both
    latest = more.diagnostics["filter_counts"]
    return both.diagnosed(
        filter_counts={name: n + latest[name] for name, n in counted.items()}
    )


def _told(drawn: Candidates, chosen: np.ndarray) -> Candidates:
    """Take the chosen rows; of what a filter kept, the others are unused."""
    taken = drawn.take(chosen)
    counted = drawn.diagnostics.get("filter_counts")
    if counted is None:
        return taken
    n_unused = len(drawn) - len(taken)
    unused = {
        "kept": counted["kept"] - n_unused,
        "unused": counted["unused"] + n_unused,
    }
    return taken.diagnosed(filter_counts={**counted, **unused})


def _warn_of_shortage(n_missing: int, n_rows: int) -> None:
    warn(
        "{n} of {n_rows} rows of the pooled strata are of other strata of the pool "
        "than in the real table: no more of theirs could be had",
        parameter="by",
        n=n_missing,
        n_rows=n_rows,
        remedies=["join small strata to others in the column itself"],
    )
