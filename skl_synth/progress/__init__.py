"""How far long work is: counted where it is done, shown where somebody waits."""

from skl_synth.progress.counting import counted, counting, steps
from skl_synth.progress.show import show_progress
from skl_synth.progress.track import PART, Cancelled, Progress, Step, report_progress

__all__ = [
    "PART",
    "Cancelled",
    "Progress",
    "Step",
    "counted",
    "counting",
    "report_progress",
    "show_progress",
    "steps",
]
