"""Rows alike: several rows a person are seen, and honest tables are left in peace."""

import numpy as np
import pandas as pd
import pytest
from sklearn import datasets

from skl_synth.datasets import make_patients, make_visits
from skl_synth.table.encoder import TableEncoder
from skl_synth.table.real import RealTable
from skl_synth.table.several_rows import rows_alike


def read(X, y=None, **given):
    return RealTable.read(X, y, encoder=TableEncoder(identifiers="surrogate"), **given)


def visits_of_patients(n_persons, n_visits, seed):
    """Repeat patients; some columns stay, some change a little, one often."""
    X, y = make_patients(n_persons, random_state=seed, return_X_y=True)
    X = X.drop(columns="patient_id")
    rng = np.random.RandomState(seed)
    rows = np.repeat(np.arange(n_persons), n_visits)
    X, y = X.iloc[rows].reset_index(drop=True), y.iloc[rows].reset_index(drop=True)
    stays = X["length_of_stay"] + rng.randint(-2, 3, len(X))
    X["length_of_stay"] = stays.clip(lower=0)
    X["glucose"] = (X["glucose"] + rng.normal(0, 0.3, len(X))).round(2)
    X["bmi"] = (X["bmi"] + rng.normal(0, 0.6, len(X))).round(1)
    moves = rng.uniform(size=len(X)) < 0.5
    X["ward"] = np.where(moves, X["ward"], rng.permutation(X["ward"]))
    return X, y


@pytest.mark.parametrize(("n_persons", "n_visits"), [(400, 2), (200, 4), (700, 3)])
@pytest.mark.parametrize("seed", [1, 5])
def test_visits_are_seen_though_every_row_differs(n_persons, n_visits, seed):
    X, y = visits_of_patients(n_persons, n_visits, seed)
    assert X.duplicated().mean() < 0.01
    alike = rows_alike(read(X, y))
    assert alike is not None
    assert "age" in alike.columns
    assert alike.lift > 10


@pytest.mark.parametrize("visits", [2, 4, (1, 12)])
def test_columns_of_the_person_are_named(visits):
    X, y = make_visits(300, visits=visits, random_state=0, return_X_y=True)
    alike = rows_alike(read(X.drop(columns="nhs_number"), y))
    of_person = {"birth_date", "sex", "ethnicity", "area", "diabetes", "weight_kg"}
    assert len(of_person.intersection(alike.columns)) >= 2


def often(n_persons, n_visits, seed):
    """Make people who come often; weights differ from visit to visit."""
    rng = np.random.RandomState(seed)
    who = np.repeat(np.arange(n_persons), n_visits)
    of_person = pd.DataFrame(
        {
            "sex": rng.choice(["f", "m"], n_persons),
            "birth": rng.randint(7000, 30_000, n_persons),
            "ethnicity": rng.choice(list("ABCD"), n_persons),
            "height": rng.randint(150, 195, n_persons),
            "area": rng.choice(list("NSEW"), n_persons),
        }
    )
    visits = of_person.iloc[who].reset_index(drop=True)
    return visits.assign(weight=rng.normal(75, 12, len(who)).round(1))


def test_a_few_who_come_often_among_others_are_seen():
    table = pd.concat([often(300, 1, 1), often(5, 40, 2)], ignore_index=True)
    assert "birth" in rows_alike(read(table)).columns
    assert rows_alike(read(often(500, 1, 1))) is None


@pytest.mark.parametrize("share", [0.15, 0.5, 1.0])
def test_repeated_rows_are_seen(share):
    X, y = make_patients(400, random_state=1, return_X_y=True)
    rows = np.r_[0:400, 0 : int(share * 400)]
    assert rows_alike(read(X.drop(columns="patient_id").iloc[rows], y.iloc[rows]))


def test_repeated_rows_of_words_alone_are_seen():
    rng = np.random.RandomState(0)
    words = pd.DataFrame(rng.choice(list("abcdef"), size=(300, 8)))
    words.columns = [f"q{place}" for place in words.columns]
    assert rows_alike(read(words)) is None
    assert rows_alike(read(pd.concat([words, words]))) is not None


@pytest.mark.parametrize("name", ["breast_cancer", "wine", "iris", "diabetes"])
def test_measurements_that_depend_on_one_another_are_no_visits(name):
    X, y = getattr(datasets, f"load_{name}")(return_X_y=True, as_frame=True)
    assert rows_alike(read(X, y)) is None


@pytest.mark.parametrize("n_rows", [60, 1000])
@pytest.mark.parametrize("seed", range(3))
def test_patients_of_one_row_are_no_visits(n_rows, seed):
    X, y = make_patients(n_rows, random_state=seed, return_X_y=True)
    assert rows_alike(read(X.drop(columns="patient_id"), y)) is None


def test_units_labels_bands_and_zeros_are_no_visits():
    rng = np.random.RandomState(0)
    n = 1500
    kilograms, ward = rng.normal(75, 12, n).round(1), rng.randint(6, size=n)
    spend = np.where(rng.uniform(size=n) < 0.6, 0, rng.exponential(400, n).round(2))
    X = pd.DataFrame(
        {
            "kilograms": kilograms,
            "pounds": (kilograms * 2.2046).round(1),
            "band": np.digitize(kilograms, [60, 70, 80, 90]),
            "ward": ward,
            "ward_name": np.array(list("ABCDEF"))[ward],
            "spend": spend,
            "visits": np.where(spend > 0, rng.poisson(3, n), 0),
            "sex": rng.randint(2, size=n),
            "smoker": rng.randint(2, size=n),
        }
    )
    assert rows_alike(read(X)) is None


def test_few_rows_say_nothing():
    X, y = visits_of_patients(10, 4, 0)
    assert rows_alike(read(X, y)) is None
