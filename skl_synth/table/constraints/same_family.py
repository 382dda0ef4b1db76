"""Whether two columns measure the same thing."""

from __future__ import annotations

from collections.abc import Hashable

from skl_synth.errors import InputError
from skl_synth.table.constraints.row_reader import RowReader


def must_be_of_one_family(reader: RowReader, column: Hashable, other: Hashable) -> None:
    """Refuse two columns that cannot be compared.

    Parameters
    ----------
    reader : RowReader
        Rows.
    column, other : hashable
        The columns.

    Raises
    ------
    InputError
        If they hold different things, such as numbers and dates.
    """
    families = [reader.variable(one).family for one in (column, other)]
    if None not in families and families[0] != families[1]:
        raise InputError(
            "column {column!r} holds {left} and column {other!r} holds {right}, "
            "which cannot be compared",
            column=column,
            parameter="constraints",
            other=other,
            left=families[0],
            right=families[1],
            remedies=["give them one form"],
        )
