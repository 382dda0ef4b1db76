"""The table of a release as it is written: one frame, with its target and its label."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from skl_synth.errors import InputError
from skl_synth.files import TableStyle
from skl_synth.files.formula_cells import with_text_for_formulas
from skl_synth.release.released_columns import ReleasedColumn
from skl_synth.table.containers import frame_of
from skl_synth.table.foreign import as_pandas

LABELS = ("column", "prefix")
"""How each row, or each name, says that the table is synthetic."""

FLAG = "is_synthetic"
"""The column that says so of each row."""

PREFIX = "synth_"
"""What stands before each name."""


@dataclass(frozen=True, eq=False)
class ReleasedTable:
    """Released rows, ready to be written.

    Parameters
    ----------
    frame : DataFrame
        All columns by names that are text, the target among them.
    style : TableStyle
        How they are written.
    target : str or None
        The column of the target; None where there is none.
    columns : mapping of str to ReleasedColumn
        What each of them is, as far as that is known.
    label : {"column", "prefix"} or None, default=None
        How the table says in itself that it is synthetic.
    """

    frame: pd.DataFrame
    style: TableStyle = field(default_factory=TableStyle)
    target: str | None = None
    columns: Mapping[str, ReleasedColumn] = field(default_factory=dict)
    label: str | None = None

    def written_name(self, name: str) -> str:
        """Say how a column is called in the file.

        Parameters
        ----------
        name : str
            The column.

        Returns
        -------
        str
            Its name there; its own, where the file names no column.
        """
        written = self.style.names.get(name, name)
        return name if written is None else str(written)


def check_label(label: Any) -> None:
    """Refuse a label that is none.

    Parameters
    ----------
    label : object
        What was given.

    Raises
    ------
    InputError
        If it is neither None nor one of `LABELS`.
    """
    if label is not None and label not in LABELS:
        raise InputError(
            "{parameter}={value!r} is none of {choices}",
            parameter="label",
            value=label,
            choices=list(LABELS),
            remedies=["leave it out: the files are labelled in any case"],
        )


def table_of_release(
    X: Any,
    y: Any,
    columns: Mapping[Hashable, ReleasedColumn],
    *,
    has_classes: bool = False,
) -> ReleasedTable:
    """Put the rows and the target of a release into one frame.

    Parameters
    ----------
    X, y : same containers as the real ones
        The released rows and their target.
    columns : mapping of hashable to ReleasedColumn
        What each column is.
    has_classes : bool, default=False
        Whether the target is one of classes, whatever it looks like.

    Returns
    -------
    ReleasedTable
        With the target behind the columns.

    Raises
    ------
    InputError
        If two columns have names that are the same as text, such as 1 and "1".
    """
    frame = frame_of(X)
    names = list(map(_text_of, frame.columns))
    _check_different(names)
    known = dict(zip(frame.columns, names, strict=True))
    frame = frame.set_axis(names, axis=1)
    said = {known[name]: one for name, one in columns.items() if name in known}
    targets = _targets(y, names)
    if targets is not None:
        frame = pd.concat([frame, targets], axis=1)
        kind = ReleasedColumn("category" if has_classes else "")
        said |= dict.fromkeys(targets.columns, kind)
    return ReleasedTable(frame, target=_only_one(targets), columns=said)


def _text_of(name: Hashable) -> str:
    """The name of a column in a file, which has one line of them."""
    return "_".join(map(str, name)) if isinstance(name, tuple) else str(name)


def _check_different(names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InputError(
                "two columns are called {column!r} in a file, where names are text",
                column=name,
                remedies=["rename one of them"],
            )
        seen.add(name)


def _targets(y: Any, taken: list[str]) -> pd.DataFrame | None:
    """The target as columns: several, where it has a column for each class."""
    if y is None:
        return None
    y = as_pandas(y)
    values = y.toarray() if sparse.issparse(y) else y
    if isinstance(values, pd.DataFrame):
        frame = values.reset_index(drop=True)
    elif isinstance(values, pd.Series):
        frame = values.reset_index(drop=True).to_frame(values.name)
    else:
        frame = pd.DataFrame(np.asarray(values))
    several = len(frame.columns) > 1 and not isinstance(values, pd.DataFrame)
    names = [
        f"target_{place}" if several else _target_name(name, values)
        for place, name in enumerate(frame.columns)
    ]
    return frame.set_axis(_apart(names, taken), axis=1)


def _only_one(targets: pd.DataFrame | None) -> str | None:
    """The column of the target, where it is one."""
    if targets is None or len(targets.columns) != 1:
        return None
    return str(targets.columns[0])


def _target_name(name: Hashable, values: Any) -> str:
    is_named = isinstance(values, pd.DataFrame | pd.Series) and name is not None
    return _text_of(name) if is_named else "target"


def _apart(names: list[str], taken: list[str]) -> list[str]:
    """Give each name a line below it, as often as it takes to be another one."""
    apart: list[str] = []
    for name in names:
        while name in (*taken, *apart):
            name += "_"
        apart.append(name)
    return apart


def labelled(table: ReleasedTable, label: str | None) -> ReleasedTable:
    """Let a table say in itself that it is synthetic.

    Parameters
    ----------
    table : ReleasedTable
        The table.
    label : {"column", "prefix"} or None
        By a first column `FLAG`, which is 1 in every row; by `PREFIX` before each name;
        or not at all.

    Returns
    -------
    ReleasedTable
        The same, labelled; and as it is written, where text is kept from being run.

    Raises
    ------
    InputError
        If a column has the name of the label already.
    """
    if label == "column":
        table = _with_flag(table)
    elif label == "prefix":
        table = _with_prefix(table)
    if table.style.escape_formulas:
        frame, style = with_text_for_formulas(table.frame, table.style)
        table = replace(table, frame=frame, style=style)
    return replace(table, label=label)


def _with_flag(table: ReleasedTable) -> ReleasedTable:
    if FLAG in table.frame.columns:
        raise InputError(
            "the table has a column {column!r} already, which is to label its rows",
            column=FLAG,
            parameter="label",
            value="column",
            remedies=["rename it", "label the names of columns: prefix"],
        )
    frame = table.frame.copy()
    frame.insert(0, FLAG, 1)
    known = {FLAG: ReleasedColumn("constant"), **table.columns}
    return replace(table, frame=frame, columns=known)


def _with_prefix(table: ReleasedTable) -> ReleasedTable:
    new = {name: f"{PREFIX}{name}" for name in table.frame.columns}
    old = table.style
    style = replace(
        old,
        names={
            new[name]: None if written is None else f"{PREFIX}{written}"
            for name, written in old.names.items()
            if name in new
        },
        columns={new[k]: one for k, one in old.columns.items() if k in new},
        # Types of a Parquet file and titles of its source go by the names it had.
        schema=None,
        described=None,
    )
    return replace(
        table,
        frame=table.frame.rename(columns=new),
        style=style,
        target=None if table.target is None else new[table.target],
        columns={new[k]: one for k, one in table.columns.items() if k in new},
    )
