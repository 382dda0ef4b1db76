"""How numbers are written: decimal mark, thousands, currencies and percent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

MISSING_MARKERS = frozenset(
    {
        "", "na", "n/a", "n.a.", "nan", "null", "none", "nil", "(null)", "<na>",
        "#n/a", "#na", "\\n", "-", "--", ".", "?", "nat", "#value!", "#ref!",
        "#div/0!", "#name?", "#num!", "#null!",
    }
)  # fmt: skip
"""What stands for a missing number, in small or capital letters."""

LONGEST_PADDED = 32
"""No marker is as long as that, the spaces about it included."""

THOUSANDS = {
    ".": (",", " ", "\u00a0", "\u202f", "'", "’"),
    ",": (".", " ", "\u00a0", "\u202f", "'", "’"),
}
"""What may stand between thousands, by the decimal mark."""

CURRENCY = r"[$£€¥]|US\$|EUR|GBP|USD|CHF|kr"

AFFIXES = re.compile(
    rf"(?P<before>(?:{CURRENCY})?\s*)(?P<number>[^$£€¥%A-Za-z]*?)"
    rf"(?P<behind>\s*(?:%|{CURRENCY})?)"
)
"""What may stand before and behind each number of a column."""

NEGATIVES = {
    "brackets": re.compile(r"\((?P<number>[^()+-]*\d[^()+-]*)\)"),
    "behind": re.compile(r"(?P<number>[^()+-]*\d)-"),
    "outside": re.compile(rf"-(?P<number>(?:{CURRENCY})\s?\d[^()+-]*)"),
}
"""How negative numbers are written but with a minus at their first digit."""

WRITTEN = {"brackets": "({})", "behind": "{}-", "outside": "-{}"}

LIKE_NUMBER = re.compile(
    r"(?!\d{1,4}\.\d{1,2}\.\d{2,4}(\D|$))[+-]?\d[\d.,' ]*", re.ASCII
)
"""What was perhaps meant to be a number, which a date such as 31.03.2021 was not."""

SAMPLED_VALUES = 1000
"""So many different values of a column decide on the decimal mark of the file."""


@dataclass(frozen=True)
class Notation:
    """One way of writing numbers.

    Parameters
    ----------
    mark : str, default="."
        The decimal mark.
    thousands : str, default=""
        What stands between thousands.
    before, behind : str, default=""
        What stands before and behind each number.
    negative : {"", "brackets", "behind", "outside"}, default=""
        How negative numbers are written: ``-5``, ``(5)``, ``5-``, or with the minus
        before the currency.

    Examples
    --------
    >>> from skl_synth.files.notation import Notation
    >>> german = Notation(",", ".", behind=" €")
    >>> german.plain(["1.234,50 €"])
    ['1234.50']
    >>> german.write("1234.50")
    '1.234,50 €'
    """

    mark: str = "."
    thousands: str = ""
    before: str = ""
    behind: str = ""
    negative: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What a number looks like, without what stands before and behind.

        More digits before the mark than a float can hold are left out: they are keys,
        and would lose their last digits. So are leading zeros, as of postcodes.
        """
        mark = re.escape(self.mark)
        if self.thousands:
            between = re.escape(self.thousands)
            whole = rf"(0|[1-9]\d{{0,2}}({between}\d{{3}}){{0,4}})"
            return re.compile(rf"[+-]?{whole}({mark}\d*)?", re.ASCII)
        return re.compile(
            rf"[+-]?((0|[1-9]\d{{0,14}})({mark}\d*)?|{mark}\d+)(e[+-]?\d+)?"
            r"|[+-]?inf(inity)?",
            re.ASCII | re.IGNORECASE,
        )

    def plain(self, texts: Sequence[str]) -> list[str]:
        """Turn numbers into how Python writes them.

        Parameters
        ----------
        texts : sequence of str
            Numbers in this notation.

        Returns
        -------
        list of str
            The same numbers for ``float``.
        """
        plain = [text.strip() for text in texts]
        if self.negative:
            plain, is_negative = _unsigned(plain, self.negative)
            positive = replace(self, negative="").plain(plain)
            return _signed(positive, is_negative)
        if self.before or self.behind:
            before, behind = self.before.strip(), self.behind.strip()
            cut = (t.removeprefix(before).removesuffix(behind) for t in plain)
            plain = [text.strip() for text in cut]
        if self.thousands:
            plain = [text.replace(self.thousands, "") for text in plain]
        if self.mark != ".":
            plain = [text.replace(self.mark, ".") for text in plain]
        return plain

    def write(self, plain: str) -> str:
        """Write a number in this notation.

        Parameters
        ----------
        plain : str
            A number as Python writes it.

        Returns
        -------
        str
            The same number.
        """
        if self.negative and plain.startswith("-"):
            positive = replace(self, negative="").write(plain[1:])
            return WRITTEN[self.negative].format(positive)
        if self.mark != "." or self.thousands:
            whole, point, decimals = plain.partition(".")
            if self.thousands and whole.lstrip("-").isdigit():
                whole = f"{int(whole):,}" if int(whole) else whole
                whole = whole.replace(",", self.thousands)
            plain = whole + (self.mark if point else "") + decimals
        return f"{self.before}{plain}{self.behind}"


PLAIN = Notation()
"""How Python writes numbers."""


def notations(preference: str | None, delimiter: str) -> list[Notation]:
    """List the notations that are tried on a column, in this order.

    Parameters
    ----------
    preference : str or None
        The decimal mark of the file, as far as it is known.
    delimiter : str
        What stands between two values.

    Returns
    -------
    list of Notation
        With and without marks between thousands.
    """
    plain = {mark: [Notation(mark)] for mark in ".,"}
    grouped = {
        mark: [Notation(mark, between) for between in THOUSANDS[mark]] for mark in ".,"
    }
    if preference == ",":
        return plain[","] + grouped[","] + plain["."] + grouped["."]
    if preference is None and delimiter == ";":
        return plain["."] + plain[","] + grouped["."] + grouped[","]
    return plain["."] + grouped["."] + plain[","] + grouped[","]


def decimal_mark_of(columns: Iterable[Sequence[str]]) -> str | None:
    """Find the decimal mark of a file by the columns that leave no doubt.

    Parameters
    ----------
    columns : iterable of sequences of str
        The different values of each column.

    Returns
    -------
    str or None
        ``"."`` or ``","``; None where nothing tells.
    """
    certain: set[str] = set()
    for texts in columns:
        given = [text for text in texts[:SAMPLED_VALUES] if not is_missing(text)]
        marks = {one.mark for one in matching(given, notations(None, ","))}
        # Whole numbers, and 1,234 or 1.234 alone, fit both.
        if len(marks) == 1:
            certain |= marks
    return "," if certain == {","} else "." if certain else None


def is_missing(text: str) -> bool:
    """Tell whether a value may stand for a missing number.

    Parameters
    ----------
    text : str
        A value.

    Returns
    -------
    bool
        True for nothing, ``NA`` and the like.
    """
    # Most values are longer, and are not looked at twice.
    return len(text) < LONGEST_PADDED and text.strip().lower() in MISSING_MARKERS


def matching(given: Sequence[str], tried: Iterable[Notation]) -> list[Notation]:
    """Find the notations in which all values of a column are numbers.

    Parameters
    ----------
    given : sequence of str
        The different values, missing ones left out.
    tried : iterable of Notation
        What may be.

    Returns
    -------
    list of Notation
        Those that fit, with what stands before and behind each number.
    """
    if not given:
        return []
    form = _negative_form(given)
    is_negative = [False] * len(given)
    if form:
        given, is_negative = _unsigned([text.strip() for text in given], form)
    cut = _without_affixes(given)
    if cut is None:
        return []
    numbers, before, behind = cut
    if form:
        numbers = _signed(numbers, is_negative)
    return [
        replace(one, before=before, behind=behind, negative=form)
        for one in tried
        if all(map(one.pattern.fullmatch, numbers))
    ]


def _negative_form(given: Sequence[str]) -> str:
    """Find out how negative numbers are written; empty for the usual way."""
    bare = [text.strip() for text in given]
    # Most columns have no such beginning or end, and need not be searched.
    ends = {text[-1:] for text in bare}
    starts = {text[1:2] for text in bare if text[:1] == "-"}
    if not ends & {")", "-"} and all(one.isdigit() or one == "." for one in starts):
        return ""
    for form, pattern in NEGATIVES.items():
        n_negative = sum(pattern.fullmatch(text) is not None for text in bare)
        # Where all are in brackets, or only some, these may mean anything.
        if form != "outside" and starts:
            continue
        if n_negative and (n_negative < len(bare) or form == "outside"):
            return form
    return ""


def _unsigned(texts: Sequence[str], form: str) -> tuple[list[str], list[bool]]:
    """Take the sign from numbers, and say which had one."""
    found = [NEGATIVES[form].fullmatch(text) for text in texts]
    pairs = zip(texts, found, strict=True)
    bare = [text if match is None else match["number"] for text, match in pairs]
    return bare, [match is not None for match in found]


def _signed(numbers: Sequence[str], is_negative: Sequence[bool]) -> list[str]:
    """Write a minus before negative numbers; two of them make none."""
    pairs = zip(numbers, is_negative, strict=True)
    return [f"-{number}" if negative else number for number, negative in pairs]


def _without_affixes(given: Sequence[str]) -> tuple[list[str], str, str] | None:
    """Cut off what stands before and behind all numbers; None where it differs."""
    match = AFFIXES.fullmatch(given[0].strip())
    if match is None:
        return [text.strip() for text in given], *_padding(given)
    before, behind = match["before"], match["behind"]
    numbers = [text.strip() for text in given]
    if before or behind:
        if not all(t.startswith(before) and t.endswith(behind) for t in numbers):
            return None
        numbers = [t[len(before) : len(t) - len(behind)] for t in numbers]
    left, right = _padding(given)
    return numbers, left + before, behind + right


def padding_of(given: Sequence[str]) -> tuple[str, str]:
    """Find the blanks that stand before and behind every value of a column.

    Parameters
    ----------
    given : sequence of str
        The different values, missing ones left out.

    Returns
    -------
    before, behind : str
        The blanks; empty where they differ, or a value is nothing but blanks.
    """
    if not given or not (given[0][:1].isspace() or given[0][-1:].isspace()):
        return "", ""
    left, right = _padding(given)
    return (left, right) if all(text.strip() for text in given) else ("", "")


def _padding(given: Sequence[str]) -> tuple[str, str]:
    """Spaces that stand before and behind every value of a column."""
    left = given[0][: len(given[0]) - len(given[0].lstrip())]
    right = given[0][len(given[0].rstrip()) :]
    if left and any(t[: len(t) - len(t.lstrip())] != left for t in given):
        left = ""
    if right and any(t[len(t.rstrip()) :] != right for t in given):
        right = ""
    return left, right
