"""Generators: plain objects that learn a table that was read, and draw rows."""

from skl_synth.generators.generator import Generator, Request

__all__ = ["Generator", "Request"]
