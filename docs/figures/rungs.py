"""The picture of the rungs of a release, from the figures that the benchmark wrote."""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from skl_synth.plotting.axes_style import GREY, MARKERS, OKABE_ITO, quiet_axes

RECORDS = Path("rungs.json")

RUNGS = {
    "columns": "columns only",
    "columns, epsilon 1": "columns, epsilon 1",
    "margins, no noise": "margins, no noise",
    "release setting": "release setting",
    "epsilon 4": "guarantee, epsilon 4",
    "epsilon 1": "guarantee, epsilon 1",
}
"""Names in the records, and in the picture."""

GOODS = {
    "auc_ratio": ("TSTR AUC, over that of real rows", 1.0),
    "two_sample": ("Discriminator (two-sample) AUC, unseen rows", 0.5),
}

SIZES = ["300", "1000", "all"]


def what_it_costs() -> None:
    """Draw utility and fidelity against the worst attack: means over tables."""
    records = pd.DataFrame(json.loads(RECORDS.read_text(encoding="utf-8")))
    figure, axes = plt.subplots(1, 2, figsize=(10, 4.4), layout="constrained")
    for ax, (name, (label, ideal)) in zip(axes, GOODS.items(), strict=True):
        for place, (rung, words) in enumerate(RUNGS.items()):
            _draw(ax, records[records["method"] == rung], name, place, words)
        ax.axhline(ideal, color=GREY, linewidth=0.8, zorder=0)
        ax.axvline(0.5, color=GREY, linewidth=0.8, zorder=0)
        ax.set(xlabel="Worst attack of membership inference, AUC", ylabel=label)
        quiet_axes(ax)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, frameon=False, loc="outside right center")


def _draw(ax: Axes, rung: pd.DataFrame, name: str, place: int, words: str) -> None:
    """Draw a rung as a line from few people to many; marks grow with them."""
    by_size = rung.groupby("n")[["worst", name]].mean().reindex(SIZES).dropna()
    color = OKABE_ITO[place]
    ax.plot(by_size["worst"], by_size[name], color=color, linewidth=1)
    ax.scatter(
        by_size["worst"],
        by_size[name],
        s=[30, 70, 130][-len(by_size) :],
        color=color,
        marker=MARKERS[place],
        label=words,
    )
