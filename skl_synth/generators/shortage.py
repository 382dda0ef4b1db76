"""Not enough rows: how many more to draw, and when there are no more to be had."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from skl_synth.errors import InputError, Remedy, warn
from skl_synth.table.real import RealTable

FEWER_ROWS = Remedy("ask for fewer rows through sampling_strategy", only="python")
"""What helps wherever rows are short."""

MAX_ROWS_PER_ROW = 50
"""A class of which more rows than this are made per row that is kept has no more."""

MOST_REMOVED = 0.99
"""The largest share of rows that may be dropped because they lie closest: a hundred
are made then for each that is kept."""

LEAST_SURVIVAL = 0.05
"""The share of rows that is expected to be kept at the worst, for one batch."""


def rows_to_draw(
    counts: np.ndarray, had: np.ndarray, made: np.ndarray, *, share: float = 1.0
) -> np.ndarray:
    """Number of rows to draw next, so that enough of them are likely to be kept.

    Parameters
    ----------
    counts, had, made : ndarray of shape (n_groups,), dtype int
        Rows of each class that are needed, that are kept so far, and that were made.
    share : float, default=1.0
        The share of good rows that is kept; where it is small, so are batches that do
        not reckon with it, and each is judged with all rows before it.

    Returns
    -------
    ndarray of shape (n_groups,), dtype int
        Rows of each class; 0 where there are enough.
    """
    short = np.maximum(counts - had, 0)
    survival = np.maximum(had / np.maximum(made, 1), min(LEAST_SURVIVAL, share))
    return np.ceil(1.2 * short / survival).astype(np.intp)


def exhausted(
    counts: np.ndarray, had: np.ndarray, made: np.ndarray, *, share: float = 1.0
) -> np.ndarray:
    """Mark the classes that are short though so many rows were made: there are no more.

    Parameters
    ----------
    counts, had, made : ndarray of shape (n_groups,), dtype int
        Rows of each class that are needed, that are kept so far, and that were made.
    share : float, default=1.0
        The share of good rows that is kept.

    Returns
    -------
    ndarray of shape (n_groups,), dtype bool
        True where it is time to give up.
    """
    # Who keeps one of a thousand on purpose does not hope for fifty times as many.
    per_row = min(MAX_ROWS_PER_ROW / share, max(2 * MAX_ROWS_PER_ROW, 4 / share))
    enough = per_row * (counts + 20)
    marks: np.ndarray = (had < counts) & (made > enough)
    return marks


def is_exhausted(
    counts: np.ndarray, had: np.ndarray, made: np.ndarray, *, share: float = 1.0
) -> bool:
    """Whether one of the classes is exhausted.

    Parameters
    ----------
    counts, had, made, share : object
        As for `exhausted`.

    Returns
    -------
    bool
        True where it is time to give up.
    """
    return bool(exhausted(counts, had, made, share=share).any())


def warn_of_missing_rows(
    label: str, had: int, asked: int, *, why: str, remedies: Iterable[Remedy | str]
) -> None:
    """Say how many rows are missing where no number was asked for.

    Parameters
    ----------
    label : str
        The class.
    had, asked : int
        How many of how many there are.
    why : str
        Why there are no more.
    remedies : iterable of Remedy or str
        What would bring them.

    Warns
    -----
    InputWarning
        Always.
    """
    warn(
        "{label} gains {had} rows of {asked}, and {missing} are missing: {why}",
        label=label,
        had=had,
        asked=asked,
        missing=asked - had,
        why=why,
        remedies=remedies,
    )


def refuse_single_rows(real: RealTable, counts: np.ndarray, problem: str) -> None:
    """Refuse rows of a class of which there is one real row, or none.

    Parameters
    ----------
    real : RealTable
        The real table, with or without its rows.
    counts : ndarray of shape (n_classes,), dtype int
        Rows asked for.
    problem : str
        What is wrong with that, with the fields ``{label}`` and ``{n}``.

    Raises
    ------
    InputError
        If there is such a class.
    """
    for group in np.flatnonzero((counts > 0) & (real.counts < 2)).tolist():
        n_rows = int(real.counts[group])
        classes = real.target.classes
        label = None if classes is None else classes.tolist()[group]
        raise InputError(
            problem,
            parameter="sampling_strategy",
            value=label,
            label=real.target.label(group),
            n=n_rows,
            none={label: 0},
            as_many={label: n_rows},
            remedies=[
                "merge or drop the class",
                # A wrapper has a mode of its own, so both are named.
                Remedy(
                    "leave it out through sampling_strategy={none} in replace mode, "
                    "{as_many} in augment mode",
                    only="python",
                ),
                *real.target.remedies_of_regression(),
            ],
        )
