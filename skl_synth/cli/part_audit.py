"""The audit of a method without a target: on one part of the rows that it never saw."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from skl_synth.cli.audit import Audit, audit_tables
from skl_synth.cli.console import print_text, progress
from skl_synth.cli.generated import generate_rows
from skl_synth.cli.methods import MethodChoice
from skl_synth.cli.source import Source


def audit_without_target(
    source: Source, chosen: MethodChoice, *, seed: int, folds: int
) -> Audit:
    """Hold one part of the people out, make rows from the others, and compare.

    Parameters
    ----------
    source : Source
        The real table, without a target.
    chosen : MethodChoice
        What was typed of the method.
    seed : int
        Seed of the split, the rows and the attacks.
    folds : int
        One part in so many is held out.

    Returns
    -------
    Audit
        Fidelity and privacy.

    Raises
    ------
    InputError
        If the table cannot be used; the message says why.
    """
    is_out = held_out(source.groups, len(source.frame), seed=seed, folds=folds)
    print_text(
        f"\nNo --target: no model is compared. One part in {folds} is held out "
        f"({int(is_out.sum())} rows), and rows are made from the others."
    )
    known = source.part(~is_out)
    generated = generate_rows(known, chosen.synthesizer(known, seed=seed))
    frames = {
        "real": known.frame,
        "synthetic": generated.synthetic,
        "holdout": source.part(is_out).frame,
    }
    tables: dict[str, tuple[pd.DataFrame, Any]] = {
        name: (frame[generated.synthetic.columns], None)
        for name, frame in frames.items()
    }
    groups = {}
    if source.has_visits:
        groups = {name: frame[source.person] for name, frame in frames.items()}
    with progress("Comparing the tables"):
        return audit_tables(source, tables, groups, seed=seed)


def held_out(groups: Any, n_rows: int, *, seed: int, folds: int) -> np.ndarray:
    """Choose the rows that are held out: all of a person, or none.

    Parameters
    ----------
    groups : sequence of length n_rows or None
        Whose each row is; None where every row is another person.
    n_rows : int
        Rows.
    seed : int
        Seed.
    folds : int
        One part in so many is held out.

    Returns
    -------
    ndarray of shape (n_rows,), dtype bool
        Which rows.
    """
    whose = np.arange(n_rows) if groups is None else pd.factorize(pd.Series(groups))[0]
    n_people = int(whose.max()) + 1
    chosen = np.random.RandomState(seed).permutation(n_people)[: n_people // folds]
    marks: np.ndarray = np.isin(whose, chosen)
    return marks
