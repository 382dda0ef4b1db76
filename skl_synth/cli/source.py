"""The real table of a command: the file, the target, and what was given for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from skl_synth.cli.command_words import TABS
from skl_synth.cli.given_files import check_column, read_kinds, read_rules
from skl_synth.cli.known_table import KnownTable, known_of
from skl_synth.cli.odd_columns import read_quietly, warn_of_odd_cells
from skl_synth.cli.survival_typed import survival_typed
from skl_synth.cli.unclassed import with_class
from skl_synth.errors import InputError
from skl_synth.files import TableStyle
from skl_synth.table import RealTable, TableEncoder


@dataclass(frozen=True, eq=False)
class Source:
    """A real table as a command works on it.

    Parameters
    ----------
    path : Path
        The file it was read from.
    frame : DataFrame
        Its columns, without those that the user dropped.
    style : TableStyle
        How it is written.
    target : str or None
        The column of the classes.
    encoder : TableEncoder
        All that the user specified for the table, the kind of the target included.
    person : str or None
        The column that says whose a row is.
    one_row_per_person : bool
        Whether each row is a person of its own.
    n_unclassed : int
        Rows that were left out because their class is not known.
    """

    path: Path
    frame: pd.DataFrame
    style: TableStyle
    target: str | None = None
    encoder: TableEncoder = field(default_factory=TableEncoder)
    person: str | None = None
    one_row_per_person: bool = False
    n_unclassed: int = 0

    @property
    def groups(self) -> Any:
        """Whose each row is; None where nothing was said of it."""
        if self.one_row_per_person:
            return range(len(self.frame))
        return None if self.person is None else self.frame[self.person]

    @property
    def has_visits(self) -> bool:
        """Whether somebody is known to have several rows."""
        return self.person is not None and not self.frame[self.person].is_unique

    @property
    def features(self) -> pd.DataFrame:
        """The table without its target."""
        return self.frame.drop(columns=[] if self.target is None else self.target)

    @property
    def dropped(self) -> tuple[str, ...]:
        """Columns that its dictionary leaves out."""
        dictionary = self.encoder.dictionary
        return () if dictionary is None else dictionary.drop

    @property
    def labels(self) -> Any:
        """The target; None where there is none."""
        return None if self.target is None else self.frame[self.target]

    def read(self) -> RealTable:
        """Read the table.

        Returns
        -------
        RealTable
            The columns, and the target where there is one.

        Raises
        ------
        InputError
            If a column or the target cannot be read.
        """
        return RealTable.read(
            self.features, self.labels, encoder=self.encoder, groups=self.groups
        )

    def written(self, labels: Sequence[Any]) -> list[str]:
        """Write class labels as they stand in the file.

        Parameters
        ----------
        labels : sequence
            Values of the target.

        Returns
        -------
        list of str
            Their texts.
        """
        assert self.target is not None
        return self.style.of(self.target).write(pd.Series(labels))


def open_source(
    table: Path,
    target: str | None = None,
    *,
    drop: Sequence[str] = (),
    kinds: Path | None = None,
    one_hot: Sequence[str] = (),
    baseline: Sequence[str] = (),
    identifiers: str = "surrogate",
    min_category_count: int | None = None,
    min_tail_count: int | None = None,
    constraints: Path | None = None,
    survival: Sequence[str] = (),
    person: str | None = None,
    one_row_per_person: bool = False,
    delimiter: str | None = None,
    encoding: str | None = None,
    decimal: str | None = None,
    as_text: bool = False,
    skip_rows: int | None = None,
    header_row: int | None = None,
    drop_last: int | None = None,
    drop_lines: Collection[int] | None = None,
    missing: Sequence[str] = (),
    sheet: str | None = None,
    max_size: int | None = None,
    drop_unclassed: bool = False,
    dictionary: Path | None = None,
    escape_formulas: bool = False,
) -> Source:
    """Read a file and check what was given for it.

    Parameters
    ----------
    table : Path
        The CSV or Parquet file.
    target : str or None, default=None
        The column of the classes.
    drop : sequence of str, default=()
        Columns to leave out.
    kinds : Path or None, default=None
        JSON file with the kinds of columns.
    one_hot, baseline : sequence of str, default=()
        Prefixes of one-hot groups, with every level and with one dropped.
    identifiers : {"refuse", "drop", "surrogate", "surrogate_valid"}
        What becomes of keys, names and free text.
    min_category_count : int or None, default=None
        Rows that a level needs to be published.
    min_tail_count : int or None, default=None
        People whose outermost values are coded together.
    constraints : Path or None, default=None
        JSON file with rules that every row keeps.
    survival : sequence of str, default=()
        Times and their events, as they were typed.
    person : str or None, default=None
        Column that says whose a row is.
    one_row_per_person : bool, default=False
        Whether each row is a person of its own, whatever it looks like.
    delimiter, encoding, decimal : str or None, default=None
        How the file is written, where it is not recognised.
    as_text : bool, default=False
        Whether no cell may decide how another is read, see `read_table`.
    skip_rows, header_row, drop_last, drop_lines, missing : object
        Which lines are the table, and what is missing in it, see `read_table`.
    sheet : str or None, default=None
        The sheet of a workbook.
    max_size : int or None, default=None
        The most bytes that are read of the file.
    drop_unclassed : bool, default=False
        Whether rows without a class are left out.
    dictionary : Path or None, default=None
        What is known of the table; what is given besides overrules it.
    escape_formulas : bool, default=False
        Whether text that a spreadsheet would run is written with an apostrophe.

    Returns
    -------
    Source
        The table.

    Raises
    ------
    OSError
        If a file cannot be read.
    InputError
        If a file holds no table or no kinds, a column is not in the table, or the
        target is missing in some rows.
    """
    known = known_of(dictionary, drop)
    frame, style, odd = read_quietly(
        table,
        delimiter=TABS.get(str(delimiter), delimiter),
        encoding=encoding,
        decimal=decimal,
        as_text=as_text,
        skip_rows=skip_rows,
        header_row=header_row,
        drop_last=drop_last,
        drop_lines=drop_lines,
        # Each cell by itself is read by the dictionary later on.
        missing=missing if as_text else (*missing, *known.tokens),
        sheet=sheet,
        max_size=max_size,
    )
    style = replace(style, escape_formulas=escape_formulas)
    for name in drop:
        check_column(name, frame, f"{table}, --drop")
    frame = frame.drop(columns=[*drop, *known.dropped(frame, drop)])
    target, person = target or known.target, person or known.person
    if one_row_per_person and person == known.person:
        person = None
    n_rows = len(frame)
    if target is not None:
        check_target(target, frame, table, drop)
    frame = with_class(frame, target, drop_unclassed=drop_unclassed)
    if person is not None:
        check_person(person, frame, table, target, one_row_per_person)
    special = known.special_values(style.described, frame)
    if dictionary is None:
        special = style.special_values(frame.columns) or special
    encoder = encoder_of(
        frame,
        known,
        kinds=kinds,
        one_hot=one_hot,
        baseline=baseline,
        identifiers=identifiers,
        min_category_count=min_category_count,
        min_tail_count=min_tail_count,
        constraints=constraints,
        survival=survival,
    )
    encoder.set_params(special_values=special)
    warn_of_odd_cells(odd, frame, encoder)
    return Source(
        *(table, frame, style, target, encoder, person, one_row_per_person),
        n_unclassed=n_rows - len(frame),
    )


def encoder_of(
    frame: pd.DataFrame,
    known: KnownTable,
    *,
    kinds: Path | None = None,
    one_hot: Sequence[str] = (),
    baseline: Sequence[str] = (),
    identifiers: str = "surrogate",
    min_category_count: int | None = None,
    min_tail_count: int | None = None,
    constraints: Path | None = None,
    survival: Sequence[str] = (),
) -> TableEncoder:
    """Put all that was typed of the columns of a table into one encoder.

    Parameters
    ----------
    frame : DataFrame
        The table, of which the columns alone count.
    known : KnownTable
        Its dictionary.
    kinds, one_hot, baseline, identifiers, min_category_count, min_tail_count : object
        As for `open_source`.
    constraints, survival : object
        As for `open_source`.

    Returns
    -------
    TableEncoder
        The encoder.

    Raises
    ------
    OSError
        If a file cannot be read.
    InputError
        If a file does not hold what it should, or a column is not in the table.
    """
    encoder = TableEncoder(
        "infer" if kinds is None else read_kinds(kinds, frame),
        implicit_baseline=list(baseline),
        identifiers=identifiers,
        constraints=None if constraints is None else read_rules(constraints),
        survival=survival_typed(survival, frame),
        dictionary=known.for_encoder(identifiers),
    )
    if one_hot:
        encoder.set_params(one_hot_groups=list(dict.fromkeys((*one_hot, *baseline))))
    if min_category_count is not None:
        encoder.set_params(min_category_count=min_category_count)
    if min_tail_count is not None:
        encoder.set_params(min_tail_count=min_tail_count)
    return encoder


def check_target(
    target: str, frame: pd.DataFrame, table: object, drop: Sequence[str]
) -> None:
    """Refuse a target that there is not, or that nothing stands beside.

    Parameters
    ----------
    target : str
        The column of the classes.
    frame : DataFrame
        The table, of which the columns alone count.
    table : object
        What it was read from, for messages.
    drop : sequence of str
        Columns to leave out.

    Raises
    ------
    InputError
        If it cannot be the target.
    """
    if target in drop:
        raise InputError(
            "column {column!r} is the target and cannot be dropped", column=target
        )
    check_column(target, frame, f"{table}, --target")
    if len(frame.columns) == 1:
        raise InputError(
            "{table} has no column but the target {column!r}",
            column=target,
            table=table,
        )


def check_person(
    person: str,
    frame: pd.DataFrame,
    table: object,
    target: str | None,
    one_row_per_person: bool = False,
) -> None:
    """Refuse a column that cannot say whose a row is.

    Parameters
    ----------
    person : str
        The column.
    frame : DataFrame
        The table, of which the columns alone count.
    table : object
        What it was read from, for messages.
    target : str or None
        The column of the classes.
    one_row_per_person : bool, default=False
        Whether that was said as well.

    Raises
    ------
    InputError
        If it cannot say so.
    """
    if one_row_per_person:
        raise InputError(
            "--person and --one-row-per-person say two things of the same: leave out "
            "one of them"
        )
    if person == target:
        raise InputError(
            "column {column!r} is the target, and cannot say whose a row is",
            column=person,
            parameter="groups",
        )
    check_column(person, frame, f"{table}, --person")
