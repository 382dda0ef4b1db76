"""People with several rows: persons are drawn first, then their visits."""

from skl_synth.generators.visits.visits_generator import VisitsGenerator

__all__ = ["VisitsGenerator"]
