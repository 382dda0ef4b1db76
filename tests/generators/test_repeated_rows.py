"""Words for rows that are mere copies, and for few that are made many times over."""

import warnings

import numpy as np
import pandas as pd
import pytest

from skl_synth import ProximityFilter, TypeAwareSMOTE
from skl_synth.datasets import make_patients
from tests.tables import mixed_table


def patients(n=60):
    X, y = make_patients(n, random_state=0, return_X_y=True)
    return X.drop(columns="patient_id"), y


def test_people_who_stand_there_five_times_are_copied():
    X, y = patients()
    X, y = (pd.concat([one] * 5, ignore_index=True) for one in (X, y))
    synthesizer = TypeAwareSMOTE(k_neighbors=3, mode="replace", random_state=0)
    with pytest.warns(UserWarning, match="100% of the rows made of class") as warned:
        synthesizer.fit_resample(X, y)
    assert "raise k_neighbors" in str(warned[0].message)
    # What is advised does help.
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        synthesizer.set_params(k_neighbors=20).fit_resample(X, y)


def test_few_rows_that_are_made_to_be_many():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(
        {"age": rng.integers(18, 90, 606), "flag": rng.integers(0, 2, 606)}
    )
    y = np.repeat([0, 1], [600, 6])
    synthesizer = TypeAwareSMOTE({1: 6000}, k_neighbors=3, random_state=0)
    with pytest.warns(UserWarning, match="5994 rows of class 1 are made of 6 real"):
        synthesizer.fit_resample(X, y)


@pytest.mark.parametrize("make", [mixed_table, patients])
def test_of_ordinary_tables_nothing_is_said(make):
    X, y = make()
    TypeAwareSMOTE(random_state=0).fit_resample(X, y)
    TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(X, y)


def test_of_coarse_tables_nothing_is_said_where_strangers_are_the_same():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.integers(0, 2, (300, 4)), columns=list("abcd"))
    y = rng.integers(0, 2, 300)
    made, _ = TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(X, y)
    assert made.merge(X.drop_duplicates()).shape[0] == 300


def test_a_filter_says_so_itself():
    X, y = patients()
    X, y = (pd.concat([one] * 5, ignore_index=True) for one in (X, y))
    synthesizer = ProximityFilter(
        TypeAwareSMOTE(k_neighbors=3), mode="replace", random_state=0
    )
    with pytest.raises(ValueError, match=r"only 0 of \d+ rows"):
        synthesizer.fit_resample(X, y)
