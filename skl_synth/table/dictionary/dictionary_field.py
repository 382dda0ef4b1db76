"""One column of a data dictionary, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.table.dictionary.field_extras import check_extras
from skl_synth.table.dictionary.schema_shapes import did_you_mean
from skl_synth.table.level_keys import exact_key_of
from skl_synth.table.values import some_of
from skl_synth.table.variables import KINDS

LEVEL_KINDS = ("binary", "category", "ordinal", "constant")
"""Kinds whose values are listed."""

TIME_KINDS = ("datetime", "timedelta")

BOUNDED_KINDS = ("continuous", "integer", *TIME_KINDS)
"""Kinds that need a least and a largest value."""

OPEN_KINDS = ("binary", "category")
"""Kinds whose levels can be taken from the table; those of an ordinal have an order."""

_N_LEVELS = {"binary": 2, "constant": 1}
"""Levels of kinds that have so many."""

_NOT_PUBLIC = (
    "where no guarantee is wanted, say that the dictionary is not public, "
    '"skl_synth": {{"public": false}}, and those of the table are taken'
)

FREE_TYPES = ("time", "any")
"""Types of a Table Schema that have no bounds here: times of day, and what else has no
word there."""


@dataclass(frozen=True)
class Field:
    """What is known of one column.

    Parameters
    ----------
    name : str
        The column.
    kind : str
        Its kind, see `TableEncoder`; ``"one_hot"`` for a column of a one-hot group.
    title : str, default=""
        What it is called, for people.
    levels : tuple, default=()
        The values of a binary, a category, an ordinal (in order) or a constant. Those
        of a binary or a category may be left out of a dictionary that is not public:
        they are those of the table then, and so are bounds.
    minimum, maximum : int, float, Timestamp, Timedelta or None, default=None
        The bounds of a number, a date or a duration.
    decimals : int or None, default=None
        The decimals of a continuous column; None for full precision.
    whole_days : bool, default=True
        Whether dates and durations are whole days, rather than whole seconds.
    nullable : bool, default=False
        Whether a value may be missing.
    special : tuple, default=()
        Values beside the number that mean something else, such as -1 or "90+".
    group : str or None, default=None
        The one-hot group that the column belongs to.
    description : str, default=""
        What people should know of it.
    step : int, float, Timedelta or None, default=None
        What the differences of all values are multiples of, such as 5 or 0.05.
    labels : mapping of str to str, default={}
        What a level or a special value means, by its text.
    type : {"", "time", "any"}, default=""
        The type in a Table Schema where the kind does not say it.
    format : str, default=""
        How dates are written, as in ``"%m/%d/%Y"``.
    other : mapping, default={}
        What else a Table Schema says of the column; it is kept as it is.

    Raises
    ------
    InputError
        If it cannot be: an unknown kind, a number with bounds in the wrong order,
        levels that are none or come twice. The message names the column.

    Examples
    --------
    >>> from skl_synth.table.dictionary import Field
    >>> Field("age", "integer", minimum=0, maximum=110).maximum
    110
    """

    name: str
    kind: str
    title: str = ""
    levels: tuple = ()
    minimum: Any = None
    maximum: Any = None
    decimals: int | None = None
    whole_days: bool = True
    nullable: bool = False
    special: tuple = ()
    group: str | None = None
    description: str = ""
    step: Any = None
    labels: Mapping[str, str] = field(default_factory=dict)
    type: str = ""
    format: str = ""
    other: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len({isinstance(level, str) for level in self.levels}) > 1:
            # A column is of one type: where some levels are text, all are.
            levels = tuple(exact_key_of(level) for level in self.levels)
            object.__setattr__(self, "levels", levels)
        _check_kind(self)
        if self.kind in BOUNDED_KINDS:
            _check_bounds(self)
        if self.kind in LEVEL_KINDS:
            _check_levels(self)
        check_extras(self)
        if (self.kind == "one_hot") != (self.group is not None):
            raise InputError(
                "column {column!r} is of kind {value!r} and of the group {group!r}; a "
                "column of a one-hot group, and no other, names its group",
                column=self.name,
                value=self.kind,
                group=self.group,
                remedies=['give both, "kind": "one_hot" and "group", or neither'],
            )

    @property
    def may_be_missing(self) -> bool:
        """Whether a row may have no value: special dates are read as missing."""
        return self.nullable or bool(self.special and self.kind in TIME_KINDS)

    @property
    def beside(self) -> tuple:
        """Special values that are levels beside a number, where it is public."""
        return () if self.kind in TIME_KINDS else self.special

    @property
    def is_empty(self) -> bool:
        """Whether no row has a value."""
        return self.kind == "constant" and not self.levels


def _check_kind(field: Field) -> None:
    if field.kind not in KINDS:
        raise InputError(
            "column {column!r} has the kind {value!r}, which is none of {choices}; "
            "{likely}",
            column=field.name,
            value=field.kind,
            choices=list(KINDS),
            likely=did_you_mean(field.kind, list(KINDS)),
        )


def _check_bounds(field: Field) -> None:
    low, high = field.minimum, field.maximum
    if field.type in FREE_TYPES and low is None and high is None:
        return
    if _lacking_bounds(field):
        # The table has them; who needs them without the table asks `lacking_of`.
        return
    if not _is_below(low, high):
        raise InputError(
            "column {column!r} has the minimum {low!s} and the maximum {high!s}",
            column=field.name,
            value=low,
            low=low,
            high=high,
            remedies=[
                "give the smaller one as minimum",
                "call it a constant, with its one level",
            ],
        )


def _lacking_bounds(field: Field) -> list[str]:
    bounds = {"minimum": field.minimum, "maximum": field.maximum}
    if field.kind not in BOUNDED_KINDS or (
        field.type in FREE_TYPES and set(bounds.values()) == {None}
    ):
        return []
    return [name for name, one in bounds.items() if one is None or pd.isna(one)]


def lacking_of(field: Field) -> InputError | None:
    """Say what of a column is not known without the real rows.

    Parameters
    ----------
    field : Field
        The column.

    Returns
    -------
    InputError or None
        Which of its bounds or levels are not given; None where all are.
    """
    bounds = _lacking_bounds(field)
    if bounds:
        return InputError(
            "column {column!r} is {value} and has no {lacking}",
            column=field.name,
            value=field.kind,
            lacking=" and no ".join(bounds),
            remedies=[
                "give the bounds that it has by what it is, such as 0 and 110 of an "
                "age, not those of the real rows",
                _NOT_PUBLIC,
            ],
        )
    is_open = field.kind in OPEN_KINDS and not field.levels
    return _wrong_number_of_levels(field) if is_open else None


def _is_below(low: Any, high: Any) -> bool:
    try:
        return bool(low < high)
    except TypeError:
        # A date beside a number.
        return False


def _check_levels(field: Field) -> None:
    levels = field.levels
    keys = [exact_key_of(level) for level in levels]
    seen: set[str] = set()
    for place, key in enumerate(keys):
        if key in seen:
            raise InputError(
                "column {column!r} has the level {value!r} twice, as text or as a "
                "number",
                column=field.name,
                value=levels[place],
                at_level=place,
                remedies=["name each level once"],
            )
        seen.add(key)
    if (field.is_empty and field.nullable) or (field.kind in OPEN_KINDS and not levels):
        return
    least = _N_LEVELS.get(field.kind, 1)
    if len(levels) < least or len(levels) > _N_LEVELS.get(field.kind, len(levels)):
        raise _wrong_number_of_levels(field)


def _wrong_number_of_levels(field: Field) -> InputError:
    may_be_open = field.kind in OPEN_KINDS and not field.levels
    return InputError(
        "column {column!r} is a {value} and has {n} levels ({shown}); a {value} "
        "has {least}{more}",
        column=field.name,
        value=field.kind,
        n=len(field.levels),
        shown=some_of(field.levels) or "none",
        least=_N_LEVELS.get(field.kind, 1),
        more="" if field.kind in _N_LEVELS else " or more",
        remedies=[
            'list all that there can be, under "constraints": {{"enum": [...]}}',
            "call it an identifier, of which fresh ones are made",
            *([_NOT_PUBLIC] if may_be_open else []),
        ],
    )
