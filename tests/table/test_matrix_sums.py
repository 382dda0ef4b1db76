"""The layout of the matrix from sums: neither order nor parts make a difference."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.datasets import make_patients
from skl_synth.table import RealTable
from skl_synth.table.layout import MatrixLayout, levels_of
from skl_synth.table.matrix_sums import MatrixSums
from skl_synth.table.rows import stack_rows

PATIENTS = RealTable.read(make_patients(150, random_state=0).drop(columns="patient_id"))


def _merged(parts, read):
    made = [read(part) for part in parts]
    return sum(made[1:], made[0])


def _layout_of(schema, parts):
    sums = _merged(parts, lambda rows: MatrixSums.of(rows, levels_of(schema)))
    squares = _merged(parts, sums.center.squares)
    return MatrixLayout.of_sums(schema, sums, squares)


def _state(layout):
    blocks = [(one.mean.tolist(), one.scale.tolist()) for one in layout.blocks]
    return layout.mean.tolist(), layout.scale.tolist(), blocks, layout.names


@settings(max_examples=40)
@given(
    st.permutations(range(len(PATIENTS))),
    st.lists(st.integers(0, len(PATIENTS)), max_size=6),
)
def test_a_layout_is_the_same_of_any_parts_in_any_order(order, cuts):
    rows = PATIENTS.rows.take(np.array(order))
    edges = [0, *sorted(cuts), len(rows)]
    parts = [rows.take(np.arange(*ends)) for ends in pairwise(edges)]
    assert stack_rows(parts).numbers.shape == rows.numbers.shape
    found = _layout_of(PATIENTS.schema, parts)
    assert _state(found) == _state(PATIENTS.layout)


def test_means_and_deviations_are_those_of_the_numbers():
    numbers = PATIENTS.rows.numbers
    layout = PATIENTS.layout
    np.testing.assert_allclose(layout.mean, np.nanmean(numbers, axis=0), rtol=1e-13)
    np.testing.assert_allclose(layout.scale, np.nanstd(numbers, axis=0), rtol=1e-13)


@pytest.mark.parametrize("unit", [1e-300, 1e-141, 1e-139, 1.0, 1e100])
def test_the_spread_of_tiny_and_large_numbers_is_found(unit):
    values = np.array([1.0, 2.0, 4.0, 7.0, 1.5, 3.0])
    frame = pd.DataFrame({"a": values * unit, "b": [0.5, 1.5, 2.0, 2.5, 3.0, 9.75]})
    layout = RealTable.read(frame).layout
    np.testing.assert_allclose(layout.scale[0], values.std() * unit, rtol=1e-13)


def test_a_number_that_all_miss_has_mean_zero():
    rows = PATIENTS.rows
    gone = rows.take(np.arange(5))
    gone.numbers[:] = np.nan
    layout = MatrixLayout.fit(PATIENTS.schema, gone)
    assert not layout.mean.any()
    assert (layout.scale == 1).all()
