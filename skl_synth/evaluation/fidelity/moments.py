"""Per class, the means, spreads and shares of each column."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.utils.multiclass import type_of_target

from skl_synth.evaluation.model_columns import (
    ModelColumns,
    beside_numbers,
    empty_columns,
)
from skl_synth.evaluation.read_columns import (
    BESIDE,
    MISSING,
    ReadColumns,
    codecs_of,
)
from skl_synth.evaluation.registry import (
    HELD_OUT,
    LOWER,
    Measure,
    measure_of,
    register,
)
from skl_synth.evaluation.tables import read_real
from skl_synth.table.schema import Schema

ALL_ROWS = "all rows"
"""Stands for the class where there are no classes."""

KEYS = ["class", "column", "level", "kind"]
"""What a line of the moments is about."""


def class_moments(
    X_real: Any,
    y_real: Any,
    X_synthetic: Any,
    y_synthetic: Any,
    *,
    continuous: bool | None = None,
) -> pd.DataFrame:
    """Means and standard deviations per class, real beside synthetic.

    A level of a category counts as a column of 0 and 1, whose mean is its share. Of
    two levels only the second has a line, since it says all. Where a number may be
    missing, the share of missing values has a line of its own.

    Parameters
    ----------
    X_real, X_synthetic : {array-like, dataframe, sparse matrix}
        Two tables of the same columns.
    y_real, y_synthetic : array-like of shape (n_rows,) or None
        Their targets; without, all rows are one class.
    continuous : bool, default=None
        Whether the target is a number: then all rows are one class, and the target is
        one of the columns. None looks at the values.

    Returns
    -------
    DataFrame
        Columns class, column, level, kind ("number" or "share"), real_mean, real_sd,
        synthetic_mean, synthetic_sd; and center and scale, the mean and the standard
        deviation of the real column over all classes.

    Raises
    ------
    ValueError
        If the tables differ in their columns or a column cannot be read.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth.evaluation.fidelity.moments import class_moments
    >>> real = pd.DataFrame({"age": [30, 50, 70, 80], "sex": list("fmfm")})
    >>> other = pd.DataFrame({"age": [40, 40, 70, 90], "sex": list("mmff")})
    >>> moments = class_moments(real, [0, 0, 1, 1], other, [0, 0, 1, 1])
    >>> moments[["class", "column", "level", "real_mean", "synthetic_mean"]]
       class column level  real_mean  synthetic_mean
    0      0    age             40.0            40.0
    1      1    age             75.0            80.0
    2      0    sex     m        0.5             1.0
    3      1    sex     m        0.5             0.0
    """
    if continuous is None and y_real is not None:
        continuous = type_of_target(y_real) == "continuous"
    schema = read_real(X_real, None).schema
    real, synthetic = (ReadColumns(X, codecs_of(schema)) for X in (X_real, X_synthetic))
    return moments_of(
        schema, real, y_real, synthetic, y_synthetic, continuous=bool(continuous)
    )


def moments_of(
    schema: Schema,
    real: ReadColumns,
    y_real: Any,
    synthetic: ReadColumns,
    y_synthetic: Any,
    *,
    continuous: bool,
) -> pd.DataFrame:
    """Compute `class_moments` of tables that were read.

    Parameters
    ----------
    schema : Schema
        What the real table is.
    real, synthetic : ReadColumns
        Their columns.
    y_real, y_synthetic : array-like of shape (n_rows,) or None
        Their targets.
    continuous : bool
        Whether the target is a number.

    Returns
    -------
    DataFrame
        As `class_moments`.
    """
    one, other = _columns_of(schema, [real, synthetic])
    if y_real is None or continuous:
        if y_real is not None:
            name = getattr(y_real, "name", None) or "target"
            one, other = (
                _with_target(table, name, y)
                for table, y in ((one, y_real), (other, y_synthetic))
            )
        y_real, y_synthetic = [ALL_ROWS] * len(one), [ALL_ROWS] * len(other)
    return _side_by_side(_lines(one, other), y_real, y_synthetic)


@register(
    "fidelity",
    7,
    *(
        Measure(name, LOWER, what, label=label, ceiling=HELD_OUT)
        for name, what, label in (
            (
                "mean_gap",
                "Mean absolute difference of the means of numbers, per class, in "
                "standard deviations of the real column.",
                "means, per class (sd; best 0)",
            ),
            (
                "sd_gap",
                "Mean absolute difference of the standard deviations of numbers, per "
                "class, in standard deviations of the real column.",
                "standard deviations, per class (sd)",
            ),
            (
                "share_gap",
                "Mean total variation distance of the shares of levels, per class.",
                "shares of levels, per class",
            ),
        )
    ),
)
def moment_figures(moments: pd.DataFrame) -> pd.DataFrame:
    """Sum the moments up in a few figures, 0 for two tables of equal moments.

    Parameters
    ----------
    moments : DataFrame
        From `class_moments`.

    Returns
    -------
    DataFrame
        Columns metric, value and better. ``mean_gap`` and ``sd_gap`` are the mean
        absolute differences of the numbers' means and standard deviations, in standard
        deviations of the real column; ``share_gap`` is the mean total variation
        distance of the shares of levels, from 0 to 1.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth.evaluation.fidelity.moments import class_moments, moment_figures
    >>> real = pd.DataFrame({"age": [30, 50, 70, 80], "sex": list("fmfm")})
    >>> moments = class_moments(real, [0, 0, 1, 1], real, [0, 0, 1, 1])
    >>> moment_figures(moments)
          metric  value better
    0   mean_gap    0.0  lower
    1     sd_gap    0.0  lower
    2  share_gap    0.0  lower
    """
    figures: dict[str, float] = {}
    numbers = moments[moments["kind"] == "number"]
    if len(numbers):
        for moment in ("mean", "sd"):
            gap = (numbers[f"synthetic_{moment}"] - numbers[f"real_{moment}"]).abs()
            figures[f"{moment}_gap"] = float((gap / numbers["scale"]).mean())
    shares = moments[moments["kind"] == "share"]
    if len(shares):
        gap = (shares["synthetic_mean"] - shares["real_mean"]).abs()
        by_column = gap.groupby([shares["class"], shares["column"]], sort=False)
        # Half the sum over all levels; a column with one line stands for two levels.
        distance = by_column.sum() / by_column.count().clip(upper=2)
        figures["share_gap"] = float(distance.mean())
    lines = [(name, value, measure_of(name).better) for name, value in figures.items()]
    return pd.DataFrame(lines, columns=["metric", "value", "better"])


class _Line(NamedTuple):
    """A column or a level, and its values in both tables."""

    column: Any
    level: str
    kind: str
    real: pd.Series
    synthetic: pd.Series


def _columns_of(schema: Schema, tables: list[ReadColumns]) -> list[pd.DataFrame]:
    """Columns under their own names; those of two values as text."""
    columns = ModelColumns.of(schema)
    levels = sorted(columns.levels + columns.flags)
    n_columns = len(schema.columns)
    names = {f"x{i}": name for i, name in enumerate(schema.columns)}
    names |= {
        f"x{i}": BESIDE.format(schema.columns[i - n_columns])
        for i in beside_numbers(schema)
    }
    order = [f"x{i}" for i in sorted([*columns.numbers, *levels])]
    frames = [table.frame(columns.numbers, levels)[order] for table in tables]
    empty = dict.fromkeys(empty_columns(frames[0], columns.numbers), 0.0)
    return [frame.assign(**empty).rename(columns=names) for frame in frames]


def _with_target(frame: pd.DataFrame, name: Any, y: Any) -> pd.DataFrame:
    return pd.concat([frame, pd.Series(np.asarray(y, dtype=float), name=name)], axis=1)


def _lines(real: pd.DataFrame, synthetic: pd.DataFrame) -> list[_Line]:
    """Line up the columns and levels of two tables."""
    lines = []
    # By position: the target may have the name of a column.
    for position, column in enumerate(real.columns):
        one, other = real.iloc[:, position], synthetic.iloc[:, position]
        if pd.api.types.is_object_dtype(one.dtype):
            for level in _levels(one, other):
                of_real, of_other = (
                    side.fillna(MISSING) == level for side in (one, other)
                )
                lines.append(_Line(column, level, "share", of_real, of_other))
            continue
        lines.append(_Line(column, "", "number", one, other))
        if one.isna().any() or other.isna().any():
            are_missing = one.isna(), other.isna()
            lines.append(_Line(column, MISSING, "share", *are_missing))
    return lines


def _levels(one: pd.Series, other: pd.Series) -> list[str]:
    both = pd.concat([one, other], ignore_index=True).fillna(MISSING)
    levels = sorted(both.unique())
    return levels[1:] if len(levels) == 2 else levels


def _side_by_side(lines: list[_Line], y_real: Any, y_synthetic: Any) -> pd.DataFrame:
    y_real, y_synthetic = np.asarray(y_real), np.asarray(y_synthetic)
    classes = np.unique(y_real)
    records = []
    for column, level, kind, real, synthetic in lines:
        values, others = real.to_numpy(float), synthetic.to_numpy(float)
        center, scale = _mean_and_sd(values)
        for label in classes.tolist():
            of_real = _mean_and_sd(values[y_real == label])
            of_synthetic = _mean_and_sd(others[y_synthetic == label])
            records.append(
                (label, column, level, kind, *of_real, *of_synthetic, center, scale)
            )
    moments = ["real_mean", "real_sd", "synthetic_mean", "synthetic_sd"]
    return pd.DataFrame(records, columns=[*KEYS, *moments, "center", "scale"])


def _mean_and_sd(values: np.ndarray) -> tuple[float, float]:
    """Of the values that are there; NaN where there are none."""
    present = values[~np.isnan(values)]
    if not len(present):
        return float("nan"), float("nan")
    return float(present.mean()), float(present.std())
