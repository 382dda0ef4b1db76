"""Arguments that a constructor or a method does not know: where they belong."""

from skl_synth.keywords.known_call import knows_keywords
from skl_synth.keywords.named_parameters import NamedParameters, SettableParameters

__all__ = ["NamedParameters", "SettableParameters", "knows_keywords"]
