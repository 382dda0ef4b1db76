"""The five ways in which the method fails silently by hand; each is ruled out.

The table of DESIGN's failures, one test per line, on a table that shows each of them
when the work is done as in a notebook.
"""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE
from scipy.spatial.distance import cdist

from skl_synth import ProximityFilter, TypeAwareSMOTE

DECKS = ["deck_a", "deck_b", "deck_c", "deck_missing"]


@pytest.fixture
def passengers():
    """Integers, money, a one-hot group: a table on which rounding makes copies."""
    rng = np.random.default_rng(0)
    n_rows = 500
    deck = rng.choice(4, n_rows, p=[0.15, 0.15, 0.1, 0.6])
    X = pd.DataFrame(np.eye(4)[deck], columns=DECKS)
    X.insert(0, "pclass", rng.integers(1, 4, n_rows))
    X.insert(1, "sibsp", rng.poisson(0.5, n_rows))
    X.insert(2, "fare", rng.choice([7.25, 8.05, 13.0, 26.55, 71.2833], n_rows))
    y = pd.Series((rng.random(n_rows) < 0.2 + 0.1 * (X["pclass"] == 1)).astype(int))
    return X, y


def by_hand(X, y):
    """Return the candidates of a notebook: SMOTE on the table, the new rows only."""
    doubled = (2 * y.value_counts()).to_dict()
    smote = SMOTE(sampling_strategy=doubled, random_state=0)
    return smote.fit_resample(X.astype(float), y)[0][len(X) :].reset_index(drop=True)


@pytest.mark.filterwarnings("ignore:.*what is left is unlike what was made")
def test_one_hot_rows_are_valid(passengers):
    X, y = passengers
    # By hand the arg-max is written into the rows that iterrows gives, which are
    # copies under pandas 3: the blended rows stay as they are.
    made = by_hand(X, y)
    assert (~made[DECKS].isin([0, 1]).all(axis=1)).mean() > 0.05
    ours, _ = ProximityFilter(mode="replace", random_state=0).fit_resample(X, y)
    assert ours[DECKS].isin([0, 1]).all(axis=None)
    assert (ours[DECKS].sum(axis=1) == 1).all()


@pytest.mark.filterwarnings("ignore:.*what is left is unlike what was made")
def test_a_distance_belongs_to_its_row(passengers):
    X, y = passengers
    synthesizer = ProximityFilter(mode="replace", random_state=0)
    ours, _ = synthesizer.fit_resample(X, y)
    matrix = synthesizer.encoder_.transform
    own = cdist(matrix(ours), matrix(X)).min(axis=1)
    np.testing.assert_allclose(synthesizer.provenance_.distances, own, atol=1e-9)
    assert np.ptp(own) > 0.1, "the test could not fail"


@pytest.mark.filterwarnings("ignore:.*what is left is unlike what was made")
def test_distances_are_measured_behind_restoration(passengers):
    """Copies that appear by rounding are missed by those who measure before it."""
    X, y = passengers
    raw = by_hand(X, y)
    rounded = raw.assign(**{name: raw[name].round() for name in ["pclass", "sibsp"]})
    rounded[DECKS] = np.eye(4)[raw[DECKS].to_numpy().argmax(axis=1)]
    rounded["fare"] = rounded["fare"].round(4)
    is_copy = rounded.merge(
        X.astype(float).drop_duplicates(), how="left", indicator=True
    )["_merge"].eq("both")
    before = cdist(raw, X.astype(float)).min(axis=1)
    assert (before[is_copy] > 1e-3).any(), "rounding made no copy"
    ours, _ = ProximityFilter(mode="replace", random_state=0).fit_resample(X, y)
    assert ours.merge(X.drop_duplicates()).empty


def test_no_column_decides_alone_because_of_its_unit(passengers):
    X, y = passengers
    X["fare"] = np.random.default_rng(1).lognormal(3, 1, len(X))
    parents = []
    for unit in (1.0, 1000.0):
        smote = TypeAwareSMOTE(mode="replace", random_state=0)
        smote.fit_resample(X.assign(fare=X["fare"] * unit), y)
        parents.append(smote.provenance_.parents)
    np.testing.assert_array_equal(*parents)


def test_types_are_those_of_the_table(passengers):
    X, y = passengers
    X["nights"] = np.random.default_rng(2).integers(0, 100, len(X))
    X["member"] = X["pclass"] == 1
    X["visits"] = X["sibsp"].astype("Int64").mask(X["pclass"] == 2)
    smote = TypeAwareSMOTE(mode="replace", random_state=0)
    ours, _ = smote.fit_resample(X, y)
    weights, parents = smote.provenance_.weights, smote.provenance_.parents
    exact = (weights * X["nights"].to_numpy()[parents]).sum(axis=1)
    np.testing.assert_array_equal(ours["nights"], np.rint(exact))
    member = (weights * X["member"].to_numpy()[parents]).sum(axis=1)
    np.testing.assert_array_equal(ours["member"], member > 0.5)
    np.testing.assert_array_equal(ours["fare"].round(4), ours["fare"])
    assert ours["visits"].dtype == "Int64"
    assert ours["visits"].isna().any()
