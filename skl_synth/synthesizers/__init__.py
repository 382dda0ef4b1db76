"""The estimators around the generators, all with the interface of `skl_synth.base`."""

from skl_synth.synthesizers.private_marginals import PrivateMarginals
from skl_synth.synthesizers.sampler_adapter import SamplerAdapter, as_synthesizer
from skl_synth.synthesizers.type_aware_cart import TypeAwareCART
from skl_synth.synthesizers.type_aware_gan import TypeAwareGAN
from skl_synth.synthesizers.type_aware_smote import TypeAwareSMOTE
from skl_synth.synthesizers.type_aware_vae import TypeAwareVAE

__all__ = [
    "PrivateMarginals",
    "SamplerAdapter",
    "TypeAwareCART",
    "TypeAwareGAN",
    "TypeAwareSMOTE",
    "TypeAwareVAE",
    "as_synthesizer",
]
