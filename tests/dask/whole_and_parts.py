"""A table read whole and in partitions, and the comparison of both with all they hold."""

import dataclasses
import warnings
from collections.abc import Mapping

import numpy as np
import pandas as pd

from skl_synth.dask.parts import Parts
from skl_synth.dask.read_parts import read_parts
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.running import Runner
from skl_synth.table.real import RealTable


def in_parts(table, cuts):
    """Cut a frame or a series into partitions; equal cuts leave one empty."""
    import dask
    import dask.dataframe as dd

    ends = [0, *sorted(cuts), len(table)]
    pieces = [table.iloc[i:j] for i, j in zip(ends[:-1], ends[1:], strict=True)]
    # Texts stay in the dtype that they have.
    with dask.config.set({"dataframe.convert-string": False}):
        return dd.from_map(_itself, pieces, meta=table.iloc[:0]).optimize()


def _itself(piece):
    return piece


def parts_of(X, y, groups, cuts):
    """Open a table in partitions."""
    lazy = [None if one is None else in_parts(one, cuts) for one in (X, y, groups)]
    return Parts.of(*lazy, Runner())


def read_both(X, y=None, encoder=None, groups=None, cuts=(7, 7, 20)):
    """Read a table whole and in parts, and compare the results, or the errors."""
    whole, said_of_whole = _read(
        lambda: RealTable.read(X, y, encoder=encoder, groups=groups)
    )
    parts, said_of_parts = _read(
        lambda: read_parts(parts_of(X, y, groups, cuts), encoder)
    )
    assert said_of_parts == said_of_whole
    if isinstance(whole, Exception):
        assert type(parts) is type(whole), (parts, whole)
        assert str(parts) == str(whole)
    elif isinstance(parts, Exception):
        raise parts
    else:
        assert_same(whole, parts)
    return parts


def _read(reading):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            found = reading()
        except (ValueError, TypeError) as error:
            found = error
    ours = [one for one in caught if issubclass(one.category, UserWarning)]
    return found, sorted(str(one.message) for one in ours)


ELSEWHERE = ("table.target.original",)
"""What a table in parts leaves where it is."""


def assert_same(one, other, path="table"):
    """Compare two objects with all that they hold, and their types."""
    if isinstance(other, RowBlocks):
        other = other.fetched()
    if path in ELSEWHERE:
        return
    assert path == "table" or type(one) is type(other), (path, one, other)
    if isinstance(one, np.ndarray):
        assert one.dtype == other.dtype, path
        np.testing.assert_array_equal(one, other, err_msg=path)
    elif isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(one, other)
    elif isinstance(one, pd.Series):
        pd.testing.assert_series_equal(one, other)
    elif isinstance(one, pd.Index):
        pd.testing.assert_index_equal(one, other, exact=True)
    elif isinstance(one, pd.api.extensions.ExtensionArray):
        pd.testing.assert_extension_array_equal(one, other)
    elif isinstance(one, Mapping):
        assert list(map(repr, one)) == list(map(repr, other)), path
        for key in one:
            assert_same(one[key], other[key], f"{path}[{key!r}]")
    elif isinstance(one, (list, tuple)):
        assert len(one) == len(other), (path, one, other)
        for place, pair in enumerate(zip(one, other, strict=True)):
            assert_same(*pair, f"{path}[{place}]")
    elif dataclasses.is_dataclass(one) and not isinstance(one, type):
        for field in dataclasses.fields(one):
            name = field.name
            if name == "keys" and getattr(one, "dropped", False):
                # Nothing is learnt of keys that nobody writes.
                continue
            assert_same(getattr(one, name), getattr(other, name), f"{path}.{name}")
    else:
        assert one is other or repr(one) == repr(other) or one == other, (path, one)
