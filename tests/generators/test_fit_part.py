"""A part of the people is drawn anew by every fit, and nothing follows the others."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import TypeAwareCART
from skl_synth.datasets import make_patients, make_visits
from skl_synth.generators.fit_part import part_of_people


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.integers(0, 2), min_size=1, max_size=80),
    st.floats(0.05, 1),
    st.integers(0, 1000),
)
def test_each_class_keeps_its_share(classes, fraction, seed):
    classes = np.array(classes)
    rng = np.random.RandomState(seed)
    kept = part_of_people(classes, None, fraction, rng)
    assert (np.diff(kept) > 0).all()
    for label in np.unique(classes):
        n = (classes == label).sum()
        wanted = min(n, max(2, np.ceil(fraction * n)))
        assert (classes[kept] == label).sum() == wanted


def test_people_are_kept_with_all_of_their_rows():
    persons = np.repeat(np.arange(40), 3)
    kept = part_of_people(persons % 2, persons, 0.5, np.random.RandomState(0))
    assert set(np.bincount(persons[kept])) == {0, 3}
    assert len(np.unique(persons[kept])) == 20


def test_all_are_taken_without_a_draw():
    rng = np.random.RandomState(0)
    assert part_of_people(np.zeros(5, dtype=int), None, 1, rng).tolist() == [*range(5)]
    assert rng.randint(10**6) == np.random.RandomState(0).randint(10**6)


def test_values_come_from_a_part_of_the_people():
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"code": rng.normal(size=400), "flag": rng.integers(0, 2, 400)})
    y = pd.Series(np.arange(400) % 2)
    cart = TypeAwareCART(
        fit_fraction=0.25, smoothing=0, mode="replace", random_state=0
    ).fit(X, y)
    shown = set(cart.sample(4000)[0]["code"]) & set(X["code"])
    assert len(shown) == 100
    again = set(cart.sample(4000)[0]["code"]) & set(X["code"])
    assert again == shown


def test_the_counts_are_those_of_all():
    X, y = make_patients(700, random_state=0, return_X_y=True)
    cart = TypeAwareCART(fit_fraction=0.5, mode="replace", random_state=0)
    _, y_new = cart.fit_resample(X.drop(columns="patient_id"), y)
    assert y_new.value_counts().equals(y.value_counts())


def test_visits_are_learnt_from_a_part_of_the_people():
    visits = make_visits(120, random_state=0).drop(columns="age")
    groups = visits.pop("nhs_number")
    cart = TypeAwareCART(fit_fraction=0.5, mode="replace", random_state=0)
    X_new, _ = cart.fit(visits, groups=groups).sample(len(visits))
    assert len(X_new) == len(visits)
    # Two fits do not learn from the same people.
    other = TypeAwareCART(fit_fraction=1.0, mode="replace", random_state=0)
    assert not X_new.equals(other.fit(visits, groups=groups).sample(len(visits))[0])
