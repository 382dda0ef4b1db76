"""A real table read by a dictionary: nothing else of it gets through.

Values outside the domain are clipped or moved to a level of it, and counted for whoever
has the table. They change nothing that is learnt but the row that they stand in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.table.coding import read_rows
from skl_synth.table.containers import frame_of
from skl_synth.table.dictionary.cell_reading import Cells, read_cells
from skl_synth.table.dictionary.data_dictionary import DataDictionary
from skl_synth.table.dictionary.group_reading import read_group
from skl_synth.table.dictionary.public_table import public_frame, public_table
from skl_synth.table.dictionary.said_of_table import persons_of
from skl_synth.table.dictionary.table_checks import check_columns
from skl_synth.table.foreign import as_pandas
from skl_synth.table.persons import read_groups
from skl_synth.table.real import RealTable
from skl_synth.table.target import check_pair
from skl_synth.table.values import some_of


@dataclass(frozen=True, eq=False)
class ReadTable:
    """A real table by the schema of a dictionary, and what did not fit it.

    Parameters
    ----------
    table : RealTable
        The table: only its rows, its target and its persons are of real people.
    outside : dict of column to int
        Rows whose value is not in the domain; for whoever has the table alone.
    """

    table: RealTable
    outside: dict[str, int]


def read_by(
    dictionary: DataDictionary, X: Any, y: Any = None, groups: Any = None
) -> ReadTable:
    """Read a real table by a dictionary.

    Parameters
    ----------
    dictionary : DataDictionary
        Kinds, levels, bounds, classes.
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The real table, with the columns of the dictionary in any order.
    y : array-like of shape (n_rows,), default=None
        The target.
    groups : array-like of shape (n_rows,), default=None
        Which person each row belongs to; by default that column says which the
        dictionary names.

    Returns
    -------
    ReadTable
        The table, and what did not fit.

    Raises
    ------
    InputError
        If columns are lacking or not described, the target is, or a class is not among
        those of the dictionary.

    Notes
    -----
    A number outside its bounds is clipped and rounded to its decimals. An unknown level
    becomes the level ``Other`` where there is one, else missing where that may be, else
    the first level. Dates are read as ISO 8601 has them, or with the day first, as in
    31/12/2024; of a time zone the local time is kept. What cannot be read as a number
    or a date, and what is missing where nothing may be, becomes missing, or the middle
    of the bounds.
    """
    check_pair(X, y)
    check_pair(X, groups, "groups")
    frame = frame_of(X).reset_index(drop=True)
    frame = frame.set_axis([str(name) for name in frame.columns], axis=1)
    groups = persons_of(dictionary, frame, groups)
    frame = only_described(dictionary, frame, y)
    table, pattern = public_table(dictionary), public_frame(dictionary)
    cells = _cells(dictionary, frame, pattern)
    written = pd.DataFrame({name: one.series for name, one in cells.items()})
    rows = read_rows(table.schema, written[list(table.schema.columns)], "error")
    encoded, n_outside = _targets(dictionary, table, y, len(frame))
    outside = {name: one.n_outside for name, one in cells.items()}
    if dictionary.target is not None:
        outside[dictionary.target] = n_outside
    return ReadTable(
        replace(
            table,
            rows=rows,
            target=replace(table.target.without_rows(), encoded=encoded),
            persons=read_groups(groups, len(frame)),
        ),
        {name: n for name, n in outside.items() if n},
    )


def only_described(
    dictionary: DataDictionary, frame: pd.DataFrame, y: Any
) -> pd.DataFrame:
    """Take the columns that a dictionary describes, whatever is in them.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.
    frame : DataFrame
        A table, whose columns have texts for names.
    y : Series or None
        Its target.

    Returns
    -------
    DataFrame
        The table without the columns that the dictionary leaves out.

    Raises
    ------
    InputError
        If columns or the target are lacking or not described.
    """
    frame = frame.drop(columns=[one for one in dictionary.drop if one in frame])
    _check_target_name(dictionary, frame, y)
    check_columns(dictionary, frame, y, all_of=True)
    _check_target(dictionary, y)
    return frame


def _cells(
    dictionary: DataDictionary, frame: pd.DataFrame, pattern: pd.DataFrame
) -> dict[str, Cells]:
    cells = {
        one.name: read_cells(
            one, frame[one.name], pattern[one.name], dictionary.missing_values
        )
        for one in dictionary.columns
        if one.group is None
    }
    for group, names in dictionary.groups.items():
        cells |= read_group(frame[names], pattern[names], group in dictionary.baselines)
    return cells


def _check_target_name(dictionary: DataDictionary, frame: pd.DataFrame, y: Any) -> None:
    """Refuse a target that the dictionary takes for one of the other columns."""
    name = getattr(y, "name", None)
    columns = [one.name for one in dictionary.columns]
    if dictionary.target is None or name not in columns or name in frame.columns:
        return
    raise InputError(
        "the dictionary calls {target!r} the target, and the target that was given is "
        "{name!r}",
        parameter="y",
        target=dictionary.target,
        name=name,
        remedies=[
            "take the same one for both: in the dictionary it stands as "
            '"skl_synth": {{"target": ...}}',
        ],
    )


def _check_target(dictionary: DataDictionary, y: Any) -> None:
    if (y is None) == (dictionary.target is None):
        return
    if y is None:
        raise InputError(
            "the dictionary calls {target!r} the target, and no target was given",
            parameter="y",
            target=dictionary.target,
            remedies=[
                Remedy("pass that column as y", only="python"),
                Remedy(
                    "name it, {setting}",
                    Setting("target", dictionary.target),
                    only="command line",
                ),
                "name no target in the dictionary",
            ],
        )
    raise InputError(
        "a target was given, and the dictionary names none",
        parameter="y",
        remedies=[
            'describe it among the fields, and name it: "skl_synth": '
            '{{"target": "its name"}}',
        ],
    )


def _targets(
    dictionary: DataDictionary, table: RealTable, y: Any, n_rows: int
) -> tuple[np.ndarray, int]:
    """Encode the target by the classes of the dictionary, or within its bounds."""
    field = dictionary.target_field
    if field is None:
        return np.zeros(n_rows, dtype=np.intp), 0
    series = pd.Series(_one_column(as_pandas(y))).reset_index(drop=True)
    if len(series) != n_rows:
        raise InputError(
            "the table has {n_rows} rows and the target {n}",
            parameter="y",
            n_rows=n_rows,
            n=len(series),
        )
    pattern = public_frame(dictionary)[field.name]
    cells = read_cells(field, series, pattern, dictionary.missing_values)
    if table.target.classes is None:
        assert table.target.precision is not None
        return table.target.snap(cells.series.to_numpy(np.float64)), cells.n_outside
    if cells.first_outside is not None:
        raise InputError(
            "the target holds {value!r}, and the classes in the dictionary are "
            "{classes}",
            column=field.name,
            parameter="y",
            # A plain 2, not np.int64(2).
            value=series.astype(object)[cells.first_outside],
            classes=some_of(field.levels),
            remedies=["add the class to the dictionary", "leave these rows out"],
        )
    return table.target.encode(cells.series), 0


def _one_column(y: Any) -> Any:
    if isinstance(y, pd.DataFrame) and y.shape[1] == 1:
        return y.iloc[:, 0]
    return y if isinstance(y, pd.Series) else np.asarray(y).ravel()
