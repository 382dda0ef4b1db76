"""Errors and warnings as data: what is wrong, where, and what to do about it.

A message is held as its parts, and put into words at the end: those of Python
(``k_neighbors=3``), or those of whoever else speaks to the user, such as the command
line (``--k-neighbors 3``).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from skl_synth.said_once import say

OF_ENCODER = (
    "constraints",
    "identifiers",
    "implicit_baseline",
    "min_category_count",
    "min_tail_count",
    "missing_values",
    "one_hot_repair",
    "rare_label",
    "special_values",
    "survival",
)
"""Parameters that only a `TableEncoder` has, through which they are given."""


@dataclass(frozen=True)
class Setting:
    """A parameter with a value, to be named in the words of whoever speaks.

    Parameters
    ----------
    parameter : str
        Its name in Python.
    value : object
        What it is, or should be. A parameter alone is named as a field ``str``.
    """

    parameter: str
    value: Any


@dataclass(frozen=True)
class Remedy:
    """One thing that the user can do.

    Parameters
    ----------
    text : str
        What to do, in the imperative; ``{setting}`` stands for the setting.
    setting : Setting or None, default=None
        What to type. Where it cannot be typed, the remedy is left out.
    only : {"python", "command line"} or None, default=None
        Who alone can do it; None for everyone.
    """

    text: str
    setting: Setting | None = None
    only: str | None = None


@dataclass(frozen=True)
class ColumnOf:
    """A column of the table as a value that is to be passed.

    Parameters
    ----------
    name : hashable
        Its name.
    """

    name: Hashable

    def __repr__(self) -> str:
        return f"X[{self.name!r}]"


@dataclass(frozen=True)
class Phrase:
    """Words that differ between those who write Python and those who type commands.

    Parameters
    ----------
    python : str
        For those who write Python.
    typed : str
        For all others.
    """

    python: str
    typed: str


@dataclass(frozen=True)
class Row:
    """A row of the table, to be named in the words of whoever speaks.

    Who writes Python counts from 0, who looks into a file from 1 below the header.

    Parameters
    ----------
    place : int
        Its position, from 0 on.

    Examples
    --------
    >>> from skl_synth.cli.command_words import COMMAND_LINE
    >>> from skl_synth.errors import InputError, Row
    >>> error = InputError("{n} cells are odd, the first in {row}", n=2, row=Row(4))
    >>> print(error)
    2 cells are odd, the first in row 4 (counted from 0).
    >>> print(error.words(COMMAND_LINE))
    2 cells are odd, the first in row 5 below the header.
    """

    place: int


class EachRow:
    """Rows that are persons of their own, as a value that is to be passed."""

    def __repr__(self) -> str:
        return "range(len(X))"


EACH_ROW = EachRow()


class Words(Protocol):
    """Who speaks to the user: how a parameter and a setting are called there."""

    name: str

    def parameter(self, name: str) -> str | None:
        """Name a parameter; None where there is none."""

    def setting(self, setting: Setting) -> str | None:
        """Write what is to be typed; None where nothing can be."""

    def row(self, row: Row) -> str:
        """Name a row by its number."""


class PythonWords:
    """The words of Python, in which messages are written unless asked otherwise."""

    name = "python"

    def parameter(self, name: str) -> str:
        """Name a parameter: as it is."""
        return name

    def setting(self, setting: Setting) -> str:
        """Write a keyword argument; those of the encoder inside it."""
        if setting.parameter == "drop":
            return f"X.drop(columns={list(setting.value)!r})"
        written = f"{setting.parameter}={setting.value!r}"
        if setting.parameter in OF_ENCODER:
            return f"encoder=TableEncoder({written})"
        return written

    def row(self, row: Row) -> str:
        """Name a row by its position, as ``iloc`` takes it."""
        return f"row {row.place} (counted from 0)"


PYTHON = PythonWords()


@dataclass(frozen=True)
class Message:
    """What is to be said, in parts.

    Parameters
    ----------
    problem : str
        What is wrong, with fields in braces: ``{column!r}``, ``{value!r}``,
        ``{parameter}``, and those of ``fields``. Text of the user never stands in it
        but as a field.
    column : hashable, default=None
        The column it is about.
    parameter : str or None, default=None
        The parameter it is about.
    value : object, default=None
        The value that is wrong.
    remedies : tuple of Remedy
        What to do: one of them is enough.
    fields : mapping of str to object
        What else the problem and the remedies name. A `Setting`, a `Row`, a
        `Phrase`, and an error with parts of its own, are put into words.
    """

    problem: str
    column: Hashable = None
    parameter: str | None = None
    value: Any = None
    remedies: tuple[Remedy, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)

    def text(self, words: Words = PYTHON) -> str:
        """Put the message into words.

        Parameters
        ----------
        words : Words, default=PYTHON
            Who speaks.

        Returns
        -------
        str
            The problem, then the remedies that can be followed there.
        """
        problem = self.problem.format_map(self._known(words))
        advice = self.advice(words)
        if not advice:
            return problem if problem.endswith((".", "?")) else f"{problem}."
        return f"{problem.rstrip('.')}: {advice}."

    def advice(self, words: Words = PYTHON) -> str:
        """Put the remedies into words.

        Parameters
        ----------
        words : Words, default=PYTHON
            Who speaks.

        Returns
        -------
        str
            Those that can be followed there; empty for none.
        """
        known = self._known(words)
        advice = [
            one.text.format_map({**known, "setting": written})
            for one, written in _possible(self.remedies, words)
        ]
        return _any_of(advice) if advice else ""

    def _known(self, words: Words) -> dict[str, Any]:
        named = None if self.parameter is None else words.parameter(self.parameter)
        return {
            "column": self.column,
            "value": self.value,
            "parameter": named or self.parameter,
            **{name: _worded(value, words) for name, value in self.fields.items()},
        }


class Explained(Exception):  # noqa: N818 - warnings, too
    """What errors and warnings with parts have in common.

    Parameters
    ----------
    problem : str
        What is wrong, see `Message`.
    column, parameter, value, remedies, **fields : object
        As in `Message`. A remedy that is plain text may be given as such.
    """

    message: Message

    def __init__(
        self,
        problem: str,
        *,
        column: Hashable = None,
        parameter: str | None = None,
        value: Any = None,
        remedies: Iterable[Remedy | str] = (),
        **fields: Any,
    ) -> None:
        advice = tuple(
            one if isinstance(one, Remedy) else Remedy(one) for one in remedies
        )
        self.message = Message(problem, column, parameter, value, advice, fields)
        super().__init__(self.message.text())

    @property
    def column(self) -> Hashable:
        """The column it is about, or None."""
        return self.message.column

    @property
    def parameter(self) -> str | None:
        """The parameter it is about, or None."""
        return self.message.parameter

    @property
    def value(self) -> Any:
        """The value that is wrong, or None."""
        return self.message.value

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """What to do."""
        return self.message.remedies

    def words(self, words: Words) -> str:
        """Say it in the words of somebody else.

        Parameters
        ----------
        words : Words
            Who speaks.

        Returns
        -------
        str
            The message.
        """
        return self.message.text(words)

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors travel between processes, which know to make them from one text only.
        return _again, (type(self), self.message)


class InputError(Explained, ValueError):
    """A value that cannot be used: which, and what to do.

    Parameters
    ----------
    problem : str
        What is wrong, see `Message`.
    column, parameter, value, remedies, **fields : object
        As in `Message`. A remedy that is plain text may be given as such.

    See Also
    --------
    InputTypeError : The same of a wrong type.

    Examples
    --------
    >>> from skl_synth.errors import InputError, Remedy, Setting
    >>> error = InputError(
    ...     "column {column!r} has {n} different values, too many for a category",
    ...     column="ward",
    ...     n=4000,
    ...     remedies=[
    ...         "group the rare ones",
    ...         Remedy(
    ...             "call it an identifier, {setting}",
    ...             Setting("column_kinds", {"ward": "identifier"}),
    ...         ),
    ...     ],
    ... )
    >>> print(error)
    column 'ward' has 4000 different values, too many for a category: group the rare
    ones, or call it an identifier, column_kinds={'ward': 'identifier'}.
    >>> error.column
    'ward'
    """


class InputTypeError(Explained, TypeError):
    """Something of a type that cannot be used: what, and what to do instead.

    Parameters
    ----------
    problem : str
        What is wrong, see `Message`.
    column, parameter, value, remedies, **fields : object
        As in `Message`. A remedy that is plain text may be given as such.

    See Also
    --------
    InputError : The same of a wrong value.
    """


class InputWarning(Explained, UserWarning):
    """Something that the user should know, with parts as errors have them.

    Parameters
    ----------
    problem : str
        What the user should know, see `Message`.
    column, parameter, value, remedies, **fields : object
        As in `Message`. A remedy that is plain text may be given as such.

    See Also
    --------
    InputError : The same of what cannot be used.
    """


def warn(problem: str, *, stacklevel: int = 2, **parts: Any) -> None:
    """Warn with a message in parts.

    Parameters
    ----------
    problem : str
        What the user should know.
    stacklevel : int, default=2
        Whose line is shown, as in `warnings.warn`; 2 is the line that calls this.
    **parts : object
        As in `Explained`.
    """
    say(InputWarning(problem, **parts), stacklevel=stacklevel + 1)


def in_code(text: str, code: str) -> list[Remedy]:
    """Say what to do, and to those who write Python also how.

    Parameters
    ----------
    text : str
        What to do, in the imperative.
    code : str
        How, in Python.

    Returns
    -------
    list of Remedy
        One for each of those who may be spoken to.
    """
    typed = Remedy(text, only="command line")
    return [Remedy(f"{text} ({code})", only="python"), typed]


def in_words(problem: BaseException | str, words: Words = PYTHON) -> str:
    """Say an error or a warning in somebody's words.

    Parameters
    ----------
    problem : exception, warning or str
        With parts or without.
    words : Words, default=PYTHON
        Who speaks.

    Returns
    -------
    str
        What has no parts is said as it is.
    """
    return problem.words(words) if isinstance(problem, Explained) else str(problem)


def _again(kind: type[Explained], message: Message) -> Explained:
    made = kind.__new__(kind, message.text())
    made.message = message
    return made


def _worded(value: Any, words: Words) -> Any:
    if isinstance(value, Setting):
        return words.setting(value) or PYTHON.setting(value)
    if isinstance(value, Row):
        return words.row(value)
    if isinstance(value, Phrase):
        return value.python if words.name == PYTHON.name else value.typed
    return value.words(words) if isinstance(value, Explained) else value


def _possible(
    remedies: tuple[Remedy, ...], words: Words
) -> Iterable[tuple[Remedy, str]]:
    """The remedies that whoever is spoken to can follow, with what is to be typed."""
    for one in remedies:
        written = None if one.setting is None else words.setting(one.setting)
        if one.only in (None, words.name) and (one.setting is None or written):
            yield one, written or ""


def _any_of(advice: list[str]) -> str:
    if len(advice) < 3 and not any(";" in one for one in advice):
        return ", or ".join(advice)
    return f"{'; '.join(advice[:-1])}; or {advice[-1]}" if advice[1:] else advice[0]
