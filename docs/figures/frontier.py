"""The picture of all methods, from the figures that the benchmark wrote."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

from skl_synth.plotting.axes_style import GREY, INK, OKABE_ITO, quiet_axes

RECORDS = Path("frontier.json")

MARKS = {
    "taught SMOTE": ("^", OKABE_ITO[1]),
    "hardened SMOTE": ("v", OKABE_ITO[3]),
    "local SMOTE": ("<", OKABE_ITO[5]),
    "CART": ("s", OKABE_ITO[2]),
    "calibrated CART": ("D", OKABE_ITO[4]),
    "release": ("o", OKABE_ITO[0]),
    "VAE": ("P", OKABE_ITO[6]),
    "GAN": ("X", OKABE_ITO[6]),
    "imblearn SMOTE": ("^", None),
    "imblearn SMOTENC": ("v", None),
    "Gaussian copula": ("s", None),
    "arfpy": ("D", None),
    "ctgan TVAE": ("P", None),
    "ctgan CTGAN": ("X", None),
}
"""Mark and colour; the generators of others are hollow."""

LABELS = {"taught SMOTE": "SMOTE with filter", "release": "release setting"}
"""Names of generators in the records, where the picture has another."""

GOODS = {
    "auc_ratio": ("TSTR AUC, over that of real rows", 1.0),
    "two_sample": ("Discriminator (two-sample) AUC", 0.5),
}


def three_goods() -> None:
    """Draw utility and fidelity against privacy: a point is a mean over tables."""
    records = pd.DataFrame(json.loads(RECORDS.read_text(encoding="utf-8")))
    figure, axes = plt.subplots(1, 2, figsize=(10, 4.4), layout="constrained")
    for ax, (name, (label, ideal)) in zip(axes, GOODS.items(), strict=True):
        for generator, (marker, color) in MARKS.items():
            mine = records[records["generator"] == generator]
            look = {"facecolors": color or "none", "edgecolors": color or INK}
            ax.scatter(
                mine["audit_membership"].mean(),
                mine[name].mean(),
                marker=marker,
                s=80,
                label=LABELS.get(generator, generator),
                **look,
            )
        ax.axhline(ideal, color=GREY, linewidth=0.8, zorder=0)
        ax.axvline(0.5, color=GREY, linewidth=0.8, zorder=0)
        ax.set(xlabel="Membership AUC, by the attacks of the audit", ylabel=label)
        quiet_axes(ax)
    # One that learns nearly nothing would press all others together.
    axes[0].set_ylim(bottom=max(axes[0].get_ylim()[0], 0.9))
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, frameon=False, loc="outside right center")
