"""Keys, names and free text among columns of text."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from skl_synth.table.detectors.few_cells import (
    find_few_identifiers,
    find_few_sentences,
)
from skl_synth.table.detectors.filled_cells import filled_counts
from skl_synth.table.detectors.finding import (
    ENOUGH_VALUES,
    LEAST_ROWS,
    Finding,
    Repetition,
)
from skl_synth.table.detectors.key_names import NameKind, kind_of_name
from skl_synth.table.detectors.person_names import are_full_names, are_like_names
from skl_synth.table.detectors.shapes import FEWEST, SAMPLE, find_shape

FEWEST_PEOPLE = 8
"""Of fewer different values the number of rows each says little."""

ENOUGH_TEXTS = 8
"""So many texts in a table, each in one row only, are no levels."""

CODED = r"(?=.*\d)(?=.{4,40}$)([A-Za-z./]+ )?[\w./#-]+"
"""A code: short, with digits, and at most a prefix before a space."""

WORDS_OF_PROSE = 4
LETTERS_OF_PROSE = 20
"""Texts of so many words and signs, on average, are written, not chosen."""

MOST_ROWS_OF_CODE = 10
MOST_ROWS_OF_PROSE = 5
"""Rows of one code, or one text, under a name that says nothing of keys."""


@dataclass(frozen=True, eq=False)
class TextColumn:
    """The filled cells of a column of text.

    Parameters
    ----------
    filled : Series of int
        Rows of each different text, which is the index; no token for missing.
    kind : NameKind
        What the name of the column says.
    n_table : int
        Rows of the table.
    is_code : bool
        Whether the name is that of a code that many people share.
    """

    filled: pd.Series
    kind: NameKind
    n_table: int
    is_code: bool

    @classmethod
    def of(
        cls, counts: pd.Series, name: Hashable, n_table: int, *, is_code: bool
    ) -> TextColumn:
        """Take the tokens for missing out of the values of a column.

        Parameters
        ----------
        counts : Series of int
            Rows of each different text, which is the index.
        name : hashable or None
            The column; None where its name was not chosen by the user.
        n_table : int
            Rows of the table.
        is_code : bool
            Whether the name is that of a code that many people share.

        Returns
        -------
        TextColumn
            What is filled.
        """
        return cls(filled_counts(counts), kind_of_name(name), n_table, is_code)

    @cached_property
    def levels(self) -> pd.Series:
        """The different texts."""
        return pd.Series(self.filled.index, dtype=object)

    @cached_property
    def repetition(self) -> Repetition:
        """How often they occur."""
        return Repetition(self.filled.to_numpy(), self.n_table)

    @property
    def is_shared(self) -> bool:
        """Whether the name speaks of what many people share."""
        return self.kind.is_of_place or self.is_code

    @cached_property
    def is_prose(self) -> bool:
        """Whether the texts are written sentences rather than words from a list."""
        some = self.levels.iloc[: 10 * SAMPLE]
        words = some.str.count(r"\S+").mean()
        return bool(
            words >= WORDS_OF_PROSE and some.str.len().mean() >= LETTERS_OF_PROSE
        )

    @cached_property
    def is_coded(self) -> bool:
        """Whether the texts look like keys: short, without spaces, with digits."""
        some = self.levels.iloc[: 10 * SAMPLE]
        return bool(some.str.fullmatch(CODED).mean() > 0.9)

    @cached_property
    def has_digits(self) -> bool:
        """Whether most of the texts have digits, as keys do."""
        some = self.levels.iloc[: 10 * SAMPLE]
        return bool(some.str.contains(r"\d").mean() > 0.5)


def find_by_content(column: TextColumn) -> Finding | None:
    """Find out whether texts show by their shape, or their name, that they are keys.

    Parameters
    ----------
    column : TextColumn
        The filled cells of a column.

    Returns
    -------
    Finding or None
        Why they identify people, or likely do.
    """
    if not column.repetition.is_large or column.filled.empty:
        return None
    found = _by_shape(column) or _by_name(column)
    if found is not None and found.is_sure:
        return found
    are_codes = column.is_shared and not column.kind.is_phone
    return find_few_identifiers(column.filled, are_codes=are_codes) or found


def find_by_repetition(column: TextColumn) -> Finding | None:
    """Find out whether each text stands in as few rows as one person has.

    Parameters
    ----------
    column : TextColumn
        The filled cells of a column.

    Returns
    -------
    Finding or None
        Why the texts identify people, or likely do; None for levels.
    """
    if not column.repetition.is_large or column.filled.empty:
        return None
    return _by_difference(column) or _by_repetition(column) or _by_sentences(column)


def _by_shape(column: TextColumn) -> Finding | None:
    repetition, shape = column.repetition, find_shape(column.levels)
    if shape is None:
        return None
    few_rows, many = repetition.has_few_rows_each, repetition.n_values >= ENOUGH_VALUES
    of_few = shape.of_few if repetition.n_values >= FEWEST else "none"
    if not (few_rows or many) and of_few == "none":
        return None
    reason = f"{shape.what}, {repetition}"
    return Finding(reason, is_sure=few_rows or of_few == "sure")


def _by_name(column: TextColumn) -> Finding | None:
    kind, repetition = column.kind, column.repetition
    many = repetition.n_values >= ENOUGH_VALUES
    enough = many and repetition.has_few_rows_each
    some = repetition.n_values >= FEWEST_PEOPLE
    if kind.is_key and some and (enough or kind.is_of_person or kind.is_bare):
        # A subject may be a person, but also one that is taught.
        is_plain = not kind.is_one_word or column.has_digits
        sure = enough or (many and kind.is_of_person)
        sure = sure and (is_plain or are_full_names(column.levels))
        return Finding(f"text with the name of a key, {repetition}", is_sure=sure)
    # Called the name of a person, made-up ones and pseudonyms need not look like one.
    called = kind.is_name and kind.is_of_person and enough
    if called or (some and _may_be_names(column, enough=enough)):
        sure = enough and _are_names(column)
        return Finding(f"names of people, {repetition}", is_sure=sure)
    if kind.is_address and enough:
        return Finding(f"addresses, {repetition}")
    if kind.may_be_key and not kind.is_of_place and enough and column.is_coded:
        return Finding(f"codes with a name that ends as those of keys, {repetition}")
    return None


def _may_be_names(column: TextColumn, *, enough: bool) -> bool:
    kind = column.kind
    # There are fewer words for what kin somebody is than there are names.
    if kind.is_name or (kind.may_be_name and enough):
        return are_like_names(column.levels)
    return kind.may_be_name and are_full_names(column.levels, called_so=True)


def _are_names(column: TextColumn) -> bool:
    """Whether they are those of people: a "name" may be that of a town or a product."""
    kind = column.kind
    if not (kind.is_bare or kind.may_be_name):
        return True
    return are_full_names(column.levels, called_so=kind.may_be_name)


def _by_difference(column: TextColumn) -> Finding | None:
    """Find text of which each stands in one row, mostly."""
    repetition = column.repetition
    if not repetition.mostly_differ:
        return None
    what = f"text with {repetition.n_values} different values in {repetition.n_filled}"
    if repetition.n_filled >= LEAST_ROWS:
        return Finding(what)
    # Few rows are filled, and all others say nothing of what they hold.
    what += " filled rows"
    written = repetition.n_values > 2 and column.is_prose
    nearly_all = 5 * repetition.n_values >= 4 * repetition.n_filled
    listed = nearly_all and repetition.n_values >= ENOUGH_TEXTS
    if written or listed:
        return Finding(what)
    is_rare = repetition.all_differ and (column.is_prose or repetition.n_values > 2)
    return Finding(what, is_sure=False) if is_rare else None


def _by_repetition(column: TextColumn) -> Finding | None:
    """Find text of which each stands in as few rows as a person has."""
    kind, repetition = column.kind, column.repetition
    if repetition.n_values < ENOUGH_VALUES or not repetition.is_even:
        return None
    rows = repetition.rows_each
    if rows > MOST_ROWS_OF_CODE:
        return None
    if column.is_prose and (rows <= MOST_ROWS_OF_PROSE or not column.is_shared):
        return Finding(f"free text, {repetition}", is_sure=rows <= MOST_ROWS_OF_PROSE)
    if kind.is_quantity or column.is_shared:
        return None
    if column.is_coded:
        return Finding(f"codes of which each has few rows, {repetition}", is_sure=False)
    if are_full_names(column.levels, called_so=kind.is_of_person):
        return Finding(f"what looks like names of people, {repetition}", is_sure=False)
    return None


def _by_sentences(column: TextColumn) -> Finding | None:
    """Find free text that some people wrote where others chose an answer."""
    return None if column.is_shared else find_few_sentences(column.filled)
