"""Tables to try things on: simulated patients, and what scikit-learn carries."""

from skl_synth.datasets.packaged import load_table
from skl_synth.datasets.patients import make_patients

__all__ = ["load_table", "make_patients"]
