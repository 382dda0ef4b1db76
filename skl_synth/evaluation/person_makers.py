"""What a synthesizer makes of persons with several rows: whole persons, or rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from skl_synth.base import BaseSynthesizer
from skl_synth.table.real import RealTable

MADE_SINGLY = (
    "the synthesizer makes rows one by one, without persons: what it discloses of "
    "persons was measured all the same, by all of their rows."
)


def given_to(
    synthesizer: BaseSynthesizer, table: RealTable
) -> tuple[RealTable, tuple[str, ...]]:
    """Prepare a table for a synthesizer that may know nothing of persons.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Unfitted.
    table : RealTable
        A real table.

    Returns
    -------
    table : RealTable
        The same; without persons where they have several rows and the synthesizer would
        refuse them, since it makes rows one by one. It is judged by them nevertheless.
    notes : tuple of str
        What should be noted of that.
    """
    if not table.has_visits or synthesizer.make_generator().makes_persons:
        return table, ()
    return replace(table, persons=None), (MADE_SINGLY,)


def persons_made(synthesizer: BaseSynthesizer, X: Any) -> np.ndarray | None:
    """Say whom the rows belong to that a synthesizer has sampled last.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted.
    X : table
        What ``sample`` gave.

    Returns
    -------
    ndarray of shape (n_rows,), dtype int, or None
        The synthetic person of each row; None where rows are made one by one, or where
        ``sample`` gave other rows than those that were drawn.
    """
    drawn = getattr(synthesizer, "provenance_", None)
    persons: np.ndarray | None = None if drawn is None else drawn.persons
    n_rows = X.shape[0] if hasattr(X, "shape") else len(X)
    return persons if persons is None or len(persons) == n_rows else None
