"""Tables in Feather (Arrow) files, by pyarrow."""

from __future__ import annotations

import io
from json import JSONDecodeError
from pathlib import Path
from typing import Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.files.bare_schemas import bare_table
from skl_synth.files.parquet import NEEDED
from skl_synth.table.arrow import frame_of_arrow

ARROW = b"ARROW1"


def read_arrow(content: bytes, path: Path) -> tuple[pd.DataFrame, Any]:
    """Read a table from the content of a Feather file.

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
    except ImportError as error:
        raise ImportError(NEEDED.replace("Parquet", "Feather")) from error
    try:
        table = bare_table(pa.ipc.open_file(io.BytesIO(content)).read_all())
        frame = frame_of_arrow(table, str(path))
    except (pa.ArrowException, OSError, UnicodeError, JSONDecodeError) as error:
        raise InputError(
            "{path} is a Feather file that cannot be read ({reason}): it is damaged or "
            "cut off",
            path=path,
            reason=str(error),
        ) from error
    if not table.num_rows or not table.num_columns:
        raise InputError("{path} has no rows or no columns", path=path)
    return frame, table.schema
