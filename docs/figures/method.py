"""The pictures of the page on the method, drawn by the library while it is built."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from sklearn.neighbors import NearestNeighbors

from skl_synth import ProximityFilter, RealTable, TableEncoder, TypeAwareSMOTE
from skl_synth.datasets import make_patients
from skl_synth.generators.interpolation import mix_rows
from skl_synth.generators.outcomes import CLOSEST, IDENTICAL, KEPT
from skl_synth.plotting.axes_style import GREY, OKABE_ITO, quiet_axes

BLUE, ORANGE, GREEN, PINK = OKABE_ITO[:4]
PALE = "#C9D3DB"
K = 6


def _patients(n_rows: int = 1000) -> pd.DataFrame:
    return make_patients(n_rows, random_state=0).drop(columns="patient_id")


def neighbours() -> None:
    """Draw the neighbours of one patient in the units of the columns and in theirs."""
    table = _patients(300)[["age", "glucose"]].dropna().reset_index(drop=True)
    someone = int((table["age"] - 62).abs().argmin())
    matrix = TableEncoder().fit_transform(table)
    _, axes = plt.subplots(
        1, 2, figsize=(9.6, 4.2), layout="constrained", sharex=True, sharey=True
    )
    titles = ("As the columns come: age decides", "Standardised: both count")
    for ax, points, title in zip(axes, (table, matrix), titles, strict=True):
        points = np.asarray(points)
        search = NearestNeighbors(n_neighbors=K + 1).fit(points)
        near = search.kneighbors(points[[someone]], return_distance=False)[0, 1:]
        ax.scatter(table["age"], table["glucose"], s=18, color=PALE)
        chosen = table.loc[near]
        ax.scatter(
            chosen["age"],
            chosen["glucose"],
            s=46,
            marker="s",
            color=ORANGE,
            label=f"{K} nearest",
        )
        own = table.loc[someone]
        ax.scatter(own["age"], own["glucose"], s=130, marker="*", color=BLUE, zorder=3)
        ax.set(title=title, xlabel="Age, years")
        quiet_axes(ax)
    axes[0].set_ylabel("Glucose, mmol/l")
    axes[0].scatter([], [], s=130, marker="*", color=BLUE, label="the patient")
    axes[0].legend(frameon=False, loc="upper left")


def between_two() -> None:
    """Draw rows on the lines between neighbours, and the same rows once snapped."""
    table = make_patients(70, random_state=8)
    table = table.query("age > 30 and length_of_stay < 12").reset_index(drop=True)
    table = table[["age", "length_of_stay"]]
    smote = TypeAwareSMOTE(k_neighbors=K, random_state=1).fit(table)
    snapped, _ = smote.sample(45)
    known = smote.provenance_
    first, second = (table.to_numpy()[known.parents[:, i]] for i in (0, 1))
    placed = first + known.weights[:, [1]] * (second - first)
    _, axes = plt.subplots(
        1, 2, figsize=(9.6, 4.2), layout="constrained", sharex=True, sharey=True
    )
    for ax, points in zip(axes, (placed, snapped.to_numpy()), strict=True):
        ax.plot(*_segments(first, second), color=GREY, linewidth=0.7, zorder=1)
        ax.scatter(*table.to_numpy().T, s=34, color=BLUE, zorder=2, label="real rows")
        ax.scatter(
            *points.T, s=34, color=ORANGE, marker="^", zorder=3, label="new rows"
        )
        ax.set(xlabel="Age, years")
        quiet_axes(ax)
    axes[0].set(title="A row between two", ylabel="Length of stay, days")
    axes[1].set(title="Snapped to whole years and days")
    axes[0].legend(frameon=False, loc="upper left", ncols=2)
    axes[0].set_ylim(-0.5, table["length_of_stay"].max() + 2.5)


def _segments(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Put gaps between segments, so that they are one line to matplotlib."""
    gap = np.full(len(first), np.nan)
    return tuple(
        np.column_stack([first[:, i], second[:, i], gap]).ravel() for i in (0, 1)
    )


def nearer_parent() -> None:
    """Write out what lies between two patients, a tenth of the way at a time."""
    table = pd.DataFrame(
        {
            "age": [54, 61],
            "bmi": [24.8, 31.3],
            "glucose": [5.62, np.nan],
            "ward_Cardiology": [0, 1],
            "ward_Surgery": [1, 0],
            "smoker": ["No", "Yes"],
        }
    )
    # In two rows any number has two values, and would be taken for binary.
    numbers = {"age": "integer", "bmi": "continuous", "glucose": "continuous"}
    real = RealTable.read(table, encoder=TableEncoder(numbers))
    way = np.linspace(0, 1, 11)
    parents = np.tile([0, 1], (len(way), 1))
    between = mix_rows(real.rows, parents, np.column_stack([1 - way, way]))
    real.layout.blank_missing(between.numbers, between.codes)
    made = real.decode(real.snap(between))
    made = made.astype(object).where(made.notna(), "missing")
    _, ax = plt.subplots(figsize=(9.6, 3.1), layout="constrained")
    for i, name in enumerate(made):
        is_blended = name in ("age", "bmi")
        for j, value in enumerate(made[name]):
            color = PALE if is_blended else ORANGE if way[j] > 0.5 else BLUE
            cell = plt.Rectangle((j - 0.48, i - 0.45), 0.96, 0.9, color=color)
            cell.set_alpha(0.5 if is_blended else 0.3)
            ax.add_patch(cell)
            ax.text(j, i, value, ha="center", va="center", fontsize=9)
    ax.axvline(5.5, color="black", linestyle=":", linewidth=1.2)
    ax.set(xlim=(-0.6, 10.6), ylim=(len(made.columns) - 0.45, -0.55))
    steps = [f"{step:.1f}" for step in way[1:-1]]
    ax.set_xticks(range(11), ["the one\nparent", *steps, "the other\nparent"])
    ax.set_yticks(range(len(made.columns)), made.columns, family="monospace")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xlabel("Part of the way")


def order() -> None:
    """Draw distances to the nearest real row before and after snapping."""
    table = _patients()[["age", "sex", "ward", "length_of_stay", "emergency"]]
    smote = TypeAwareSMOTE(random_state=0).fit(table)
    smote.sample(2 * len(table))
    known = smote.provenance_
    unsnapped = mix_rows(smote.rows_, known.parents, known.weights)
    matrix = smote.table_.matrix
    search = NearestNeighbors(n_neighbors=1).fit(matrix())
    _, axes = plt.subplots(
        1, 2, figsize=(9.6, 3.8), layout="constrained", sharex=True, sharey=True
    )
    titles = ("Measured before rounding", "Measured on what is published")
    bins = np.linspace(0, 0.6, 49)
    for ax, rows, title in zip(axes, (unsnapped, known.rows), titles, strict=True):
        distances = search.kneighbors(matrix(rows))[0][:, 0]
        copies = distances < 1e-3
        ax.hist(np.clip(distances, 0, 0.599), bins, color=PALE, label="new rows")
        ax.hist(distances[copies], bins, color=ORANGE, label="identical to a real row")
        ax.annotate(
            f"{copies.mean():.0%} are identical\nto a real row",
            (bins[1], max(copies.sum(), 25)),
            xytext=(0.11, 0.86),
            textcoords=("data", "axes fraction"),
            va="center",
            arrowprops={"arrowstyle": "-", "color": GREY},
        )
        ax.set(title=title, xlabel="Distance to the nearest real row")
        quiet_axes(ax)
    axes[0].set_ylabel("Rows")
    axes[0].set_xlim(-0.01, 0.6)


def outcomes() -> None:
    """Draw what becomes of the candidates, by distance and in numbers."""
    patients = _patients()
    X, y = patients.drop(columns="readmitted"), patients["readmitted"]
    synthesizer = ProximityFilter(mode="replace", random_state=0)
    synthesizer.fit_resample(X, y)
    smote = TypeAwareSMOTE(random_state=0).fit(X, y)
    candidates, _ = smote.sample(2 * len(X))
    pool = smote.provenance_.measured(*synthesizer.nearest_real(candidates))
    found = synthesizer.generator_.outcomes_of(pool, np.random.RandomState(0))
    _, (left, right) = plt.subplots(
        1, 2, figsize=(9.6, 4.0), layout="constrained", width_ratios=(1.25, 1)
    )
    _draw_distances(left, pool.distances, found)
    _draw_numbers(right, synthesizer.filter_counts_)


def _draw_distances(ax: Axes, distances: np.ndarray, found: np.ndarray) -> None:
    bins = np.linspace(0, 1.0, 61)
    parts = {
        "identical": (found == IDENTICAL, ORANGE),
        "closest 10 %": (found == CLOSEST, PINK),
        "far enough": (found == KEPT, PALE),
    }
    ax.hist(
        [distances[mask].clip(max=0.999) for mask, _ in parts.values()],
        bins,
        stacked=True,
        color=[color for _, color in parts.values()],
        label=[f"{name}: {mask.sum()}" for name, (mask, _) in parts.items()],
    )
    ax.set(
        xlabel="Distance to the nearest real row, in standard deviations",
        ylabel="Candidates",
        title="The closest go",
    )
    ax.legend(frameon=False)
    quiet_axes(ax)


def _draw_numbers(ax: Axes, counts: dict[str, int]) -> None:
    drawn = {
        "identical": ("identical to\na real row", ORANGE),
        "repeated": ("repeats\nanother", ORANGE),
        "closest": ("among the\nclosest", PINK),
        "unused": ("more than\nneeded", PALE),
        "kept": ("kept", BLUE),
    }
    sizes = [counts[name] for name in drawn]
    bars = ax.barh(range(len(drawn)), sizes, color=[c for _, c in drawn.values()])
    ax.bar_label(bars, padding=4)
    ax.set_yticks(range(len(drawn)), [text for text, _ in drawn.values()])
    ax.invert_yaxis()
    ax.set(
        xlabel="Rows",
        xlim=(0, 1.15 * max(sizes)),
        title=f"What became of {sum(sizes)} candidates",
    )
    quiet_axes(ax)
    ax.grid(visible=False, axis="y")
