"""All attacks on one table, one after the other."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from skl_synth.evaluation.figures import FigureList
from skl_synth.evaluation.privacy.copies import add_copies
from skl_synth.evaluation.privacy.distances import add_distances
from skl_synth.evaluation.privacy.membership import add_membership
from skl_synth.evaluation.privacy.setting import Setting
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.tables import AuditTables

ATTACKS = (
    "copies",
    "distances",
    "membership",
    "reconstruction",
    "singling_out",
    "linkability",
    "inference",
    "releases",
)
"""The names by which attacks are chosen."""


N_RELEASES = (1, 2, 5)
"""Tables that are published one after the other, for the cumulative figure."""


class Found(NamedTuple):
    """What the attacks found."""

    figures: pd.DataFrame
    scores: pd.DataFrame
    distances: pd.DataFrame
    notes: tuple[str, ...]


def run_attacks(
    tables: AuditTables,
    *,
    rng: np.random.RandomState,
    attacks: Collection[str] = ATTACKS,
    quasi_identifiers: Collection[str] | None = None,
    secrets: Collection[str] | None = None,
    synthesizer: Any = None,
    n_releases: Collection[int] = N_RELEASES,
) -> Found:
    """Run the attacks that were chosen.

    Parameters
    ----------
    tables : AuditTables
        The tables, with a hold-out.
    rng : RandomState
        Source of randomness; each attack gets a seed of its own, so that its figures
        do not depend on which others are run.
    attacks, quasi_identifiers, secrets, synthesizer, n_releases : object
        As in `privacy_report`.

    Returns
    -------
    Found
        Figures, scores and distances.

    Raises
    ------
    ValueError
        For an attack that is not known.
    """
    unknown = sorted(set(attacks) - set(ATTACKS))
    if unknown:
        raise ValueError(
            f"there is no attack {unknown[0]!r}; the attacks are {', '.join(ATTACKS)}."
        )
    setting = Setting.of(tables, rng)
    seeds = {name: np.random.RandomState(draw_seed(rng)) for name in ATTACKS}
    figures = FigureList("privacy")
    scores, distances = pd.DataFrame(), pd.DataFrame()
    notes: list[str] = []
    if "membership" in attacks:
        scores = add_membership(figures, setting, seeds["membership"])
    if "copies" in attacks:
        notes += add_copies(figures, setting, quasi_identifiers)
    if "distances" in attacks:
        distances = add_distances(figures, setting)
    return Found(figures.frame(), scores, distances, tuple(notes))
