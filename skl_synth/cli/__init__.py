"""The command line: skl-synth demo, inspect, generate and evaluate."""

from skl_synth.cli.app import main

__all__ = ["main"]
