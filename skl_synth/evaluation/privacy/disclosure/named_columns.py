"""The columns that the user names as known, or as secret."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.evaluation.privacy.check_options import check_names
from skl_synth.evaluation.privacy.disclosure.disclosure_figures import secrets_beside
from skl_synth.evaluation.table_data import Attribute, AuditTables
from skl_synth.table.real import RealTable


def find_columns(
    tables: AuditTables, names: Collection[Any], parameter: str
) -> list[Attribute]:
    """Find the columns that the user names.

    Parameters
    ----------
    tables : AuditTables
        The tables, the target among their attributes.
    names : collection of hashable
        Names of columns or one-hot groups.
    parameter : str
        What the user called them.

    Returns
    -------
    list of Attribute
        The columns, each once.

    Raises
    ------
    InputError
        If there is none, or no such column.
    """
    if not len(names):
        raise InputError(
            "{parameter}={value!r} names no column",
            parameter=parameter,
            value=list(names),
            remedies=["name the columns that an outsider may know of a person"],
        )
    found = tables.named(list(names), parameter)
    return list(dict.fromkeys(found))


def find_secrets(
    tables: AuditTables,
    table: RealTable,
    quasi_identifiers: Collection[Any],
    secrets: Collection[Any] | None,
) -> list[Attribute]:
    """Find the columns that an outsider would like to know.

    Parameters
    ----------
    tables : AuditTables
        The tables, the target among their attributes.
    table : RealTable
        The real table.
    quasi_identifiers : collection of hashable
        What is known.
    secrets : collection of hashable or None
        What the user names; None for the first columns that vary.

    Returns
    -------
    list of Attribute
        The columns; none of them is known.

    Raises
    ------
    InputError
        If there is no such column, it is an identifier, or it is known.
    """
    known = find_columns(tables, quasi_identifiers, "quasi_identifiers")
    if secrets is None:
        return secrets_beside(tables, known, None)
    refuse_identifiers(table, secrets, "secrets")
    named = find_columns(tables, secrets, "secrets") if len(secrets) else []
    for one in named:
        if one in known:
            raise InputError(
                "{column!r} stands in quasi_identifiers and in secrets: what is known "
                "is no secret",
                column=one.name,
                parameter="secrets",
                remedies=["name it in one of them"],
            )
    return named


def ordinal_names(table: RealTable) -> dict[str, tuple[str, ...]]:
    """Say what the places of ordered columns are called.

    Parameters
    ----------
    table : RealTable
        The real table.

    Returns
    -------
    dict of str to tuple of str
        The levels in their order, by column.
    """
    names = {}
    for one in table.schema.variables:
        order = getattr(getattr(one, "codec", None), "order", None)
        if one.kind == "ordinal" and order is not None:
            names[str(one.name)] = tuple(map(str, order))
    return names


def refuse_identifiers(
    table: RealTable, names: Collection[Any], parameter: str
) -> None:
    """Refuse a column that was taken for an identifier, which is never compared.

    Parameters
    ----------
    table : RealTable
        The real table.
    names : collection of hashable
        Columns that the user names.
    parameter : str
        What they are called.

    Raises
    ------
    InputError
        If one of them is an identifier; the message says how to overrule that.
    """
    found = {str(one.name): one for one in table.schema.variables}
    for name in names:
        if getattr(found.get(str(name)), "kind", "") != "identifier":
            continue
        raise InputError(
            "{parameter} names {column!r}, which is taken for an identifier: whoever "
            "knows that knows the person",
            parameter=parameter,
            column=name,
            remedies=[
                "leave it out",
                Remedy("say {setting}", Setting("column_kinds", {name: "category"})),
            ],
        )


def check_known(
    table: RealTable,
    quasi_identifiers: Collection[Any] | None,
    secrets: Collection[Any] | None,
) -> None:
    """Refuse columns that there are not, before the minutes of an audit begin.

    Parameters
    ----------
    table : RealTable
        The real table.
    quasi_identifiers, secrets : collection of hashable or None
        What an outsider knows, and would like to know: the target may be among the
        latter.

    Raises
    ------
    InputError
        If one of them is no column of the table, or an identifier.
    """
    published = table.schema.as_published().variables
    columns = [str(one.name) for one in published]
    target = str(getattr(table.target.original, "name", None) or "target")
    asked = {
        "quasi_identifiers": (quasi_identifiers, columns),
        "secrets": (secrets, [*columns, target]),
    }
    for parameter, (names, known) in asked.items():
        check_names(names, parameter)
        refuse_identifiers(table, names if names is not None else (), parameter)
        for name in names if names is not None else ():
            if str(name) not in known:
                raise InputError(
                    "{parameter} names {column!r}; the columns and one-hot groups are "
                    "{known}",
                    parameter=parameter,
                    column=name,
                    known=", ".join(known),
                )
