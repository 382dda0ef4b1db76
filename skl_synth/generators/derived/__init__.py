"""Columns that follow from others: left out of what is learnt, and computed."""

from skl_synth.generators.derived.derivation import Derivation

__all__ = ["Derivation"]
