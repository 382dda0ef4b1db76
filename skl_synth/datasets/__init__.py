"""Tables to try things on: simulated patients and visits, and real ones."""

from skl_synth.datasets.packaged import load_table
from skl_synth.datasets.patients import make_patients
from skl_synth.datasets.visits_data import make_visits

__all__ = ["load_table", "make_patients", "make_visits"]
