"""All attacks on one table, one after the other."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.privacy.attack import Attack, AttackOptions
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.check_options import check_options, listed
from skl_synth.evaluation.privacy.closest_record import measure_distances
from skl_synth.evaluation.privacy.copies import find_copies
from skl_synth.evaluation.privacy.disclosure.disclosure_figures import find_disclosed
from skl_synth.evaluation.privacy.few_released import find_few_people
from skl_synth.evaluation.privacy.inference import infer_attributes
from skl_synth.evaluation.privacy.linkability import link_halves
from skl_synth.evaluation.privacy.membership import infer_membership
from skl_synth.evaluation.privacy.near_copies import find_near_copies
from skl_synth.evaluation.privacy.nearer_rows import find_nearer_rows
from skl_synth.evaluation.privacy.reconstruction import reconstruct_rows
from skl_synth.evaluation.privacy.releases import attack_releases
from skl_synth.evaluation.privacy.shadow.shadow_attack import attack_shadows
from skl_synth.evaluation.privacy.singling_out import single_out
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.evaluation.work_ahead import weights_of_attacks
from skl_synth.progress import steps

ATTACKS = {
    attack.name: attack
    for attack in (
        Attack("membership", infer_membership, seed=2),
        Attack("shadow", attack_shadows, seed=10),
        Attack("releases", attack_releases, seed=7),
        Attack("copies", find_copies, seed=0),
        Attack("near_copies", find_near_copies, seed=8),
        Attack("nearer", find_nearer_rows, seed=11),
        Attack("few_people", find_few_people, seed=9),
        Attack("reconstruction", reconstruct_rows, seed=3),
        Attack("singling_out", single_out, seed=4),
        Attack("linkability", link_halves, seed=5),
        Attack("inference", infer_attributes, seed=6),
        Attack("disclosure", find_disclosed, seed=12),
        Attack("distances", measure_distances, seed=1),
    )
}
"""The attacks by name, in the order of reports: first those that disclose most. A new
one gets the next seed, so that the figures of the others stay."""

LAST_SEED = max(attack.seed for attack in ATTACKS.values())

ATTACK_NAMES = tuple(sorted(ATTACKS))
"""The names by which attacks are chosen."""

BY_PERSONS = (
    "persons were attacked, each by all of their rows at once: who is found by one row "
    "is found."
)


class AttackResult(NamedTuple):
    """What the attacks found.

    Parameters
    ----------
    figures : DataFrame
        Every figure.
    scores : DataFrame
        What membership inference says of each person; empty if it was not run.
    distances : DataFrame
        Distances to the closest record; empty if they were not measured.
    notes : tuple of str
        What the reader should know besides.
    not_applicable : DataFrame
        Which figures there cannot be, and why.
    few_people : DataFrame
        What rests on few people and is released; empty if it was not looked for.
    curves : DataFrame
        The curve of the worst attack of membership inference on each group; empty if
        it was not run.
    """

    figures: pd.DataFrame
    scores: pd.DataFrame
    distances: pd.DataFrame
    notes: tuple[str, ...]
    not_applicable: pd.DataFrame
    few_people: pd.DataFrame
    curves: pd.DataFrame


def run_attacks(
    tables: AuditTables,
    *,
    rng: np.random.RandomState,
    attacks: Collection[str] = ATTACK_NAMES,
    options: AttackOptions | None = None,
) -> AttackResult:
    """Run the attacks that were chosen.

    Parameters
    ----------
    tables : AuditTables
        The tables, with a hold-out.
    rng : RandomState
        Source of randomness; each attack gets a seed of its own, so that its figures
        do not depend on which others are run.
    attacks : collection of str, default=all
        The names of the attacks.
    options : AttackOptions, default=None
        What the user says of them; None for nothing.

    Returns
    -------
    AttackResult
        Figures, scores and distances.

    Raises
    ------
    InputError
        For an attack that is not known, or options that no attack can be run with.
    """
    options = AttackOptions() if options is None else options
    check_options(options, attacks)
    _check_names(attacks)
    # Each attack reads them again, which an iterator would not bear.
    options = options._replace(
        quasi_identifiers=listed(options.quasi_identifiers),
        secrets=listed(options.secrets),
    )
    context = AttackContext.of(tables, rng)
    seeds = [draw_seed(rng) for _ in range(1 + LAST_SEED)]
    chosen = [attack for name, attack in ATTACKS.items() if name in attacks]
    names = [attack.name for attack in chosen]
    weights = weights_of_attacks(names, draws=options.draw is not None)
    found = [
        attack.run(context, options, np.random.RandomState(seeds[attack.seed]))
        for attack in steps(chosen, "attack", name=_in_words, weights=weights)
    ]
    figures = FigureList()
    for one in found:
        figures.extend(one.figures)
    by_persons = () if context.starts is None else (BY_PERSONS,)
    return AttackResult(
        figures.frame(),
        _only([one.scores for one in found]),
        _only([one.distances for one in found]),
        (*by_persons, *(note for one in found for note in one.notes)),
        figures.not_applicable(),
        _only([one.few_people for one in found]),
        _only([one.curves for one in found]),
    )


def _in_words(attack: Attack) -> str:
    return attack.name.replace("_", " ")


def _check_names(attacks: Collection[str]) -> None:
    unknown = sorted(set(attacks) - set(ATTACKS))
    if unknown:
        raise InputError(
            "there is no attack {value!r}; the attacks are {known}",
            parameter="attacks",
            value=unknown[0],
            known=", ".join(ATTACK_NAMES),
        )


def _only(frames: list[pd.DataFrame | None]) -> pd.DataFrame:
    """The frame of the one attack that has such a one; empty if it was not run."""
    return next((frame for frame in frames if frame is not None), pd.DataFrame())
