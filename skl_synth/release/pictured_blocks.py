"""The pictures of a release on its page, with what is to be seen in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.evaluation.figures import NAN
from skl_synth.pages import Picture
from skl_synth.pages.charts import (
    Frontier,
    Marginal,
    MarginalBars,
    PairMatrix,
    RocCurves,
)
from skl_synth.release.pictured import Pictured, PicturedColumn

CEILING_OF_ATTACKS = 0.5
"""What guessing reaches."""


def column_pictures(
    pictured: Pictured, details: pd.DataFrame | None = None
) -> Iterator[Picture]:
    """Draw single columns.

    Parameters
    ----------
    pictured : Pictured
        What is drawn.
    details : DataFrame or None, default=None
        Figures over folds: how alike each column is. None where nothing was compared.

    Yields
    ------
    Picture
        One, or none where nothing was counted.
    """
    if not pictured.columns:
        return
    alike = {} if details is None else _of_columns(details, "column_similarity")
    shown = [
        _marginal(one, *alike.get(one.name, (NAN, NAN))) for one in pictured.columns
    ]
    title = "Single columns, real over synthetic"
    if not pictured.has_real:
        title = "Single columns of the synthetic table"
    yield Picture(
        MarginalBars(columns=shown),
        title,
        " ".join(_words_of_columns(pictured, alike)),
        _frame_of(pictured.columns),
    )


def _of_columns(details: pd.DataFrame, metric: str) -> dict[str, tuple[float, float]]:
    """A figure of each column, and what other real rows reach."""
    found = details[(details["metric"] == metric) & (details["scope"] == "column")]
    lines = found[["subject", "mean", "ceiling"]].itertuples(index=False)
    return {str(name): (float(mean), float(ceiling)) for name, mean, ceiling in lines}


def _marginal(one: PicturedColumn, alike: float, ceiling: float) -> Marginal:
    return Marginal(
        one.name,
        one.kind,
        one.ends,
        one.real,
        one.synthetic,
        alike,
        ceiling,
        one.missing,
    )


def _words_of_columns(
    pictured: Pictured, alike: dict[str, tuple[float, float]]
) -> Iterator[str]:
    n_drawn = len(pictured.columns)
    if n_drawn < pictured.n_columns:
        which = "that differ most " if alike else ""
        yield f"The {n_drawn} columns {which}of {pictured.n_columns}."
    known = {name: alike[name][0] for name in _names(pictured) if name in alike}
    if known:
        least = min(known, key=lambda name: known[name])
        yield (
            f"Least alike is {least} ({known[least]:.3g}, where other real rows reach "
            f"{alike[least][1]:.3g} and 1 is best)."
        )
    if not pictured.has_real:
        yield "No share of real rows is shown."
    elif pictured.blur:
        yield (
            "Real shares are shown with noise, of a spread of "
            f"{100 * pictured.blur:.2g} % of the people, so that nobody can be solved "
            "for: small differences are of the noise. Figures above the panels were "
            "measured without it."
        )
    yield (
        "Bins end at round numbers; what lies beyond the ends is counted in the "
        "outermost ones."
    )


def _names(pictured: Pictured) -> list[str]:
    return [one.name for one in pictured.columns]


def _frame_of(columns: tuple[PicturedColumn, ...]) -> pd.DataFrame:
    lines: list[tuple[Any, ...]] = []
    for one in columns:
        real = one.real or [NAN] * len(one.synthetic)
        shares = zip(_bins(one), real, one.synthetic, strict=True)
        lines += [(one.name, *share) for share in shares]
        if one.missing is not None:
            lines.append((one.name, "(missing)", *one.missing))
    frame = pd.DataFrame(lines, columns=["column", "bin", "real", "synthetic"])
    return frame if frame["real"].notna().any() else frame.drop(columns="real")


def _bins(one: PicturedColumn) -> list[str]:
    if one.kind == "level":
        return [str(end) for end in one.ends]
    ends = [f"{end:.10g}" for end in one.ends]
    if one.kind == "date":
        ends = [str(np.datetime64(int(end), "D")) for end in one.ends]
    return [f"{low} to {high}" for low, high in pairwise(ends)]


def pair_pictures(pictured: Pictured, details: pd.DataFrame) -> Iterator[Picture]:
    """Draw columns two by two.

    Parameters
    ----------
    pictured, details : object
        As in `column_pictures`.

    Yields
    ------
    Picture
        One, or none where pairs were not compared.
    """
    pairs = pictured.pairs
    if pairs is None or len(pairs.names) < 2:
        return
    values = np.array(pairs.values, dtype=float)
    of_table = details[
        (details["metric"] == "pair_similarity") & (details["scope"] == "table")
    ]
    words = ["Differences are shown in classes."]
    if len(of_table):
        mean, ceiling = 1 - of_table[["mean", "ceiling"]].iloc[0]
        words.append(
            f"On average pairs of columns differ by {mean:.3g}, and other real rows "
            f"from these by {ceiling:.3g}; 0 is best, 1 the most there can be."
        )
    words.append(_most_different(pairs.names, values))
    yield Picture(
        PairMatrix(names=pairs.names, values=values, steps=pairs.steps),
        "Pairs of columns, by how much they differ from the real ones",
        " ".join(words),
        pd.DataFrame(values, columns=pairs.names).assign(column=pairs.names)[
            ["column", *pairs.names]
        ]
        if "column" not in pairs.names
        else None,
    )


def _most_different(names: list[str], values: np.ndarray) -> str:
    """Name the pairs that differ most, a few of them."""
    lower = np.where(np.tri(len(names), k=-1, dtype=bool), values, -1.0)
    lower = np.nan_to_num(lower, nan=-1.0)
    most = lower.max()
    places = np.argwhere(lower == most)[:3].tolist()
    named = ", ".join(f"{names[j]} and {names[i]}" for i, j in places)
    return f"Most different: {named}."


def membership_pictures(pictured: Pictured, bound: float | None) -> Iterator[Picture]:
    """Draw what the worst attack of membership inference reaches.

    Parameters
    ----------
    pictured : Pictured
        What is drawn.
    bound : float or None
        What is let through on everyone.

    Yields
    ------
    Picture
        One, or none where it was not measured.
    """
    curves = {one.group: (one.fpr, one.tpr, one.auc) for one in pictured.curves}
    if not curves:
        return
    frame = pd.DataFrame({"false alarms": pictured.curves[0].fpr})
    reached = "; ".join(f"{name} {area:.3g}" for name, (*_, area) in curves.items())
    within = "" if bound is None else f" On everyone {bound:.3g} is let through."
    yield Picture(
        RocCurves(curves=curves, bound=bound),
        "Membership inference by the worst attack",
        f"Areas under the curves, where {CEILING_OF_ATTACKS} is chance: {reached}."
        f"{within} Means over folds; an attack that only guesses follows the diagonal.",
        frame.assign(**{name: tpr for name, (_, tpr, _) in curves.items()}),
    )


def frontier_pictures(ladder: pd.DataFrame, bound: float | None) -> Iterator[Picture]:
    """Draw the settings that were tried, disclosure against likeness.

    Parameters
    ----------
    ladder : DataFrame
        From `ReleaseReport.ladder`.
    bound : float or None
        What the worst attack may reach on everyone.

    Yields
    ------
    Picture
        One, or none where fewer than two settings were measured.
    """
    known = ladder.dropna(subset=["worst_attack", "pair_similarity"])
    if len(known) < 2:
        return
    words = "; ".join(
        f"{name}: {outcome}, worst attack {attack:.3g}, pairs alike {alike:.3g}"
        for name, outcome, attack, alike in known[
            ["setting", "outcome", "worst_attack", "pair_similarity"]
        ].itertuples(index=False)
    )
    yield Picture(
        Frontier(
            names=known["setting"].tolist(),
            x=known["worst_attack"].tolist(),
            y=known["pair_similarity"].tolist(),
            outcome=known["outcome"].tolist(),
            x_label="Worst attack of membership inference, ROC AUC",
            y_label="Pairs of columns alike (best 1)",
            bound=bound,
        ),
        "Settings that were tried",
        f"{words}. The farther up and to the left, the better.",
    )
