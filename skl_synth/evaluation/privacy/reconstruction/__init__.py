"""Reconstruction: real rows computed from synthetic ones that lie between them."""

from skl_synth.evaluation.privacy.reconstruction.success import add_reconstruction

__all__ = ["add_reconstruction"]
