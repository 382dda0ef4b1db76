"""What a user may say of a table, in one place."""

from __future__ import annotations

import numbers
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from skl_synth.compat import HasMethods, Interval, StrOptions
from skl_synth.table.column import RARE
from skl_synth.table.identifiers import IDENTIFIERS

COLUMN_CONSTRAINTS: dict = {
    "column_kinds": [StrOptions({"infer"}), Mapping],
    "one_hot_groups": [StrOptions({"infer"}), "array-like", Mapping, None],
}
"""Constraints of the two parameters that synthesizers have beside their encoder."""

TABLE_CONSTRAINTS: dict = {
    **COLUMN_CONSTRAINTS,
    "implicit_baseline": ["boolean", "array-like", str],
    "one_hot_repair": [StrOptions({"refuse", "repair"})],
    "identifiers": [StrOptions(set(IDENTIFIERS)), Mapping],
    "min_category_count": [Interval(numbers.Integral, 1, None, closed="left")],
    "rare_label": [str],
    "min_tail_count": [Interval(numbers.Integral, 1, None, closed="left")],
    "constraints": [list, tuple, None],
    "rules": [StrOptions({"infer"}), None],
    "missing_values": ["array-like", str],
    "special_values": [Mapping, None],
    "survival": [Mapping, None],
    "dictionary": [HasMethods(["to_mapping"]), Mapping, str, os.PathLike, None],
}
"""Constraints of the parameters of `TableEncoder`."""


@dataclass
class TableSpecification:
    """What a user says of a table; by default nothing, and all of it is inferred.

    `TableEncoder`, whose documentation explains each, has the same attributes, and
    stands wherever one of these is asked for.

    Parameters
    ----------
    column_kinds, one_hot_groups, implicit_baseline, one_hot_repair : object
        See `TableEncoder`.
    identifiers, min_category_count, rare_label, min_tail_count, constraints : object
        See `TableEncoder`.
    rules, missing_values, special_values, survival, dictionary : object
        See `TableEncoder`.
    """

    column_kinds: Any = "infer"
    one_hot_groups: Any = "infer"
    implicit_baseline: Any = False
    one_hot_repair: str = "refuse"
    identifiers: Any = "refuse"
    min_category_count: int = 1
    rare_label: str = RARE
    min_tail_count: int = 1
    constraints: Any = None
    rules: Any = "infer"
    missing_values: Any = ()
    special_values: Any = None
    survival: Any = None
    dictionary: Any = None
