"""Generators that learn with a network: a variational autoencoder and a GAN."""

from skl_synth.generators.neural.gan import TypeAwareGAN
from skl_synth.generators.neural.vae import TypeAwareVAE

__all__ = ["TypeAwareGAN", "TypeAwareVAE"]
