"""The real table of a command in Parquet files, which are read part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.cli.given_files import check_column
from skl_synth.cli.known_table import known_of
from skl_synth.cli.several_files import files_of_table
from skl_synth.cli.source import check_person, check_target, encoder_of
from skl_synth.dask.parquet_in import ParquetTable, open_parquet
from skl_synth.dask.running import Runner
from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.table import TableEncoder


@dataclass(frozen=True, eq=False)
class SourceInParts:
    """A real table in several files as a command works on it.

    Parameters
    ----------
    name : str
        What it is called in messages.
    files : tuple of Path
        Its files.
    table : ParquetTable
        The table, with all of its columns.
    columns : tuple of str
        Those that the user did not drop.
    target : str or None
        The column of the classes.
    person : str or None
        The column that says whose a row is.
    encoder : TableEncoder
        All that the user specified for the table.
    n_unclassed : int
        Rows that are left out because their class is not known.
    one_row_per_person : bool
        Whether each row is a person of its own.
    """

    name: str
    files: tuple[Path, ...]
    table: ParquetTable
    columns: tuple[str, ...]
    target: str | None
    person: str | None
    encoder: TableEncoder
    n_unclassed: int = 0
    one_row_per_person: bool = False

    @property
    def n_rows(self) -> int:
        """Rows of it that are used."""
        return self.table.n_rows - self.n_unclassed

    @property
    def has_visits(self) -> bool:
        """Whether somebody may have several rows."""
        return self.person is not None

    @property
    def features(self) -> Any:
        """The table without its target, as a dask frame."""
        return self.table.frame([n for n in self.columns if n != self.target])

    @property
    def labels(self) -> Any:
        """The target as a dask series; None where there is none."""
        return self._column(self.target)

    @property
    def groups(self) -> Any:
        """Whose each row is; None where nothing was said of it."""
        if self.one_row_per_person:
            return np.arange(self.n_rows)
        return self._column(self.person)

    def _column(self, name: str | None) -> Any:
        return None if name is None else self.table.frame([name])[name]


def open_in_parts(
    typed: Sequence[Path],
    target: str | None,
    runner: Runner,
    *,
    drop: Sequence[str] = (),
    person: str | None = None,
    missing: Sequence[str] = (),
    max_size: int | None = None,
    drop_unclassed: bool = False,
    dictionary: Path | None = None,
    one_row_per_person: bool = False,
    **said: Any,
) -> SourceInParts:
    """Open the files of a table and check what was given for it.

    Parameters
    ----------
    typed : sequence of Path
        Files, folders and patterns.
    target : str or None
        The column of the classes.
    runner : Runner
        What computes tasks.
    drop : sequence of str, default=()
        Columns to leave out.
    person : str or None, default=None
        Column that says whose a row is.
    missing : sequence of str, default=()
        What stands for a missing value.
    max_size : int or None, default=None
        The most bytes that are unpacked at once.
    drop_unclassed : bool, default=False
        Whether rows without a class are left out.
    dictionary : Path or None, default=None
        What is known of the table.
    one_row_per_person : bool, default=False
        Whether each row is a person of its own.
    **said : object
        As for `encoder_of`.

    Returns
    -------
    SourceInParts
        The table.

    Raises
    ------
    OSError
        If a file cannot be read.
    InputError
        If the files are not those of one table, or what was given does not fit it.
    """
    known = known_of(dictionary, drop)
    files = files_of_table(typed)
    table = open_parquet(files, runner, max_size)
    name = str(typed[0]) if len(typed) == 1 else f"{typed[0]} and others"
    whole = pd.DataFrame(columns=table.schema.names)
    for one in drop:
        check_column(one, whole, f"{name}, --drop")
    left = whole.drop(columns=[*drop, *known.dropped(whole, drop)])
    target, person = target or known.target, person or known.person
    if one_row_per_person and person == known.person:
        person = None
    if target is not None:
        check_target(target, left, name, drop)
    if person is not None:
        check_person(person, left, name, target, one_row_per_person)
    encoder = encoder_of(left, known, **said)
    if missing or known.tokens:
        encoder.set_params(missing_values=[*missing, *known.tokens])
    source = SourceInParts(
        name,
        tuple(files),
        table,
        tuple(left.columns),
        target,
        person,
        encoder,
        one_row_per_person=one_row_per_person,
    )
    return _with_class(source, drop_unclassed=drop_unclassed)


def _with_class(source: SourceInParts, *, drop_unclassed: bool) -> SourceInParts:
    """Leave out the rows whose class is not known, or refuse them."""
    if source.target is None:
        if drop_unclassed:
            raise InputError(
                "--drop-unclassed leaves out rows without a class, and no class was "
                "named",
                remedies=["name its column by --target"],
            )
        return source
    runner = source.table.runner
    parts = source.labels.to_delayed()
    n_missing = sum(runner.results([runner.task(_n_missing, one) for one in parts]))
    if n_missing == source.table.n_rows:
        raise InputError(
            "the target {column!r} is empty in every row", column=source.target
        )
    if not n_missing:
        return source
    if drop_unclassed:
        table = replace(source.table, filled=source.target)
        return replace(source, table=table, n_unclassed=n_missing)
    raise InputError(
        "the target {column!r} is missing in {n} of {n_rows} rows",
        column=source.target,
        n=n_missing,
        n_rows=source.table.n_rows,
        remedies=[
            Remedy("leave these rows out, {setting}", Setting("drop_unclassed", True)),
            "write a class of their own into the files, such as 'not known'",
        ],
    )


def _n_missing(column: pd.Series) -> int:
    return int(column.isna().sum())
