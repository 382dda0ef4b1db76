"""Tables in Parquet files, by pyarrow."""

from __future__ import annotations

import io
from json import JSONDecodeError
from pathlib import Path
from typing import IO, Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.files.arrow_bounds import check_long_texts, check_parquet
from skl_synth.files.bare_schemas import bare_table
from skl_synth.files.bounds import Bound
from skl_synth.table.arrow import check_types, frame_of_arrow, table_of_frame
from skl_synth.table.declared_levels import only_levels_of_rows

NEEDED = (
    "Parquet files need pyarrow, which is not installed: "
    'pip install "skl_synth[parquet]".'
)


def read_parquet(content: bytes, path: Path, bound: Bound) -> tuple[pd.DataFrame, Any]:
    """Read a table from the content of a Parquet file.

    Parameters
    ----------
    content : bytes
        What the file holds.
    path : Path
        The file, for messages.
    bound : Bound
        How much is read.

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
        If the file is damaged or too large, has two columns of one name or no rows.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise ImportError(NEEDED) from error
    try:
        file = parquet.ParquetFile(io.BytesIO(content))
        check_types(file.schema_arrow, str(path))
        check_parquet(file, len(content), path, bound)
        check_long_texts(io.BytesIO(content), file, len(content), path, bound)
        table = bare_table(file.read())
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
        Its types, from `read_parquet`; those of the frame by default, and for columns
        that it lacks, such as a flag.

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
    bare = only_levels_of_rows(frame)
    more = [] if schema is None else bare.columns.difference(schema.names)
    for field in table_of_frame(bare[list(more)]).schema:
        schema = schema.append(field)
    parquet.write_table(table_of_frame(bare, schema), handle)
