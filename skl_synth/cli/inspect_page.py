"""What inspect says below the columns: what to look at, what holds, what comes next."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.cli.console import print_table, print_text
from skl_synth.cli.foretell import foretold, ways_for
from skl_synth.cli.next_command import (
    generate_command,
    inspect_command,
    publish_command,
    typed_options,
)
from skl_synth.cli.source import Source
from skl_synth.errors import Setting
from skl_synth.table.beside_numbers import shown_cells
from skl_synth.table.constraints.rules import Rules
from skl_synth.table.few_people import FEW, SUMMARY
from skl_synth.table.likely_survival import likely_survival
from skl_synth.table.real import RealTable
from skl_synth.table.remarks import remarks
from skl_synth.table.rule_search.find_rules import MOST_COLUMNS, too_wide
from skl_synth.table.schema import Schema
from skl_synth.table.several_rows import several_rows

TOO_WIDE = f"More than {MOST_COLUMNS} columns: too many columns to search for rules."
"""What stands in place of the rules that hold in every row of a wide table."""

WHOLE_ROWS = "(rows)"
"""What stands in place of a column where something is said of whole rows."""


def report_hints(described: pd.DataFrame, source: Source) -> None:
    """Name what may be something else than it was taken for, and likely slips.

    Parameters
    ----------
    described : DataFrame
        From `RealTable.describe`.
    source : Source
        The real table.
    """
    rows = hint_rows(described, source)
    if rows:
        print_table("Look at these", ["column", "what was seen"], rows, shorten=True)


def hint_rows(described: pd.DataFrame, source: Source) -> list[tuple[str, str]]:
    """List what may be something else than it was taken for, and likely slips.

    Parameters
    ----------
    described : DataFrame
        From `RealTable.describe`.
    source : Source
        The real table.

    Returns
    -------
    list of (str, str)
        Column and what was seen.
    """
    hints = described[described["hint"] != ""]
    rows = [*hints[["column", "hint"]].itertuples(index=False, name=None)]
    seen = remarks(source.frame, source.style.names)
    rows += survival_rows(described, source)
    return [*rows, *((_name(one.column), one.text) for one in seen)]


def survival_rows(described: pd.DataFrame, source: Source) -> list[tuple[str, str]]:
    """Point out what is likely a survival time, where nobody has named one.

    Parameters
    ----------
    described : DataFrame
        From `RealTable.describe`.
    source : Source
        The real table.

    Returns
    -------
    list of (str, str)
        Column and what was seen.
    """
    encoder = source.encoder
    known = getattr(encoder.dictionary, "survival", None) or encoder.survival
    pair = None if known else likely_survival(described)
    if pair is None:
        return []
    typed = COMMAND_LINE.setting(Setting("survival", dict([pair])))
    return [
        (
            str(pair[0]),
            f"may be a survival time that ended as {pair[1]} says: {typed} keeps the "
            "two together",
        )
    ]


def _name(column: object) -> str:
    return WHOLE_ROWS if column is None else str(column)


def report_special(schema: Schema) -> None:
    """Say which values stand beside the numbers and dates of a table.

    Parameters
    ----------
    schema : Schema
        What the columns were taken for.
    """
    text = special_words(schema)
    if text:
        print_text(f"\n{text}")


def special_words(schema: Schema) -> str:
    """Say which values stand beside the numbers and dates of a table.

    Parameters
    ----------
    schema : Schema
        What the columns were taken for.

    Returns
    -------
    str
        Two sentences; nothing where there are none.
    """
    beside = [one for one in schema.numbers if one.special]
    if not beside:
        return ""
    each = "; ".join(f"{one.name} {shown_cells(one.special)}" for one in beside)
    return (
        f"Beside numbers or dates stand other values: {each}. They are kept at their "
        "rate, and no number is reckoned from them; if one stands for a missing value, "
        "name it by --missing."
    )


def report_rules_found(rules: Rules) -> None:
    """List what holds in every row, with what it rests on.

    Parameters
    ----------
    rules : Rules
        Those of the real table.
    """
    if too_wide(rules.schema):
        print_text(TOO_WIDE)
    if not rules.found:
        return
    rows = [(one.n_rows, one.n_different, one.rule) for one in rules.found]
    counts = ["rows", "different"]
    title = "What holds in every row, and will hold in synthetic ones"
    print_table(title, [*counts, "rule"], rows, right=counts)


def report_few(described: pd.DataFrame, has_persons: bool) -> None:
    """Say what rests on few people, for whoever has the table.

    Parameters
    ----------
    described : DataFrame
        From `RealTable.describe`.
    has_persons : bool
        Whether it is known whose the rows are.
    """
    few = described[described["few_persons"] > 0]
    if few.empty:
        return
    print_table(
        f"What rests on one person, and on fewer than {FEW}",
        ["column", "values of one", f"of fewer than {FEW}", "which (persons)"],
        few[["column", *SUMMARY]].itertuples(index=False),
        right=["values of one", f"of fewer than {FEW}"],
        shorten=True,
    )
    if not has_persons:
        print_text("\nHere every row is taken for a person of its own.")


def report_several_rows(table: RealTable) -> None:
    """Offer a key that repeats as the one of the person; say which rows look alike.

    Parameters
    ----------
    table : RealTable
        The real table.
    """
    text = several_words(table)
    if text:
        print_text(f"\n{text}")


def several_words(table: RealTable) -> str:
    """Offer a key that repeats as the one of the person; say which rows look alike.

    Parameters
    ----------
    table : RealTable
        The real table.

    Returns
    -------
    str
        A sentence or two; nothing where every row may be a person of its own.
    """
    found = several_rows(table)
    text = "" if found is None else found.words(COMMAND_LINE)
    return f"{text[:1].upper()}{text[1:]}"


def report_next(table: RealTable, source: Source, dictionary: Path | None) -> None:
    """Foretell what becomes of the table, and name the commands to type next.

    Parameters
    ----------
    table : RealTable
        The real table.
    source : Source
        The same with its file.
    dictionary : Path or None
        The dictionary that was given or written, if one was.
    """
    text = foretold(table)
    if text:
        print_text(f"\n{text}")
    typed = typed_options()
    known = [] if dictionary is None else ["--dictionary", str(dictionary)]
    if dictionary is None:
        command = inspect_command(source.path, typed)
        about = "Next: write down what was found, and correct it by hand:"
    else:
        command = generate_command(source.path, typed, [*known, *ways_for(table)])
        about = f"Next: correct {dictionary} by hand where it is wrong, then type:"
    _print_command(about, command)
    _print_command(
        "If all of it is right, and others are to see the table:",
        publish_command(source.path, typed, known),
    )
    if source.target is None:
        print_text("If a model is to predict one of the columns, add --target COLUMN.")


def _print_command(about: str, command: str) -> None:
    print_text(f"\n{about}")
    print_text(f"  {command}", wrap=False)
