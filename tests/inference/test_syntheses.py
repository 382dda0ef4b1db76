"""Several tables of one real table, and what is known of how they were made."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder, TypeAwareCART, TypeAwareSMOTE, synthesize_many
from skl_synth.datasets import load_table, make_patients, make_visits
from skl_synth.errors import InputError


@pytest.fixture(scope="module")
def patients():
    X, y = make_patients(300, random_state=0, return_X_y=True)
    return X.drop(columns="patient_id"), y


@pytest.mark.parametrize("proper", [False, True])
def test_tables_differ_and_come_again(patients, proper):
    X, y = patients
    made, again = (
        synthesize_many(TypeAwareCART(), X, y, 3, proper=proper, random_state=1)
        for _ in range(2)
    )
    assert len(made) == 3
    assert (made.n_real, made.n_synthetic, made.proper) == (300, 300, proper)
    for one, other in zip(made, again, strict=True):
        pd.testing.assert_frame_equal(one[0], other[0])
    assert not made[0][0].equals(made[1][0])
    assert made.frame(0).columns.tolist() == [*X.columns, "readmitted"]


@pytest.mark.filterwarnings("ignore:class .*leaves of")
def test_proper_tables_spread_more(patients):
    X, y = patients
    spreads = [
        np.std(
            [
                frame["age"].mean()
                for frame in synthesize_many(
                    TypeAwareCART(), X, y, 12, proper=proper, random_state=0
                ).frames()
            ]
        )
        for proper in (False, True)
    ]
    assert spreads[1] > spreads[0]


def test_each_person_of_a_bootstrap_is_one():
    X, y = make_visits(80, random_state=0, return_X_y=True)
    made = synthesize_many(
        TypeAwareCART(encoder=TableEncoder(identifiers="surrogate")),
        *(X, y, 2),
        groups=X["nhs_number"],
        proper=True,
        random_state=0,
    )
    assert [len(X_new) > 0 for X_new, _ in made] == [True, True]


@pytest.mark.parametrize(
    "table",
    [
        lambda X: X,
        lambda X: X.to_numpy(),
        lambda X: X.to_numpy().tolist(),
    ],
    ids=["frame", "array", "list"],
)
def test_in_the_container_that_came(table):
    X, y = load_table("iris", return_X_y=True)
    made = synthesize_many(TypeAwareSMOTE(), table(X), y, 2, n_samples=30)
    assert type(made[0][0]) is type(table(X))
    assert made.n_synthetic == 30


@pytest.mark.parametrize("m", [0, -1, 2.5, True, "5"])
def test_no_number_of_tables(patients, m):
    with pytest.raises(InputError, match=r"m=.* must be a whole number from 1 on"):
        synthesize_many(TypeAwareCART(), *patients, m)


def test_as_many_results_as_tables(patients):
    made = synthesize_many(TypeAwareCART(), *patients, 2, random_state=0)
    with pytest.raises(InputError, match="1 results were given for 2"):
        made.combine([([1.0], [0.1])])


def test_names_that_a_formula_needs(patients):
    X, y = patients
    array = synthesize_many(TypeAwareSMOTE(), load_table("iris").to_numpy()[:, :4])
    with pytest.raises(InputError, match="pass a pandas DataFrame"):
        array.frame(0)
    same = synthesize_many(TypeAwareCART(), X, y.rename("age"), 1, random_state=0)
    with pytest.raises(InputError, match=r"y.rename\('age_target'\)"):
        same.frame(0)
