"""The picture of the page on releases, from the figures that the benchmark wrote."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

from skl_synth.plotting.style import GREY, OKABE_ITO, quiet_axes

RECORDS = Path("frontier.json")

MARKS = {
    "taught SMOTE": ("^", OKABE_ITO[1]),
    "hardened SMOTE": ("v", OKABE_ITO[3]),
    "CART": ("s", OKABE_ITO[2]),
    "calibrated CART": ("D", OKABE_ITO[4]),
    "release": ("o", OKABE_ITO[0]),
}


def three_goods() -> None:
    """Draw utility and fidelity against privacy: a point is a mean over tables."""
    records = pd.DataFrame(json.loads(RECORDS.read_text(encoding="utf-8")))
    _, axes = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    goods = {
        "auc_ratio": ("A model learns as much as from real rows", 1.0),
        "two_sample": ("A classifier tells the table from a real one", 0.5),
    }
    for ax, (name, (label, ideal)) in zip(axes, goods.items(), strict=True):
        for generator, (marker, color) in MARKS.items():
            of_tables = records[records["generator"] == generator]
            x, y = of_tables["audit_membership"], of_tables[name]
            ax.scatter(x, y, marker=marker, color=color, s=14, alpha=0.35)
            mean = {"marker": marker, "color": color, "s": 90, "label": generator}
            ax.scatter(x.mean(), y.mean(), **mean)
        ax.axhline(ideal, color=GREY, linewidth=0.8, zorder=0)
        ax.axvline(0.5, color=GREY, linewidth=0.8, zorder=0)
        ax.set(xlabel="Who was in the table is found out (ROC AUC)", ylabel=label)
        quiet_axes(ax)
    axes[1].legend(frameon=False, loc="best")
