"""What a table is taken for, as inspect says it, and as it was put right since."""

from __future__ import annotations

import json
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
import pandas as pd

from skl_synth.app.corrections import UNREADABLE, Corrections, editable
from skl_synth.app.typed_options import reading_of
from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.cli.console import one_line
from skl_synth.cli.foretell import foretold
from skl_synth.cli.inspect import readable_rest, source_lines
from skl_synth.cli.inspect_page import hint_rows, several_words, special_words
from skl_synth.cli.source import Source, open_source
from skl_synth.cli.write_dictionary import first_dictionary
from skl_synth.errors import in_words
from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.few_people import SUMMARY
from skl_synth.table.real import RealTable
from skl_synth.table.unreadable_columns import UnreadableColumnsError

ONE_AT_A_TIME = threading.Lock()
"""Warnings are caught for a whole process: two sessions that read at the same moment
would each hear what is said of the other's table."""

USER_ERRORS = (ImportError, OSError, TypeError, ValueError, click.UsageError)
"""What the command line prints in one line, and so does the page."""


@dataclass(frozen=True, eq=False)
class Looked:
    """What was found in a table.

    Parameters
    ----------
    source : Source
        The file.
    read : RealTable or None
        The table; None where some columns cannot be read.
    dictionary : DataDictionary or None
        What it was taken for, corrected.
    columns : DataFrame
        What can be corrected.
    problem : str
        Why it cannot be used, if it cannot.
    said : list of str
        Warnings.
    lines : list of str
        What is said of the table as a whole.
    hints : list of (str, str)
        What to look at, by column.
    few : DataFrame
        What rests on few people.
    """

    source: Source
    read: RealTable | None
    dictionary: DataDictionary | None
    columns: pd.DataFrame
    problem: str = ""
    said: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    hints: list[tuple[str, str]] = field(default_factory=list)
    few: pd.DataFrame = field(default_factory=pd.DataFrame)


def look(
    table: Path,
    options: Mapping[str, str],
    corrections: Corrections,
    folder: Path,
) -> Looked:
    """Read a table and say what it was taken for.

    Parameters
    ----------
    table : Path
        The file.
    options : mapping of str to str
        What is said of the file, as it would be typed.
    corrections : Corrections
        What was put right.
    folder : Path
        Where a file may be written that is needed for that.

    Returns
    -------
    Looked
        What was found.

    Raises
    ------
    OSError
        If the file cannot be read.
    InputError
        If it holds no table, or what was said of it cannot be.
    """
    with heard() as said:
        source = _opened(table, options, corrections, folder)
        dropped = [*corrections.drop]
        try:
            read = source.read()
        except UnreadableColumnsError as error:
            return _with_problem(source, error, dropped, said)
        found = first_dictionary(source, dropped)
        dictionary = corrections.corrected(found)
        described = read.describe()
        few = described[described["few_persons"] > 0]
        several = several_words(read)
        return Looked(
            *(source, read, dictionary),
            editable(described, dictionary, dropped),
            said=said,
            lines=[
                *source_lines(source),
                *filter(None, (several, special_words(read.schema), foretold(read))),
            ],
            hints=hint_rows(described, source),
            few=few[["column", *SUMMARY]],
        )


def _opened(
    table: Path, options: Mapping[str, str], corrections: Corrections, folder: Path
) -> Source:
    reading = reading_of(options)
    reading["drop"] = (*reading["drop"], *corrections.drop)
    if corrections.kinds:
        kinds = folder / ".kinds.json"
        kinds.write_text(json.dumps(corrections.kinds), encoding="utf-8")
        reading["kinds"] = kinds
    return open_source(table, **reading)


def _with_problem(
    source: Source,
    error: UnreadableColumnsError,
    dropped: list[str],
    said: list[str],
) -> Looked:
    """Show the columns that can be read, and the others as what they are not."""
    rest = readable_rest(source, error.columns)
    empty = pd.DataFrame(columns=["column", "kind", "missing", "why"])
    described = empty if rest is None else rest.read().schema.describe()
    table = editable(described, None, dropped) if len(described) else None
    others = pd.DataFrame(
        {
            "column": list(map(str, error.columns)),
            "leave out": False,
            "kind": UNREADABLE,
            "least": "",
            "largest": "",
            "missing": pd.array([pd.NA] * len(error.columns), "Int64"),
            "values": "",
            "why": [in_words(one, COMMAND_LINE) for one in error.reasons.values()],
        }
    )
    columns = others if table is None else pd.concat([others, table], ignore_index=True)
    problem = one_line(in_words(error, COMMAND_LINE))
    lines = source_lines(source)
    return Looked(source, None, None, columns, problem, said=said, lines=lines)


def check_dictionary(
    table: Path, options: Mapping[str, str], dictionary: Path
) -> RealTable:
    """Read a table by its dictionary, as the commands will do it.

    Parameters
    ----------
    table : Path
        The file.
    options : mapping of str to str
        What is said of the file, as it would be typed.
    dictionary : Path
        The dictionary.

    Returns
    -------
    RealTable
        The table.

    Raises
    ------
    InputError
        If the two do not go together.
    """
    reading = {**reading_of(options), "dictionary": dictionary}
    with heard():
        return open_source(table, **reading).read()


@contextmanager
def heard() -> Iterator[list[str]]:
    """Collect what is warned of, each sentence once, one session at a time.

    Yields
    ------
    list of str
        The sentences, which is filled when the block ends.
    """
    texts: list[str] = []
    with ONE_AT_A_TIME, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        try:
            yield texts
        finally:
            own = [one for one in caught if issubclass(one.category, UserWarning)]
            said = [one_line(in_words(one.message, COMMAND_LINE)) for one in own]
            texts += dict.fromkeys(said)


def said_of(error: BaseException) -> str:
    """Say an error as the command line says it.

    Parameters
    ----------
    error : BaseException
        What went wrong.

    Returns
    -------
    str
        One line.
    """
    if isinstance(error, click.ClickException):
        return error.format_message()
    return one_line(in_words(error, COMMAND_LINE))
