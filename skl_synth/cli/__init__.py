"""The command line: skl-synth demo, inspect, generate, evaluate and publish."""

from skl_synth.cli.app import main

__all__ = ["main"]
