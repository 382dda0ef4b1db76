"""Generators that learn with a network: a variational autoencoder and a GAN."""

from skl_synth.synthesizers.neural.gan import TypeAwareGAN
from skl_synth.synthesizers.neural.vae import TypeAwareVAE

__all__ = ["TypeAwareGAN", "TypeAwareVAE"]
