"""The picture of the speed of the whole method, from figures of the benchmark."""

import json
from pathlib import Path

import matplotlib.pyplot as plt

from skl_synth.plotting.axes_style import OKABE_ITO, quiet_axes

RECORDS = Path("speed.json")

LINES = {
    "whole fast": ("skl_synth, with the extra fast", OKABE_ITO[0], "o"),
    "whole plain": ("skl_synth, plain", OKABE_ITO[2], "s"),
    "notebook": ("SMOTE and brute force, by hand", OKABE_ITO[1], "^"),
}


def time_against_rows() -> None:
    """Draw the seconds of the whole method against the rows of the table."""
    records = json.loads(RECORDS.read_text(encoding="utf-8"))
    records = [one for one in records if one["shape"] == "patients"]
    for one in records:
        # A run without peers is one with the extra.
        took = one["seconds"]
        took.setdefault("whole fast", took.get("whole"))
    _, ax = plt.subplots(figsize=(6.4, 4.2), layout="constrained")
    for name, (label, color, marker) in LINES.items():
        points = [
            (one["rows"], _seconds(one["seconds"], name))
            for one in records
            if _seconds(one["seconds"], name) is not None
        ]
        rows, seconds = zip(*sorted(points), strict=True)
        ax.loglog(rows, seconds, color=color, marker=marker, label=label)
    ax.set(xlabel="Rows of the table", ylabel="Seconds on one core")
    ax.legend(frameon=False, loc="upper left")
    quiet_axes(ax)


def _seconds(took: dict[str, float], name: str) -> float | None:
    if name == "notebook" and "brute" in took:
        # By hand twice as many rows are made, and each is compared with all.
        return took["imblearn"] + 2 * (took["brute"] + took.get("restore", 0.0))
    return took.get(name)
