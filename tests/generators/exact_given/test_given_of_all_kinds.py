"""Given columns of every kind, of any table: each row has what was asked for."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skl_synth import PrivateMarginals, TableEncoder, TypeAwareCART
from skl_synth.errors import InputError
from tests.tables import tables

MAKERS = {
    "cart": lambda: TypeAwareCART(
        n_estimators=2, encoder=TableEncoder(rules=None), random_state=0
    ),
    "counts": lambda: PrivateMarginals(
        epsilon=None, pairs="tree", encoder=TableEncoder(rules=None), random_state=0
    ),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", MAKERS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables(min_rows=20), st.integers(0, 9999))
def test_rows_of_a_table_can_be_completed_from_some_of_their_columns(name, table, seed):
    X, y = table
    rng = np.random.default_rng(seed)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = MAKERS[name]().fit(X, y)
    except InputError:
        return
    columns = [one for one in X if rng.random() < 0.4][:2]
    rows = X.iloc[rng.integers(0, len(X), 5)][columns]
    if not columns:
        return
    try:
        drawn, _ = made.sample(given=rows, random_state=0)
    except InputError:
        # Of the rows of a class no other may have the combination.
        return
    for column in columns:
        wanted = pd.Series(rows[column].to_numpy())
        found = pd.Series(drawn[column].to_numpy())
        same = (found == wanted) | (found.isna() & wanted.isna())
        assert same.all(), (column, wanted.tolist(), found.tolist())
