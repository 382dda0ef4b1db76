"""The words of the command line: names of options, and what is to be typed."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping
from typing import Any

from skl_synth.cli.file_sizes import typed_size
from skl_synth.cli.line_numbers import write_lines
from skl_synth.cli.survival_option import type_survival
from skl_synth.errors import ColumnOf, EachRow, Row, Setting

OPTIONS = {
    "by": "--by",
    "class_counts": "--public-class-counts",
    "column_kinds": "--kinds",
    "constraints": "--constraints",
    "cv": "--folds",
    "decimal": "--decimal",
    "delta": "--delta",
    "delimiter": "--delimiter",
    "dictionary": "--dictionary",
    "drop": "--drop",
    "drop_last": "--drop-last",
    "drop_lines": "--drop-lines",
    "drop_unclassed": "--drop-unclassed",
    "duplicates": "--duplicates",
    "encoding": "--encoding",
    "epsilon": "--epsilon",
    "escape_formulas": "--escape-formulas",
    "event": "--event",
    "fidelity": "--fidelity",
    "folds": "--folds",
    "formula": "--formula",
    "group_bound": "--group-bound",
    "given": "--given",
    "groups": "--person",
    "header_row": "--header-row",
    "identifiers": "--identifiers",
    "implicit_baseline": "--baseline",
    "interpolation": "--interpolation",
    "k_neighbors": "--k-neighbors",
    "ladder": "--no-ladder",
    "max_size": "--max-size",
    "membership_bound": "--membership-bound",
    "min_category_count": "--min-category-count",
    "min_tail_count": "--min-tail-count",
    "missing": "--missing",
    "method": "--method",
    "mode": "--mode",
    "n_samples": "--rows",
    "n_syntheses": "--syntheses",
    "one_hot_groups": "--one-hot",
    "quasi_identifiers": "--quasi-identifiers",
    "random_state": "--seed",
    "relevance": "--relevance",
    "removal_fraction": "--removal-fraction",
    "rows_per_person": "--rows-per-person",
    "secrets": "--secrets",
    "sheet": "--sheet",
    "skip_rows": "--skip-rows",
    "survival": "--survival",
    "target": "--target",
    "weak_guarantee": "--weak-guarantee",
}
"""The options that give the parameters of the Python interface."""

KINDS = (
    *("continuous", "integer", "binary", "category", "ordinal"),
    *("datetime", "timedelta", "constant", "identifier"),
)
"""Kinds that a single column can be given; one-hot groups are given by their prefix."""

IDENTIFIERS = ("refuse", "drop", "surrogate", "surrogate_valid")
"""What may become of identifiers."""

TABS = {"tab": "\t", "\\t": "\t"}
"""How a tab is typed as a delimiter."""


class CommandWords:
    """The words in which a command speaks to who has typed it.

    See Also
    --------
    skl_synth.errors.PythonWords : Those of Python.

    Examples
    --------
    >>> from skl_synth.cli.command_words import COMMAND_LINE
    >>> from skl_synth.errors import ColumnOf, EachRow, Setting
    >>> COMMAND_LINE.setting(Setting("identifiers", "surrogate"))
    '--identifiers surrogate'
    >>> print(COMMAND_LINE.setting(Setting("column_kinds", {"ward": "category"})))
    {"ward": "category"} in the file of --kinds
    >>> COMMAND_LINE.setting(Setting("one_hot_repair", "repair")) is None
    True
    """

    name = "command line"

    def parameter(self, name: str) -> str | None:
        """Name the option for a parameter.

        Parameters
        ----------
        name : str
            Its name in Python.

        Returns
        -------
        str or None
            The option; None where there is none.
        """
        return OPTIONS.get(name)

    def setting(self, setting: Setting) -> str | None:
        """Write what is to be typed, or to be written into a file.

        Parameters
        ----------
        setting : Setting
            A parameter with a value.

        Returns
        -------
        str or None
            Options with their values; None where nothing can be typed.
        """
        option = OPTIONS.get(setting.parameter)
        if option is None:
            return None
        return _WRITERS.get(setting.parameter, _plain)(option, setting.value)

    def row(self, row: Row) -> str:
        """Name a row as it is counted in a file.

        Parameters
        ----------
        row : Row
            A row of the table.

        Returns
        -------
        str
            Its number; the first one below the header is 1.
        """
        return f"row {row.place + 1} below the header"


COMMAND_LINE = CommandWords()


def _plain(option: str, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return f"{option} {shlex.quote(str(value))}"


def _kinds(option: str, kinds: Any) -> str | None:
    if not isinstance(kinds, Mapping) or not all(
        isinstance(name, str) and (isinstance(kind, list) or kind in KINDS)
        for name, kind in kinds.items()
    ):
        return None
    try:
        written = json.dumps(dict(kinds), ensure_ascii=False)
    except TypeError:
        return None
    return f"{written} in the file of {option}"


def _identifiers(option: str, value: Any) -> str | None:
    is_typed = isinstance(value, str) and value in IDENTIFIERS
    return f"{option} {value}" if is_typed else None


def _prefixes(option: str, value: Any) -> str | None:
    if isinstance(value, str):
        return None if value == "infer" else _plain(option, value)
    if not isinstance(value, list | tuple) or not value:
        return None
    written = [_plain(option, one) for one in value]
    return None if None in written else " ".join(map(str, written))


def _groups(option: str, value: Any) -> str | None:
    if isinstance(value, EachRow):
        return "--one-row-per-person"
    return _plain(option, value.name) if isinstance(value, ColumnOf) else None


def _delimiter(option: str, value: Any) -> str | None:
    return _plain(option, "tab" if value == "\t" else value)


def _lines(option: str, numbers: Any) -> str:
    return f"{option} {write_lines(numbers)}"


def _size(option: str, n_bytes: Any) -> str | None:
    return f"{option} {typed_size(n_bytes)}" if isinstance(n_bytes, int) else None


def _nothing(option: str, value: Any) -> str | None:  # noqa: ARG001
    """Rules stand in a file: there is nothing that can be typed in one line."""
    return None


def _flag(value_typed: Any) -> Callable[[str, Any], str | None]:
    """Make what types an option alone, where it stands for one value."""
    return lambda option, value: option if value == value_typed else None


def _fidelity(option: str, value: Any) -> str | None:
    if isinstance(value, str):
        return _plain(option, value)
    margins = [",".join(map(str, margin)) for margin in value]
    return " ".join(f"--margin {shlex.quote(margin)}" for margin in margins)


def _listed(option: str, value: Any) -> str | None:
    """Type names with commas between them."""
    return f"{option} {shlex.quote(','.join(map(str, value)))}" if value else None


_WRITERS: dict[str, Callable[[str, Any], str | None]] = {
    "by": _prefixes,
    "class_counts": _flag("public"),
    "column_kinds": _kinds,
    "constraints": _nothing,
    "delimiter": _delimiter,
    "drop": _prefixes,
    "drop_lines": _lines,
    "drop_unclassed": _flag(True),
    "escape_formulas": _flag(True),
    "fidelity": _fidelity,
    "groups": _groups,
    "identifiers": _identifiers,
    "implicit_baseline": _prefixes,
    "ladder": _flag(False),
    "max_size": _size,
    "missing": _prefixes,
    "one_hot_groups": _prefixes,
    "quasi_identifiers": _listed,
    "secrets": _listed,
    "survival": type_survival,
    "weak_guarantee": _flag(True),
}
"""How a setting is written where it is not the option and the value."""
