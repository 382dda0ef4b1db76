"""Attributes: every value has a cell, and every cell its values."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.marginals.attribute import (
    MOST_CELLS,
    Attribute,
    _of_number,
    attributes_of,
)
from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.precision import Precision
from skl_synth.table.rounding import FULL
from skl_synth.table.rows import EncodedRows
from tests.generators.marginals.described_people import (
    FIELDS,
    levels,
    people,
    read,
    read_as,
)


def cells_of(attribute, numbers):
    numbers = np.asarray(numbers, dtype=float)
    none = np.zeros((len(numbers), 0))
    rows = EncodedRows(none, none.astype(np.int8), none.astype(np.int32))
    return attribute.cells_of(rows, numbers)


@st.composite
def precisions(draw):
    """Ranges of all widths, with decimals or without."""
    decimals = draw(st.sampled_from([0, 1, 3, FULL]))
    low = draw(st.integers(-1_000_000, 1_000_000))
    span = draw(st.sampled_from([0, 1, 2, 7, 100, 12_345, 2**20, 2**20 + 1, 10**9]))
    if decimals == FULL:
        return Precision(low / 7, low / 7 + span / 3, FULL)
    step = 10.0**-decimals
    return Precision(low * step, (low + span) * step, decimals)


def attribute_of(precision, *, missing=False):
    # A target stands behind the numbers of the rows, of which there are none.
    return _of_number("x", 0, (0, 1) if missing else (-1, 0), precision)


@settings(max_examples=150, deadline=None)
@given(precisions(), st.booleans(), st.integers(0, 999))
def test_what_is_drawn_in_a_cell_reads_back_into_it(precision, missing, seed):
    attribute, rng = (
        attribute_of(precision, missing=missing),
        np.random.RandomState(seed),
    )
    cells = np.unique(
        np.r_[0, attribute.n_cells - 1, rng.randint(attribute.n_cells, size=40)]
    )
    numbers = attribute.values_in(cells, rng)
    assert (cells_of(attribute, numbers) == cells).all()
    assert (np.isnan(numbers) == (cells == attribute.n_values)).all()
    # And so does what is written of it.
    assert (cells_of(attribute, precision.snap(numbers)) == cells).all()


@settings(max_examples=150, deadline=None)
@given(precisions(), st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_a_value_stays_near_what_is_drawn_of_its_cell(precision, shares):
    attribute, rng = attribute_of(precision), np.random.RandomState(0)
    span = precision.high - precision.low
    values = precision.snap(precision.low + span * np.array(shares))
    cells = cells_of(attribute, values)
    assert attribute.n_values <= MOST_CELLS
    assert ((cells >= 0) & (cells < attribute.n_values)).all()
    again = precision.snap(attribute.values_in(cells, rng))
    width = attribute.step * max(attribute.points, 1)
    rounding = 1e-9 * max(abs(precision.low), abs(precision.high), 1)
    assert (np.abs(again - values) <= width + rounding).all()
    if attribute.points == 1:
        np.testing.assert_array_equal(again, values)


def test_cells_are_as_wide_as_they_must_be_and_no_wider():
    whole = attribute_of(Precision(0.0, 110.0, 0))
    assert (whole.n_values, whole.points, whole.step) == (111, 1, 1.0)
    wide = attribute_of(Precision(0.0, 10_000_000.0, 0))
    assert (wide.points, wide.n_values) == (10, 1_000_001)
    full = attribute_of(Precision(0.0, 1.0, FULL))
    assert (full.points, full.n_values) == (0, MOST_CELLS)


def test_values_outside_are_in_the_outermost_cells():
    attribute = attribute_of(Precision(10.0, 20.0, 0), missing=True)
    assert cells_of(attribute, [-99, 10, 20, 99, np.nan]).tolist() == [0, 0, 10, 10, 11]


def test_all_values_of_a_cell_are_drawn():
    attribute = attribute_of(Precision(0.0, 10_000_000.0, 0))
    numbers = attribute.values_in(np.full(2000, 3), np.random.RandomState(0))
    assert set(numbers) == set(range(30, 40))


@pytest.mark.parametrize("target", ["died", "cost", None])
def test_the_attributes_of_a_table(target):
    names = [name for name in FIELDS if name not in ("died", "cost")]
    real = read(people(50), *names, target=target)
    found = {one.name: one for one in attributes_of(real)}
    wanted = [*names, "cost"] if target == "cost" else names
    assert list(found) == wanted
    sizes = {"age": 111, "sex": 4, "smoker": 2, "ward": 12, "stage": 4, "blood": 4}
    for name, size in sizes.items():
        assert found[name].n_values == size, name
    ordered = {name for name, one in found.items() if one.is_ordered}
    assert ordered >= {"age", "dose", "weight", "born", "stage"}
    assert not ordered & {"sex", "smoker", "ward", "blood"}
    assert found["age"].n_absent == 1
    assert found["dose"].n_absent == 0


def test_every_cell_of_every_column_is_in_range():
    real = read(people(400), "age", "born", "sex", "stage", "blood", target="cost")
    for one in attributes_of(real):
        cells = one.cells_of(real.rows, real.target.encoded)
        assert cells.min() >= 0
        assert cells.max() < one.n_cells
        assert len(np.unique(cells)) > 1


def test_a_column_of_one_level_has_no_attribute():
    dictionary = DataDictionary.read({"fields": [levels("site", "north")]})
    real = read_as(dictionary, pd.DataFrame({"site": ["north"] * 5}))
    assert attributes_of(real) == []


def test_a_column_of_levels_is_not_ordered():
    one = Attribute("x", -1, 0, 3)
    assert (one.is_ordered, one.n_cells) == (False, 3)
