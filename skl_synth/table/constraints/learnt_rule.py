"""What a rule remembers of real rows, in which merging may have left it some holes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.date_part import DatePart
from skl_synth.table.constraints.function_of import FunctionOf
from skl_synth.table.constraints.lookup import Lookup
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.variables import NumberVariable


def learnt(rule: Constraint, reader: RowReader, least: int = 1) -> Any:
    """Learn a rule of rows that keep it, but where values were coded together.

    Of rare levels that were merged, nothing follows that holds of some of them only; of
    a number among the outermost, what follows for most.

    Parameters
    ----------
    rule : Constraint
        The rule.
    reader : RowReader
        The real rows.
    least : int, default=1
        How many persons an entry of a table must rest on, to be kept.

    Returns
    -------
    object
        What the rule remembers.
    """
    memory: Any = rule._learn(reader)
    if not isinstance(rule, FunctionOf | DatePart):
        return memory
    holds = _holds(rule, reader, memory)
    if not holds.all() and isinstance(reader.variable(rule.sources[0]), NumberVariable):
        most = _as_most(reader, rule)
        memory = rule._learn(reader.take(most))
        holds = _holds(rule, reader, memory) | ~most
    if not holds.all():
        broken = reader.take(~holds)
        memory = _with_table(
            memory, lambda one: one.without(one.find(rule.keys(broken)))
        )
    if least < 2:
        return memory
    return _with_table(memory, lambda one: one.restricted_to(least))


def _holds(rule: Constraint, reader: RowReader, memory: Any) -> np.ndarray:
    return rule._holds(reader, memory)


def _as_most(reader: RowReader, rule: FunctionOf | DatePart) -> np.ndarray:
    """Mark the rows that have of each number what most rows of that number have."""
    keys = [reader.exact_keys(rule.column), *rule.keys(reader)]
    frame = pd.DataFrame(dict(enumerate(keys)))
    same = frame.groupby(list(frame.columns)).ngroup().to_numpy()
    size = np.bincount(same)[same]
    largest = pd.Series(size).groupby(list(keys[1:])).transform("max").to_numpy()
    # Of two as frequent ones both stay, and nothing follows.
    most: np.ndarray = size == largest
    return most


def _with_table(memory: Any, change: Callable[[Lookup], Lookup]) -> Any:
    """Change the table that a rule remembers, alone or with something else."""
    if isinstance(memory, tuple):
        return tuple(_with_table(one, change) for one in memory)
    return change(memory) if isinstance(memory, Lookup) else memory


def is_void(memory: Any) -> bool:
    """Whether a rule remembers a table in which nothing is left.

    Parameters
    ----------
    memory : object
        What the rule remembers.

    Returns
    -------
    bool
        True where each entry rested on too few persons, or was merged away.
    """
    parts = memory if isinstance(memory, tuple) else (memory,)
    return any(isinstance(one, Lookup) and one.is_empty for one in parts)
