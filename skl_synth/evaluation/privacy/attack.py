"""What an attack is: a pure function of a context, with a seed of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.shadow.shadow_plan import ShadowPlan
from skl_synth.evaluation.table_data import AuditTables

N_RELEASES = (1, 2, 5)
"""Tables that are published one after the other, for the cumulative figure."""

MIN_PEOPLE = 10
"""What most custodians ask for: what fewer persons have is not published."""


class AttackOptions(NamedTuple):
    """What the user says of the attacks.

    Parameters
    ----------
    quasi_identifiers : collection of str or None
        What an outsider may know; None chooses.
    secrets : collection of str or None
        Columns that an outsider would like to know; None takes all.
    draw : callable or None
        Given a seed, reads the tables with another synthetic one; None where no other
        can be had.
    n_releases : collection of int
        How many tables are published.
    refit : callable or None
        As ``draw``, from a synthesizer that is fitted anew to the same rows; None where
        none can be fitted.
    by : collection of str
        Columns that divide the table into strata, which are looked at apart.
    min_people : int
        What fewer persons have rests on few.
    shadows : ShadowPlan or None
        The shadow models; None where there are to be none.
    """

    quasi_identifiers: Collection[str] | None = None
    secrets: Collection[str] | None = None
    draw: Callable[[int], AuditTables] | None = None
    n_releases: Collection[int] = N_RELEASES
    refit: Callable[[int], AuditTables] | None = None
    by: Collection[str] = ()
    min_people: int = MIN_PEOPLE
    shadows: ShadowPlan | None = None


class Findings(NamedTuple):
    """What one attack found.

    Parameters
    ----------
    figures : FigureList
        The figures, and why those are missing that do not apply.
    notes : tuple of str
        What the reader should know besides.
    scores, distances : DataFrame or None
        What is drawn: of membership inference, and of distances.
    few_people : DataFrame or None
        What rests on few people and is released: for the owner of the table, and in no
        report that is shared.
    curves : DataFrame or None
        The curve of the worst attack of membership inference on each group.
    """

    figures: FigureList
    notes: tuple[str, ...] = ()
    scores: pd.DataFrame | None = None
    distances: pd.DataFrame | None = None
    few_people: pd.DataFrame | None = None
    curves: pd.DataFrame | None = None


AttackFunction = Callable[
    [AttackContext, AttackOptions, np.random.RandomState], Findings
]


@dataclass(frozen=True)
class Attack:
    """An attack that can be chosen by its name.

    Parameters
    ----------
    name : str
        Its name.
    run : callable
        Takes the context, what the user says, and a source of randomness; leaves all
        of them but the last as they are.
    seed : int
        The number of its seed, which no other attack has and which is never changed:
        so figures do not depend on which other attacks are run, or added.
    """

    name: str
    run: AttackFunction
    seed: int
