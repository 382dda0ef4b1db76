"""Constraints from plain lists and dicts, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from skl_synth.errors import InputError, InputTypeError
from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.constraint_kinds import (
    OPERATORS,
    FixedCombinations,
    Inequality,
)
from skl_synth.table.constraints.constraint_slips import inequality_from
from skl_synth.table.constraints.date_part import DatePart
from skl_synth.table.constraints.elapsed import Elapsed
from skl_synth.table.constraints.function_of import FunctionOf
from skl_synth.table.constraints.linear import Linear, Shift
from skl_synth.table.constraints.products import Product
from skl_synth.table.constraints.sums import Sum, SumTo

FORMS = {
    "inequality": '{"inequality": [left, "<=", right]}',
    "fixed_combinations": '{"fixed_combinations": [columns]}',
    "sum": '{"sum": [total, [parts]]}',
    "sum_to": '{"sum_to": [[parts], 100]}',
    "linear": '{"linear": [column, [[other, 0.17]], intercept]}',
    "shift": '{"shift": [column, other, "7 days"]}',
    "elapsed": '{"elapsed": [column, start, end, "days"]}',
    "product": '{"product": [column, [[other, 1], [divisor, -1]], scale]}',
    "function_of": '{"function_of": [column, [others]]}',
    "date_part": '{"date_part": [column, date, "weekday"]}',
}
"""How each rule is written."""


def constraints_from_json(rules: Any) -> list[Constraint]:
    """Read constraints from plain lists and dicts, as a JSON file holds them.

    Parameters
    ----------
    rules : list of dict
        Each with one key: ``{"inequality": ["admitted", "<=", "discharged"]}``,
        ``{"fixed_combinations": ["region", "district"]}``,
        ``{"sum": ["total", ["a", "b"]]}``, ``{"sum_to": [["a", "b"], 100]}``,
        ``{"linear": ["charge", [["minutes", 0.17]], 3]}``,
        ``{"shift": ["review", "admitted", "7 days"]}``,
        ``{"elapsed": ["stay", "admitted", "discharged", "days"]}``,
        ``{"product": ["bmi", [["weight", 1], ["height", -2]], 10000]}``,
        ``{"function_of": ["label", ["code"]]}`` or
        ``{"date_part": ["day", "admitted", "weekday"]}``.

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


def _from_json(place: int, rule: Any) -> Constraint:
    if isinstance(rule, Mapping) and len(rule) == 1:
        kind, parts = next(iter(rule.items()))
        try:
            if kind in _READERS and isinstance(parts, list):
                return _READERS[kind](parts)
        except (TypeError, ValueError):
            pass
    raise InputError(
        "rule {place} is {value!r}, which is none of {forms}",
        parameter="constraints",
        value=rule,
        place=place,
        forms=_all_forms(),
    )


def _all_forms() -> str:
    *first, last = FORMS.values()
    return f"{', '.join(first)} and {last}"


def _list(value: Any) -> list:
    if not isinstance(value, list):
        raise TypeError
    return value


def _terms(value: Any) -> tuple:
    return tuple((other, float(number)) for other, number in _list(value))


def _sum(parts: list) -> Constraint:
    total, addends = parts
    return Sum(total, _list(addends))


def _sum_to(parts: list) -> Constraint:
    addends, total = parts
    return SumTo(tuple(_list(addends)), float(total))


def _linear(parts: list) -> Constraint:
    column, terms, *more = parts
    return Linear(column, _terms(terms), *_number_first(more))


def _product(parts: list) -> Constraint:
    column, factors, *more = parts
    for_zero = map(float, more[2:])
    return Product(column, _terms(factors), *_number_first(more[:2]), *for_zero)


def _number_first(more: list) -> list:
    return [float(more[0]), *more[1:]] if more else more


def _shift(parts: list) -> Constraint:
    column, other, by = parts
    return Shift(column, other, by if isinstance(by, str) else float(by))


def _elapsed(parts: list) -> Constraint:
    return Elapsed(*parts[:5], *map(float, parts[5:]))


def _function_of(parts: list) -> Constraint:
    column, of = parts
    return FunctionOf(column, tuple(_list(of)))


_READERS: dict[str, Callable[[list], Constraint]] = {
    "inequality": lambda parts: Inequality(*parts),
    "fixed_combinations": lambda parts: FixedCombinations(*parts),
    "sum": _sum,
    "sum_to": _sum_to,
    "linear": _linear,
    "shift": _shift,
    "elapsed": _elapsed,
    "product": _product,
    "function_of": _function_of,
    "date_part": lambda parts: DatePart(*parts),
}


def constraint_to_json(rule: Constraint) -> dict[str, list]:
    """Write a constraint as a plain dict that `constraints_from_json` reads.

    Parameters
    ----------
    rule : Constraint
        A constraint.

    Returns
    -------
    dict
        One key, the kind of the rule, with a list of its parts.

    Raises
    ------
    InputTypeError
        If it is a rule that has no such form.

    Examples
    --------
    >>> from skl_synth import Linear
    >>> from skl_synth.table.constraints import constraint_to_json
    >>> constraint_to_json(Linear("pounds", (("kg", 2.2046),)))
    {'linear': ['pounds', [['kg', 2.2046]]]}
    """
    for kind, (cls, write) in _WRITERS.items():
        if isinstance(rule, cls):
            return {kind: write(rule)}
    raise InputTypeError(
        "{value!r} is no rule that can be written",
        parameter="constraints",
        value=rule,
    )


def in_python(rule: Any) -> str:
    """Write a rule that was given in another form as a constraint.

    Parameters
    ----------
    rule : object
        What the user gave: a dict as in JSON, a tuple, a text.

    Returns
    -------
    str
        What is to be typed; an example, where it is not known what was meant.
    """
    try:
        if isinstance(rule, Mapping):
            return repr(_from_json(0, rule))
    except InputError:
        pass
    parts = tuple(rule) if isinstance(rule, (list, tuple)) else (rule,)
    if len(parts) == 3 and parts[1] in tuple(OPERATORS):
        return repr(Inequality(*parts))
    if len(parts) == 1 and isinstance(rule, str):
        return str(inequality_from(parts))
    return (
        "Inequality(left, '<=', right), FixedCombinations(a, b) or Sum(total, [a, b])"
    )


def _pairs(terms: Any) -> list[list]:
    return [[other, _plain(number)] for other, number in terms]


def _plain(number: float) -> float | int:
    return int(number) if float(number).is_integer() else float(number)


def _without_defaults(first: list, rest: list[tuple[Any, Any]]) -> list:
    """Leave out what stands at the end and is as usual."""
    while rest and rest[-1][0] == rest[-1][1]:
        rest = rest[:-1]
    return first + [value for value, _ in rest]


_WRITERS: dict[str, tuple[type[Constraint], Callable[[Any], list]]] = {
    "inequality": (Inequality, lambda one: [one.left, one.operator, one.right]),
    "fixed_combinations": (FixedCombinations, lambda one: list(one.columns)),
    "sum": (Sum, lambda one: [one.total, list(one.parts)]),
    "sum_to": (SumTo, lambda one: [list(one.parts), _plain(one.total)]),
    "linear": (
        Linear,
        lambda one: _without_defaults(
            [one.column, _pairs(one.terms)],
            [(_plain(one.intercept), 0), (one.rounding, "round")],
        ),
    ),
    "shift": (
        Shift,
        lambda one: [
            one.column,
            one.other,
            one.by if isinstance(one.by, str) else _plain(one.by),
        ],
    ),
    "elapsed": (
        Elapsed,
        lambda one: _without_defaults(
            [one.column, one.start, one.end, one.unit],
            [(one.rounding, "exact"), (_plain(one.plus), 0)],
        ),
    ),
    "product": (
        Product,
        lambda one: _without_defaults(
            [one.column, _pairs(one.factors)],
            [
                (_plain(one.scale), 1),
                (one.rounding, "round"),
                (None if one.for_zero is None else _plain(one.for_zero), None),
            ],
        ),
    ),
    "function_of": (FunctionOf, lambda one: [one.column, list(one.of)]),
    "date_part": (DatePart, lambda one: [one.column, one.of, one.part]),
}
