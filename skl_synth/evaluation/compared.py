"""Who is compared with whom: how many real people there are, and how many held out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from skl_synth.evaluation.table_data import AuditTables
from skl_synth.evaluation.tables import LEAST_CONTROLS


class Compared(NamedTuple):
    """How many people an audit rests on.

    Parameters
    ----------
    n_real, n_holdout : int
        People that the table was made from, and people who were held out; those of all
        folds together.
    who : {"rows", "persons"}
        What they are called: persons, where they have several rows.
    """

    n_real: int
    n_holdout: int
    who: str

    @property
    def is_enough(self) -> bool:
        """Whether an attack could be told from chance."""
        return self.n_holdout >= LEAST_CONTROLS

    def too_few(self) -> str:
        """Say why there is no verdict.

        Returns
        -------
        str
            A sentence.
        """
        return (
            f"Cannot be judged with {self.n_holdout} controls: at least "
            f"{LEAST_CONTROLS} {self.who} that were held out are needed. The figures "
            "below may be those of chance."
        )


def compared_in(tables: AuditTables) -> Compared | None:
    """Count the people of an audit.

    Parameters
    ----------
    tables : AuditTables
        The tables.

    Returns
    -------
    Compared or None
        How many there are; None without a hold-out.
    """
    if tables.holdout is None:
        return None
    real, holdout = tables.real, tables.holdout
    several = holdout.n_people < len(holdout) or real.n_people < len(real)
    return Compared(real.n_people, holdout.n_people, "persons" if several else "rows")


def is_few(compared: Compared | None) -> bool:
    """Say whether there are too few people for a verdict.

    Parameters
    ----------
    compared : Compared or None
        How many there are, where that is known.

    Returns
    -------
    bool
        Whether there are.
    """
    return compared is not None and not compared.is_enough


def people_in(persons: np.ndarray | None, rows: np.ndarray) -> int:
    """Count the people of some rows.

    Parameters
    ----------
    persons : ndarray of shape (n_rows,) or None
        Which person each row belongs to; None where every row is another person.
    rows : ndarray of int
        Positions, each once.

    Returns
    -------
    int
        How many people they are.
    """
    return len(rows) if persons is None else len(np.unique(persons[rows]))
