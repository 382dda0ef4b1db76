"""Rules that a dictionary alone determines: nothing of them is learnt from rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.errors import InputError
from skl_synth.table.constraints import Constraint, DatePart, Inequality, Rules
from skl_synth.table.constraints.formula import Formula, Gaps
from skl_synth.table.constraints.impossible import Impossible
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.constraints.rules import in_order
from skl_synth.table.dictionary.data_dictionary import DataDictionary
from skl_synth.table.dictionary.public_parts import public_parts
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema


def public_rules(
    dictionary: DataDictionary, schema: Schema, made_up: EncodedRows
) -> Rules:
    """Make the rules that a dictionary determines; the made-up rows may break them.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.
    schema : Schema
        The schema that it describes.
    made_up : EncodedRows
        Rows that are nobody's, with a missing value wherever there may be one.

    Returns
    -------
    Rules
        What cannot be, and of the rules that are to be kept orders, formulas, and
        parts of dates that are numbers or names; see `rules_left_out` for the others.

    Raises
    ------
    InputError
        If a rule cannot be applied to the columns as they are described.
    """
    reader = RowReader(schema, made_up)
    rules: list[Constraint] = [Impossible.of(one) for one in dictionary.impossible]
    rules += [
        rule
        for rule in _to_keep(dictionary)
        if _is_determined(rule, schema, dictionary.target)
    ]
    learned = [_learned(rule, reader) for rule in rules]
    order = in_order([rule for rule, _ in learned])
    return Rules(schema, tuple(learned[place] for place in order))


def rules_left_out(dictionary: DataDictionary, schema: Schema) -> list[Constraint]:
    """List the rules of a dictionary that it does not determine.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.
    schema : Schema
        The schema that it describes.

    Returns
    -------
    list of Constraint
        What would have to be looked up in real rows, as which label goes with which
        code; and what names the target, which is drawn apart.
    """
    return [
        rule
        for rule in _to_keep(dictionary)
        if not _is_determined(rule, schema, dictionary.target)
    ]


def _to_keep(dictionary: DataDictionary) -> list[Constraint]:
    return [one.rule for one in dictionary.rules or () if one.keep]


def _is_determined(rule: Constraint, schema: Schema, target: str | None) -> bool:
    if target in rule.columns_named:
        return False
    if isinstance(rule, DatePart):
        return public_parts(rule, schema) is not None
    return isinstance(rule, Formula | Inequality)


def _learned(rule: Constraint, reader: RowReader) -> tuple[Constraint, Any]:
    """Check that a rule can be applied, and remember what the dictionary says of it."""
    try:
        rule = rule._for_table(reader)
        if isinstance(rule, DatePart):
            return rule, public_parts(rule, reader.schema)
        memory = rule._learn(reader)
    except ValueError as error:
        raise InputError(
            "the rule {rule} of the dictionary cannot be kept: {reason}",
            column=getattr(error, "column", None),
            parameter="dictionary",
            value=rule,
            rule=str(rule),
            reason=error,
            remedies=["strike the rule out in the dictionary"],
        ) from error
    return rule, _of_nobody(memory, rule, reader)


def _of_nobody(memory: Any, rule: Constraint, reader: RowReader) -> Any:
    """Where a column may be missing it is, wherever it is drawn so."""
    if not isinstance(memory, Gaps):
        return memory
    number, _ = reader.cells(reader.variable(rule.computed))
    assert number is not None
    return Gaps(filled=not np.isnan(number).any(), blank=-1)
