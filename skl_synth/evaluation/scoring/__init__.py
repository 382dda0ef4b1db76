"""Scorers for searches: the utility of a setting, and what it discloses."""

from skl_synth.evaluation.scoring.make_scorers import (
    make_fidelity_scorer,
    make_privacy_scorer,
    make_utility_privacy_scorer,
)
from skl_synth.evaluation.scoring.scorers import (
    fidelity_scorer,
    privacy_scorer,
    utility_privacy_scorer,
)
from skl_synth.evaluation.scoring.tradeoff import most_private_within_one_se

__all__ = [
    "fidelity_scorer",
    "make_fidelity_scorer",
    "make_privacy_scorer",
    "make_utility_privacy_scorer",
    "most_private_within_one_se",
    "privacy_scorer",
    "utility_privacy_scorer",
]
