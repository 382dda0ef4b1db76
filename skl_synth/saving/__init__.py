"""Synthesizers in files: arrays and JSON, which run no code on loading."""

from skl_synth.saving.save_load import RealRowsWarning, load, save

__all__ = ["RealRowsWarning", "load", "save"]
