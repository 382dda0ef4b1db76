"""Membership inference: whether a person was in the table."""

from skl_synth.evaluation.privacy.membership.attacks import add_membership

__all__ = ["add_membership"]
