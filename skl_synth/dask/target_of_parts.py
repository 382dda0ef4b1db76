"""The target of a dask frame: its classes are merged, and codes or floats fetched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.parts import Parts
from skl_synth.errors import InputError, Remedy
from skl_synth.table.target import Target
from skl_synth.table.target.target_cells import (
    given_kind,
    plain,
    prototype,
    without_noise,
)
from skl_synth.table.target.target_checks import check_target_known, find_unknown
from skl_synth.table.values import is_number


def target_of_parts(parts: Parts, column_kinds: object = "infer") -> Target:
    """Read a target.

    What it is, and which classes it has, is decided from its different values in the
    order in which they appear. Of each row a small whole number is fetched, or a float.

    Parameters
    ----------
    parts : Parts
        The partitions.
    column_kinds : "infer" or mapping
        May call the target, by its name, one of `TARGET_KINDS`.

    Returns
    -------
    Target
        As `Target.read` gives it for the whole, but that it keeps no value as it came.

    Raises
    ------
    InputError
        As `Target.read`; and for a target of several columns.
    """
    if parts.targets is None:
        return Target.read(None, len(parts))
    if parts.target_here is not None:
        read = Target.read(parts.target_here, len(parts), column_kinds)
        return replace(read, original=prototype(read.original))
    _refuse_several_columns(parts.target_like)
    kind = given_kind(parts.target_like, column_kinds)
    run = parts.runner
    taken = run.kept([run.task(_taken, one, kind) for one in parts.targets])
    seen = run.results([run.task(_seen, one) for one in taken])
    _check(seen, parts)
    cells = list(dict.fromkeys(cell for one in seen for cell in one.cells))
    few = _as_target(cells, parts.target_like)
    read = Target.read(few, len(few), column_kinds)
    if read.kind == "continuous":
        numbers = np.concatenate(run.results([run.task(_floats, one) for one in taken]))
        numbers, precision = without_noise(numbers, few)
        read = replace(read, encoded=numbers, precision=precision)
        return replace(read, original=prototype(few))
    codes = dict(zip(cells, read.encoded.tolist(), strict=True))
    dtype = np.min_scalar_type(len(cells))
    coded = [
        run.task(_coded, part, np.array([codes[one] for one in look.cells], dtype))
        for part, look in zip(taken, seen, strict=True)
    ]
    encoded = np.concatenate(run.results(coded)).astype(np.intp)
    return replace(read, encoded=encoded, original=prototype(few))


_Cell = tuple[type, Any]
"""A value with its type: 1, 1.0 and True are three."""


@dataclass(frozen=True, eq=False)
class _Taken:
    """The target of a partition.

    Either codes among different values, or floats of which two stand for all.
    """

    unknown: tuple[int, int, int | None]
    cells: tuple[_Cell, ...] = ()
    codes: np.ndarray | None = None
    numbers: np.ndarray | None = None


def _taken(target: Any, kind: str | None) -> _Taken:
    series = target.iloc[:, 0] if isinstance(target, pd.DataFrame) else target
    unknown = find_unknown(series)
    if unknown[0] or unknown[2] is not None:
        return _Taken(unknown)
    if is_number(series.dtype):
        values = series.to_numpy()
        if not isinstance(series.dtype, np.dtype):
            values = plain(series.to_numpy(dtype=object))
        odd = _fractions(values)
        if kind in ("continuous", "integer") or (kind is None and odd.any()):
            some = values[[0, int(odd.argmax())]].tolist()
            cells = tuple(dict.fromkeys(_cells_of(some)))
            return _Taken(unknown, cells, None, values.astype(np.float64))
    codes, cells = _factorized(series)
    return _Taken(unknown, cells, codes.astype(np.int32))


def _cells_of(values: list) -> list[_Cell]:
    return list(zip(map(type, values), values, strict=True))


def _fractions(values: np.ndarray) -> np.ndarray:
    """Mark what is not whole, as scikit-learn does."""
    if values.dtype.kind != "f":
        return np.zeros(len(values), dtype=bool)
    with np.errstate(invalid="ignore"):
        return np.asarray(values != values.astype(np.int64).astype(values.dtype))


def _factorized(series: pd.Series) -> tuple[np.ndarray, tuple[_Cell, ...]]:
    """Number different values by their first places; of objects by type as well."""
    if series.dtype != object:
        codes, values = pd.factorize(series)
        return codes, tuple(_cells_of(np.asarray(values, dtype=object).tolist()))
    cells = _cells_of(series.tolist())
    place = {cell: code for code, cell in enumerate(dict.fromkeys(cells))}
    codes = np.fromiter(map(place.__getitem__, cells), np.intp, len(cells))
    return codes, tuple(place)


def _seen(part: _Taken) -> _Taken:
    """What is fetched of every partition."""
    return _Taken(part.unknown, part.cells)


def _floats(part: _Taken) -> np.ndarray:
    if part.numbers is not None:
        return part.numbers
    assert part.codes is not None
    values = np.array([value for _, value in part.cells], dtype=object)
    numbers: np.ndarray = plain(values).astype(np.float64)[part.codes]
    return numbers


def _coded(part: _Taken, codes: np.ndarray) -> np.ndarray:
    assert part.codes is not None
    of_rows: np.ndarray = codes[part.codes]
    return of_rows


def _check(seen: list[_Taken], parts: Parts) -> None:
    """Refuse what is missing or infinite, by its row in the whole."""
    starts = parts.starts.tolist()
    n_missing = sum(one.unknown[0] for one in seen)
    missing = [
        start + one.unknown[1]
        for start, one in zip(starts, seen, strict=True)
        if one.unknown[0]
    ]
    infinite = [
        start + one.unknown[2]
        for start, one in zip(starts, seen, strict=True)
        if one.unknown[2] is not None
    ]
    check_target_known(n_missing, (missing or [0])[0], (infinite or [None])[0])


def _as_target(cells: list[_Cell], like: Any) -> Any:
    """Make a short target of different values, as the user's is."""
    is_frame = isinstance(like, pd.DataFrame)
    dtype = like.dtypes.iloc[0] if is_frame else like.dtype
    series = pd.Series([value for _, value in cells], dtype=object).astype(dtype)
    if is_frame:
        return series.to_frame().set_axis(like.columns, axis=1)
    return series.rename(like.name)


def _refuse_several_columns(like: Any) -> None:
    if isinstance(like, pd.DataFrame) and like.shape[1] > 1:
        raise InputError(
            "the target has {n} columns, and of a dask frame it must be one, of class "
            "labels or of numbers",
            parameter="y",
            n=like.shape[1],
            remedies=[
                Remedy(
                    "if there is one column for each class, pass y.idxmax(axis=1)",
                    only="python",
                ),
                "give one column as the target, and the others with the table",
            ],
        )
