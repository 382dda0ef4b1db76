"""Columns drawn at random within their bounds, where rules leave no other way."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from skl_synth.errors import InputError
from skl_synth.generators.derived.mended_orders import with_orders_mended
from skl_synth.table.constraints import Rules
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.constraints.row_writer import Cells, with_cells, with_numbers
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.variables import NumberVariable

ROUNDS = 20
"""How often columns of a row are drawn until it keeps all rules."""

NEARNESS = (1.0, 1.0, 4.0, 12.0, -4.0, -12.0)
"""How near to their lower bounds the numbers of a row are, or to their upper ones: ten
shares that are anywhere between 0 and 100 next to never have the sum 100."""

MADE_UP = 500
"""Rows that show whether rules can be kept at all."""


def with_random_columns(
    rules: Rules, rows: EncodedRows, rng: np.random.RandomState
) -> EncodedRows:
    """Draw anew what rules name, in rows that break one: anything within the bounds.

    Parameters
    ----------
    rules : Rules
        The rules.
    rows : EncodedRows
        Rows whose columns are computed.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    EncodedRows
        The rows; those that still break a rule could not be helped.
    """
    for _ in range(ROUNDS):
        broken = ~rules.kept(rows)
        if not broken.any():
            break
        nearness = rng.choice(NEARNESS, size=len(rows))
        for column in _drawn_columns(rules):
            reader = RowReader(rules.schema, rows)
            rows = _drawn(reader, column, broken, nearness, rng)
        rows = with_orders_mended(rules, rules.computed(rows))
    return rows


def refuse_rules_of_no_rows(rules: Rules, rng: np.random.RandomState) -> None:
    """Refuse rules that no row within the bounds keeps, before any real row is seen.

    Parameters
    ----------
    rules : Rules
        Rules of a public dictionary.
    rng : RandomState
        Source of randomness.

    Raises
    ------
    InputError
        If there is no such row.
    """
    rows = rules.computed(_lowest_rows(rules.schema))
    rows = with_random_columns(rules, rows, rng)
    held = rules.held(rows)
    if held.all(axis=0).any():
        return
    worst = rules.learned[int(np.argmin(held.mean(axis=1)))][0]
    raise InputError(
        "no rows keep the rules of the dictionary within its bounds; the rule that "
        "fewest keep is {rule}",
        parameter="dictionary",
        value=worst,
        rule=str(worst),
        remedies=[
            "widen the bounds of its columns in the dictionary",
            "strike the rule out in the dictionary",
        ],
    )


def _lowest_rows(schema: Schema) -> EncodedRows:
    low = np.array([one.precision.low for one in schema.numbers], dtype=np.float64)
    numbers = np.tile(low, (MADE_UP, 1))
    codes = np.zeros((MADE_UP, len(schema.codes)), dtype=np.int32)
    return EncodedRows(numbers, np.zeros(numbers.shape, dtype=np.int8), codes)


def _drawn_columns(rules: Rules) -> list[Hashable]:
    """List what rules name, but for what they compute."""
    computed = {rule.computed for rule, _ in rules.learned}
    named = (name for rule, _ in rules.learned for name in rule.columns_named)
    return [name for name in dict.fromkeys(named) if name not in computed]


def _drawn(
    reader: RowReader,
    column: Hashable,
    where: np.ndarray,
    nearness: np.ndarray,
    rng: np.random.RandomState,
) -> EncodedRows:
    """Draw a column in some rows; where it is missing it stays so."""
    variable = reader.variable(column)
    where = where & ~reader.keys(column)[1]
    n_levels = variable.n_levels - (variable.missing_level >= 0)
    if isinstance(variable, NumberVariable):
        precision = variable.precision
        share = rng.uniform(size=len(where)) ** np.abs(nearness)
        share = np.where(nearness < 0, 1 - share, share)
        numbers = precision.low + share * (precision.high - precision.low)
        return with_numbers(reader, column, numbers, where)
    if n_levels < 1:
        return reader.rows
    codes = rng.randint(n_levels, size=int(where.sum())).astype(np.int32)
    return with_cells(reader, column, Cells(None, None, codes), np.flatnonzero(where))
