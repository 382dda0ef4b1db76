"""What is worth a look in a table before anything is made of it: spellings, repeats."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

MOST_LEVELS = 60
"""Columns of more different texts are not compared: they are names or remarks."""

MOST_NAMED = 4
"""So many spellings are named; of more, their number is."""

LEAST_ROWS = 20
"""Of shorter tables, rows that repeat and columns of one value say little."""

MOST_ODD = 3
"""Where only so many rows have another value, a column says next to nothing."""

ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")

MORE_THAN_CHANCE = 20
"""Columns hang together, so that far more rows repeat than if they did not."""


@dataclass(frozen=True)
class Remark:
    """Something worth a look.

    Parameters
    ----------
    column : hashable or None
        The column it is about; None for the table.
    text : str
        What was seen, and what can be done.
    """

    column: Hashable
    text: str


def remarks(
    frame: pd.DataFrame, names_in_file: Mapping[str, str | None] | None = None
) -> list[Remark]:
    """Look over a table for what is likely to be a slip.

    Parameters
    ----------
    frame : DataFrame
        The table as it was read.
    names_in_file : mapping of str to str or None, default=None
        The columns whose name stands otherwise in the file, as in ``TableStyle.names``.

    Returns
    -------
    list of Remark
        Several spellings of one level, columns that are empty or have one value but
        for a few rows, columns without a name, rows that repeat. Nothing is changed.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth.table.remarks import remarks
    >>> sex = ["M", "F", "Male", "f"] * 10
    >>> for remark in remarks(pd.DataFrame({"sex": sex, "age": range(40)})):
    ...     print(remark.column, remark.text)
    sex one level in several spellings: 'F' (10 rows), 'f' (10); 'M' (10), 'Male' (10)
    """
    unnamed = {n for n, own in (names_in_file or {}).items() if not (own or "").strip()}
    found = [
        Remark(name, text)
        for name, column in frame.items()
        for text in _of_column(column, name in unnamed)
    ]
    return [*found, *_of_rows(frame)]


def _of_column(column: pd.Series, is_unnamed: bool) -> list[str]:
    given = column.dropna()
    nameless = ["has no name in the file"] if is_unnamed else []
    if given.empty:
        return [" and ".join([*nameless, "is empty in every row"])]
    # Lists and the like cannot be counted; they are refused elsewhere.
    if not all(isinstance(value, Hashable) for value in given.iloc[:20]):
        return nameless
    counts = given.value_counts()
    found = [_in_one_value(counts, len(column)), _in_spellings(counts)]
    return [*nameless, *(text for text in found if text)]


def _in_one_value(counts: pd.Series, n_rows: int) -> str:
    n_others = n_rows - int(counts.iloc[0])
    is_nearly_one = n_rows >= LEAST_ROWS * MOST_ODD and n_others <= MOST_ODD
    if not is_nearly_one or not n_others:
        return ""
    others = "1 row" if n_others == 1 else f"{n_others} rows"
    return f"is {counts.index.tolist()[0]!r} in all but {others}"


def _in_spellings(counts: pd.Series) -> str:
    levels = [level for level in counts.index if isinstance(level, str)]
    if len(levels) < len(counts) or len(levels) > MOST_LEVELS:
        return ""
    groups = _spellings(levels)
    if not groups:
        return ""
    named = "; ".join(
        _named(group, counts, place == 0) for place, group in enumerate(groups)
    )
    return f"one level in several spellings: {named}"


def _named(group: Sequence[str], counts: pd.Series, is_first: bool) -> str:
    rows = [int(counts[level]) for level in group]
    parts = [f"{level!r} ({n})" for level, n in zip(group, rows, strict=True)]
    if is_first:
        parts[0] = f"{group[0]!r} ({rows[0]} rows)"
    more = f" and {len(parts) - MOST_NAMED} more" if len(parts) > MOST_NAMED else ""
    return ", ".join(parts[:MOST_NAMED]) + more


def _spellings(levels: Sequence[str]) -> list[list[str]]:
    """Group levels that are one but for case, blanks, accents, or being cut short."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for level in levels:
        alike[_plain(level)].append(level)
    for short, whole in _cut_short(list(alike)):
        alike[whole] += alike.pop(short)
    groups = [sorted(group) for group in alike.values() if len(group) > 1]
    return sorted(groups)


def _plain(level: str) -> str:
    """Write a level without what differs between spellings."""
    decomposed = unicodedata.normalize("NFKD", level)
    bare = "".join(one for one in decomposed if not unicodedata.combining(one))
    words = bare.casefold().replace("_", " ").replace("-", " ").rstrip(".").split()
    # A minus and a plus say which number it is; a dash between words does not.
    is_signed = level.strip()[:1] in ("-", "+") or level.strip()[-1:] in ("-", "+")
    return level.strip() if is_signed else " ".join(words) or level


def _cut_short(plain: list[str]) -> list[tuple[str, str]]:
    """Find words of which the first letter is a level too, such as m and male.

    Only where that holds for most single letters: in grades or types they are levels.
    """
    letters = [one for one in plain if len(one) == 1 and one.isalpha()]
    words = [one for one in plain if one.isalpha() and _may_be_cut(one)]
    pairs = [
        (letter, word) for letter in letters for word in words if word[0] == letter
    ]
    is_one_to_one = len(pairs) == len(dict(pairs)) == len({word for _, word in pairs})
    # Of A, B, C and All, one letter alone begins a word.
    return pairs if is_one_to_one and 2 * len(pairs) >= len(letters) else []


def _may_be_cut(word: str) -> bool:
    return word == "no" or (len(word) > 2 and not ROMAN.fullmatch(word))


def _of_rows(frame: pd.DataFrame) -> list[Remark]:
    """Mention rows that repeat more often than chance lets them."""
    if len(frame) < LEAST_ROWS or not frame.columns.is_unique:
        return []
    try:
        repeats = frame.duplicated().to_numpy()
    except TypeError:
        return []
    n_repeats = int(repeats.sum())
    if n_repeats <= MORE_THAN_CHANCE * _expected_repeats(frame):
        return []
    first = int(np.flatnonzero(repeats)[0]) + 1
    rows = "1 row repeats" if n_repeats == 1 else f"{n_repeats} rows repeat"
    return [
        Remark(
            None,
            f"{rows} another in every column, the first is row {first} below "
            "the header: if somebody was entered twice, remove such rows first",
        )
    ]


def _expected_repeats(frame: pd.DataFrame) -> float:
    """Pairs of equal rows if columns had nothing to do with one another."""
    pairs = len(frame) * (len(frame) - 1) / 2
    for name in frame.columns:
        shares = frame[name].value_counts(normalize=True, dropna=False).to_numpy()
        pairs *= float((shares**2).sum())
    return pairs
