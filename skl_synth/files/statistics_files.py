"""Tables in files of SPSS, Stata and SAS, by pyreadstat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, warn
from skl_synth.files.bounds import check_cells
from skl_synth.files.cells_of_columns import as_texts
from skl_synth.files.grids import Layout
from skl_synth.files.period_dates import date_reader
from skl_synth.files.style import TableStyle
from skl_synth.files.value_labels import Labelled, labelled_series
from skl_synth.table.values import some_of

READERS = {
    ".sav": "read_sav",
    ".zsav": "read_sav",
    ".por": "read_por",
    ".dta": "read_dta",
    ".sas7bdat": "read_sas7bdat",
    ".xpt": "read_xport",
}
"""The endings of the files, and the readers of pyreadstat."""

STARTS = {
    b"$FL2": ".sav",
    b"$FL3": ".zsav",
    b"<stata_dta>": ".dta",
    b"HEADER RECORD*******L": ".xpt",
    b"\0" * 12 + b"\xc2\xea\x81\x60": ".sas7bdat",
}
"""How such files begin, where it says what they are."""

DENSEST = {"read_sav": 2_000, "read_sas7bdat": 2_000}
"""Cells that a byte may hold, of kinds that can be packed."""

COUNTED = 10**6
"""So many cells are read at a time only to count them."""

Read = tuple[pd.DataFrame, Any]

KNOWS_LETTERS = ("read_sav", "read_dta", "read_sas7bdat")
"""Readers that tell codes of missing values apart."""

NEEDED = (
    "files of SPSS, Stata and SAS need pyreadstat, which is not installed: "
    'pip install "skl_synth[files]".'
)


def read_statistics(
    content: bytes, path: Path, layout: Layout, ending: str
) -> tuple[pd.DataFrame, TableStyle]:
    """Read a table from a file of SPSS, Stata or SAS.

    Parameters
    ----------
    content : bytes
        What the file holds.
    path : Path
        The file.
    layout : Layout
        What the user has said; of it only ``missing``, ``drop_last`` and ``as_text``
        mean something here.
    ending : str
        One of `READERS`, by what the file holds.

    Returns
    -------
    frame : DataFrame
        The table. A column whose values all have labels holds the labels.
    style : TableStyle
        How it is written, and what the file says of its columns: titles and special
        values. Nothing else that the file says of itself is kept.

    Raises
    ------
    ImportError
        If pyreadstat is not installed.
    InputError
        If the file is damaged, too large, or holds no rows.
    """
    try:
        import pyreadstat
    except ImportError as error:
        raise ImportError(NEEDED) from error
    reader = getattr(pyreadstat, READERS[ending])
    with _as_file(content, path, ending) as (file, given):
        frame, said = _read(reader, file, path, **given)
    if frame.empty:
        raise InputError("{path} has no rows or no columns", path=path)
    if layout.lines.drop_last:
        frame = frame.iloc[: -layout.lines.drop_last]
    read = {
        str(name): labelled_series(
            str(name), _cells(frame[name], said, layout.missing), _said_of(name, said)
        )
        for name in frame.columns
    }
    table = pd.DataFrame({name: series for name, (series, _, _) in read.items()})
    if layout.as_text:
        return as_texts(table), TableStyle()
    fields = [described for _, _, described in read.values() if len(described) > 1]
    _warn_of_special(fields, path)
    return table, TableStyle(
        columns={name: style for name, (_, style, _) in read.items()},
        described={"fields": fields} if fields else None,
    )


@contextmanager
def _as_file(
    content: bytes, path: Path, ending: str
) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Give pyreadstat the file, which reads by names only; unpacked ones as a copy."""
    given: dict[str, Any] = {}
    if READERS[ending] in KNOWS_LETTERS:
        given["user_missing"] = True
    catalogue = path.with_suffix(".sas7bcat")
    if ending == ".sas7bdat" and catalogue.is_file():
        given["catalog_file"] = str(catalogue)
    if path.is_file() and path.stat().st_size == len(content):
        yield path, given
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder, f"table{ending}")
        copy.write_bytes(content)
        yield copy, given


def _read(
    reader: Callable[..., tuple[pd.DataFrame, Any]],
    file: Path,
    path: Path,
    **given: Any,
) -> tuple[pd.DataFrame, Any]:
    _, said = _called(reader, file, path, metadataonly=True)
    n_columns = said.number_columns or 0
    n_rows = said.number_rows
    if n_rows is None:
        n_rows = _n_rows(reader, file, path, n_columns)
    check_cells(n_rows, n_columns, path)
    if n_rows * n_columns > file.stat().st_size * DENSEST.get(reader.__name__, 1):
        raise InputError(
            "{path} says that it has {n_rows} rows and {n_columns} columns, for which "
            "it is too small",
            path=path,
            n_rows=n_rows,
            n_columns=n_columns,
            remedies=["get the file anew"],
        )
    return _called(reader, file, path, **given)


def _n_rows(reader: Callable[..., Read], file: Path, path: Path, n_columns: int) -> int:
    """Count the rows of a file that does not tell, some at a time."""
    n_rows = 0
    while True:
        given = {
            "row_offset": n_rows,
            "row_limit": max(COUNTED // max(n_columns, 1), 1),
        }
        frame, _ = _called(reader, file, path, **given)
        n_rows += len(frame)
        check_cells(n_rows, n_columns, path)
        if frame.empty:
            return n_rows


def _called(
    reader: Callable[..., tuple[pd.DataFrame, Any]],
    file: Path,
    path: Path,
    **given: Any,
) -> tuple[pd.DataFrame, Any]:
    import pyreadstat

    # Older versions have one kind of error only.
    of_files = pyreadstat.ReadstatError
    of_reader = getattr(pyreadstat, "PyreadstatError", of_files)
    try:
        return reader(str(file), **given)
    except (of_files, of_reader, ValueError, OverflowError, LookupError) as error:
        raise InputError(
            "{path} cannot be read ({reason}): it is damaged, cut off, or not of the "
            "kind that its name says",
            path=path,
            reason=str(error),
            remedies=["get the file anew", "save the table as CSV"],
        ) from error


def _said_of(name: str, said: Any) -> Labelled:
    """Take what the file says of a column, and nothing else that it says."""
    ranges = said.missing_ranges.get(name, [])
    labels = said.variable_value_labels.get(name, {})
    return Labelled(
        title=said.column_names_to_labels.get(name) or "",
        labels={_code(value): str(label) for value, label in labels.items()},
        missing=tuple(
            one["lo"] if one["lo"] == one["hi"] else (one["lo"], one["hi"])
            for one in ranges
        ),
        is_ordinal=said.variable_measure.get(name) == "ordinal",
    )


def _cells(column: pd.Series, said: Any, missing: tuple[str, ...]) -> list[Any]:
    """List the values of a column; letters of Stata and SAS with their point."""
    letters = set(said.missing_user_values.get(column.name, ()))
    is_float = said.readstat_variable_types.get(column.name) == "float"
    to_date = date_reader(said.original_variable_types.get(column.name))
    values = column.astype(object).where(column.notna(), None).tolist()
    known = {value: _cell(value, letters, is_float) for value in set(values)}
    if to_date is not None:
        known = {
            value: to_date(cell) if isinstance(cell, int | float) else cell
            for value, cell in known.items()
        }
    return [None if str(cell) in missing else cell for cell in map(known.get, values)]


def _cell(value: Any, letters: set[str], is_float: bool) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return f".{value}" if value in letters else value.rstrip()
    if isinstance(value, dt.time):
        return value.isoformat()
    if isinstance(value, float) and is_float:
        # Half as many digits were kept, and the others are noise.
        return float(str(np.float32(value)))
    return value


def _code(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 1 and value.isalpha():
        return f".{value}"
    return value


def _warn_of_special(fields: list[dict[str, Any]], path: Path) -> None:
    special = {
        one["name"]: one["skl_synth"]["special_values"]
        for one in fields
        if "skl_synth" in one
    }
    if special:
        name, values = next(iter(special.items()))
        warn(
            "{path}: codes that the file labels or declares as missing are kept apart "
            "from the numbers, in {n} columns (such as {values} in {column!r})",
            column=name,
            path=path,
            n=len(special),
            values=some_of(values),
            stacklevel=5,
        )
