"""Rules as a dictionary lists them: with their support, and struck out or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from skl_synth.errors import InputError
from skl_synth.table.constraints import (
    Constraint,
    constraint_to_json,
    constraints_from_json,
)
from skl_synth.table.dictionary.located import inside
from skl_synth.table.dictionary.schema_shapes import as_mapping, check_keys, check_shape

_KEYS = ("rule", "means", "rows", "different", "keep")


@dataclass(frozen=True)
class RuleEntry:
    """A rule between columns, and what it rests on.

    Parameters
    ----------
    rule : Constraint
        The rule.
    n_rows : int or None, default=None
        Real rows that it was seen in; None where nobody has counted.
    n_different : int or None, default=None
        How many of these differ in the columns that it names.
    keep : bool, default=True
        Whether synthetic rows keep it; False where it was struck out.

    Examples
    --------
    >>> from skl_synth import Inequality
    >>> from skl_synth.table.dictionary.rule_entry import RuleEntry
    >>> RuleEntry(Inequality("admitted", "<=", "discharged"), 800, 214).columns
    ('admitted', 'discharged')
    """

    rule: Constraint
    n_rows: int | None = None
    n_different: int | None = None
    keep: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it names."""
        return tuple(dict.fromkeys(map(str, self.rule.columns_named)))


def entry_of(given: Any) -> RuleEntry:
    """Make an entry of a rule, or of one that was found.

    Parameters
    ----------
    given : RuleEntry, Constraint or FoundRule
        The rule, with its support or without.

    Returns
    -------
    RuleEntry
        The entry.
    """
    if isinstance(given, RuleEntry):
        return given
    if isinstance(given, Constraint):
        return RuleEntry(given)
    return RuleEntry(given.rule, given.n_rows, given.n_different)


def entry_from(described: Any, place: int) -> RuleEntry:
    """Read a rule of a dictionary.

    Parameters
    ----------
    described : mapping
        ``{"rule": {"sum": ["total", ["a", "b"]]}, "keep": true}``, or what stands under
        ``"rule"`` alone.
    place : int
        Which of the rules it is, for messages.

    Returns
    -------
    RuleEntry
        The entry.

    Raises
    ------
    InputError
        If it is no rule.
    """
    # People count from one.
    told = f"rule {place + 1}"
    described = as_mapping(described, told)
    if "rule" not in described:
        described = {"rule": described}
    check_keys(described, _KEYS, told)
    for name, shape in (("rows", "count"), ("different", "count"), ("keep", "flag")):
        check_shape(described.get(name), shape, f"{name} of {told}", at=(name,))
    return RuleEntry(
        _rule_from(described["rule"]),
        described.get("rows"),
        described.get("different"),
        described.get("keep") is not False,
    )


def entry_to(entry: RuleEntry) -> dict[str, Any]:
    """Write a rule for a dictionary.

    Parameters
    ----------
    entry : RuleEntry
        The entry.

    Returns
    -------
    dict
        What `entry_from` reads as the same; and what it means, for people.
    """
    described = {
        "means": str(entry.rule),
        "rule": constraint_to_json(entry.rule),
        "rows": entry.n_rows,
        "different": entry.n_different,
        "keep": entry.keep,
    }
    return {name: value for name, value in described.items() if value is not None}


def _rule_from(described: Any) -> Constraint:
    try:
        (rule,) = constraints_from_json([described])
    except InputError as error:
        raise InputError(
            "a rule of the dictionary cannot be read: {reason}",
            value=described,
            reason=error,
            at=("rule",),
            remedies=["strike the rule out"],
        ) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(
            "a rule of the dictionary is {value!r}, which cannot be read",
            value=described,
            at=("rule",),
            remedies=["strike the rule out", "write it as inspect --write does"],
        ) from error
    return rule


def rules_from(described: Any) -> tuple[RuleEntry, ...] | None:
    """Read the rules of a dictionary.

    Parameters
    ----------
    described : list of mapping or None
        The rules; None where the dictionary says nothing of any.

    Returns
    -------
    tuple of RuleEntry or None
        The rules.

    Raises
    ------
    InputError
        If one cannot be read; ``at`` says which.
    """
    if described is None:
        return None
    check_shape(described, "list", "rules")
    entries = []
    for place, one in enumerate(described):
        with inside(place):
            entries.append(entry_from(one, place))
    return tuple(entries)


def rules_to(entries: Any) -> list[Mapping[str, Any]] | None:
    """Write the rules of a dictionary.

    Parameters
    ----------
    entries : tuple of RuleEntry or None
        The rules.

    Returns
    -------
    list of dict or None
        What `rules_from` reads as the same.
    """
    return None if entries is None else [entry_to(one) for one in entries]
