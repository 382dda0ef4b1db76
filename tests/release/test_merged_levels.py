"""Levels that few people have are merged in what is published, unless a number says."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import ProximityFilter, TableEncoder, TypeAwareCART
from skl_synth.release.likely_keys import read_for_release
from skl_synth.release.merged_levels import merge_rare_levels
from skl_synth.table import RealTable


def wards(n_few, n=100):
    X = pd.DataFrame(
        {
            "ward": np.repeat(["A", "B", "C"], [n - n_few - 30, 30, n_few]),
            "age": np.arange(n) % 50,
        }
    )
    return X, pd.Series(np.arange(n) % 2)


@pytest.mark.parametrize(
    "maker", [TypeAwareCART(), ProximityFilter(TypeAwareCART())], ids=repr
)
def test_levels_of_few_are_merged_whatever_is_wrapped(maker):
    X, y = wards(4)
    table, notes = read_for_release(maker, X, y)
    assert maker._table_encoder().min_category_count == 10
    assert "C" not in set(table.decode(table.rows)["ward"])
    assert any("min_category_count=10" in note for note in notes)


def test_where_there_are_none_none_are_merged():
    maker = TypeAwareCART()
    _, notes = read_for_release(maker, *wards(10))
    assert maker.encoder.min_category_count == 1
    assert not any("min_category_count" in note for note in notes)


def test_a_number_that_was_given_is_kept():
    maker = TypeAwareCART(encoder=TableEncoder(min_category_count=3))
    table = RealTable.read(*wards(4), encoder=maker.encoder)
    assert not merge_rare_levels(maker, table)
    assert maker.encoder.min_category_count == 3


@pytest.mark.filterwarnings("ignore:min_category_count=25 merges")
def test_people_are_counted_and_not_their_rows():
    """Ward C has 24 rows, all of the same four people."""
    X, y = wards(24)
    persons = np.r_[np.arange(76), 76 + np.arange(24) % 4]
    maker = TypeAwareCART()
    table = RealTable.read(X, y, groups=persons)
    assert merge_rare_levels(maker, table)
    assert maker.encoder.min_category_count == 25
    again = RealTable.read(X, y, encoder=maker.encoder, groups=persons)
    assert "C" not in set(again.decode(again.rows, again.persons)["ward"])
