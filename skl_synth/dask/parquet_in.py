"""Parquet files as a dask frame, read as the reader of one file reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from skl_synth.dask.parquet_types import levels_together, types_together
from skl_synth.dask.running import Runner
from skl_synth.errors import InputError
from skl_synth.files.arrow_bounds import check_long_texts
from skl_synth.files.bare_schemas import bare_table
from skl_synth.files.bounds import Bound, too_much_unpacked
from skl_synth.table.arrow import frame_of_arrow

PART_ROWS = 262_144
"""Rows of a partition, unless a file comes in larger pieces."""


class Piece(NamedTuple):
    """What a partition is read from: some row groups of a file.

    Parameters
    ----------
    path : str
        The file.
    groups : tuple of int
        The row groups.
    n_rows : int
        Their rows.
    """

    path: str
    groups: tuple[int, ...]
    n_rows: int


@dataclass(frozen=True, eq=False)
class ParquetTable:
    """A table in Parquet files that were opened, and not yet read.

    Parameters
    ----------
    pieces : tuple of Piece
        What partitions are read from.
    schema : pyarrow.Schema
        The types of the columns, and nothing else that the files say of themselves.
    levels : mapping of str to CategoricalDtype
        The levels of the columns that are encoded as a dictionary, in all files.
    runner : Runner
        What computes them.
    filled : str or None, default=None
        A column; rows in which it is missing are left out.
    """

    pieces: tuple[Piece, ...]
    schema: Any
    levels: Mapping[str, pd.CategoricalDtype]
    runner: Runner
    filled: str | None = None

    @property
    def n_rows(self) -> int:
        """Rows in all files, also those that are left out."""
        return sum(one.n_rows for one in self.pieces)

    @property
    def like(self) -> pd.DataFrame:
        """The table without its rows."""
        return _framed(self.schema.empty_table(), self.levels)

    def frame(self, columns: Sequence[str]) -> Any:
        """Read some columns, when they are asked for.

        Parameters
        ----------
        columns : sequence of str
            The columns.

        Returns
        -------
        dask DataFrame
            These columns, which alone are read, in Arrow's types; those encoded as a
            dictionary are categories.
        """
        import dask
        import dask.dataframe as dd

        reading = self.runner.put(_Reading(list(columns), self))
        tasks = [self.runner.task(_read_piece, one, reading) for one in self.pieces]
        with dask.config.set({"dataframe.convert-string": False}):
            like = self.like[list(columns)]
            return dd.from_delayed(tasks, meta=like, verify_meta=False)


class _Reading:
    """What a task needs to know to read a piece."""

    def __init__(self, columns: list[str], table: ParquetTable) -> None:
        self.columns, self.filled = columns, table.filled
        names = [*columns, *([] if table.filled is None else [table.filled])]
        self.read = list(dict.fromkeys(names))
        self.fields = [table.schema.field(name) for name in self.read]
        self.levels = {n: one for n, one in table.levels.items() if n in self.read}


def open_parquet(
    paths: Sequence[Path], runner: Runner, max_size: int | None = None
) -> ParquetTable:
    """Open Parquet files of one table: what they say of themselves is read.

    Parameters
    ----------
    paths : sequence of Path
        The files, in the order of the rows.
    runner : Runner
        What computes tasks.
    max_size : int or None, default=None
        The most bytes that a row group may take once it is unpacked.

    Returns
    -------
    ParquetTable
        The table.

    Raises
    ------
    ImportError
        If pyarrow is not installed.
    OSError
        If a file cannot be read.
    InputError
        If a file is none of Parquet or has other columns, a column cannot be read, or
        there are no rows.
    """
    bound = Bound(max_size)
    opened = [_opened(path) for path in paths]
    schema = types_together(paths, [one.schema_arrow for one in opened])
    pieces = [
        piece
        for path, file in zip(paths, opened, strict=True)
        for piece in _pieces(path, file.metadata, bound)
    ]
    for path, file in zip(paths, opened, strict=True):
        check_long_texts(path, file, path.stat().st_size, path, bound)
    if not sum(one.n_rows for one in pieces):
        raise InputError("{path} has no rows", path=paths[0])
    levels = levels_together(paths, schema, runner)
    return ParquetTable(tuple(pieces), schema, levels, runner)


def _opened(path: Path) -> Any:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return parquet.ParquetFile(path)
    except pa.ArrowException as error:
        raise InputError(
            "{path} is no Parquet file, or it is damaged ({reason})",
            path=path,
            reason=" ".join(str(error).split()),
            remedies=["name Parquet files, which all parts of a table are read from"],
        ) from error


def _pieces(path: Path, said: Any, bound: Bound) -> list[Piece]:
    """Put row groups together, up to the rows of a partition."""
    made: list[Piece] = []
    place = str(path.resolve())
    for at in range(said.num_row_groups):
        group = said.row_group(at)
        _check_group(group, path, bound)
        last = made[-1] if made else None
        if last is not None and last.n_rows + group.num_rows <= PART_ROWS:
            groups, n_rows = (*last.groups, at), last.n_rows + group.num_rows
            made[-1] = Piece(place, groups, n_rows)
        else:
            made.append(Piece(place, (at,), group.num_rows))
    return made


def _check_group(group: Any, path: Path, bound: Bound) -> None:
    """Refuse what no memory holds once it is unpacked."""
    columns = [group.column(at) for at in range(group.num_columns)]
    n_packed = sum(one.total_compressed_size for one in columns)
    most = bound.of_packed(n_packed)
    if sum(one.total_uncompressed_size for one in columns) > most:
        raise too_much_unpacked(path, n_packed, most)


def _read_piece(piece: Piece, reading: _Reading) -> pd.DataFrame:
    from pyarrow import parquet

    if not Path(piece.path).is_file():
        raise FileNotFoundError(
            f"there is no {piece.path} where it is to be read: all workers must see "
            "the files under the same name."
        )
    with parquet.ParquetFile(piece.path) as file:
        table = file.read_row_groups(list(piece.groups), columns=reading.read)
    table = bare_table(table).select(reading.read)
    for place, field in enumerate(reading.fields):
        table = table.set_column(place, field.name, _plain(table.column(place), field))
    frame = _framed(table, reading.levels)
    if reading.filled is not None:
        frame = frame[frame[reading.filled].notna()].reset_index(drop=True)
    return frame[reading.columns]


def _plain(column: Any, field: Any) -> Any:
    """Give a column the type that it has in all files; levels stand for themselves."""
    from pyarrow import types

    kind = field.type
    kind = kind.value_type if types.is_dictionary(kind) else kind
    return column if column.type == kind else column.cast(kind)


def _framed(table: Any, levels: Mapping[str, pd.CategoricalDtype]) -> pd.DataFrame:
    """Make a frame; columns with levels become categories of these."""
    for name in levels:
        place = table.schema.get_field_index(name)
        kind = table.schema.field(name).type
        plain = table.column(name).cast(getattr(kind, "value_type", kind))
        table = table.set_column(place, name, plain)
    frame = frame_of_arrow(table)
    for name, dtype in levels.items():
        cells = table.column(name).to_pandas()
        codes = dtype.categories.get_indexer(pd.Index(cells))
        frame[name] = pd.Categorical.from_codes(codes, dtype=dtype)
    return frame
