"""A few cells that identify people, among the ordinary answers of a column."""

from __future__ import annotations

import re

import pandas as pd

from skl_synth.table.detectors.checked_numbers import is_card_number, is_nhs_number
from skl_synth.table.detectors.finding import Finding
from skl_synth.table.detectors.shapes import EMAIL, INSURANCE, UUID, Shape, is_phone


def _within(pattern: str) -> re.Pattern[str]:
    """Look for a shape anywhere in a text, but not in the midst of a word."""
    return re.compile(rf"(?<![\w.-])({pattern})(?![\w-])", re.I)


TEN_DIGITS = _within(r"\d{3}[ -]?\d{3}[ -]?\d{4}")

MOBILE = _within(r"(\+44 ?|0)7\d{3}[ -]?\d{3}[ -]?\d{3}")


def _holds_nhs_number(text: str) -> bool:
    found = TEN_DIGITS.search(text)
    return found is not None and is_nhs_number(found[0])


def _holds_phone(text: str) -> bool:
    return is_phone(text) or MOBILE.search(text) is not None


RARE_SHAPES = (
    (Shape("e-mail addresses", EMAIL.search), 1),
    (Shape("UUIDs", _within(UUID.pattern).search), 1),
    (Shape("National Insurance numbers", _within(INSURANCE.pattern).search), 1),
    (Shape("NHS numbers", _holds_nhs_number), 2),
    (Shape("telephone numbers", _holds_phone), 2),
    (Shape("numbers of payment cards", is_card_number), 2),
)
"""What a few cells among others show for certain, and how many different ones do: of
ten digits one in eleven is an NHS number by chance."""

MAY_MATCH = r"[@\d]"
"""Texts without a digit or an at sign need no closer look."""

LETTER = re.compile(r"[^\W\d_]")

DIGIT = re.compile(r"\d")

MOSTLY_CODES = 0.5
"""Of codes that are written like a shape fewer have it, by chance."""

WORDS_OF_SENTENCE = 4
LETTERS_OF_SENTENCE = 20
FEWEST_SENTENCES = 3

OF_LONG_ANSWERS = 4
"""Of sentences that are chosen from a list fewer stand in one row only."""


def find_few_identifiers(filled: pd.Series, *, are_codes: bool) -> Finding | None:
    """Look for e-mail addresses, numbers of people and the like among other texts.

    Parameters
    ----------
    filled : Series of int
        Rows of each different text, which is the index.
    are_codes : bool
        Whether the name of the column speaks of codes or things: digits behind a zero
        are no telephone numbers there.

    Returns
    -------
    Finding or None
        What some cells hold; sure, as their values would be released.
    """
    may_match = filled.index.str.contains(MAY_MATCH)
    texts = pd.Series(filled.index[may_match], dtype=object)
    for shape, fewest in RARE_SHAPES:
        if are_codes and shape.matches is _holds_phone:
            continue
        matches = texts.map(shape.matches).astype(bool)
        if matches.sum() >= fewest and not _are_codes(texts, matches):
            n_cells = int(filled.loc[texts[matches]].sum())
            return Finding(_in_words(n_cells, shape))
    return None


def find_few_sentences(filled: pd.Series) -> Finding | None:
    """Look for sentences, each in a row of its own, among short answers.

    Parameters
    ----------
    filled : Series of int
        Rows of each different text, which is the index.

    Returns
    -------
    Finding or None
        That the column is likely to hold free text; None where long answers repeat.
    """
    texts = filled.index.str
    letters = texts.count(LETTER.pattern) >= LETTERS_OF_SENTENCE
    is_sentence = letters & (texts.count(r"\S+") >= WORDS_OF_SENTENCE)
    once = filled.to_numpy() == 1
    n_once, n_repeated = int((is_sentence & once).sum()), (is_sentence & ~once).sum()
    if n_once < FEWEST_SENTENCES or n_once < OF_LONG_ANSWERS * n_repeated:
        return None
    reason = f"free text: {n_once} sentences, each in one row, among short answers"
    return Finding(reason, is_sure=False)


def _are_codes(texts: pd.Series, matches: pd.Series) -> bool:
    """Whether most texts that are written in the same way do not have the shape.

    Of ten digits one in eleven ends as NHS numbers do; of codes of letters and digits
    some are written as National Insurance numbers are.
    """
    writings = texts.map(_writing)
    alike = writings.isin(set(writings[matches]))
    return bool(matches[alike].mean() < MOSTLY_CODES)


def _writing(text: str) -> str:
    return DIGIT.sub("9", LETTER.sub("a", text))


def _in_words(n_cells: int, shape: Shape) -> str:
    if n_cells == 1:
        return f"{shape.what} in one cell"
    return f"{n_cells} cells hold {shape.what}"
