"""Names of columns: which are those of keys, of people, of places, of quantities."""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple

from skl_synth.table.detectors.key_words import (
    ANY_NAMES,
    BARE_NAMES,
    BIRTHS,
    COUNTS,
    EVENTS,
    HIDDEN,
    IN_ORDER,
    KEYS,
    NAMES,
    NEAR_PEOPLE,
    NUMBERS,
    OF_HEALTH,
    OF_PEOPLE,
    ORDERS,
    ORDINALS,
    OWNED,
    PEOPLE,
    PERSONAL_KEYS,
    PHONES,
    PLACES,
    QUANTITIES,
    RANKS,
    RECORDS,
    SINGLE,
)

PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
"""A word of a name: patient_id, PassengerId and NHSNumber have two each."""

OF_PERSONS = PEOPLE | {"kin"} | OF_HEALTH | PERSONAL_KEYS | NAMES - ANY_NAMES
"""Words that speak of people, and of nothing else."""

BEHIND = HIDDEN | NUMBERS | PEOPLE | {"of"}
"""Words that may stand behind that of a key."""

JOINED = re.compile(
    rf"({'|'.join(sorted(PEOPLE | OWNED | OF_HEALTH, key=len, reverse=True))})"
    r"(id|uid|key|no|nr|num|number|ref|name)"
)
"""Two words in one, without a sign between them: patientid, nhsnumber."""


class NameKind(NamedTuple):
    """What the name of a column says of its values.

    Parameters
    ----------
    is_key : bool
        Whether it is the name of a key of people, or of what a person has.
    may_be_key : bool
        Whether it ends as keys do (``ticket_no``), as do numbers in order.
    is_of_person : bool
        Whether it speaks of people.
    is_bare : bool
        Whether it says nothing but that it is a key or a name: ``id``.
    is_of_place : bool
        Whether it speaks of places, codes or things, which many people share.
    is_quantity : bool
        Whether it speaks of what is measured, counted or chosen.
    is_name : bool
        Whether the values are names of people.
    may_be_name : bool
        Whether they may be: the next of kin, or what kin it is.
    may_be_ordinal : bool
        Whether they may be the first, the second and so on of a person's: episodes.
    is_rank : bool
        Whether the values are places in an order.
    is_one_word : bool
        Whether it is but one word for a person, such as ``subject``, which may mean
        something else.
    is_phone : bool
        Whether the values are telephone numbers.
    is_address : bool
        Whether the values are postal addresses.
    """

    is_key: bool = False
    may_be_key: bool = False
    is_of_person: bool = False
    is_bare: bool = False
    is_of_place: bool = False
    is_quantity: bool = False
    is_name: bool = False
    may_be_name: bool = False
    may_be_ordinal: bool = False
    is_rank: bool = False
    is_one_word: bool = False
    is_phone: bool = False
    is_address: bool = False


NAMELESS = NameKind()
"""What is said by no name."""


def words_of(name: Hashable) -> tuple[str, ...]:
    """Take the name of a column apart.

    Parameters
    ----------
    name : hashable
        The column.

    Returns
    -------
    tuple of str
        Its words in small letters: ``("nhs", "number")`` of ``NHSNumber``.
    """
    found: list[str] = []
    for part in PART.findall(str(name)):
        word = part.lower()
        joined = JOINED.fullmatch(word)
        found += joined.groups() if joined else [word]
    return tuple(found)


@lru_cache(maxsize=4096)
def _kind_of(text: str) -> NameKind:
    words = words_of(text)
    parts = frozenset(words)
    is_of_place = bool(parts & PLACES) and not _is_hospital_number(words)
    is_quantity = _names_quantity(words)
    is_key = not is_quantity and not is_of_place and _names_key(words)
    return NameKind(
        is_key=is_key,
        may_be_key=not is_quantity and (is_key or _ends_as_key(words)),
        is_of_person=not is_of_place and bool(parts & OF_PERSONS),
        is_bare=parts <= KEYS or parts <= BARE_NAMES,
        is_of_place=is_of_place,
        is_quantity=is_quantity,
        is_name=_names_people(words),
        may_be_name="".join(words) in NEAR_PEOPLE,
        may_be_ordinal=_may_be_ordinal(words),
        is_rank=bool(parts & RANKS or ORDERS.intersection(words[-1:])),
        is_one_word=parts <= SINGLE,
        is_phone=bool(parts & PHONES) and not is_quantity,
        is_address="address" in parts and not parts & {"type", "ip", "mac"},
    )


def kind_of_name(name: Hashable) -> NameKind:
    """Say what the name of a column tells.

    Parameters
    ----------
    name : hashable or None
        The column; None where it has no name of its own.

    Returns
    -------
    NameKind
        What its words say.
    """
    return NAMELESS if name is None else _kind_of(str(name))


def is_birth_name(name: Hashable) -> bool:
    """Whether a column has the name of a date of birth.

    Parameters
    ----------
    name : hashable
        The column.

    Returns
    -------
    bool
        True for ``dob`` and ``DateOfBirth``.
    """
    words = words_of(name)
    return bool(BIRTHS & {*words, "".join(words)}) and "weight" not in words


def _is_hospital_number(words: tuple[str, ...]) -> bool:
    # Unit number is an old name for the number that a hospital gives a patient.
    return (
        len(words) > 1
        and words[-2] in ("hospital", "hosp", "unit")
        and words[-1] in NUMBERS
    )


def _names_quantity(words: tuple[str, ...]) -> bool:
    if QUANTITIES.intersection(words):
        return True
    if IN_ORDER.intersection(words) and not (KEYS | {"key"}).intersection(words):
        return True
    return len(words) > 1 and words[0] in COUNTS


def _may_be_ordinal(words: tuple[str, ...]) -> bool:
    is_of_event = EVENTS.intersection(words) and not KEYS.intersection(words)
    return bool(is_of_event and words[-1] in ORDINALS)


def _ends_as_key(words: tuple[str, ...]) -> bool:
    if not words:
        return False
    return words[-1] in NUMBERS or _has_key_word(words) or RECORDS.issuperset(words)


def _names_key(words: tuple[str, ...]) -> bool:
    parts = frozenset(words)
    if _has_key_word(words):
        return True
    if words and (words[-1] in NUMBERS or parts & HIDDEN):
        return bool(parts & (PEOPLE | OWNED | OF_HEALTH))
    return words in (("nhs",), ("chi",), ("cris",)) or (
        len(words) == 1 and words[0] in SINGLE
    )


def _has_key_word(words: tuple[str, ...]) -> bool:
    """Whether a name begins or ends with a key; whose, and its number, may follow."""
    ends = list(words)
    while ends and (ends[-1] in BEHIND or ends[-1].isdecimal()):
        ends.pop()
    return bool(KEYS.intersection(words[:1] + tuple(ends[-1:])))


def _names_people(words: tuple[str, ...]) -> bool:
    parts = frozenset(words)
    if words == ("known", "as"):
        return True
    return bool(parts & NAMES) and not parts - NAMES - OF_PEOPLE
