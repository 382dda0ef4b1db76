"""The generators, all behind the interface of `skl_synth.base`."""

from skl_synth.generators.neural import TypeAwareGAN, TypeAwareVAE
from skl_synth.synthesizers.adapter import SamplerAdapter, as_synthesizer
from skl_synth.synthesizers.cart import TypeAwareCART
from skl_synth.synthesizers.smote import TypeAwareSMOTE

__all__ = [
    "SamplerAdapter",
    "TypeAwareCART",
    "TypeAwareGAN",
    "TypeAwareSMOTE",
    "TypeAwareVAE",
    "as_synthesizer",
]
