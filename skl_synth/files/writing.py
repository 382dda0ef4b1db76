"""Write a table as a file of the kind that its name says."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

import pandas as pd

from skl_synth.files.excel_writing import write_excel
from skl_synth.files.formula_cells import warn_of_formulas, with_text_for_formulas
from skl_synth.files.json_lines import write_json
from skl_synth.files.parquet import write_parquet
from skl_synth.files.stata_writing import write_stata
from skl_synth.files.style import TableStyle, quoted
from skl_synth.table.fetched_first import check_fetched
from skl_synth.whole_files import replacing


def write_table(
    frame: pd.DataFrame,
    path: str | os.PathLike[str],
    style: TableStyle | None = None,
    *,
    private: bool = False,
) -> None:
    """Write a table to a file, which is there whole or not at all.

    Its name says what is written: ``.xlsx`` a workbook of Excel, ``.dta`` a file of
    Stata, ``.jsonl`` or ``.ndjson`` a record of JSON in each line, ``.json`` a list of
    records, ``.parquet`` a Parquet file, ``.gz`` a CSV file that is packed by gzip,
    everything else a CSV file.

    Parameters
    ----------
    frame : DataFrame
        The table; its index is not written.
    path : str or path
        The file, which is replaced where it exists.
    style : TableStyle, default=None
        How to write it, from `read_table`; comma, line feed and UTF-8 by default.
    private : bool, default=False
        Whether only the owner of the file may read it, as one with real rows.

    Raises
    ------
    OSError
        If the file cannot be written; nothing is left of it then.
    UnicodeError
        If a value cannot be written in the encoding of the source.
    ImportError
        If it is to be a Parquet or an Excel file, and pyarrow or openpyxl is not
        installed.
    InputError
        If a file of Excel or Stata cannot hold the table.
    InputTypeError
        If its rows are elsewhere, as those of a frame of dask.

    Warns
    -----
    InputWarning
        If a CSV file would hold text that a spreadsheet runs as a formula.
    """
    check_fetched(frame)
    style = style or TableStyle()
    suffix = Path(path).suffix.lower()
    if suffix in (".json", *JSON_LINES):
        with replacing(path, encoding="utf-8", private=private) as handle:
            write_json(frame, handle, style, as_list=suffix == ".json")
        return
    if suffix in _WRITERS:
        with replacing(path, private=private) as handle:
            _WRITERS[suffix](frame, handle, style)
        return
    if style.escape_formulas:
        frame, style = with_text_for_formulas(frame, style)
    else:
        warn_of_formulas(frame, style)
    lines = _lines(frame, style)
    if suffix != ".gz":
        with replacing(path, encoding=style.encoding, private=private) as handle:
            for line in lines:
                handle.write(line)
        return
    with replacing(path, private=private) as handle:
        # No name and no time in the file: the same table gives the same bytes.
        packed = gzip.GzipFile("", "wb", fileobj=handle, mtime=0)
        with packed, _text_into(packed, style.encoding) as text:
            for line in lines:
                text.write(line)


def _parquet(frame: pd.DataFrame, handle: IO[bytes], style: TableStyle) -> None:
    write_parquet(frame, handle, style.schema)


JSON_LINES = (".jsonl", ".ndjson")

_WRITERS: dict[str, Callable[[pd.DataFrame, IO[bytes], TableStyle], None]] = {
    ".parquet": _parquet,
    ".xlsx": write_excel,
    ".dta": write_stata,
}
"""What writes a file of each ending."""


def _text_into(packed: gzip.GzipFile, encoding: str) -> IO[str]:
    buffer: IO[bytes] = packed  # type: ignore[assignment]
    return io.TextIOWrapper(buffer, encoding=encoding, newline="")


def _lines(frame: pd.DataFrame, style: TableStyle) -> Iterator[str]:
    mark, end = style.delimiter, style.line_end
    names = (style.names.get(name, name) for name in frame.columns)
    always = style.quoted_header
    header = [quoted(str(n), mark, always=always) for n in names if n is not None]
    columns = [
        style.of(name).write(frame[name], delimiter=mark) for name in frame.columns
    ]
    rows: Iterable[Iterable[str]] = (
        *([header] if style.header else []),
        *zip(*columns, strict=True),
    )
    before = "\ufeff" if style.mark else ""
    for cells in rows:
        # A line without a character would be read as no row at all.
        yield before + (mark.join(cells) or '""')
        before = end
    if style.last_line_end:
        yield end
