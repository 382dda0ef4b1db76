"""The picture of the front page: one table, and the three that are made from it."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from skl_synth import ProximityFilter, release_synthesizer
from skl_synth.datasets import make_patients
from skl_synth.plotting.axes_style import OKABE_ITO, quiet_axes

BLUE, ORANGE = OKABE_ITO[:2]
MARKS = {0: "o", 1: "^"}
SIZES = {0: 9, 1: 17}
TITLES = ("The real table", "Augment", "Replace", "Publish")


def three_uses() -> None:
    """Draw the real table, and what augment, replace and publish make of it."""
    X, y = make_patients(400, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    real = X.assign(readmitted=y)
    more, y_more = ProximityFilter(random_state=0).fit_resample(X, y)
    replaced, y_replaced = ProximityFilter(mode="replace", random_state=0).fit_resample(
        X, y
    )
    published, y_published = release_synthesizer(random_state=0).fit_resample(X, y)
    synthetic = (
        real.head(0),
        more.assign(readmitted=y_more).iloc[len(X) :],
        replaced.assign(readmitted=y_replaced),
        published.assign(readmitted=y_published),
    )
    figure, axes = plt.subplots(
        1, 4, figsize=(11.5, 3.3), layout="constrained", sharex=True, sharey=True
    )
    for ax, title, rows in zip(axes, TITLES, synthetic, strict=True):
        keeps_real = title in TITLES[:2]
        if keeps_real:
            _draw(ax, real, BLUE)
        _draw(ax, rows, ORANGE)
        n_real = len(real) if keeps_real else 0
        ax.set(title=f"{title}\n{n_real} real, {len(rows)} synthetic rows")
        ax.set_xlabel("Age, years")
        quiet_axes(ax)
    axes[0].set_ylabel("Length of stay, days")
    axes[0].set_ylim(-1, 32)
    _legend(figure, axes[0])


def _draw(ax: Axes, rows: pd.DataFrame, color: str) -> None:
    for label, marker in MARKS.items():
        chosen = rows[rows["readmitted"] == label]
        ax.scatter(
            chosen["age"],
            chosen["length_of_stay"],
            s=SIZES[label],
            marker=marker,
            facecolors=color if label else "none",
            edgecolors=color,
            linewidths=0.7,
            alpha=0.8,
        )


def _legend(figure: plt.Figure, ax: Axes) -> None:
    marks = [
        ax.scatter([], [], s=30, marker=MARKS[1], color=BLUE),
        ax.scatter([], [], s=30, marker=MARKS[1], color=ORANGE),
        ax.scatter([], [], s=30, marker=MARKS[0], facecolors="none", edgecolors="k"),
    ]
    texts = ["real, readmitted", "synthetic, readmitted", "not readmitted"]
    figure.legend(marks, texts, frameon=False, loc="outside lower center", ncols=3)
