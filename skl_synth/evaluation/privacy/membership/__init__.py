"""Membership inference: whether a person was in the table."""

from skl_synth.evaluation.privacy.membership.attacks import (
    GROUP_BOUND,
    MEMBERSHIP_BOUND,
    infer_membership,
)
from skl_synth.evaluation.privacy.membership.scores import SCORES

__all__ = ["GROUP_BOUND", "MEMBERSHIP_BOUND", "SCORES", "infer_membership"]
