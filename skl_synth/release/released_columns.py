"""What each column of a release is: enough to describe its table, and no more."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from skl_synth.table.codecs import Ranks
from skl_synth.table.codecs.carriers import DateTexts
from skl_synth.table.containers import frame_of
from skl_synth.table.dictionary.date_forms import form_of
from skl_synth.table.schema import Schema
from skl_synth.table.variables import NumberVariable, OneHotVariable, Variable


@dataclass(frozen=True)
class ReleasedColumn:
    """What a released column is.

    Parameters
    ----------
    kind : str
        Its kind, see `TableEncoder`.
    order : tuple, default=()
        The levels of an ordinal in their order: those that a released row has.
    group : str, default=""
        The one-hot group that it belongs to.
    form : str, default=""
        How its dates are written, where they are text: such as ``"%d/%m/%Y"``.
    """

    kind: str
    order: tuple = ()
    group: str = ""
    form: str = ""


Columns = Mapping[Hashable, ReleasedColumn]


def released_columns(schema: Schema, X: Any) -> dict[Hashable, ReleasedColumn]:
    """Say what the columns of a release are.

    Parameters
    ----------
    schema : Schema
        As the real table was read.
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The released rows: a level that none of them has is not named.

    Returns
    -------
    dict of hashable to ReleasedColumn
        One for each column that is written.
    """
    orders = _orders(schema, X)
    return {
        name: _column(variable, orders.get(name, ()))
        for variable in schema.as_published().variables
        for name in variable.columns
    }


def _orders(schema: Schema, X: Any) -> dict[Hashable, tuple]:
    """The levels of ordinals that released rows have, in their order."""
    known = {
        one.name: one.codec.order
        for one in schema.numbers
        if isinstance(one.codec, Ranks)
    }
    if not known:
        return {}
    frame = frame_of(X)
    seen = {name: set(frame[name].dropna().tolist()) for name in known}
    return {
        name: tuple(level for level in order if level in seen[name])
        for name, order in known.items()
    }


def _column(variable: Variable, order: tuple) -> ReleasedColumn:
    if isinstance(variable, OneHotVariable):
        return ReleasedColumn("one_hot", group=str(variable.name))
    return ReleasedColumn(variable.kind, order, form=_form_of(variable))


def _form_of(variable: Variable) -> str:
    if not isinstance(variable, NumberVariable):
        return ""
    carrier = getattr(variable.codec, "carrier", None)
    return form_of(carrier.style) if isinstance(carrier, DateTexts) else ""
