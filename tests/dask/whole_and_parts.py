"""A table read whole and in partitions, and the comparison of both."""

import dataclasses
import warnings
from collections.abc import Mapping
from itertools import pairwise

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
    pieces = [table.iloc[i:j] for i, j in pairwise(ends)]
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
    if path in ELSEWHERE:
        return
    other = other.fetched() if isinstance(other, RowBlocks) else other
    assert path == "table" or type(one) is type(other), (path, one, other)
    for kinds, compare in COMPARED:
        if isinstance(one, kinds):
            compare(one, other, path)
            return
    if dataclasses.is_dataclass(one) and not isinstance(one, type):
        _same_fields(one, other, path)
    else:
        assert one is other or repr(one) == repr(other) or one == other, (path, one)


def _same_fields(one, other, path):
    for field in dataclasses.fields(one):
        # Nothing is learnt of keys that nobody writes.
        if field.name != "keys" or not getattr(one, "dropped", False):
            pair = (getattr(each, field.name) for each in (one, other))
            assert_same(*pair, f"{path}.{field.name}")


def _same_arrays(one, other, path):
    assert one.dtype == other.dtype, path
    np.testing.assert_array_equal(one, other, err_msg=path)


def _same_mappings(one, other, path):
    assert list(map(repr, one)) == list(map(repr, other)), path
    for key in one:
        assert_same(one[key], other[key], f"{path}[{key!r}]")


def _same_lists(one, other, path):
    assert len(one) == len(other), (path, one, other)
    for place, pair in enumerate(zip(one, other, strict=True)):
        assert_same(*pair, f"{path}[{place}]")


def _by(compare, **how):
    return lambda one, other, _: compare(one, other, **how)


COMPARED = (
    (np.ndarray, _same_arrays),
    (pd.DataFrame, _by(pd.testing.assert_frame_equal)),
    (pd.Series, _by(pd.testing.assert_series_equal)),
    (pd.Index, _by(pd.testing.assert_index_equal, exact=True)),
    (
        pd.api.extensions.ExtensionArray,
        _by(pd.testing.assert_extension_array_equal),
    ),
    (Mapping, _same_mappings),
    ((list, tuple), _same_lists),
)
