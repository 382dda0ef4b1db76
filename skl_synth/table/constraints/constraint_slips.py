"""Constraints that were written as they are not written: what was meant."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from numbers import Real
from typing import Any

from skl_synth.errors import InputError

MEANT_OPERATORS = {
    **dict.fromkeys(("=<", "≤", "⩽", "le", "lte", "not >", "!>"), "<="),
    **dict.fromkeys(("=>", "≥", "⩾", "ge", "gte", "not <", "!<"), ">="),
    **dict.fromkeys(("lt", "less", "less than", "before"), "<"),
    **dict.fromkeys(("gt", "greater", "greater than", "after"), ">"),
}
"""How others write the operators."""


WRITTEN = {
    "DatePart": "DatePart('day', 'admitted', 'weekday')",
    "Elapsed": "Elapsed('stay', 'admitted', 'discharged', 'days')",
    "FunctionOf": "FunctionOf('label', ['code', 'other'])",
    "Linear": "Linear('charge', [('minutes', 0.17)], 3)",
    "Product": "Product('bmi', [('weight', 1), ('height', -2)], 10000)",
    "Shift": "Shift('review', 'admitted', '7 days')",
    "SumTo": "SumTo(['part', 'part'], 100)",
}
"""How the others are written, by an example."""


def check_operator(
    left: Hashable, operator: Any, right: Hashable, choices: Iterable[str]
) -> None:
    """Refuse an operator that there is not, and say which was meant.

    Parameters
    ----------
    left, right : hashable
        What is compared.
    operator : object
        What the user gave.
    choices : iterable of str
        The operators that there are.

    Raises
    ------
    InputError
        If it is none of them.
    """
    choices = list(choices)
    if isinstance(operator, str) and operator in choices:
        return
    raise InputError(
        "the operator must be one of {choices}; got {value!r}",
        parameter="constraints",
        value=operator,
        choices=choices,
        remedies=["write {code}"] if _meant(left, operator, right) else [],
        code=_meant(left, operator, right),
    )


def _meant(left: Hashable, operator: Any, right: Hashable) -> str | None:
    known = {**MEANT_OPERATORS, **{one: one for one in ("<", "<=", ">", ">=")}}
    parts = [left, operator, right]
    if operator in ("=", "==", "eq"):
        return f"FunctionOf({right!r}, {left!r})"
    # The operator may stand first or last, as it does in other languages.
    for place in (1, 2, 0):
        one = parts[place]
        if isinstance(one, str) and one in known:
            first, second = parts[:place] + parts[place + 1 :]
            return f"Inequality({first!r}, {known[one]!r}, {second!r})"
    return None


def inequality_from(args: tuple[Any, ...]) -> str | None:
    """Write an order that was given in one text, or without its operator.

    Parameters
    ----------
    args : tuple
        What the user gave.

    Returns
    -------
    str or None
        The call, as it is to be typed; None where it was typed so.
    """
    if len(args) >= 3:
        return None
    if len(args) == 2:
        return f"Inequality({args[0]!r}, '<=', {args[1]!r})"
    found = re.fullmatch(r"\s*(.+?)\s*(<=|>=|<|>)\s*(.+?)\s*", str(args[0]))
    left, operator, right = found.groups() if found else ("start", "<=", "end")
    return f"Inequality({left!r}, {operator!r}, {right!r})"


def with_listed_parts(name: str, first: Any, parts: tuple[Any, ...]) -> str:
    """Write a call whose parts were not given as one list.

    Parameters
    ----------
    name : str
        The constraint.
    first : object
        What stands before the parts.
    parts : tuple
        The parts, as they were given.

    Returns
    -------
    str
        The call, as it is to be typed.
    """
    return f"{name}({first!r}, {list(parts) or ['part', 'part']!r})"


def as_terms(terms: Any) -> Any:
    """Give pairs as a tuple of tuples, so that rules that say the same are equal.

    Parameters
    ----------
    terms : tuple of (hashable, float), list or mapping
        Columns, each with its number.

    Returns
    -------
    tuple of (hashable, float)
        The same; what is no such thing comes back as it is, to be refused by name.
    """
    pairs = tuple(terms.items()) if isinstance(terms, Mapping) else terms
    if not isinstance(pairs, (list, tuple)):
        return terms
    return tuple(tuple(one) if isinstance(one, list) else one for one in pairs)


def check_terms(name: str, column: Hashable, terms: Any) -> None:
    """Refuse what are no pairs of a column and a number.

    Parameters
    ----------
    name : str
        The constraint.
    column : hashable
        The column that is computed.
    terms : object
        What the user gave.

    Raises
    ------
    InputError
        If they are none.
    """
    if isinstance(terms, tuple) and terms and all(map(_is_pair, terms)):
        return
    raise InputError(
        "the others must be pairs of a column and a number; got {value!r}",
        column=column,
        parameter="constraints",
        value=terms,
        remedies=["write {code}"],
        code=f"{name}({column!r}, {_as_pairs(terms)!r})",
    )


def check_number(name: str, value: object, *remedies: str) -> None:
    """Refuse a constant that is no number.

    Parameters
    ----------
    name : str
        What it is.
    value : object
        What the user gave.
    *remedies : str
        What else to do.

    Raises
    ------
    InputError
        If it is none.
    """
    if not isinstance(value, Real):
        raise InputError(
            "the {constant} must be a number; got {value!r}",
            parameter="constraints",
            value=value,
            constant=name,
            remedies=["give a number, such as 100", *remedies],
        )


def _is_pair(one: Any) -> bool:
    if not isinstance(one, tuple) or len(one) != 2:
        return False
    try:
        hash(one[0])
        return float(one[1]) == one[1]
    except (TypeError, ValueError):
        return False


def _as_pairs(terms: Any) -> list[tuple[Any, float]]:
    """Guess the pairs: one alone, or columns without numbers."""
    if isinstance(terms, tuple) and _is_pair(terms):
        return [terms]
    columns = terms if isinstance(terms, tuple) and terms else (terms,)
    named = [one for one in columns if isinstance(one, str)]
    return [(one, 1.0) for one in named or ["other"]]


def described(rule: Any) -> str:
    """Say a rule in words, also one that was given wrongly.

    Parameters
    ----------
    rule : Constraint
        The rule.

    Returns
    -------
    str
        Its formula; what was typed, where that is none.
    """
    try:
        return str(rule)
    except (TypeError, ValueError):
        return repr(rule)


def combined(columns: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give columns one by one, also where they came as one list, as in JSON.

    Parameters
    ----------
    columns : tuple
        What the user gave.

    Returns
    -------
    tuple
        The columns.
    """
    # One column alone is no combination, so a single tuple is no column either.
    if len(columns) == 1 and _is_list(columns[0]):
        return tuple(columns[0])
    return columns


def _is_list(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, set))


def check_columns(columns: tuple[Any, ...]) -> None:
    """Refuse what cannot be columns that go together.

    Parameters
    ----------
    columns : tuple
        What the user gave.

    Raises
    ------
    InputError
        If there are fewer than two, one comes twice, or one is no name.
    """
    code = f"FixedCombinations({_listed(columns)})"
    odd = [one for one in columns if not isinstance(one, Hashable)]
    if odd or len(columns) < 2 or len(set(columns)) < len(columns):
        raise InputError(
            "it takes two columns or more, each once, to make a combination; got "
            "{value!r}",
            parameter="constraints",
            value=columns,
            remedies=["name them one by one, such as {code}"],
            code=code,
        )


def _listed(columns: tuple[Any, ...]) -> str:
    flat: list[Any] = []
    for one in columns:
        flat += one if isinstance(one, (list, tuple, set)) else [one]
    if len(flat) == 1 and isinstance(flat[0], str):
        flat = [part.strip() for part in re.split("[,;]", flat[0])]
    names = dict.fromkeys(one for one in flat if isinstance(one, Hashable))
    return ", ".join(map(repr, names)) if len(names) > 1 else "'region', 'district'"
