"""What a dictionary says of a table, among what else is said of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.constraints.impossible import Impossible
from skl_synth.table.dictionary.data_dictionary import DataDictionary
from skl_synth.table.dictionary.dictionary_field import Field
from skl_synth.table.dictionary.survival_entry import survival_said
from skl_synth.table.dictionary.table_checks import (
    check_columns,
    check_field,
    check_target,
    is_token,
)
from skl_synth.table.foreign import as_pandas
from skl_synth.table.level_keys import exact_key_of, key_of
from skl_synth.table.specification import TableSpecification
from skl_synth.table.target.target_cells import TARGET_KINDS


def dictionary_of(given: Any) -> DataDictionary | None:
    """Read the dictionary of an encoder, where it has one.

    Parameters
    ----------
    given : DataDictionary, str, path, mapping or None
        What was given.

    Returns
    -------
    DataDictionary or None
        The dictionary.
    """
    return None if given is None else DataDictionary.read(given)


def specification_of(
    dictionary: DataDictionary, frame: pd.DataFrame, y: Any, said: Any
) -> TableSpecification:
    """Merge a dictionary into what else is said of a table, which overrules it.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.
    frame : DataFrame
        The table, without the target.
    y : array-like or None
        The target.
    said : TableEncoder or TableSpecification
        What else is said.

    Returns
    -------
    TableSpecification
        All of it.

    Raises
    ------
    InputError
        If the table is not what the dictionary describes: a column is not there, a
        level is none of those listed, a value is missing where none may be. The
        message names the column, the value and the first row.

    Warns
    -----
    InputWarning
        If a column is not described.
    """
    names = check_columns(dictionary, frame, y)
    described = described_columns(dictionary, names, said)
    missing = missing_texts(dictionary, said)
    for name, field in described.items():
        check_field(field, frame[name], missing)
    check_said_target(dictionary, y, said)
    kinds = {
        name: kind_of_field(field, frame[name], missing)
        for name, field in described.items()
    }
    return merged_specification(dictionary, frame, names, kinds, y, said)


def described_columns(
    dictionary: DataDictionary, names: Mapping[str, Hashable], said: Any
) -> dict[Hashable, Field]:
    """Find the columns that are read as a dictionary describes them.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.
    names : mapping of str to hashable
        The columns that are described, from `check_columns`.
    said : TableEncoder or TableSpecification
        What else is said, which overrules it.

    Returns
    -------
    dict of column to Field
        What is known of each.
    """
    given = said.column_kinds if isinstance(said.column_kinds, Mapping) else {}
    return {
        names[one.name]: one
        for one in dictionary.fields
        if one.name in names and names[one.name] not in given
    }


def missing_texts(dictionary: DataDictionary, said: Any) -> tuple[str, ...]:
    """List the texts that stand for a missing value.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.
    said : TableEncoder or TableSpecification
        What else is said.

    Returns
    -------
    tuple of str
        The texts.
    """
    return (*_texts(said.missing_values), *filter(None, dictionary.missing_values))


def merged_specification(
    dictionary: DataDictionary,
    frame: pd.DataFrame,
    names: Mapping[str, Hashable],
    kinds: Mapping[Hashable, Any],
    y: Any,
    said: Any,
) -> TableSpecification:
    """Merge what a dictionary says into what else is said, which overrules it.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.
    frame : DataFrame
        The table; of its rows nothing is needed.
    names : mapping of str to hashable
        The columns that are described, from `check_columns`.
    kinds : mapping of column to kind
        From `kind_of_field`.
    y : array-like or None
        The target, of which the name is needed.
    said : TableEncoder or TableSpecification
        What else is said.

    Returns
    -------
    TableSpecification
        All of it.
    """
    given = said.column_kinds if isinstance(said.column_kinds, Mapping) else {}
    described = described_columns(dictionary, names, said)
    missing = missing_texts(dictionary, said)
    dropped = [one for one in dictionary.drop if one in frame.columns]
    kinds = {name: kind for name, kind in kinds.items() if kind is not None}
    # A column that is not to be written is left out as identifiers are.
    kinds |= dict.fromkeys(dropped, "identifier")
    return TableSpecification(
        **{
            **{one.name: getattr(said, one.name) for one in fields(TableSpecification)},
            "column_kinds": {**kinds, **_target_kind(dictionary, y), **given},
            **_groups(dictionary, frame, names, said),
            "identifiers": _identifiers(dictionary, described, dropped, said),
            "missing_values": list(dict.fromkeys(missing)),
            "special_values": _special(described, said.special_values),
            "survival": survival_said(dictionary.survival, names, said.survival),
            **_rules(dictionary, said),
            "dictionary": None,
        }
    )


def persons_of(dictionary: DataDictionary, frame: pd.DataFrame, groups: Any) -> Any:
    """Take the persons from the column that a dictionary names.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.
    frame : DataFrame
        The table.
    groups : array-like of shape (n_rows,) or None
        Which person each row belongs to, where that is given.

    Returns
    -------
    array-like of shape (n_rows,) or None
        The same, or the column of the persons where it is in the table.
    """
    if groups is not None or dictionary.person not in frame.columns:
        return groups
    return frame[dictionary.person]


def _texts(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def kind_of_field(field: Field, series: pd.Series, missing: tuple[str, ...]) -> Any:
    """Give the kind of a column.

    Parameters
    ----------
    field : Field
        What is known of it.
    series : Series
        The column.
    missing : tuple of str
        Texts that stand for a missing value.

    Returns
    -------
    str, list or None
        The kind, or the levels in order; None where these rows cannot have it, and for
        a column of a one-hot group.
    """
    if field.kind == "one_hot":
        return None
    if field.kind not in ("binary", "constant", "ordinal"):
        return field.kind if series.notna().any() else None
    values = series[~is_token(series, missing)].dropna().unique().tolist()
    if field.kind == "ordinal":
        return _order_of(field, series, values)
    # Of two levels some rows may have one, and of one none.
    least = 2 if field.kind == "binary" else 1
    is_whole = field.kind == "binary" or not series.isna().any()
    return field.kind if len(values) == least and is_whole else None


def _order_of(field: Field, series: pd.Series, values: list) -> Any:
    """Name the levels in order as the table holds them."""
    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype) and dtype.ordered:
        known = list(map(key_of, dtype.categories))
        if known == [key_of(level) for level in field.levels if key_of(level) in known]:
            return "ordinal"
    held = {key_of(value): value for value in values}
    held |= {exact_key_of(value): value for value in values}
    order = [
        held.get(exact_key_of(level), held.get(key_of(level), level))
        for level in field.levels
    ]
    return order if values else None


def check_said_target(dictionary: DataDictionary, y: Any, said: Any) -> None:
    """Compare the target with its description, unless something else is said of it.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.
    y : array-like or None
        The target.
    said : TableEncoder or TableSpecification
        What else is said.

    Raises
    ------
    InputError
        For the first class or number that does not fit.
    """
    given = said.column_kinds if isinstance(said.column_kinds, Mapping) else {}
    field, name = dictionary.target_field, getattr(y, "name", None)
    if y is None or field is None or name not in (None, field.name) or name in given:
        return
    values = np.asarray(as_pandas(y))
    if values.ndim == 1:
        check_target(field, pd.Series(values))


def _target_kind(dictionary: DataDictionary, y: Any) -> dict[Hashable, str]:
    """Say what the target is, where it is called as in the dictionary."""
    name, field = getattr(y, "name", None), dictionary.target_field
    if field is None or name != field.name or field.kind not in TARGET_KINDS:
        return {}
    return {name: field.kind}


def _groups(
    dictionary: DataDictionary,
    frame: pd.DataFrame,
    names: Mapping[str, Hashable],
    said: Any,
) -> dict[str, Any]:
    if not (isinstance(said.one_hot_groups, str) and said.one_hot_groups == "infer"):
        return {}
    groups = {
        group: [names[column] for column in columns]
        for group, columns in dictionary.groups.items()
    }
    if not groups and len(names) < len(frame.columns):
        return {}
    baselines: Any = [one for one in dictionary.baselines if one in groups]
    more = said.implicit_baseline
    if isinstance(more, bool):
        baselines = more or baselines
    else:
        baselines = [*baselines, *_texts(more)]
    return {"one_hot_groups": groups or None, "implicit_baseline": baselines or False}


class _Choices(dict):
    """What becomes of identifiers by column, and of those that nobody has named."""

    def __init__(self, named: Mapping, otherwise: str) -> None:
        super().__init__(named)
        self.otherwise = otherwise

    def get(self, key: Any, default: Any = None) -> Any:
        """Look up a column."""
        return super().get(key, self.otherwise)


def _identifiers(
    dictionary: DataDictionary,
    described: Mapping[Hashable, Field],
    dropped: list[str],
    said: Any,
) -> Any:
    ours = {
        name: dictionary.identifiers[field.name]
        for name, field in described.items()
        if field.kind == "identifier" and field.name in dictionary.identifiers
    }
    ours |= dict.fromkeys(dropped, "drop")
    if isinstance(said.identifiers, Mapping):
        return {**ours, **said.identifiers}
    return _Choices(ours, said.identifiers) if ours else said.identifiers


def _special(described: Mapping[Hashable, Field], said: Any) -> Any:
    ours = {
        name: list(field.special) for name, field in described.items() if field.special
    }
    return {**ours, **(said or {})} or None


def _rules(dictionary: DataDictionary, said: Any) -> dict[str, Any]:
    kept = [one.rule for one in dictionary.rules or () if one.keep]
    impossible = [Impossible.of(one) for one in dictionary.impossible]
    given = [one for one in said.constraints or () if one not in kept]
    return {
        "constraints": [*kept, *impossible, *given] or None,
        # Who has struck a rule out does not want it found again.
        "rules": said.rules if dictionary.rules is None else None,
    }
