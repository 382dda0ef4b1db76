"""Probabilities of models that were trained on other class counts than there are."""

from skl_synth.probabilities.honest_probabilities import HonestProbabilities

__all__ = ["HonestProbabilities"]
