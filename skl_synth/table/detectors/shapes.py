"""Shapes by which a text shows what it is, whatever the name of its column."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from skl_synth.table.detectors.checked_numbers import (
    is_card_number,
    is_iban,
    is_nhs_number,
)

SAMPLE = 40
"""So many different values are looked at; all of them only where these match."""

MOSTLY = 0.9
"""Of a column of e-mail addresses some are mistyped."""


@dataclass(frozen=True)
class Shape:
    """A shape that values may have.

    Parameters
    ----------
    what : str
        What such values are, in words for the user.
    matches : callable
        Whether one text has the shape.
    of_few : {"none", "likely", "sure"}, default="none"
        What a column is of which few different values have the shape, each in many
        rows: an identifier, likely one, or maybe the levels of a list.
    """

    what: str
    matches: Callable[[str], object]
    of_few: Literal["none", "likely", "sure"] = "none"

    def is_of(self, levels: pd.Series) -> bool:
        """Whether nearly all texts have the shape.

        Parameters
        ----------
        levels : Series of str
            Different texts, stripped.

        Returns
        -------
        bool
            True if so; all are looked at only where the first do.
        """
        return all(
            sum(map(bool, map(self.matches, some.tolist()))) >= MOSTLY * len(some)
            for some in (levels.iloc[:SAMPLE], levels)
        )


EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^\W\d_]{2,}")

POSTCODE = re.compile(
    r"(GIR ?0AA|[A-PR-UWYZ]([A-HK-Y]?\d[0-9A-HJKMNPR-Y]?)\s*\d[ABD-HJLNP-UW-Z]{2})",
    re.I,
)
"""A full postcode of the United Kingdom; the outward half alone is not one."""

INSURANCE = re.compile(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]( ?\d\d){3} ?[A-D]", re.I)
"""A National Insurance number: two letters, six digits, a letter."""

PHONE_SIGNS = re.compile(r"[\s().-]")

DECIMAL_OR_DATE = re.compile(r"\(?0\.|\d\d[-./]\d\d[-./]\d{4}")

PHONE = re.compile(
    r"(\+[1-9]\d{7,14}|00[1-9]\d{8,13}|0[1-9]\d{8,9})"
    r"((x|ext|extension)\d{1,5})?",
    re.I,
)

AMERICAN_PHONE = re.compile(r"(1[ .-])?(\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}")

UUID = re.compile(r"\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?", re.I)

HASH = re.compile(r"(?=.*[a-f])(?=.*\d)[0-9a-f]{16,128}", re.I)

OCTET = r"(25[0-5]|2[0-4]\d|1?\d?\d)"

STREETS = (
    "street|st|road|rd|lane|ln|avenue|ave|close|drive|dr|way|court|ct|gardens|gdns|"
    "crescent|terrace|place|square|hill|green|walk|grove|row|mews|rise|park"
)

UNITS = (
    "minutes?|mins?|hours?|miles?|km|metres?|days?|weeks?|bed|bedroom|tablets?|"
    "times|or|to|per|and|x"
)
"""Words behind a number that is that of no house: a ten minute walk."""

ADDRESS = re.compile(
    rf"((flat|apartment|unit) \w+,? )?\d{{1,5}}[a-z]?,? (?!({UNITS})\b)"
    rf"([a-z'.-]+ ){{1,4}}({STREETS})\b.*",
    re.I,
)

PERSON = re.compile(
    r"[^\W\d_]['\w-]+,\s*(mr|mrs|ms|miss|mx|dr|master|rev|sir|lady|prof|col|capt|mme|mlle)"
    r"\.?\s.*"
    r"|(mr|mrs|ms|miss|mx|master|sir|mme|mlle)\.?\s+[^\W\d_]['\w-]*(\s.*)?",
    re.I,
)
"""A name with a title: ``Surname, Title Forename`` or ``Title Surname``."""


def is_phone(text: str) -> bool:
    """Whether a text is a telephone number.

    Parameters
    ----------
    text : str
        A number with its leading zero or its country code, or in the American style.

    Returns
    -------
    bool
        False for digits alone that do not begin with a zero: any number is that; and
        for decimals and dates, which may.
    """
    if DECIMAL_OR_DATE.match(text):
        return False
    if AMERICAN_PHONE.fullmatch(text):
        return True
    bare = PHONE_SIGNS.sub("", text.replace("(0)", ""))
    return PHONE.fullmatch(bare) is not None


SHAPES = (
    Shape("NHS numbers with their check digits", is_nhs_number, "sure"),
    Shape("e-mail addresses", EMAIL.fullmatch, "sure"),
    Shape("telephone numbers", is_phone, "likely"),
    Shape("full postcodes", POSTCODE.fullmatch, "likely"),
    Shape("National Insurance numbers", INSURANCE.fullmatch, "sure"),
    Shape("numbers of payment cards", is_card_number, "sure"),
    Shape("bank account numbers (IBAN)", is_iban, "sure"),
    Shape(
        "social security numbers", re.compile(r"\d{3}-\d{2}-\d{4}").fullmatch, "sure"
    ),
    Shape("UUIDs", UUID.fullmatch, "sure"),
    Shape("hashes or long hexadecimal keys", HASH.fullmatch),
    Shape(
        "web addresses", re.compile(r"((https?|ftp)://|www\.)\S+\.\S+", re.I).fullmatch
    ),
    Shape("IP addresses", re.compile(rf"{OCTET}(\.{OCTET}){{3}}").fullmatch),
    Shape(
        "MAC addresses", re.compile(r"[0-9a-f]{2}([:-][0-9a-f]{2}){5}", re.I).fullmatch
    ),
    Shape("handles of social media", re.compile(r"@\w{2,30}").fullmatch),
    Shape("postal addresses", ADDRESS.fullmatch, "sure"),
    Shape("names of people with their titles", PERSON.fullmatch),
)
"""In their order: a number with a check digit is told before those without."""

FEWEST = 3
"""Fewer different values may have a shape by chance, or belong to an institution."""

WITH_CHECK_DIGIT = frozenset({is_nhs_number, is_card_number})


def find_shape(levels: pd.Series) -> Shape | None:
    """Find the shape that texts have in common.

    Parameters
    ----------
    levels : Series of str
        Different texts, stripped, none of them empty.

    Returns
    -------
    Shape or None
        What such texts are; None where no shape fits.
    """
    for shape in SHAPES:
        enough = len(levels) >= FEWEST or shape.matches not in WITH_CHECK_DIGIT
        if enough and shape.is_of(levels):
            return shape
    return None
