"""Write a table as a CSV file."""

from __future__ import annotations

import os

import pandas as pd

from skl_synth.files.output import replacing
from skl_synth.files.style import TableStyle


def write_table(
    frame: pd.DataFrame,
    path: str | os.PathLike[str],
    style: TableStyle | None = None,
) -> None:
    """Write a table as a CSV file; the file is there whole or not at all.

    Parameters
    ----------
    frame : DataFrame
        The table; its index is not written.
    path : str or path
        The file, which is replaced where it exists.
    style : TableStyle, default=None
        How to write it, from `read_table`; comma, line feed and UTF-8 by default.

    Raises
    ------
    OSError
        If the file cannot be written; nothing is left of it then.
    """
    style = style or TableStyle()
    columns = [
        [_quoted(cell, style.delimiter) for cell in style.of(name).write(frame[name])]
        for name in frame.columns
    ]
    header = [_quoted(str(name), style.delimiter) for name in frame.columns]
    with replacing(path, encoding=style.encoding) as handle:
        for cells in (header, *zip(*columns, strict=True)):
            # A line without a character would be read as no row at all.
            handle.write((style.delimiter.join(cells) or '""') + style.line_end)


def _quoted(cell: str, delimiter: str) -> str:
    """Put a value between double quotes where it could be misread without them."""
    if any(mark in cell for mark in (delimiter, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell
