"""The columns of a release that need attention, before the others."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from skl_synth.pages import Bullets, Figures, Text

LESS_ALIKE = 0.02
"""A column that is less alike than other real rows are by more than this."""

EASILY_INFERRED = 0.1
"""Attribute inference above the control by more than this."""

MISSES_MORE = 0.05
"""A difference of the shares of missing values."""

FIGURES = {
    "column_similarity": "alike (best 1)",
    "missing_gap": "missing values, difference (best 0)",
    "inference": "attribute inference above control (best 0)",
}

OTHERS = "other real rows alike"

NONE = "No column stands out: each is about as alike as other real rows are."


def attention_blocks(details: pd.DataFrame) -> Iterator[Bullets | Figures | Text]:
    """Say which columns need attention, and list all of them.

    Parameters
    ----------
    details : DataFrame
        Figures over folds.

    Yields
    ------
    Bullets, Text or Figures
        Nothing where columns were not measured.
    """
    frame = column_figures(details)
    if not len(frame):
        return
    reasons = [_reason(line) for _, line in frame.iterrows()]
    found = [
        ("attention", f"{name}: {reason}.")
        for name, reason in zip(frame["column"], reasons, strict=True)
        if reason
    ]
    yield Bullets(tuple(found)) if found else Text((NONE,))  # type: ignore[arg-type]
    order = sorted(range(len(frame)), key=lambda place: not reasons[place])
    marks = ["attention" if reasons[place] else "neutral" for place in order]
    yield Figures(frame.iloc[order], "Columns", marks, most=12)  # type: ignore[arg-type]


def column_figures(details: pd.DataFrame) -> pd.DataFrame:
    """Put the figures of each column beside each other.

    Parameters
    ----------
    details : DataFrame
        Figures over folds.

    Returns
    -------
    DataFrame
        One line per column, the least alike first; no column of it is empty.
    """
    of_columns = details[
        (details["scope"] == "column") & details["metric"].isin(FIGURES)
    ]
    table = of_columns.pivot_table(
        index="subject", columns="metric", values="mean", sort=False
    )
    table = table.reindex(columns=[one for one in FIGURES if one in table])
    alike = of_columns[of_columns["metric"] == "column_similarity"]
    table.insert(min(1, table.shape[1]), OTHERS, alike.set_index("subject")["ceiling"])
    table = table.rename(columns=FIGURES).rename_axis("column").reset_index()
    first = next((name for name in FIGURES.values() if name in table), None)
    if first is None:
        return table.iloc[:0]
    return table.sort_values(first, kind="stable").dropna(axis="columns", how="all")


def _reason(line: pd.Series) -> str:
    """Why a column needs attention; nothing where it does not."""
    reasons = []
    alike, missing, inferred = (line.get(name, 0.0) for name in FIGURES.values())
    others = line.get(OTHERS, 0.0)
    if alike < others - LESS_ALIKE:
        reasons.append(f"less alike ({alike:.3g}) than other real rows ({others:.3g})")
    if missing > MISSES_MORE:
        reasons.append(f"shares of missing values differ by {100 * missing:.2g} %")
    if inferred > EASILY_INFERRED:
        reasons.append(
            "whoever knows the other columns infers it more often by the release than "
            f"by chance (by {100 * inferred:.2g} % of what is possible)"
        )
    return "; ".join(reasons)
