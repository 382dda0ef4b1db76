"""Persons: what the user may say of them, and how rows of one are found."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.datasets import make_visits
from skl_synth.errors import InputError
from skl_synth.table import RealTable, TableEncoder
from skl_synth.table.persons import (
    belongs_to_person,
    constant_within,
    first_rows,
    most_frequent,
    read_groups,
    together,
    visit_numbers,
    visits_of,
)

PERSONS = st.lists(st.integers(0, 8), min_size=1, max_size=60).map(
    lambda values: read_groups(values, len(values))
)


@pytest.mark.parametrize(
    "groups",
    [
        ["b", "a", "b", "c"],
        np.array([7, -1, 7, 0]),
        pd.Series([2.5, 1.0, 2.5, 9.0], index=[4, 3, 2, 1]),
        pd.Series(["x", "y", "x", "z"], dtype="category"),
        pd.to_datetime(["2020-01-02", "2020-01-01", "2020-01-02", "2021-01-01"]),
        (1, "1", 1, "one"),
        pd.array([10**17 + 1, 10**17, 10**17 + 1, 3], dtype="Int64"),
    ],
)
def test_persons_are_numbered_by_their_first_row(groups):
    assert read_groups(groups, 4).tolist() == [0, 1, 0, 2]


def test_nothing_is_known_without_groups():
    assert read_groups(None, 4) is None


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([1, 2, 3], "groups has 3 values and the table 4 rows"),
        ([1, None, 2, np.nan], "nothing of 2 of 4 rows"),
        (
            pd.Series(["a", pd.NA, "b", "c"], dtype="string"),
            r"the first is row 1 \(counted from 0\)",
        ),
        (["a", "UNKNOWN", " ", "b"], "nothing of 2 of 4 rows"),
        (np.ones((4, 2)), "must be one column"),
        ([[1], [2], [3], [4]], "must be one column"),
        (pd.DataFrame({"a": [1, 2, 3, 4]}), "must be one column"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(groups, words):
    with pytest.raises(InputError, match=words):
        read_groups(groups, 4)


@given(persons=PERSONS, seed=st.integers(0, 99))
def test_rows_of_a_person_stay_together_and_in_order(persons, seed):
    order = together(persons, np.random.RandomState(seed))
    assert sorted(order) == list(range(len(persons)))
    shuffled = persons[order]
    assert (np.diff(shuffled) != 0).sum() + 1 == persons.max() + 1
    for person in range(persons.max() + 1):
        mine = order[shuffled == person]
        assert (np.diff(mine) > 0).all()


@given(persons=PERSONS)
def test_visits_are_counted_through(persons):
    numbers = visit_numbers(persons)
    for person, n in enumerate(visits_of(persons)):
        assert numbers[persons == person].tolist() == list(range(n))
    np.testing.assert_array_equal(numbers[first_rows(persons)], 0)


@given(persons=PERSONS, seed=st.integers(0, 99))
def test_constant_means_one_value_in_all_rows_of_a_person(persons, seed):
    rng = np.random.RandomState(seed)
    of_person = rng.choice([1.0, 2.0, np.nan], size=persons.max() + 1)
    assert constant_within(persons, of_person[persons])
    values = rng.uniform(size=len(persons))
    assert constant_within(persons, values) == (len(persons) == persons.max() + 1)


@given(persons=PERSONS, seed=st.integers(0, 99))
def test_each_row_gets_what_most_rows_of_its_person_have(persons, seed):
    values = np.random.RandomState(seed).choice([1.0, 2.0, np.nan], len(persons))
    given = most_frequent(persons, values)
    for person in range(persons.max() + 1):
        mine = [str(one) for one in values[persons == person]]
        (taken,) = {str(one) for one in given[persons == person]}
        assert mine.count(taken) == max(mine.count(one) for one in mine)


def test_a_slip_is_forgiven_but_not_what_seldom_changes():
    rng = np.random.RandomState(0)
    persons = np.repeat(np.arange(300), 3)
    birth = rng.permutation(300).astype(float)[persons]
    assert belongs_to_person(persons, birth)
    slip = birth.copy()
    slip[[4, 70, 500]] = 1000, np.nan, 1001
    assert belongs_to_person(persons, slip)
    often = birth.copy()
    often[rng.permutation(900)[:60]] = 1000
    assert not belongs_to_person(persons, often)
    # One in a hundred dies: few persons have two values, and as few would by chance.
    died = np.zeros(900)
    died[[2, 302, 602]] = 1
    assert not belongs_to_person(persons, died)


@pytest.mark.parametrize("backend", ["pyarrow", "numpy_nullable"])
def test_gaps_beside_the_key_of_persons_in_types_that_have_their_own(backend):
    visits = make_visits(40, random_state=0)
    visits.iloc[0, 5] = None
    visits = visits.convert_dtypes(dtype_backend=backend)
    table = RealTable.read(
        visits.drop(columns="readmitted"),
        visits["readmitted"],
        groups=visits["nhs_number"].copy(),
        encoder=TableEncoder(identifiers="surrogate"),
    )
    kinds = table.describe().set_index("column")["kind"]
    assert kinds["nhs_number"] == "identifier"
    assert table.n_persons == 40
