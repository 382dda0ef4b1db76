"""What becomes of a table whose rows repeat is told before any row is made."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import ProximityFilter
from skl_synth.cli.foretell import BY_TREES, foretold, ways_for
from skl_synth.datasets import make_patients, make_visits
from skl_synth.table import RealTable, TableEncoder


def table_of(n_rows, n_columns, n_levels, seed=0):
    rng = np.random.default_rng(seed)
    words = np.array(["never", "seldom", "often", "always"])[:n_levels]
    frame = pd.DataFrame(rng.choice(words, (n_rows, n_columns)))
    return frame.rename(columns=str)


@settings(max_examples=8, deadline=None)
@given(st.integers(30, 120), st.integers(2, 6), st.integers(2, 4))
def test_whatever_is_refused_was_foretold(n_rows, n_columns, n_levels):
    frame = table_of(n_rows, n_columns, n_levels)
    taught = ProximityFilter(mode="replace", random_state=0)
    with pytest.raises(ValueError, match="could be had"):
        taught.fit(frame).sample()
    assert ways_for(RealTable.read(frame)) == BY_TREES


def test_it_says_how_many_rows_there_can_be():
    text = foretold(RealTable.read(table_of(600, 3, 4)))
    assert "allow 64 different rows, and 600 people share 64 of them" in text
    assert "--method cart" in text
    text = foretold(RealTable.read(table_of(60, 6, 4)))
    assert "no column is a number" in text


def test_nothing_is_foretold_of_an_ordinary_table():
    X = make_patients(300, random_state=0).drop(columns="patient_id")
    assert foretold(RealTable.read(X)) == ""
    assert ways_for(RealTable.read(X)) == ()


def test_persons_are_made_by_trees_anyway():
    X, _ = make_visits(40, random_state=0, return_X_y=True)
    encoder = TableEncoder(identifiers="surrogate")
    read = RealTable.read(
        X[["nhs_number", "sex"]], encoder=encoder, groups=X["nhs_number"]
    )
    assert ways_for(read) == ()
