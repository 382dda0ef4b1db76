"""Whom the rows of the tables of a report belong to, as the user says it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.evaluation.person_folds import require_persons
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.evaluation.tables import Persons, Read
from skl_synth.table.persons import numbered, read_groups
from skl_synth.table.target.pairing import check_order


def read_report_groups(
    read: Read,
    real: tuple[Any, Any],
    synthetic: tuple[Any, Any],
    holdout: tuple[Any, Any],
) -> Persons:
    """Read whom the rows of the tables of a report belong to.

    Parameters
    ----------
    read : callable
        Gives the columns of a table.
    real, synthetic, holdout : (X, groups)
        The tables, of which the last may be None, and for each a value for each row,
        the same in all rows of a person, or None.

    Returns
    -------
    Persons
        Numbers; those of real and held-out people mean the same.

    Raises
    ------
    InputError
        If the synthetic table or the hold-out has no rows; if values are too many, too
        few or missing, or have the row labels of their table in another order; if there
        is one person only; if people of several rows could not be compared, since it is
        not said of the other table whose its rows are; or if somebody stands in the
        real table and in the hold-out.
    """
    _require_rows({"X_synthetic": synthetic[0], "X_holdout": holdout[0]})
    given = {
        "groups_real": real,
        "groups_synthetic": synthetic,
        "groups_holdout": holdout,
    }
    for name, (X, groups) in given.items():
        check_order(X, groups, name, name.replace("groups", "X"))
    found = {
        name: read_groups(groups, 0 if X is None else len(read(X)), parameter=name)
        for name, (X, groups) in given.items()
    }
    _check_all_given(found, has_holdout=holdout[0] is not None)
    for name in ("groups_real", "groups_holdout"):
        persons = found[name]
        if persons is not None:
            require_persons(persons, parameter=name)
    if found["groups_real"] is None or found["groups_holdout"] is None:
        return Persons(*found.values())
    both = numbered(np.concatenate([_values(real[1]), _values(holdout[1])]))
    of_real, of_holdout = np.split(both, [len(found["groups_real"])])
    _check_apart(of_real, of_holdout)
    return Persons(of_real, found["groups_synthetic"], of_holdout)


def _require_rows(tables: dict[str, Any]) -> None:
    """Refuse a table of no rows, as what a split or a filter has left."""
    for name, X in tables.items():
        shape = getattr(X, "shape", None)
        if X is None or (len(X) if shape is None else shape[0]):
            continue
        raise InputError(
            "{parameter} has no rows (0 sample(s)), and nothing can be compared",
            parameter=name,
            remedies=["look at the split, or the filter, that it comes from"],
        )


def n_persons_note(tables: AuditTables) -> tuple[str, ...]:
    """Say how many people are compared, where they have several rows.

    Parameters
    ----------
    tables : AuditTables
        The tables of a report.

    Returns
    -------
    tuple of str
        One note, or none where rows are people.
    """
    if tables.people is None or tables.holdout is None:
        return ()
    real, holdout = (
        f"{data.n_people} persons with {len(data)} rows"
        for data in (tables.real, tables.holdout)
    )
    return (f"the real table has {real}, the hold-out {holdout}.",)


def _check_all_given(found: dict[str, Any], *, has_holdout: bool) -> None:
    """Refuse groups of one table where those of the others are needed to compare.

    Who says of one table that everybody has one row says that rows are people.
    """
    known = [persons for persons in found.values() if persons is not None]
    if all(len(np.unique(persons)) == len(persons) for persons in known):
        return
    needed = ["groups_real", *(["groups_holdout"] if has_holdout else [])]
    lacking = next((name for name in needed if found[name] is None), None)
    if lacking is None:
        return
    given = next(name for name, persons in found.items() if persons is not None)
    raise InputError(
        "{given} says whom rows belong to, and {parameter} does not: persons cannot be "
        "compared with rows",
        parameter=lacking,
        given=given,
        remedies=[f"pass {' and '.join(needed)}"],
    )


def _check_apart(real: np.ndarray, holdout: np.ndarray) -> None:
    both = np.intersect1d(real, holdout)
    if len(both):
        raise InputError(
            "{n} persons stand in the real table and in the hold-out, and a hold-out "
            "must be people that the generator has not seen, else it hides what the "
            "table discloses",
            parameter="groups_holdout",
            n=len(both),
            remedies=[
                "hold whole persons out, with all of their rows",
                "pass the values as they stand in the table, of which one means the "
                "same person in both",
            ],
        )


def _values(groups: Any) -> np.ndarray:
    return np.asarray(pd.Series(groups).to_numpy(dtype=object))
