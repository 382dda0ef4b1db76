"""The simulated visits: what belongs to the person, dates, correlations, seeds."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.datasets import make_visits
from skl_synth.datasets.visits_data import (
    LAG_CORRELATION,
    PERSON_COLUMNS,
    VISIT_COLUMNS,
)
from skl_synth.datasets.visits_drawing import OUTCOME, PERSON_KEY


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return make_visits(5000, random_state=0)


@pytest.fixture(scope="module")
def persons(table):
    return table.groupby(PERSON_KEY, sort=False)


@pytest.fixture(scope="module")
def before(table, persons) -> pd.DataFrame:
    """The visit before each one; empty at the first visit of a person."""
    return persons.shift()


def _lag_correlation(table: pd.DataFrame, before: pd.DataFrame, name: str) -> float:
    pairs = pd.DataFrame({"now": table[name], "then": before[name]}).dropna()
    return pairs["now"].corr(pairs["then"])


def test_columns_come_in_order(table):
    assert list(table.columns) == [
        PERSON_KEY,
        *PERSON_COLUMNS,
        *VISIT_COLUMNS,
        OUTCOME,
    ]


def test_there_are_as_many_persons_as_asked_for(table, persons):
    assert persons.ngroups == 5000


def test_rows_of_a_person_stand_together(table):
    changes = (table[PERSON_KEY] != table[PERSON_KEY].shift()).sum()
    assert changes == 5000


def test_columns_of_the_person_are_constant_within_persons(persons):
    n_different = persons[list(PERSON_COLUMNS)].nunique(dropna=False)
    assert (n_different == 1).all(axis=None)


@pytest.mark.parametrize(
    "column", [one for one in VISIT_COLUMNS if one != "died"] + [OUTCOME]
)
def test_columns_of_the_visit_are_not(persons, column):
    assert (persons[column].nunique() > 1).mean() > 0.2


def test_keys_have_a_valid_check_digit_and_are_never_given_out(table):
    keys = table[PERSON_KEY].drop_duplicates()
    digits = np.array([[int(digit) for digit in key] for key in keys])
    assert digits.shape[1] == 10
    assert not ((digits @ np.arange(10, 0, -1)) % 11).any()
    assert keys.str.startswith("999").all()


def test_visits_are_numbered_from_one_on(table, persons):
    np.testing.assert_array_equal(table["visit"], persons.cumcount() + 1)


def test_numbers_of_visits_fill_the_range_and_are_skewed(persons):
    sizes = persons.size()
    assert set(sizes) == set(range(1, 13))
    assert sizes.skew() > 0.5
    assert sizes.value_counts().idxmax() == 1


def test_who_has_long_term_conditions_comes_more_often(persons):
    n_conditions = persons[["hypertension", "diabetes", "copd"]].first().sum(axis=1)
    mean = persons.size().groupby(n_conditions).mean()
    assert mean.is_monotonic_increasing
    assert mean[2] > 1.2 * mean[0]


def test_dates_come_in_order(table, before):
    assert (table["birth_date"] < table["admitted"]).all()
    assert (table["admitted"] <= table["discharged"]).all()
    later = table["visit"] > 1
    assert (table["admitted"] > before["discharged"])[later].all()


def test_age_is_in_whole_years_at_admission(table):
    years = (table["admitted"] - table["birth_date"]).dt.days / 365.25
    assert (years - table["age"]).between(-0.01, 1.01).all()
    born = table["birth_date"]
    birthday = born.dt.strftime("%m%d") <= table["admitted"].dt.strftime("%m%d")
    expected = table["admitted"].dt.year - born.dt.year - (~birthday)
    np.testing.assert_array_equal(table["age"], expected)
    assert table["age"].min() >= 18


def test_blood_pressure_is_correlated_with_the_visit_before(table, before):
    found = _lag_correlation(table, before, "sbp")
    assert found == pytest.approx(LAG_CORRELATION, abs=0.03)


def test_blood_pressure_fades_from_visit_to_visit(table, persons):
    lagged = [persons["sbp"].shift(lag) for lag in (1, 2, 3)]
    correlations = [table["sbp"].corr(values) for values in lagged]
    assert correlations[0] > correlations[1] + 0.05 > correlations[2] + 0.05
    assert correlations[2] > 0.4, "persons differ for good"


def test_weight_changes_little(table, before):
    assert _lag_correlation(table, before, "weight_kg") > 0.98


def test_wards_are_sticky(table, before):
    same = (table["ward"] == before["ward"])[table["visit"] > 1].mean()
    by_chance = (table["ward"].value_counts(normalize=True) ** 2).sum()
    assert same == pytest.approx(0.6 + 0.4 * by_chance, abs=0.03)


def test_persons_die_at_their_last_visit_only(table, persons):
    is_last = table["visit"] == persons["visit"].transform("max")
    assert not table.loc[~is_last, "died"].any()
    assert 0.02 < table.loc[is_last, "died"].mean() < 0.1


def test_the_dead_are_not_readmitted(table):
    assert not table.loc[table["died"] == 1, OUTCOME].any()


def test_after_a_readmission_the_next_visit_is_within_thirty_days(table, before):
    gap = (table["admitted"] - before["discharged"]).dt.days
    assert gap[before[OUTCOME] == 1].between(1, 30).all()
    assert gap[before[OUTCOME] == 0].min() > 30


def test_the_outcome_depends_on_age_pressure_and_conditions(table):
    again = table[table[OUTCOME] == 1].mean(numeric_only=True)
    not_again = table[table[OUTCOME] == 0].mean(numeric_only=True)
    assert table[OUTCOME].mean() == pytest.approx(0.2, abs=0.03)
    assert again["age"] > not_again["age"] + 2
    assert again["sbp"] > not_again["sbp"] + 4
    assert again["copd"] > not_again["copd"] + 0.05


def test_missing_values_come_at_the_rate_asked_for(table, persons):
    missing = table.isna().mean()
    measured = ["sbp", "weight_kg"]
    assert missing[measured].tolist() == pytest.approx([0.05, 0.05], abs=0.005)
    unknown = persons["ethnicity"].first().isna().mean()
    assert unknown == pytest.approx(0.05, abs=0.01)
    assert not missing.drop([*measured, "ethnicity"]).any()


def test_emergencies_lack_more(table):
    missing = table["sbp"].isna().groupby(table["emergency"]).mean()
    assert missing[1] > 2 * missing[0]


def test_the_missing_rate_changes_nothing_but_the_gaps(table):
    complete = make_visits(5000, missing_rate=0, random_state=0)
    assert not complete.isna().any(axis=None)
    pd.testing.assert_frame_equal(complete.where(table.notna()), table)


@pytest.mark.parametrize("visits", [1, 4])
def test_every_person_can_have_the_same_number(visits):
    table = make_visits(30, visits=visits, random_state=0)
    assert set(table[PERSON_KEY].value_counts()) == {visits}


def test_the_fewest_visits_may_be_more_than_one():
    sizes = make_visits(500, visits=(3, 5), random_state=0)[PERSON_KEY].value_counts()
    assert set(sizes) == {3, 4, 5}


def test_same_seed_gives_the_same_table():
    one, two = (make_visits(50, random_state=7) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_another_seed_gives_another_table():
    one, two = (make_visits(50, visits=3, random_state=seed) for seed in (7, 8))
    assert not one.equals(two)


def test_return_X_y_splits_the_same_table():
    X, y = make_visits(20, random_state=0, return_X_y=True)
    pd.testing.assert_frame_equal(
        X.assign(readmitted=y), make_visits(20, random_state=0)
    )


def test_a_single_person_with_a_single_visit():
    assert make_visits(1, visits=1, random_state=0).shape == (1, 19)


@pytest.mark.parametrize("n_persons", [0, -3, 2.5, "ten", True, None, 900_001])
def test_bad_n_persons_is_named(n_persons):
    with pytest.raises(ValueError, match=r"n_persons must be a whole number.*got "):
        make_visits(n_persons)


@pytest.mark.parametrize("visits", [0, 2.5, (0, 3), (5, 2), (1, 2, 3), "four", None])
def test_bad_visits_are_named(visits):
    with pytest.raises(ValueError, match=r"visits must be a whole number.*got "):
        make_visits(5, visits=visits)


@pytest.mark.parametrize("missing_rate", [-0.1, 0.3, "none", True, None, float("nan")])
def test_bad_missing_rate_is_named(missing_rate):
    with pytest.raises(ValueError, match=r"missing_rate must be a number.*pass 0"):
        make_visits(5, missing_rate=missing_rate)
