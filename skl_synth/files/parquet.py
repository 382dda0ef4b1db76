"""Tables in Parquet files, by pyarrow."""

from __future__ import annotations

import io
from json import JSONDecodeError
from pathlib import Path
from typing import IO, Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.files.bare_schemas import bare_table
from skl_synth.table.arrow import frame_of_arrow, table_of_frame
from skl_synth.table.declared_levels import only_levels_of_rows

NEEDED = (
    "Parquet files need pyarrow, which is not installed: "
    'pip install "skl_synth[parquet]".'
)


def read_parquet(content: bytes, path: Path) -> tuple[pd.DataFrame, Any]:
    """Read a table from the content of a Parquet file.

    Parameters
    ----------
    content : bytes
        What the file holds.
    path : Path
        The file, for messages.

    Returns
    -------
    frame : DataFrame
        The table, in columns of Arrow's types.
    schema : pyarrow.Schema
        Its types, and nothing else that the file says of itself.

    Raises
    ------
    ImportError
        If pyarrow is not installed.
    InputError
        If the file is damaged, has two columns of one name or no rows.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise ImportError(NEEDED) from error
    try:
        table = bare_table(parquet.ParquetFile(io.BytesIO(content)).read())
        frame = frame_of_arrow(table, str(path))
    except (pa.ArrowException, OSError, UnicodeError, JSONDecodeError) as error:
        raise InputError(
            "{path} is a Parquet file that cannot be read ({reason}): it is damaged or "
            "cut off",
            path=path,
            reason=str(error),
        ) from error
    if not table.num_rows or not table.num_columns:
        raise InputError("{path} has no rows or no columns", path=path)
    return frame, table.schema


def write_parquet(frame: pd.DataFrame, handle: IO[bytes], schema: Any = None) -> None:
    """Write a table as a Parquet file.

    Parameters
    ----------
    frame : DataFrame
        The table; its index is not written.
    handle : file object
        What to write to.
    schema : pyarrow.Schema or None, default=None
        Its types, from `read_parquet`; those of the frame by default.

    Raises
    ------
    ImportError
        If pyarrow is not installed.
    """
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise ImportError(NEEDED) from error
    # A level that no row has would tell what the real table had.
    table = table_of_frame(only_levels_of_rows(frame), schema)
    parquet.write_table(table, handle)
