"""The picture of the front page: one table, and the three that are made from it."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import SubFigure

from skl_synth import ProximityFilter, release_synthesizer
from skl_synth.datasets import make_patients
from skl_synth.plotting.axes_style import OKABE_ITO, quiet_axes

BLUE, ORANGE = OKABE_ITO[:2]
MARKS = {0: "o", 1: "^"}
SIZES = {0: 9, 1: 17}
SHOWN = ["age", "sex", "ward", "length_of_stay", "readmitted"]
N_SHOWN = 4
USES = {
    "The real table": "what there is",
    "Augment": "more of the rare class, to train on",
    "Replace": "rows that stand in for the real ones",
    "Publish": "for strangers, after it was attacked",
}


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
    figure = plt.figure(figsize=(11.5, 5.4), layout="constrained")
    above, below = figure.subfigures(2, 1, height_ratios=(1.0, 2.2))
    _draw_tables(above, real, synthetic[2])
    axes = below.subplots(1, 4, sharex=True, sharey=True)
    for ax, (title, what_for), rows in zip(axes, USES.items(), synthetic, strict=True):
        keeps_real = title in ("The real table", "Augment")
        if keeps_real:
            _draw(ax, real, BLUE)
        _draw(ax, rows, ORANGE)
        n_real = len(real) if keeps_real else 0
        ax.set_title(title, fontweight="bold", pad=30)
        words = f"{what_for}\n{n_real} real, {len(rows)} synthetic rows"
        ax.text(0.5, 1.02, words, transform=ax.transAxes, ha="center", fontsize=8.5)
        ax.set_xlabel("Age, years")
        quiet_axes(ax)
    axes[0].set_ylabel("Length of stay, days")
    axes[0].set_ylim(-1, 32)
    _legend(below, axes[0])


def _draw_tables(figure: SubFigure, real: pd.DataFrame, made: pd.DataFrame) -> None:
    """Draw the first rows of the real table, an arrow, and those of a synthetic one."""
    left, middle, right = figure.subplots(1, 3, width_ratios=(5, 1, 5))
    for ax, rows, color, title in (
        (left, real, BLUE, "A table of real people goes in"),
        (right, made, ORANGE, "a table of synthetic rows comes out"),
    ):
        cells = rows[SHOWN].head(N_SHOWN).astype(str).to_numpy()
        names = [name.replace("_", " ") for name in SHOWN]
        table = ax.table(
            cells,
            colLabels=names,
            loc="center",
            cellLoc="center",
            colWidths=[0.12, 0.16, 0.3, 0.24, 0.18],
        )
        table.auto_set_font_size(False)
        table.set_fontsize(9)
        table.scale(1.0, 1.35)
        for (row, _), cell in table.get_celld().items():
            cell.set_edgecolor("#D0D0D0")
            if row == 0:
                cell.set(facecolor=color, edgecolor=color)
                cell.get_text().set_color("white")
        ax.set_title(title, fontweight="bold")
        ax.set_axis_off()
    arrow = {"arrowstyle": "-|>", "color": "#404040", "linewidth": 2.5}
    middle.annotate("", (0.95, 0.5), (0.05, 0.5), arrowprops=arrow)
    middle.set_axis_off()


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


def _legend(figure: SubFigure, ax: Axes) -> None:
    marks = [
        ax.scatter([], [], s=30, marker=MARKS[1], color=BLUE),
        ax.scatter([], [], s=30, marker=MARKS[1], color=ORANGE),
        ax.scatter([], [], s=30, marker=MARKS[0], facecolors="none", edgecolors="k"),
    ]
    texts = ["real, readmitted", "synthetic, readmitted", "not readmitted"]
    figure.legend(marks, texts, frameon=False, loc="outside lower center", ncols=3)
