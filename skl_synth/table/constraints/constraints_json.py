"""Constraints from plain lists and dicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skl_synth.errors import InputError
from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.constraint_kinds import (
    FixedCombinations,
    Inequality,
    Sum,
)


def constraints_from_json(rules: Any) -> list[Constraint]:
    """Read constraints from plain lists and dicts, as a JSON file holds them.

    Parameters
    ----------
    rules : list of dict
        Each with one key: ``{"inequality": ["admitted", "<=", "discharged"]}``,
        ``{"fixed_combinations": ["region", "district"]}`` or
        ``{"sum": ["total", ["a", "b"]]}``.

    Returns
    -------
    list of Constraint
        The constraints.

    Raises
    ------
    InputError
        If something else is given; the message says which rule.

    Examples
    --------
    >>> from skl_synth.table.constraints import constraints_from_json
    >>> constraints_from_json([{"inequality": ["admitted", "<=", "discharged"]}])
    [Inequality(left='admitted', operator='<=', right='discharged')]
    """
    if not isinstance(rules, list):
        raise InputError(
            "{parameter} must be a list of rules; got {value!r}",
            parameter="constraints",
            value=rules,
        )
    return [_from_json(place, rule) for place, rule in enumerate(rules)]


def constraint_to_json(rule: Constraint) -> dict[str, Any]:
    """Write a constraint as plain lists and dicts.

    Parameters
    ----------
    rule : Constraint
        The constraint.

    Returns
    -------
    dict
        What `constraints_from_json` reads as the same.
    """
    match rule:
        case Inequality(left, operator, right):
            return {"inequality": [left, operator, right]}
        case FixedCombinations():
            return {"fixed_combinations": list(rule.columns)}
        case Sum(total, parts):
            return {"sum": [total, list(parts)]}
    raise NotImplementedError(rule)


def _from_json(place: int, rule: Any) -> Constraint:
    if isinstance(rule, Mapping) and len(rule) == 1:
        match next(iter(rule.items())):
            case ("inequality", [left, sign, right]):
                return Inequality(left, sign, right)
            case ("fixed_combinations", [*columns]):
                return FixedCombinations(*columns)
            case ("sum", [total, [*parts]]):
                return Sum(total, parts)
    raise InputError(
        "rule {place} is {value!r}, which is none of {forms}",
        parameter="constraints",
        value=rule,
        place=place,
        forms='{"inequality": [left, "<=", right]}, {"fixed_combinations": [columns]} '
        'and {"sum": [total, [parts]]}',
    )
