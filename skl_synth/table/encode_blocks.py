"""Columns of plain numbers encoded a block at a time, as their variables would do."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from skl_synth.table.codecs import PlainNumbers
from skl_synth.table.number_blocks import NumberBlock, is_plain, number_blocks
from skl_synth.table.variables import LevelVariable, NumberVariable, Variable

Encoded = tuple[np.ndarray | None, np.ndarray | None]
"""Number and code of a variable, see `Variable.encode`."""


def encode_blocks(
    variables: Sequence[Variable], frame: pd.DataFrame, unknown: str
) -> dict[Hashable, Encoded]:
    """Encode the variables whose columns are plain numbers, as most of a wide table.

    Parameters
    ----------
    variables : sequence of Variable
        The variables of the table.
    frame : DataFrame
        The table.
    unknown : {"error", "ignore"}
        Whether a value never seen is an error.

    Returns
    -------
    dict of name to (number, code)
        What `Variable.encode` gives. Variables of other columns are not in it, nor
        those of which a value cannot be encoded: these know what to say of it.
    """
    numbers = {one.name: one for one in variables if _is_number(one)}
    flags = {one.name: one for one in variables if _is_flag(one)}
    encoded: dict[Hashable, Encoded] = {}
    for block in number_blocks(frame, [*numbers, *flags]):
        names = block.names
        missing = np.isnan(block.values)
        encoded.update(
            _numbers(block, missing, [numbers.get(n) for n in names], unknown)
        )
        encoded.update(_flags(block, missing, [flags.get(n) for n in names], unknown))
    return encoded


def _is_number(variable: Variable) -> bool:
    """Whether a variable is a plain number, with nothing but numbers in its cells."""
    if not isinstance(variable, NumberVariable) or variable.special:
        return False
    return type(variable.codec) is PlainNumbers and not variable.suppressed


def _is_flag(variable: Variable) -> bool:
    """Whether a variable has two numbers as levels, and nothing else."""
    return (
        isinstance(variable, LevelVariable)
        and variable.kind == "binary"
        and is_plain(variable.dtype)
        and len(variable.known) == 2
        and not variable.merged
        and not variable.is_exact
    )


def _numbers(
    block: NumberBlock,
    missing: np.ndarray,
    variables: Sequence[Variable | None],
    unknown: str,
) -> dict[Hashable, Encoded]:
    encoded: dict[Hashable, Encoded] = {}
    gaps = np.asarray(missing.any(axis=1))
    for place, variable in enumerate(variables):
        if not isinstance(variable, NumberVariable):
            continue
        if gaps[place] and not variable.n_missing and unknown == "error":
            continue
        number = variable.precision.clean(block.values[place])
        code = missing[place].astype(np.int32) if variable.n_missing else None
        encoded[variable.name] = number, code
    return encoded


def _flags(
    block: NumberBlock,
    missing: np.ndarray,
    variables: Sequence[Variable | None],
    unknown: str,
) -> dict[Hashable, Encoded]:
    chosen = [i for i, one in enumerate(variables) if isinstance(one, LevelVariable)]
    if not chosen:
        return {}
    flags = [one for one in variables if isinstance(one, LevelVariable)]
    ends = np.array([one.known for one in flags], dtype=np.float64)
    values, gaps = block.values[chosen], missing[chosen]
    low, high = ends.min(axis=1, keepdims=True), ends.max(axis=1, keepdims=True)
    nearer = np.where(values > (low + high) / 2, high, low)
    codes = (nearer == ends[:, 1:]).astype(np.int32)
    slack = 1e-6 * (high - low)
    codes[(values < low - slack) | (values > high + slack)] = -1
    codes = np.where(gaps, [[one.missing_level] for one in flags], codes)
    known = np.asarray((codes >= 0).all(axis=1))
    return {
        one.name: (None, code.astype(np.int32))
        for one, code, is_known in zip(flags, codes, known.tolist(), strict=True)
        if is_known or unknown != "error"
    }
