"""Reconstruction: real rows computed from synthetic ones that lie between them."""

from skl_synth.evaluation.privacy.reconstruction.success import reconstruct_rows

__all__ = ["reconstruct_rows"]
