"""Tables in Feather (Arrow) files, by pyarrow."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.files.arrow_bounds import check_arrow
from skl_synth.files.bare_schemas import bare_table
from skl_synth.files.bounds import Bound
from skl_synth.files.parquet import NEEDED
from skl_synth.table.arrow import check_types, frame_of_arrow

ARROW = b"ARROW1"


def read_arrow(content: bytes, path: Path, bound: Bound) -> tuple[pd.DataFrame, Any]:
    """Read a table from the content of a Feather file.

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
    except ImportError as error:
        raise ImportError(NEEDED.replace("Parquet", "Feather")) from error
    try:
        file = pa.ipc.open_file(io.BytesIO(content))
        check_types(file.schema, str(path))
        check_arrow(content, len(file.schema), path, bound)
        table = bare_table(file.read_all())
        frame = frame_of_arrow(table, str(path))
    except InputError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(
            "{path} is a Feather file that cannot be read ({reason}): it is damaged or "
            "cut off",
            path=path,
            reason=str(error),
        ) from error
    if not table.num_rows or not table.num_columns:
        raise InputError("{path} has no rows or no columns", path=path)
    return frame, table.schema
