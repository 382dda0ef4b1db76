"""Words for rows that are mere copies, and for few that are made many times over."""

import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer, load_iris, load_wine

from skl_synth import (
    MarginalCalibrator,
    ProximityFilter,
    TypeAwareCART,
    TypeAwareSMOTE,
)
from skl_synth.datasets import make_patients
from skl_synth.generators.repeated_people import are_repeated
from skl_synth.generators.repeated_rows import ComparedRows
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


@pytest.mark.parametrize(
    "columns", [["age", "hb"], ["age", "hb", "sex"], ["age", "hb", "sex", "ward"]]
)
@pytest.mark.parametrize("n_visits", [5, "one to nine"])
def test_people_of_few_columns_who_stand_there_several_times(columns, n_visits):
    rng = np.random.default_rng(0)
    people = pd.DataFrame(
        {
            "age": rng.integers(20, 90, 200),
            "hb": rng.normal(12, 2, 200).round(1),
            "sex": rng.choice(["f", "m"], 200),
            "ward": rng.choice([*"abcd"], 200),
        }
    )
    times = 5 if n_visits == 5 else rng.integers(1, 10, 200)
    who = np.repeat(np.arange(200), times)
    X, y = people.loc[who, columns].reset_index(drop=True), who % 2
    synthesizer = TypeAwareSMOTE(k_neighbors=3, mode="replace", random_state=0)
    words = r"\d+% of the rows made of class . equal a real one.*X\.drop_duplicates\(\)"
    with pytest.warns(UserWarning, match=words) as told:
        synthesizer.fit_resample(X, y)
    assert len(told) == 2
    once = X.drop_duplicates()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        synthesizer.fit_resample(once, y[once.index])
        synthesizer.set_params(k_neighbors=40).fit_resample(X, y)


@pytest.mark.parametrize("load", [load_iris, load_wine, load_breast_cancer])
@pytest.mark.parametrize("n_levels", [2, 3, 4])
@pytest.mark.parametrize("n_columns", [2, 4])
def test_of_people_who_are_all_different_nothing_is_said(load, n_levels, n_columns):
    X, y = load(return_X_y=True, as_frame=True)
    X = X.iloc[:, :n_columns].apply(
        pd.qcut, q=n_levels, labels=False, duplicates="drop"
    )
    made = TypeAwareSMOTE(k_neighbors=3, mode="replace", random_state=0)
    made.fit_resample(X, y)
    rows = ComparedRows(made.table_, made.provenance_)
    members = [np.flatnonzero(y == group) for group in set(y)]
    assert not any(are_repeated(rows.numbered(one)) for one in members)


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


@pytest.mark.parametrize(
    "maker", [TypeAwareSMOTE, lambda **kw: MarginalCalibrator(TypeAwareSMOTE(), **kw)]
)
@pytest.mark.parametrize("n_rows", [5, 60])
def test_whoever_gives_the_numbers_of_a_person_is_told_what_the_rest_is(maker, n_rows):
    X, y = patients(300)
    synthesizer = maker(random_state=0).fit(X, y)
    asked = X[["age", "length_of_stay", "bmi"]].dropna().iloc[:n_rows]
    with pytest.warns(UserWarning, match=rf"of {n_rows} rows equal a real one") as told:
        new, _ = synthesizer.sample(given=asked)
    n_copies = len(new.merge(X.drop_duplicates()))
    assert str(told[0].message).startswith(f"{n_copies} of")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # What is advised does help, and whoever asks for many people is told nothing.
        TypeAwareCART(random_state=0).fit(X, y).sample(given=asked)
        synthesizer.sample(n_rows, given={"age": (60, 80)})


def test_people_of_few_columns_who_equal_others_are_no_copies():
    rng = np.random.default_rng(0)
    X = pd.DataFrame({name: rng.choice(["a", "b"], 300) for name in "uvw"})
    synthesizer = TypeAwareSMOTE(random_state=0).fit(X, rng.integers(2, size=300))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        synthesizer.sample(15, given={"u": "a"})
        synthesizer.sample(given=X.iloc[:15])
