"""The layout of rows in blocks is that of one machine, to the last bit."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.dask.layout_of_blocks import layout_of_blocks
from skl_synth.datasets import make_patients
from skl_synth.table import RealTable
from skl_synth.table.layout import MatrixLayout
from tests.dask.cut_frames import blocks_of

PATIENTS = RealTable.read(make_patients(80, random_state=0).drop(columns="patient_id"))


def _state(layout):
    blocks = [
        (one.columns, one.mean.tolist(), one.scale.tolist(), one.n_levels)
        for one in layout.blocks
    ]
    numbers = layout.mean.tolist(), layout.scale.tolist()
    return numbers, layout.missing_code.tolist(), blocks, layout.names


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, len(PATIENTS)), max_size=8))
def test_a_layout_is_that_of_one_machine(cuts):
    found = layout_of_blocks(PATIENTS.schema, blocks_of(PATIENTS.rows, cuts))
    assert _state(found) == _state(PATIENTS.layout)


def test_a_layout_of_rows_that_were_taken_is_theirs():
    places = np.random.RandomState(0).permutation(80)[:33]
    rows = blocks_of(PATIENTS.rows, [7, 60]).take(places)
    whole = MatrixLayout.fit(PATIENTS.schema, PATIENTS.rows.take(places))
    assert _state(layout_of_blocks(PATIENTS.schema, rows)) == _state(whole)
