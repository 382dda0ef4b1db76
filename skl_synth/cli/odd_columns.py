"""Odd cells of a column of numbers: mentioned where nothing was done about them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.files import TableStyle, read_table
from skl_synth.files.odd_cells import OddCellsWarning
from skl_synth.table import TableEncoder
from skl_synth.table.infer import infer_variable
from skl_synth.table.variables import NumberVariable


def read_quietly(
    path: Path, **reading: Any
) -> tuple[pd.DataFrame, TableStyle, list[OddCellsWarning]]:
    """Read a file, and keep back what is said of odd cells.

    Parameters
    ----------
    path : Path
        The file.
    **reading : object
        As for `read_table`.

    Returns
    -------
    frame : DataFrame
        The table.
    style : TableStyle
        How it is written.
    odd : list of OddCellsWarning
        What may have to be said, when it is known what the columns are taken for.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", OddCellsWarning)
        frame, style = read_table(path, **reading)
    said = [one.message for one in caught]
    for message in said:
        if not isinstance(message, OddCellsWarning):
            warnings.warn(message, stacklevel=3)
    return frame, style, [one for one in said if isinstance(one, OddCellsWarning)]


def warn_of_odd_cells(
    odd: Iterable[OddCellsWarning], frame: pd.DataFrame, encoder: TableEncoder
) -> None:
    """Mention odd cells that are neither special values nor of a kind that was given.

    Parameters
    ----------
    odd : iterable of OddCellsWarning
        What was kept back.
    frame : DataFrame
        The columns that are used.
    encoder : TableEncoder
        What the user says of them.

    Warns
    -----
    OddCellsWarning
        One for each column about which something may be done.
    """
    settled = _settled(encoder)
    for one in odd:
        is_open = one.column in frame.columns and one.column not in settled
        if is_open and not _stand_beside(frame[one.column]):
            warnings.warn(one, stacklevel=3)


def _settled(encoder: TableEncoder) -> set[Any]:
    """The columns of which somebody has said what they are."""
    kinds, dictionary = encoder.column_kinds, encoder.dictionary
    settled = set(kinds) if isinstance(kinds, dict) else set()
    if dictionary is not None:
        numbers = ("continuous", "integer", "datetime", "timedelta")
        settled |= {
            field.name
            for field in dictionary.fields
            if field.special or field.kind not in ("", *numbers)
        }
    return settled | set(encoder.special_values or ())


def _stand_beside(series: pd.Series) -> bool:
    """Whether the odd cells are taken for special values beside numbers."""
    try:
        variable = infer_variable(series)
    except InputError:
        return False
    return isinstance(variable, NumberVariable) and bool(variable.special)
