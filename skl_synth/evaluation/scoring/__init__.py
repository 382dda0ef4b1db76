"""Scorers for searches: what a setting gives away, beside what it is worth."""

from skl_synth.evaluation.scoring.choice import most_private_within_one_se
from skl_synth.evaluation.scoring.making import (
    make_fidelity_scorer,
    make_privacy_scorer,
    make_utility_privacy_scorer,
)
from skl_synth.evaluation.scoring.scorers import (
    fidelity_scorer,
    privacy_scorer,
    utility_privacy_scorer,
)

__all__ = [
    "fidelity_scorer",
    "make_fidelity_scorer",
    "make_privacy_scorer",
    "make_utility_privacy_scorer",
    "most_private_within_one_se",
    "privacy_scorer",
    "utility_privacy_scorer",
]
