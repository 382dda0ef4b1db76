"""Repeated rows: many that are made of few rows, or of rows that stand there often."""

from __future__ import annotations

import numpy as np

from skl_synth.errors import Remedy, warn
from skl_synth.generators.known_rows import KnownRows
from skl_synth.generators.shortage import FEWER_ROWS
from skl_synth.neighbors import MixedRows
from skl_synth.neighbors.distinct import distinct_rows
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates

LEAST_ROWS = 20
"""Of fewer rows, made or real, nothing is said of copies."""

MOST_COPIES = 0.5
"""The user is warned if so many more of the rows of a class than strangers show equal a
real one."""

MOST_DIFFERENT_REAL = 0.7
"""Real rows of which so few differ stand there several times."""

MANY_PER_ROW = 50
"""So many rows, or more, of each real one are many."""

MOST_DIFFERENT = 0.25
"""If at most this share of so many rows differ, they are few."""


def warn_of_repeated_rows(real: RealTable, made: Candidates) -> None:
    """Say so where rows are mere copies, or where few of very many differ.

    Parameters
    ----------
    real : RealTable
        The real table.
    made : Candidates
        Rows that nobody looked at for copies.

    Warns
    -----
    InputWarning
        For each class of which this is so.
    """
    groups = real.target.groups_of(made.target)
    rows = real.mixed(made.rows)
    for group in np.unique(groups).tolist():
        of_class = rows.take(np.flatnonzero(groups == group))
        if len(of_class) >= LEAST_ROWS:
            _warn_of_copies(real, of_class, group)
            _warn_of_few(real, of_class, group)


def _warn_of_copies(real: RealTable, made: MixedRows, group: int) -> None:
    if real.counts[group] < LEAST_ROWS:
        return
    share = float(np.mean(_are_known(real.mixed(), made)))
    if share <= MOST_COPIES or not _repeats(real, group):
        return
    own = np.arange(len(real))
    persons = own if real.persons is None else real.persons
    known = KnownRows.of(real.mixed(), real.layout.missing_code, persons, own)
    shown = float(known.allowed(real.target.groups, real.n_groups).all[group])
    if share - shown <= MOST_COPIES:
        return
    warn(
        "{share:.0%} of the rows made of {label} equal a real one, where {shown:.0%} "
        "do of people who have nothing to do with one another: rows that stand there "
        "several times are their own neighbours",
        parameter="k_neighbors",
        share=share,
        shown=shown,
        label=real.target.label(group),
        remedies=[
            "leave repeated rows out",
            Remedy("raise {parameter} above the number of times that a row repeats"),
        ],
    )


def _warn_of_few(real: RealTable, made: MixedRows, group: int) -> None:
    n_real, n_made = int(real.counts[group]), len(made)
    n_different = len(distinct_rows(made.numbers, made.codes).first)
    if n_made < MANY_PER_ROW * n_real or n_different > MOST_DIFFERENT * n_made:
        return
    label = real.target.label(group)
    warn(
        "{n_made} rows of {label} are made of {n_real} real ones, and only "
        "{n_different} of them differ: what repeats teaches a model nothing new",
        parameter="sampling_strategy",
        n_made=n_made,
        label=label,
        n_real=n_real,
        n_different=n_different,
        remedies=[
            FEWER_ROWS,
            "collect more rows of the class",
        ],
    )


def _repeats(real: RealTable, group: int) -> bool:
    """Whether the real rows of a class stand there several times, as its cause."""
    own = real.mixed(real.rows.take(real.target.groups == group))
    n_different = len(distinct_rows(own.numbers, own.codes).first)
    return n_different <= MOST_DIFFERENT_REAL * len(own)


def _are_known(real: MixedRows, made: MixedRows) -> np.ndarray:
    """Mark the rows that equal a real one."""
    both = distinct_rows(
        np.concatenate([real.numbers, made.numbers]),
        np.concatenate([real.codes, made.codes]),
    )
    is_real = both.first < len(real)
    marks: np.ndarray = is_real[both.inverse[len(real) :]]
    return marks
