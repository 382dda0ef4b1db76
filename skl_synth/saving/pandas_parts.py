"""What is of pandas, taken apart into arrays and plain values, and put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.saving.arrow_messages import check_stream, check_types
from skl_synth.table.arrow import array_of_ipc, ipc_of_array

SCALARS = (pd.Timestamp, pd.Timedelta, pd.Period, pd.Interval)
"""Single values of pandas, each of which an array can hold."""

MASKED = (
    *(pd.BooleanDtype, pd.Float32Dtype, pd.Float64Dtype),
    *(pd.Int8Dtype, pd.Int16Dtype, pd.Int32Dtype, pd.Int64Dtype),
    *(pd.UInt8Dtype, pd.UInt16Dtype, pd.UInt32Dtype, pd.UInt64Dtype),
)
"""The nullable types of pandas, which keep values and a mask."""


def pandas_parts(value: Any) -> tuple[str, dict[str, Any]] | None:
    """Take apart what is of pandas.

    Parameters
    ----------
    value : object
        Any object.

    Returns
    -------
    kind : str
        What it is.
    parts : dict of str to object
        What it is made of: arrays, plain values, and others of pandas.

        None in place of both where it is not of pandas, or of a type not known here.
    """
    if value is pd.NA or value is pd.NaT:
        return ("NA" if value is pd.NA else "NaT"), {}
    if isinstance(value, SCALARS):
        return "scalar", {"array": pd.Series([value]).array}
    if isinstance(value, pd.api.extensions.ExtensionDtype):
        return "dtype", {"array": pd.Series([], dtype=value).array}
    if isinstance(value, pd.Series):
        own = {"array": value.array, "index": value.index, "name": value.name}
        return "series", own
    if isinstance(value, pd.DataFrame):
        arrays = [value.iloc[:, place].array for place in range(value.shape[1])]
        parts = {"arrays": arrays, "index": value.index, "columns": value.columns}
        return "frame", parts
    if isinstance(value, pd.Index):
        return _parts_of_index(value)
    if isinstance(value, pd.api.extensions.ExtensionArray):
        return _parts_of_array(value)
    return None


def _parts_of_index(index: pd.Index) -> tuple[str, dict[str, Any]]:
    if isinstance(index, pd.RangeIndex):
        steps = {"start": index.start, "stop": index.stop, "step": index.step}
        return "range", {**steps, "name": index.name}
    if isinstance(index, pd.MultiIndex):
        codes = [np.asarray(part) for part in index.codes]
        parts = {"levels": list(index.levels), "codes": codes}
        return "multi index", {**parts, "names": list(index.names)}
    return "index", {"array": index.array, "name": index.name}


def _parts_of_array(array: Any) -> tuple[str, dict[str, Any]] | None:
    for kind, (known, taken, _) in ARRAYS.items():
        if isinstance(array.dtype, known):
            return kind, taken(array)
    is_of_numpy = isinstance(array, pd.arrays.NumpyExtensionArray)
    # Of numpy's own dtypes, pandas keeps those of times in arrays of its own.
    if is_of_numpy or isinstance(array.dtype, np.dtype):
        return "numpy", {"values": np.asarray(array)}
    return None


def pandas_from_parts(kind: str, parts: dict[str, Any]) -> Any:
    """Put together what is of pandas.

    Parameters
    ----------
    kind : str
        What it is, from `pandas_parts`.
    parts : dict of str to object
        What it is made of.

    Returns
    -------
    object
        The object.
    """
    if kind in ARRAYS:
        return ARRAYS[kind][2](**parts)
    return BUILDERS[kind](**parts)


def _of_numpy(values: np.ndarray) -> Any:
    if values.dtype.kind in "mM":
        return pd.array(values, dtype=values.dtype)
    return pd.arrays.NumpyExtensionArray(values)


def _bare(array: Any) -> Any:
    """Take numpy's own arrays out of the wrapper in which pandas passes them."""
    is_of_numpy = isinstance(array, pd.arrays.NumpyExtensionArray)
    is_text = isinstance(array.dtype, pd.StringDtype)
    return np.asarray(array) if is_of_numpy and not is_text else array


def _series(array: Any, index: pd.Index, name: Any = None) -> pd.Series:
    bare = _bare(array)
    return pd.Series(bare, index=index, name=name, dtype=bare.dtype)


def _index(array: Any, name: Any) -> pd.Index:
    bare = _bare(array)
    return pd.Index(bare, dtype=bare.dtype, name=name)


def _frame(arrays: list, index: pd.Index, columns: pd.Index) -> pd.DataFrame:
    # By position: names may be given twice, or be no text.
    columns_by_place = {i: _series(array, index) for i, array in enumerate(arrays)}
    return pd.DataFrame(columns_by_place, index=index).set_axis(columns, axis=1)


def _masked(array: Any) -> dict[str, Any]:
    mask = np.asarray(array.isna())
    plain = np.dtype(getattr(array.dtype, "numpy_dtype", bool))
    return {"values": array.to_numpy(dtype=plain, na_value=plain.type(0)), "mask": mask}


def _of_masked(values: np.ndarray, mask: np.ndarray) -> Any:
    kinds = {"b": pd.arrays.BooleanArray, "f": pd.arrays.FloatingArray}
    return kinds.get(values.dtype.kind, pd.arrays.IntegerArray)(values, mask)


def _texts(array: Any) -> dict[str, Any]:
    values = [None if text is pd.NA or text != text else text for text in array]
    dtype = array.dtype
    has_nan = getattr(dtype, "na_value", pd.NA) is not pd.NA
    return {"values": values, "storage": dtype.storage, "nan": has_nan}


def _of_texts(values: list, storage: Any, nan: bool) -> Any:
    try:
        dtype: Any = pd.StringDtype(storage, na_value=np.nan if nan else pd.NA)
    except TypeError:
        # Before pandas 3 this choice was not public.
        dtype = pd.StringDtype("pyarrow_numpy" if nan else storage)
    return pd.array(values, dtype=dtype)


def _zoned(array: Any) -> dict[str, Any]:
    values = np.asarray(array.tz_convert("UTC").tz_localize(None))
    return {"values": values, "zone": array.dtype.tz}


def _of_zoned(values: np.ndarray, zone: Any) -> Any:
    return pd.DatetimeIndex(values).tz_localize("UTC").tz_convert(zone).array


def _sparse(array: Any) -> dict[str, Any]:
    return {"values": np.asarray(array), "fill": array.dtype.fill_value}


def _of_categories(codes: np.ndarray, categories: Any, ordered: bool) -> Any:
    return pd.Categorical.from_codes(codes, categories, ordered=ordered)


def _of_arrow(content: bytes) -> Any:
    check_stream(content)
    check_types(content)
    return array_of_ipc(content)


ARRAYS: dict[str, tuple[Any, Callable[[Any], dict[str, Any]], Callable[..., Any]]] = {
    "categories": (
        pd.CategoricalDtype,
        lambda a: {
            "codes": np.asarray(a.codes),
            "categories": a.categories,
            "ordered": bool(a.ordered),
        },
        _of_categories,
    ),
    "texts": (pd.StringDtype, _texts, _of_texts),
    "zoned": (pd.DatetimeTZDtype, _zoned, _of_zoned),
    "sparse": (
        pd.SparseDtype,
        _sparse,
        lambda values, fill: pd.arrays.SparseArray(values, fill_value=fill),
    ),
    "periods": (
        pd.PeriodDtype,
        lambda a: {"ordinals": a.asi8, "dtype": str(a.dtype)},
        lambda ordinals, dtype: pd.arrays.PeriodArray(ordinals, dtype=dtype),
    ),
    "intervals": (
        pd.IntervalDtype,
        lambda a: {"left": a.left, "right": a.right, "closed": a.closed},
        pd.arrays.IntervalArray.from_arrays,
    ),
    "arrow": (pd.ArrowDtype, lambda a: {"content": ipc_of_array(a)}, _of_arrow),
    "masked": (MASKED, _masked, _of_masked),
}
"""Arrays of pandas: their dtype, how they are taken apart, and put together."""

BUILDERS: dict[str, Callable[..., Any]] = {
    "NA": lambda: pd.NA,
    "NaT": lambda: pd.NaT,
    "scalar": lambda array: array[0],
    "dtype": lambda array: array.dtype,
    "numpy": _of_numpy,
    "series": _series,
    "range": lambda start, stop, step, name: pd.RangeIndex(
        start, stop, step, name=name
    ),
    "multi index": lambda levels, codes, names: pd.MultiIndex(
        levels=levels, codes=codes, names=names
    ),
    "index": _index,
    "frame": _frame,
}
"""What else is of pandas, and how it is put together."""
