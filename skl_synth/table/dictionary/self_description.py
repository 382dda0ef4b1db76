"""A table that describes itself: the first dictionary of it, or the next one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sklearn.base import clone

from skl_synth.table.dictionary.data_dictionary import DataDictionary
from skl_synth.table.dictionary.described_table import fields_of, target_of
from skl_synth.table.dictionary.dictionary_field import OPEN_KINDS, Field, lacking_of
from skl_synth.table.dictionary.rule_entry import RuleEntry, entry_of
from skl_synth.table.dictionary.survival_entry import survival_of
from skl_synth.table.level_keys import key_of
from skl_synth.table.real import RealTable
from skl_synth.table.variables import IdentifierVariable


def describe_table(X: Any, y: Any, encoder: Any, groups: Any) -> DataDictionary:
    """Describe a table as it is read.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The table, without the target.
    y : array-like of shape (n_rows,) or None
        The target.
    encoder : TableEncoder or None
        What is said of the table. What its dictionary says of a column stays.
    groups : array-like of shape (n_rows,) or None
        Which person each row belongs to.

    Returns
    -------
    DataDictionary
        The description. It is public where a dictionary that is says all of it.

    Raises
    ------
    InputError
        If the table cannot be read.
    """
    said = getattr(encoder, "dictionary", None)
    before = None if said is None else DataDictionary.read(said)
    asked = encoder if before is None else _searching(encoder, before)
    table = RealTable.read(X, y, encoder=asked, groups=groups)
    fields, baselines = fields_of(table.schema)
    field = target_of(table.target, [one.name for one in fields])
    found = DataDictionary(
        fields=(*fields, *([field] if field else [])),
        target=field.name if field else None,
        public=False,
        baselines=tuple(baselines),
        identifiers=_identifiers_of(table),
        survival=survival_of(table.schema, field.name if field else None),
        rules=_rules_of(table),
    )
    return found if before is None else _with_before(found, before)


def _searching(encoder: Any, before: DataDictionary) -> Any:
    """Let rules be looked for anew, beside those that a dictionary lists.

    A kind or a form that was corrected since may show rules that nobody has seen yet.
    What is public is not told from the rows.
    """
    if before.public or before.rules is None:
        return encoder
    kept = [one.rule for one in before.rules if one.keep]
    given = [one for one in encoder.constraints or () if one not in kept]
    return clone(encoder).set_params(
        dictionary=replace(before, rules=None), constraints=[*kept, *given] or None
    )


def _identifiers_of(table: RealTable) -> dict[str, str]:
    found = {}
    for one in table.schema.identifiers:
        assert isinstance(one, IdentifierVariable)
        kept = "surrogate_valid" if one.valid else "surrogate"
        found[str(one.name)] = "drop" if one.dropped else kept
    return found


def _rules_of(table: RealTable) -> tuple[RuleEntry, ...]:
    """The rules that were found, and those that were given."""
    found = [entry_of(one) for one in getattr(table.rules, "found", ())]
    known = [entry.rule for entry in found]
    given = [rule for rule, _ in table.rules.learned]
    return (*found, *(RuleEntry(rule) for rule in given if rule not in known))


def _with_before(found: DataDictionary, before: DataDictionary) -> DataDictionary:
    """Keep what an earlier dictionary says of what is still there."""
    known = {one.name: one for one in before.fields}
    fields = tuple(_field_with(one, known.get(one.name)) for one in found.fields)
    names = {one.name for one in fields}
    return replace(
        found,
        fields=fields,
        missing_values=before.missing_values,
        public=before.public and all(known.get(one.name) == one for one in fields),
        n_rows=before.n_rows,
        impossible=tuple(one for one in before.impossible if set(one) <= names),
        person=_person_of(before, names),
        rules=_rules_with(found.rules or (), before.rules, names),
        drop=before.drop,
        other=before.other,
    )


def _person_of(before: DataDictionary, names: set[str]) -> str | None:
    is_there = before.person in names and before.person != before.target
    return before.person if is_there else None


def _field_with(found: Field, before: Field | None) -> Field:
    if before is None:
        return found
    is_same = before.kind == found.kind and before.group == found.group
    if is_same and (
        found.kind != "ordinal" or set(map(key_of, found.levels)) <= _keys(before)
    ):
        return _completed(before, found)
    return replace(
        found,
        title=before.title,
        description=before.description,
        other=before.other,
    )


def _completed(before: Field, found: Field) -> Field:
    """Give a column the bounds and levels of the table that it was not given."""
    if lacking_of(before) is None:
        return before
    names = ("levels",) if before.kind in OPEN_KINDS else ("minimum", "maximum")
    given = {name: getattr(before, name) for name in names}
    of_table = {
        name: getattr(found, name) for name, one in given.items() if one in (None, ())
    }
    return replace(before, **of_table)


def _keys(field: Field) -> set[str]:
    return {key_of(level) for level in field.levels}


def _rules_with(
    found: tuple[RuleEntry, ...],
    before: tuple[RuleEntry, ...] | None,
    names: set[str],
) -> tuple[RuleEntry, ...]:
    """The rules of before, those struck out too; behind them what came since."""
    kept = [one for one in before or () if set(one.columns) <= names]
    known = [one.rule for one in kept]
    return (*kept, *(one for one in found if one.rule not in known))
