"""The estimators around the generators, all with the interface of `skl_synth.base`."""

from skl_synth.synthesizers.sampler_adapter import SamplerAdapter, as_synthesizer
from skl_synth.synthesizers.type_aware_cart import TypeAwareCART
from skl_synth.synthesizers.type_aware_smote import TypeAwareSMOTE

__all__ = [
    "SamplerAdapter",
    "TypeAwareCART",
    "TypeAwareSMOTE",
    "as_synthesizer",
]
