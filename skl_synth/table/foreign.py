"""Frames of other libraries, such as polars, read and written by way of Arrow."""

from __future__ import annotations

import io
from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.arrow import (
    frame_of_arrow,
    ipc_of_table,
    table_of_frame,
    table_of_ipc,
)
from skl_synth.table.arrow_notes import without_notes
from skl_synth.table.fetched_first import check_fetched

LIBRARIES = ("cudf", "modin", "polars", "pyarrow")
"""Whose tables are in memory, and known to narwhals."""

VALUES = "values"
"""Name of a series as the one column of a frame: its own may be empty."""

NEEDED = (
    "a table of the type {kind} is read by way of narwhals and pyarrow, and {name} is "
    'not installed: pip install "skl_synth[polars]", or pass a pandas DataFrame.'
)


@dataclass(frozen=True, eq=False)
class ForeignFormat:
    """The kind and the types of a frame or series of another library.

    Parameters
    ----------
    prototype : frame
        The same table without its rows.
    is_series : bool
        Whether it is a series, which stands as the one column of ``prototype``.
    name : str
        The name of a series, which may be none.
    """

    prototype: Any
    is_series: bool = False
    name: str = ""

    @classmethod
    def of(cls, data: Any) -> ForeignFormat | None:
        """Recognise a frame or a series of another library.

        Parameters
        ----------
        data : object
            What the user passed.

        Returns
        -------
        ForeignFormat or None
            Its format; None for what is none.

        Raises
        ------
        TypeError
            If it is a query that has not been carried out yet.
        ImportError
            If what is needed to read it is not installed.
        """
        found = _eager(data)
        if found is None:
            return None
        frame, is_series = found
        name = str(getattr(data, "name", "")) if is_series else ""
        return cls(frame.head(0).to_native(), is_series, name)

    def write(self, data: Any) -> Any:
        """Turn a frame or a series of pandas into this format.

        Parameters
        ----------
        data : DataFrame or Series
            Decoded rows, or a decoded target.

        Returns
        -------
        frame or series
            Of the library and with the types of the real one.
        """
        import narwhals as nw

        prototype = nw.from_native(self.prototype, eager_only=True)
        if self.is_series:
            frame = data.to_frame().set_axis(prototype.columns, axis=1)
        else:
            # Identifiers may have been left out.
            frame, prototype = data, prototype.select(list(data.columns))
        table = table_of_frame(frame, prototype.to_arrow().schema)
        written = nw.from_arrow(table, backend=prototype.implementation)
        written = _cast(written, dict(prototype.schema))
        return self._native(written)

    def append(self, real: Any, new: Any) -> Any:
        """Put synthetic rows behind the real ones.

        Parameters
        ----------
        real, new : frame or series
            Both of this format.

        Returns
        -------
        frame or series
            All rows.
        """
        import narwhals as nw

        parts = [
            nw.from_native(part, eager_only=True, allow_series=True)
            for part in (real, new)
        ]
        if self.is_series:
            parts = [part.rename(VALUES).to_frame() for part in parts]
        before, behind = parts
        before = _cast(before.select(behind.columns), dict(behind.schema))
        behind = _cast(behind, dict(before.schema))
        return without_notes(self._native(nw.concat([before, behind])))

    def without_categories(self, names: list[Hashable]) -> ForeignFormat:
        """Forget the categories of some columns, which are those of real rows.

        Parameters
        ----------
        names : list of hashable
            The columns.

        Returns
        -------
        ForeignFormat
            The format of a frame whose categories are those of what is written.
        """
        import narwhals as nw

        frame = nw.from_native(self.prototype, eager_only=True)
        enums = [n for n, dtype in frame.schema.items() if isinstance(dtype, nw.Enum)]
        enums = [name for name in enums if name in names]
        if self.is_series or not enums:
            return self
        # An Enum without categories is one that older versions of narwhals cannot make.
        polars: Any = nw.get_native_namespace(frame)
        empty = [polars.col(name).cast(polars.Enum([])) for name in enums]
        return replace(self, prototype=frame.to_native().with_columns(*empty))

    def _native(self, frame: Any) -> Any:
        if not self.is_series:
            return frame.to_native()
        return frame[VALUES].rename(self.name).to_native()


def _cast(frame: Any, dtypes: dict[str, Any]) -> Any:
    """Give the columns of a frame of narwhals their types, where they have others."""
    import narwhals as nw

    casts = {}
    for name, dtype in dtypes.items():
        if isinstance(dtype, nw.Enum):
            # Rare levels may have been merged into a new one.
            seen = frame[name].cast(nw.String).unique().drop_nulls().sort().to_list()
            more = [level for level in seen if level not in dtype.categories]
            dtype = nw.Enum([*dtype.categories, *more]) if more else dtype
        if frame.schema[name] != dtype:
            casts[name] = nw.col(name).cast(dtype)
    return frame.with_columns(**casts) if casts else frame


def as_pandas(data: Any) -> Any:
    """Read a frame or a series of another library; leave everything else as it is.

    Parameters
    ----------
    data : object
        What the user passed.

    Returns
    -------
    object
        A DataFrame or a Series with Arrow's types, or ``data`` itself.

    Raises
    ------
    TypeError
        If it is a query that has not been carried out yet.
    ValueError
        If it cannot be read; the message names the column.
    ImportError
        If what is needed to read it is not installed.
    """
    found = _eager(data)
    if found is None:
        return data
    frame, is_series = found
    table = _without_order(frame_of_arrow(_arrow(frame)), frame)
    if not is_series:
        return table
    return table[VALUES].rename(str(getattr(data, "name", "")) or None)


def _without_order(table: pd.DataFrame, frame: Any) -> pd.DataFrame:
    """An Enum lists its categories in some order, which need not mean anything."""
    import narwhals as nw

    for name, dtype in frame.schema.items():
        if isinstance(dtype, nw.Enum):
            table[name] = table[name].cat.as_unordered()
    return table


def ipc_of_frame(data: Any) -> tuple[str, bytes] | None:
    """Write a frame of another library so that its types can be read back.

    Parameters
    ----------
    data : object
        Any object.

    Returns
    -------
    library : str
        ``"polars"`` or ``"pyarrow"``.
    content : bytes
        The frame.

        None in place of both where it is no frame of these.
    """
    library = type(data).__module__.partition(".")[0]
    if library == "polars" and hasattr(data, "write_ipc"):
        buffer = io.BytesIO()
        data.write_ipc_stream(buffer)
        return library, buffer.getvalue()
    if library == "pyarrow" and hasattr(data, "schema"):
        return library, ipc_of_table(data)
    return None


def frame_of_ipc(library: str, content: bytes) -> Any:
    """Read a frame of another library.

    Parameters
    ----------
    library : str
        ``"polars"`` or ``"pyarrow"``.
    content : bytes
        What `ipc_of_frame` gave.

    Returns
    -------
    frame
        The frame.

    Raises
    ------
    ValueError
        If it is damaged, or of another library.
    ImportError
        If the library is not installed.
    """
    if library == "pyarrow":
        return table_of_ipc(content)
    if library != "polars":
        raise ValueError(f"it holds a frame of {library!r}, which is not known")
    import polars as pl

    try:
        return pl.read_ipc_stream(io.BytesIO(content))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise ValueError(f"a frame of polars in it is damaged ({error})") from error


def _eager(data: Any) -> tuple[Any, bool] | None:
    """Open a foreign frame, or a series as a frame of one column, with narwhals."""
    check_fetched(data)
    library = type(data).__module__.partition(".")[0]
    if library not in LIBRARIES:
        return None
    kind = f"{library}.{type(data).__name__}"
    try:
        import narwhals as nw
        import pyarrow as pa  # noqa: F401
    except ImportError as error:
        raise ImportError(NEEDED.format(kind=kind, name=error.name)) from error
    opened = nw.from_native(data, allow_series=True, pass_through=True)
    if isinstance(opened, nw.Series):
        return opened.rename(VALUES).to_frame(), True
    return (opened, False) if isinstance(opened, nw.DataFrame) else None


def _arrow(frame: Any) -> Any:
    import pyarrow as pa

    try:
        return frame.to_arrow()
    except (pa.ArrowException, *_polars_errors()) as error:
        odd = [name for name, dtype in frame.schema.items() if dtype == "Object"]
        raise InputError(
            "the table cannot be read by way of Arrow ({reason}){columns}",
            column=odd[0] if odd else None,
            reason=error,
            columns=f", for the columns {odd}" if odd else "",
            remedies=["drop such columns", "give them another type"],
        ) from error


def _polars_errors() -> tuple[type[Exception], ...]:
    try:
        from polars.exceptions import PolarsError
    except ImportError:
        return ()
    return (PolarsError,)
