"""A column, and what is known of it before it has a kind."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.codecs import Codec, PlainNumbers, find_codec, find_dates
from skl_synth.table.detectors import LEAST_ROWS, TextColumn, kind_of_name
from skl_synth.table.values import dense

CODE_NAME = re.compile(
    r"(?i:(^|[_\W])(zip|plz|cap|post_?(al)?_?code|postcode|phone|tel|telephone|mobile|fax"
    r"|code|icd\d*|snomed|account|iban|version)([_\W]|$))"
)
"""Names of codes: numbers in text that are no quantities, such as a postcode."""

RARE = "Rare"
"""The level that stands for rare ones, unless the user names another."""


def has_code_name(name: Hashable) -> bool:
    """Whether a column has the name of a code.

    Parameters
    ----------
    name : hashable
        The column.

    Returns
    -------
    bool
        True for ``postcode`` or ``phone_number``.
    """
    return CODE_NAME.search(str(name)) is not None


@dataclass(frozen=True)
class Publishing:
    """How many rows a level must have to be published.

    Parameters
    ----------
    least : int
        Rows that hold it, at least.
    label : str
        The level that stands for those held by fewer.
    tail : int
        People that the outermost values of a number must have, at least.
    """

    least: int = 1
    label: str = RARE
    tail: int = 1


EVERY_LEVEL = Publishing()
"""What is published unless the user asks for more rows."""


@dataclass(frozen=True, eq=False)
class Column:
    """A column, and what is known of it from outside.

    Parameters
    ----------
    series : Series
        The column.
    values : Series
        Its values that are not missing.
    named : bool
        Whether its name was chosen by the user.
    publishing : Publishing
        How many rows a level must have.
    """

    series: pd.Series
    values: pd.Series
    named: bool
    publishing: Publishing

    @property
    def name(self) -> Hashable:
        """Its name."""
        return self.series.name

    @cached_property
    def counts(self) -> pd.Series:
        """Rows of each different value, which is the index."""
        codes, uniques = pd.factorize(dense(self.values))
        if uniques.dtype == np.float16:
            # There is no index of so narrow a type.
            uniques = uniques.astype(np.float32)
        counts = np.bincount(codes, minlength=len(uniques))
        return pd.Series(counts, index=pd.Index(uniques))

    @property
    def texts(self) -> TextColumn:
        """Its filled cells, where it is text."""
        return TextColumn.of(
            self.counts,
            self.name if self.named else None,
            len(self.series),
            is_code=self.has_code_name,
        )

    @property
    def has_code_name(self) -> bool:
        """Whether its name was chosen by the user and is that of a code."""
        return self.named and has_code_name(self.name)

    def common(self, kind: str, reason: str) -> dict[str, Any]:
        """Give what a variable of any kind needs to know.

        Parameters
        ----------
        kind, reason : str
            The kind, and why it is that.

        Returns
        -------
        dict
            Arguments of `Variable`.
        """
        return {
            "name": self.name,
            "columns": (self.name,),
            "kind": kind,
            "reason": reason,
            "n_missing": int(self.series.isna().sum()),
        }

    def codec(self, kind: str) -> Codec | None:
        """Find how its values are read for a kind that the user gave it.

        Parameters
        ----------
        kind : str
            The kind.

        Returns
        -------
        Codec or None
            How they become numbers; None where they do not.
        """
        if kind == "constant" or not len(self.values):
            return None
        as_numbers = kind in ("continuous", "integer", "identifier")
        found = find_codec(self.series, as_numbers=as_numbers)
        if kind == "datetime" and found and isinstance(found[0], PlainNumbers):
            found = find_dates(self.series)
        return None if found is None else found[0]

    def has_keys(self) -> bool:
        """Whether its values all differ, under the name of a key.

        Returns
        -------
        bool
            True for enough rows of a column such as ``patient_id``.
        """
        return (
            self.named
            and len(self.values) >= LEAST_ROWS
            and self.values.is_unique
            and kind_of_name(self.name).may_be_key
        )
