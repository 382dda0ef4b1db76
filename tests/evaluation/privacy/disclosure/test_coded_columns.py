"""Values as codes: numbers cut at quantiles, and combinations numbered alike."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.evaluation.privacy.disclosure.coded_columns import (
    code_columns,
    combined,
)
from tests.audit_tables import audit_tables, rows

NUMBERS = st.lists(
    st.one_of(st.integers(-5, 5), st.floats(-100, 100), st.just(float("nan"))),
    min_size=1,
    max_size=30,
)


def coded(real, other, n_groups=None):
    tables = audit_tables(rows(real), rows(other))
    groups = None if n_groups is None else {"n0": n_groups}
    [column] = code_columns(tables, tables.named(["n0"], ""), n_groups=groups)
    return column


@settings(max_examples=60, deadline=None)
@given(NUMBERS, NUMBERS, st.integers(2, 6))
def test_groups_are_in_order_and_no_more_than_asked_for(real, other, n_groups):
    column = coded(real, other, n_groups)
    values, codes = np.r_[real, other], np.concatenate(column.codes)
    filled = ~np.isnan(values)
    order = np.argsort(values[filled], kind="stable")
    assert (np.diff(codes[filled][order]) >= 0).all()
    assert column.is_missing[codes[~filled]].all()
    assert not column.is_missing[codes[filled]].any()
    if not np.isnan(real).all():
        assert len(np.unique(column.codes[0][~np.isnan(real)])) <= n_groups


def test_groups_of_different_numbers_are_of_one_size():
    sizes = np.bincount(coded(np.arange(100), [0.0], 4).codes[0])
    assert sizes.tolist() == [25, 25, 25, 25]


def test_others_are_cut_where_the_real_ones_are():
    column = coded(np.arange(100), [-7, 24, 25, 99, 1e6], 4)
    names = [column.levels[code] for code in column.codes[1]]
    assert names == ["from 0", "from 0", "from 25", "from 75", "from 75"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2))
def test_two_rows_have_one_number_if_they_agree_in_all(pairs):
    half = len(pairs) // 2
    tables = audit_tables(rows(pairs[:half]), rows(pairs[half:]))
    columns = code_columns(tables, tables.named(["n0", "n1"], ""))
    numbers = np.concatenate(combined(columns)).tolist()
    for one, number in zip(pairs, numbers, strict=True):
        for other, its_number in zip(pairs, numbers, strict=True):
            assert (one == other) == (number == its_number)
