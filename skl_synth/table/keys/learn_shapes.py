"""The shapes of the keys of a column, of which fresh ones are drawn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np

from skl_synth.table.check_digits import CHECKED_LENGTHS, check_rule_of
from skl_synth.table.keys.key_shape import (
    DIGIT,
    FIRST_DIGIT,
    HEX_LOWER,
    HEX_UPPER,
    LOWER_LETTER,
    OF_DIGITS,
    UPPER_LETTER,
    UUID_VARIANT,
    KeyShape,
    KeyShapes,
)
from skl_synth.table.keys.known_keys import normal_form

LEAST_KEYS = 10
"""A shape, or letters in front, that fewer keys have may tell of whom they are."""

MOST_SHAPES = 100

MOST_TEXTS = 20_000
"""Of more keys than this every second, third, … is looked at for shapes."""

LEAST_TEXTS = 20
"""Of fewer keys than this the most usual shape is taken, without any letter of it."""

LEAST_ROOM = 10
"""So many keys of a shape there must be for each real one."""

LONGEST = 40
"""Longer keys are texts."""

NEARLY_ALL = 0.9

NEUTRAL = KeyShape("S" + FIRST_DIGIT + 5 * DIGIT)
"""The shape where the real keys have none that can be used: names and free text."""

NUMBER = KeyShape(FIRST_DIGIT + 5 * DIGIT)
"""The same for numbers."""

UUID = KeyShape(
    f"{8 * HEX_LOWER}-{4 * HEX_LOWER}-4{3 * HEX_LOWER}-{UUID_VARIANT}{3 * HEX_LOWER}-"
    f"{12 * HEX_LOWER}"
)

# The domain is reserved for examples: no mail to it can reach a person.
KINDS = (
    (
        re.compile(r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        UUID,
    ),
    (
        re.compile(r"\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*"),
        KeyShape(10 * LOWER_LETTER + "@example.org"),
    ),
    (
        re.compile(r"(?i)\s*(https?://|www\.)\S+\s*"),
        KeyShape("https://example.org/" + 10 * LOWER_LETTER),
    ),
)
"""Keys whose shape says more than which characters stand where."""

HEXADECIMAL = re.compile(r"(?i)(?=.*[0-9])(?=.*[a-f])[0-9a-f]{12,}")

PREFIX = re.compile(r"[^\W\d_]{1,12}[ _\-./:#]{0,2}(?=\d)")
"""Letters in front of a number: PC, MRN-, patient_."""

WORD = re.compile(r"[a-z]{3,}\s|(?<![^\W_])[^\W\d_][a-z]{2,}(?![^\W_])")
"""A word of a text or a name, rather than letters of a code."""


def learn_shapes(texts: np.ndarray, *, are_numbers: bool) -> KeyShapes:
    """Find the shapes of keys.

    Only shapes of many keys are learnt, and of their characters only those that no
    person can be known by: signs, and letters in front that many keys have.

    Parameters
    ----------
    texts : ndarray of str
        The different keys.
    are_numbers : bool
        Whether fresh keys have to be whole numbers.

    Returns
    -------
    KeyShapes
        The shapes, and how often each is drawn.
    """
    n_keys = len(texts)
    texts = texts[:: 1 + n_keys // MOST_TEXTS]
    kind = _kind_of(texts)
    if kind is not None:
        return KeyShapes((kind,), (1.0,))
    prefixes = _prefixes(texts)
    templates = [_template(text, prefixes) for text in texts]
    counted = Counter(templates)
    is_text = 2 * counted.pop("", 0) > len(texts)
    usual = {one: n for one, n in counted.most_common(MOST_SHAPES) if n >= LEAST_KEYS}
    if not usual and counted and (are_numbers or len(texts) < LEAST_TEXTS):
        usual = dict(_templates_of_few(texts).most_common(1))
    if is_text or not usual:
        are_digits = not is_text and all(map(str.isdecimal, texts))
        neutral = NUMBER if are_numbers or are_digits else NEUTRAL
        return KeyShapes((neutral,), (1.0,))
    rule = check_rule_of(normal_form(texts))
    of_template = np.array(templates, dtype=object)
    shapes = [
        _shape_of(
            one, texts[of_template == one], n_keys / len(texts), rule, set(counted)
        )
        for one in usual
    ]
    counts = np.array(list(usual.values()), dtype=float)
    return KeyShapes(tuple(shapes), tuple((counts / counts.sum()).tolist()))


def _templates_of_few(texts: np.ndarray) -> Counter[str]:
    """Templates of so few keys that their letters are drawn, too."""
    templates = Counter(_template(text, set()) for text in texts)
    templates.pop("", None)
    return templates


def _shape_of(
    template: str, alike: np.ndarray, times: float, rule: str, templates: set[str]
) -> KeyShape:
    """Make a shape of a template; a wider one where the real keys leave no room.

    There are so many ``times`` more real keys than those that are looked at.
    """
    places = [i for i, one in enumerate(template) if one == DIGIT]
    if rule and len(places) in CHECKED_LENGTHS[rule]:
        return KeyShape(_with_first_digit(template, alike), rule)
    shape, n_keys = KeyShape(template), times * len(alike)
    # Of a shape that no real key has, nothing but its length tells of them.
    if _is_crowded(shape, alike, n_keys, places):
        while shape.template in templates or shape.room < LEAST_ROOM * n_keys:
            shape = shape.widened()
    template = _with_first_digit(shape.template, alike)
    return KeyShape(template, _rule_to_break(template), kept=False)


def _rule_to_break(template: str) -> str:
    """Name the rule of numbers of that length: any of them may be somebody's."""
    digits = [one for one in template if one in OF_DIGITS or one.isalnum()]
    if not set(digits) <= {*OF_DIGITS, "0"}:
        return ""
    lengths = CHECKED_LENGTHS.items()
    return next((rule for rule, fit in lengths if len(digits) in fit), "")


def _with_first_digit(template: str, alike: np.ndarray) -> str:
    """Begin the number with a zero where all real ones do, and not where none does."""
    place = template.find(DIGIT)
    zeros = sum(text[place] == "0" for text in alike) if place >= 0 else 0
    if place < 0 or 0 < zeros < len(alike):
        return template
    return template[:place] + ("0" if zeros else FIRST_DIGIT) + template[place + 1 :]


def _is_crowded(
    shape: KeyShape, alike: np.ndarray, n_keys: float, places: list[int]
) -> bool:
    """Whether keys drawn beside the real ones would show where these are.

    Keys that were counted through lie in one block, and fresh ones are nowhere in it.
    """
    if LEAST_ROOM * n_keys > shape.room:
        return True
    if n_keys**2 < shape.room or not places:
        return False
    numbers = np.sort([int("".join(text[i] for i in places)) for text in alike])
    typical_gap = float(np.median(np.diff(numbers.astype(float))))
    return typical_gap * len(alike) < 0.1 * 10 ** len(places)


def _kind_of(texts: np.ndarray) -> KeyShape | None:
    for pattern, shape in KINDS:
        n_matching = sum(pattern.fullmatch(text) is not None for text in texts)
        if n_matching and n_matching >= NEARLY_ALL * len(texts):
            if shape is UUID and sum(map(str.isupper, texts)) * 2 > len(texts):
                return _in_capitals(shape)
            return shape
    return None


def _in_capitals(shape: KeyShape) -> KeyShape:
    return KeyShape(
        shape.template.replace(HEX_LOWER, HEX_UPPER).replace(UUID_VARIANT, "A")
    )


def _prefixes(texts: Iterable[str]) -> set[str]:
    """Letters in front of the numbers that many keys share."""
    found = Counter(
        match.group() for match in map(PREFIX.match, texts) if match is not None
    )
    return {prefix for prefix, count in found.items() if count >= LEAST_KEYS}


def _template(text: str, prefixes: set[str]) -> str:
    """The characters that are drawn for a key; nothing for names and texts."""
    match = PREFIX.match(text)
    prefix = match.group() if match and match.group() in prefixes else ""
    rest = text[len(prefix) :]
    has_digit = any(map(str.isdecimal, rest))
    if (
        not has_digit
        or len(text) > LONGEST
        or WORD.search(text if " " in prefix else rest)
    ):
        return ""
    if HEXADECIMAL.fullmatch(rest):
        return prefix + len(rest) * (HEX_UPPER if rest.isupper() else HEX_LOWER)
    return prefix + "".join(map(_drawn_for, rest))


def _drawn_for(character: str) -> str:
    if character.isdigit():
        return DIGIT
    if character.isalpha():
        return UPPER_LETTER if character.isupper() else LOWER_LETTER
    # A sign; whatever else there may be is not taken over.
    return character if character.isascii() and character.isprintable() else "-"
