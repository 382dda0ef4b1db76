"""All attacks on one table, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

import numpy as np
import pandas as pd

from skl_synth.evaluation.figures import FigureList
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.closest_record import add_distances
from skl_synth.evaluation.privacy.copies import add_copies
from skl_synth.evaluation.privacy.inference import add_inference
from skl_synth.evaluation.privacy.linkability import add_linkability
from skl_synth.evaluation.privacy.membership import add_membership
from skl_synth.evaluation.privacy.reconstruction import add_reconstruction
from skl_synth.evaluation.privacy.releases import add_releases
from skl_synth.evaluation.privacy.singling_out import add_singling_out
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.table_data import AuditTables

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


class AttackResult(NamedTuple):
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
    draw: Callable[[int], AuditTables] | None = None,
    n_releases: Collection[int] = N_RELEASES,
) -> AttackResult:
    """Run the attacks that were chosen.

    Parameters
    ----------
    tables : AuditTables
        The tables, with a hold-out.
    rng : RandomState
        Source of randomness; each attack gets a seed of its own, so that its figures
        do not depend on which others are run.
    attacks, quasi_identifiers, secrets, n_releases : object
        As in `privacy_report`.
    draw : callable or None, default=None
        Given a seed, reads the tables with another synthetic one; None where no other
        can be had.

    Returns
    -------
    AttackResult
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
    context = AttackContext.of(tables, rng)
    seeds = {name: np.random.RandomState(draw_seed(rng)) for name in ATTACKS}
    figures = FigureList("privacy")
    scores, distances = pd.DataFrame(), pd.DataFrame()
    notes: list[str] = []
    # The worst first: who was in the table is found out most easily.
    if "membership" in attacks:
        scores = add_membership(figures, context, seeds["membership"])
    if "releases" in attacks and draw is not None:
        add_releases(figures, context, draw, n_releases, seeds["releases"])
    if "copies" in attacks:
        notes += add_copies(figures, context, quasi_identifiers)
    if "reconstruction" in attacks:
        notes += add_reconstruction(figures, context, seeds["reconstruction"])
    if "singling_out" in attacks:
        add_singling_out(figures, context, seeds["singling_out"])
    if "linkability" in attacks:
        add_linkability(figures, context, seeds["linkability"])
    if "inference" in attacks:
        add_inference(figures, context, secrets)
    if "distances" in attacks:
        distances = add_distances(figures, context)
    return AttackResult(figures.frame(), scores, distances, tuple(notes))
