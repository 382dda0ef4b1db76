"""Value labels and missing codes, as SPSS, Stata and SAS have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from skl_synth.files.cells_of_columns import series_of, text_of_cell
from skl_synth.files.style import ColumnStyle

LONGEST_SCALE = 11
"""Points of a scale whose ends alone are labelled, such as 0 to 10."""


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """What a file of a statistics system says of one column.

    Parameters
    ----------
    title : str, default=""
        What the column is called, for people.
    labels : mapping of value to str
        What the codes stand for.
    missing : tuple, default=()
        Codes that stand for a missing value: values, and pairs of bounds.
    is_ordinal : bool, default=False
        Whether the labels have an order, that of their codes.
    """

    title: str = ""
    labels: Mapping[Any, str] = field(default_factory=dict)
    missing: tuple = ()
    is_ordinal: bool = False


def labelled_series(
    name: str, cells: Sequence[Any], said: Labelled
) -> tuple[pd.Series, ColumnStyle, dict[str, Any]]:
    """Make a column of codes and of what they stand for.

    Where all its values have labels, the labels are the values. Else the values stay,
    and those that have a label, or stand for a missing value, are special values.

    Parameters
    ----------
    name : str
        The column.
    cells : sequence of object
        Numbers, letters of Stata (``".a"``) or texts; None where a value is missing.
    said : Labelled
        What the file says of the column.

    Returns
    -------
    series : Series
        The column.
    style : ColumnStyle
        How it is written, with the codes of its labels.
    described : dict
        The field of a Table Schema that says the rest: title, special values.
    """
    different = sorted(
        {cell for cell in cells if cell is not None},
        key=lambda cell: (isinstance(cell, str), cell),
    )
    described: dict[str, Any] = {"name": name}
    if said.title:
        described["title"] = said.title
    codes = _codes_of(different, said.labels)
    if codes is not None:
        return *_levels(cells, codes, said.is_ordinal), described
    special = _special_of(different, said)
    if special:
        described["skl_synth"] = {
            "special_values": [_plain(value) for value in special]
        }
        meanings = [
            f"{text_of_cell(value)}: {said.labels[value]}"
            for value in special
            if value in said.labels
        ]
        if meanings:
            described["description"] = "; ".join(meanings)
    series, style = series_of([_cell(cell) for cell in cells], reads_texts=False)
    return series, style, described


def _codes_of(different: list[Any], labels: Mapping[Any, str]) -> dict[str, Any] | None:
    """The codes by their labels, in the order of the codes; None where one has none."""
    if not different or any(not labels.get(value) for value in different):
        return None
    codes: dict[str, Any] = {}
    for value in different:
        label = labels[value]
        codes[label if label not in codes else f"{label} ({value})"] = value
    return codes


def _levels(
    cells: Sequence[Any], codes: dict[str, Any], is_ordinal: bool
) -> tuple[pd.Series, ColumnStyle]:
    by_code = {value: label for label, value in codes.items()}
    texts = [None if cell is None else by_code[cell] for cell in cells]
    style = ColumnStyle(codes=codes)
    if is_ordinal:
        levels = pd.Categorical(texts, categories=list(codes), ordered=True)
        return pd.Series(levels), style
    return pd.Series(texts), style


def _special_of(different: list[Any], said: Labelled) -> list[Any]:
    """Choose the values beside the numbers: labelled ones, and missing ones."""
    declared = [value for value in different if _is_missing(value, said.missing)]
    labelled = [
        value for value in different if value in said.labels and value not in declared
    ]
    numbers = [value for value in different if isinstance(value, int | float)]
    if _is_scale(numbers, labelled):
        labelled = []
    if all(isinstance(value, str) and not _is_letter(value) for value in different):
        # A column of text has levels anyhow.
        return []
    return declared + labelled


def _is_missing(value: Any, missing: tuple) -> bool:
    if _is_letter(value):
        return True
    return any(
        one[0] <= value <= one[1] if isinstance(one, tuple) else value == one
        for one in missing
        if isinstance(value, str)
        == isinstance(one[0] if isinstance(one, tuple) else one, str)
    )


def _is_letter(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 2 and value.startswith(".")


def _is_scale(numbers: list[Any], labelled: list[Any]) -> bool:
    """Tell whether labels stand at points of a scale, as at 1 and 5 of 1 to 5."""
    if not labelled or not all(float(value).is_integer() for value in numbers):
        return False
    length = numbers[-1] - numbers[0] + 1
    return length == len(numbers) and length <= LONGEST_SCALE


def _plain(value: Any) -> Any:
    is_whole = isinstance(value, float) and value.is_integer()
    return int(value) if is_whole else value


def _cell(cell: Any) -> Any:
    return _plain(cell) if isinstance(cell, float) else cell
