"""What was typed of given rows: conditions, or the rows of a file."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from skl_synth.cli.given_files import check_column
from skl_synth.cli.source import Source
from skl_synth.errors import InputError
from skl_synth.files import TableStyle, read_table
from skl_synth.files.notation import Notation, matching
from skl_synth.table.missing_tokens import TOKENS

READ_ALIKE = ("delimiter", "encoding", "decimal", "missing", "max_size")
"""Options that hold for the file of given rows as for the table."""


def sample_options(
    source: Source,
    given: Sequence[str],
    given_rows: Path | None,
    rows: int | None,
    reading: dict[str, Any],
) -> dict[str, Any]:
    """Read what is asked of a sample.

    Parameters
    ----------
    source : Source
        The real table.
    given : sequence of str
        Conditions as they were typed.
    given_rows : Path or None
        A file of rows.
    rows : int or None
        How many.
    reading : dict of str to object
        The options by which the table was read.

    Returns
    -------
    dict of str to object
        Arguments of `BaseSynthesizer.sample`.

    Raises
    ------
    OSError
        If the file cannot be read.
    InputError
        If a condition cannot be read, or two of the options exclude each other.
    """
    if given_rows is None:
        conditions = parse_given(given, source.frame, source.style)
        return {"n_samples": rows, "given": conditions or None}
    if given or rows is not None:
        raise InputError(
            "--given-rows says of each row what is given of it, and how many there are",
            remedies=[
                "leave --given and --rows out",
                "put what all rows have into the file, as one more column",
            ],
        )
    alike = {name: reading[name] for name in READ_ALIKE if reading.get(name)}
    if alike.get("delimiter") in ("tab", "\\t"):
        alike["delimiter"] = "\t"
    frame, _ = read_table(given_rows, **alike)
    for name in frame.columns:
        check_column(name, source.frame, f"{given_rows}, --given-rows")
    return {"n_samples": None, "given": frame}


def parse_given(
    texts: Sequence[str], frame: pd.DataFrame, style: TableStyle | None = None
) -> dict[Hashable, Any]:
    """Read conditions as they are typed.

    Parameters
    ----------
    texts : sequence of str
        Such as ``"sex=F"`` and ``"age=80.."``.
    frame : DataFrame
        The table.
    style : TableStyle or None, default=None
        How its file is written: numbers may be typed so.

    Returns
    -------
    dict of column to value, list or range
        As `BaseSynthesizer.sample` takes it.

    Raises
    ------
    InputError
        If one has no sign, names no column, or adds a range to other values.
    """
    found: dict[Hashable, list] = {}
    for text in texts:
        name, value = _parts(text, frame)
        if style is not None:
            value = _of_file(value, frame[name], style.of(str(name)).notation)
        found.setdefault(name, []).append(value)
    for name, values in found.items():
        if len(values) > 1 and any(isinstance(one, tuple) for one in values):
            raise InputError(
                "--given names {column!r} {n} times, and a range is one of them: give "
                "one range, such as {example}",
                column=name,
                n=len(values),
                example=f"{name}=20..40",
            )
    return {name: one[0] if len(one) == 1 else one for name, one in found.items()}


def _parts(text: str, frame: pd.DataFrame) -> tuple[Hashable, Any]:
    """Split a condition behind the name of a column, which may hold the sign itself."""
    signs = [at for at, one in enumerate(text) if one == "="]
    if not signs:
        raise InputError(
            "--given {value!r} has no =: type a column, = and its value, such as "
            "{example}",
            value=text,
            example='"sex=F" or "age=80.."',
        )
    columns = {str(name): name for name in frame.columns}
    for at in signs:
        name, value = text[:at], text[at + 1 :].strip()
        if name.strip() in columns:
            column = columns[name.strip()]
            return column, _value(value, frame[column])
        bare, sign = name[:-1].strip(), name[-1:]
        if sign in ("<", ">") and bare in columns:
            return columns[bare], (None, value) if sign == "<" else (value, None)
    check_column(text[: signs[0]].strip(), frame, f"--given {text!r}")
    raise AssertionError


def _value(text: str, column: pd.Series) -> Any:
    """Read a value, a range, or nothing for a missing one."""
    levels = set(column.dropna().astype(str)) if ".." in text or text in TOKENS else {}
    if text in levels:
        return text
    if ".." in text:
        low, _, high = text.partition("..")
        return low.strip() or None, high.strip() or None
    return None if text in TOKENS else text


def _of_file(value: Any, column: pd.Series, notation: Notation) -> Any:
    """Turn numbers that are typed as in the file into how Python writes them."""
    if isinstance(value, tuple):
        return tuple(_of_file(one, column, notation) for one in value)
    if value is None or not is_numeric_dtype(column):
        return value
    bare = Notation(notation.mark, notation.thousands)
    affixes = ("", notation.before.strip()), ("", notation.behind.strip())
    for one in matching([value], [bare]):
        if one.before.strip() in affixes[0] and one.behind.strip() in affixes[1]:
            return one.plain([value])[0]
    return value
