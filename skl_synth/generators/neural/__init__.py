"""Generators that train a network: a variational autoencoder and a GAN."""

from skl_synth.generators.neural.gan import GanGenerator
from skl_synth.generators.neural.vae import VaeGenerator

__all__ = ["GanGenerator", "VaeGenerator"]
