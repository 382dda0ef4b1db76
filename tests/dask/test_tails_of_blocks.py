"""Tails of rows in blocks are those of one machine, whoever has the outermost."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.dask.tails_of_blocks import with_tails_of_blocks
from skl_synth.datasets import make_patients
from skl_synth.table import RealTable
from skl_synth.table.coded_tails import list_tails, with_coded_tails
from skl_synth.table.specification import TableSpecification
from tests.dask.cut_frames import assert_same_rows, blocks_of

KINDS = {"a": "continuous", "b": "continuous"}


def _table(first, second):
    frame = pd.DataFrame({"a": first, "b": second, "c": ["x", "y"] * (len(first) // 2)})
    return RealTable.read(frame, encoder=TableSpecification(column_kinds=KINDS))


def _assert_same(table, cuts, persons, least):
    schema, rows = with_coded_tails(table.schema, table.rows, persons, least)
    found, blocks = with_tails_of_blocks(
        table.schema, blocks_of(table.rows, cuts), persons, least
    )
    assert_same_rows(blocks, rows)
    pd.testing.assert_frame_equal(list_tails(found), list_tails(schema))
    assert [one.reason for one in found.variables] == [
        one.reason for one in schema.variables
    ]
    for one, other in zip(found.numbers, schema.numbers, strict=True):
        assert repr(one.precision) == repr(other.precision)
        assert one.n_missing == other.n_missing


N_ROWS = 30
NUMBER = st.one_of(
    st.none(),
    st.integers(0, 6).map(float),
    st.sampled_from([0.5, 2.25, -3.0, 40.0, 41.5, 0.1]),
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(NUMBER, min_size=N_ROWS, max_size=N_ROWS),
    st.lists(st.integers(0, N_ROWS), max_size=5),
    st.lists(st.integers(0, 14), min_size=N_ROWS, max_size=N_ROWS),
    st.integers(2, 6),
    st.booleans(),
)
def test_tails_are_those_of_one_machine(values, cuts, persons, least, known):
    first = np.array([np.nan if one is None else one for one in values])
    first[:2] = 1.0, 2.5
    table = _table(first, first[::-1] ** 2)
    people = np.unique(persons, return_inverse=True)[1] if known else None
    _assert_same(table, cuts, people, least)


def test_a_number_that_too_few_have_is_left_out():
    first = np.full(N_ROWS, np.nan)
    first[3:6] = 1.5, 2.0, 7.0
    table = _table(first, np.arange(N_ROWS) ** 2.0)
    _assert_same(table, [4, 4, 20], None, 5)


@pytest.mark.parametrize("least", [1, 5, 10])
def test_tails_of_patients_are_those_of_one_machine(least):
    patients = make_patients(200, random_state=0).drop(columns="patient_id")
    table = RealTable.read(patients)
    persons = np.arange(200) // 2
    for people in (None, persons):
        _assert_same(table, [31, 90, 90, 170], people, least)
