"""What the frontier found, in words: the table of the documentation."""

from __future__ import annotations

import pandas as pd

FIGURES = {
    "auc_ratio": "TSTR AUC",
    "balanced_ratio": "TSTR balanced accuracy",
    "marginal": "columns",
    "pairwise": "pairs",
    "two_sample": "two-sample AUC",
    "identical": "replicated records",
    "invalid": "invalid rows",
    "audit_membership": "membership AUC",
    "audit_distance_ratio": "DCR ratio",
}
"""By the name of a figure, the head of its column."""

LABELS = {"taught SMOTE": "SMOTE with filter", "release": "release setting"}
"""Names of generators in the records, where the table has another."""

PLACES = {"identical": 3, "audit_distance_ratio": 2}
"""Decimals, where they are not three."""

ERRORS = ("release",)
"""Generators whose standard error over tables is shown."""

PLAIN = ("identical", "invalid", "audit_distance_ratio")
"""Figures that have none."""


def side_by_side(of_tables: pd.DataFrame, names: list[str]) -> str:
    """Write the table of all generators.

    Parameters
    ----------
    of_tables : DataFrame
        One row per generator and table.
    names : list of str
        The generators, in the order of the table.

    Returns
    -------
    str
        In reStructuredText.
    """
    by_generator = of_tables.groupby("generator", sort=False)
    means, errors = by_generator.mean(), by_generator.sem()
    # Where people lie on top of one another the ratio of distances knows no bound.
    means["audit_distance_ratio"] = by_generator["audit_distance_ratio"].median()
    # What other people share with the real table is what copies are to be held against.
    means.loc["real", "identical"] = means["identical_base"].mean()
    lines = [
        ".. list-table::",
        "   :header-rows: 1",
        f"   :widths: {' '.join(['22', *['11'] * len(FIGURES)])}",
        "",
        *_line(["", *FIGURES.values()]),
    ]
    for name in (name for name in names if name in means.index):
        cells = [
            _cell(figure, means.loc[name, figure], errors.loc[name, figure], name)
            for figure in FIGURES
        ]
        label = "*real rows*" if name == "real" else LABELS.get(name, name)
        lines += _line([label, *cells])
    return "\n".join(lines) + "\n"


def _line(cells: list[str]) -> list[str]:
    marks = ["   * -", *["     -"] * (len(cells) - 1)]
    return [f"{mark} {cell}".rstrip() for mark, cell in zip(marks, cells, strict=True)]


def _cell(figure: str, mean: float, error: float, generator: str) -> str:
    if pd.isna(mean):
        return ""
    places = PLACES.get(figure, 3)
    text = f"{mean:.{places}f}"
    if generator in ERRORS and figure not in PLAIN:
        text += f" ± {error:.{places}f}"
    return text


def below_real(records: pd.DataFrame) -> pd.DataFrame:
    """Hold the likeness of releases against that of real rows, fold by fold.

    Parameters
    ----------
    records : DataFrame
        All records.

    Returns
    -------
    DataFrame
        The records with the columns ``marginal_below_real`` and
        ``pairwise_below_real``.
    """
    cell = ["table", "seed", "fold"]
    real = records[records["generator"] == "real"].set_index(cell)
    places = pd.MultiIndex.from_frame(records[cell])
    return records.assign(
        **{
            f"{name}_below_real": real[name].reindex(places).to_numpy() - records[name]
            for name in ("marginal", "pairwise")
        }
    )
