"""Orders that are mended in rows of noisy counts: the two columns are exchanged."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np

from skl_synth.table.codecs.times import Times
from skl_synth.table.constraints import Inequality, Rules
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.constraints.row_writer import with_numbers
from skl_synth.table.rows import EncodedRows
from skl_synth.table.variables import NumberVariable


def with_orders_mended(rules: Rules, rows: EncodedRows) -> EncodedRows:
    """Exchange the two columns of an order in rows that break it.

    A column that is computed from others stays, and the other is moved to it.

    Parameters
    ----------
    rules : Rules
        The rules.
    rows : EncodedRows
        Rows whose columns are computed.

    Returns
    -------
    EncodedRows
        The rows. Some may still break a rule, where an order of levels is broken, or
        bounds leave no room.
    """
    orders = [rule for rule, _ in rules.learned if isinstance(rule, Inequality)]
    computed = {rule.computed for rule, _ in rules.learned}
    # As many times as there are orders, so that a chain of them is sorted.
    for _ in orders:
        if rules.kept(rows).all():
            break
        for rule in orders:
            rows = _mended(RowReader(rules.schema, rows), rule, computed)
        rows = rules.computed(rows)
    return rows


def _mended(
    reader: RowReader, rule: Inequality, computed: Iterable[Hashable]
) -> EncodedRows:
    low, high = rule.left, rule.right
    if rule.operator in (">", ">="):
        low, high = high, low
    broken = ~rule._holds(reader, None)
    if not broken.any() or not all(_is_measured(reader, one) for one in (low, high)):
        return reader.rows
    ends = {low: _as_unit_of(reader, low, high), high: _as_unit_of(reader, high, low)}
    for column, own in ends.items():
        if column not in computed:
            reader = RowReader(reader.schema, with_numbers(reader, column, own, broken))
    return _apart(reader, rule, {low: -1, high: 1}, computed)


def _is_measured(reader: RowReader, column: Hashable) -> bool:
    """Whether a column holds numbers or dates, and not levels that have an order."""
    variable = reader.variable(column)
    is_time = isinstance(getattr(variable, "codec", None), Times)
    return isinstance(variable, NumberVariable) and (
        is_time or variable.family == "numbers"
    )


def _apart(
    reader: RowReader,
    rule: Inequality,
    sides: dict[Hashable, int],
    computed: Iterable[Hashable],
) -> EncodedRows:
    """Move what is equal, or was rounded past the other, by the least step there is."""
    for column, side in sides.items():
        broken = ~rule._holds(reader, None)
        if column in computed or not broken.any():
            continue
        variable = reader.variable(column)
        number, _ = reader.cells(variable)
        assert isinstance(variable, NumberVariable)
        assert number is not None
        precision = variable.precision
        step = precision.step or 1e-6 * (precision.high - precision.low)
        moved = with_numbers(reader, column, number + side * step, broken)
        reader = RowReader(reader.schema, moved)
    return reader.rows


def _as_unit_of(reader: RowReader, column: Hashable, other: Hashable) -> np.ndarray:
    """Give what another column holds in the unit of a column."""
    values = reader.clock(other)
    codec = getattr(reader.variable(column), "codec", None)
    return codec.steps.numbers(values) if isinstance(codec, Times) else values
