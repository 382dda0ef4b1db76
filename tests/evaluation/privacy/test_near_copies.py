"""Near copies: counted by hand, calibrated, and found where they were planted."""

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist

from skl_synth.datasets import make_patients
from skl_synth.evaluation.intervals import excess
from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.copies import find_copies
from skl_synth.evaluation.privacy.near_copies import (
    GROUP_BOUND,
    NEAR_BOUND,
    ROWS_BOUND,
    find_near_copies,
)
from skl_synth.evaluation.tables import read_real, read_tables
from tests.audit_tables import attacked, rows, value_of

N, SEEDS = 200, range(10)

ABOVE = (
    ("near_copied_but_one_above_control", "table", ""),
    ("near_copies_above_strangers", "table", ""),
    ("nearly_copied_above_strangers", "table", ""),
    ("nearly_copied_above_strangers", "group", "outliers"),
    ("nearly_copied_above_strangers", "group", "class 1"),
)
"""The figures that have a gate."""


def found_in(context, attack=find_near_copies, **options):
    return attack(context, AttackOptions(**options), np.random.RandomState(0))


def patients(n, seed):
    """So many tables of patients of one population."""
    X, y = make_patients(n * N, random_state=seed, return_X_y=True)
    X = X.drop(columns="patient_id")
    parts = [np.arange(k * N, (k + 1) * N) for k in range(n)]
    return [(X.iloc[p].reset_index(drop=True), y.iloc[p].to_numpy()) for p in parts]


def context_of(members, released, controls):
    tables = read_tables(read_real(*members), members, released, controls)
    return AttackContext.of(tables, np.random.RandomState(0))


def planted(members, others, chosen, columns, seed):
    """Other people's rows, some of them replaced by those of members but for columns.

    The columns that are changed are those of somebody else who has another value.
    """
    rng = np.random.default_rng(seed)
    X, y = others[0].copy(), others[1].copy()
    places = rng.permutation(len(X))[: len(chosen)]
    for place, row in zip(places, chosen, strict=True):
        new = members[0].iloc[row].copy()
        for column in rng.choice(columns, size=1):
            other = members[0][column].dropna()
            new[column] = rng.choice(other[other != new[column]].to_numpy())
        for column in X:
            X.loc[place, column] = new[column]
        y[place] = members[1][row]
    return X.astype(members[0].dtypes), y


REAL = [[1, 1, 1, 1], [2, 2, 2, 2], [3, 3, 3, 3], [4, 4, 4, 4], [4, 4, 4, 9]]
OTHERS = [[5, 5, 5, 5], [6, 6, 6, 6], [7, 7, 7, 7], [8, 8, 8, 8], [1, 1, 1, 0]]
RELEASED = [[1, 1, 1, 7], [2, 2, 0, 0], [3, 3, 3, 3], [0, 5, 5, 5], [0, 0, 0, 0]]


@pytest.fixture(scope="module")
def found():
    tables = (np.array(one, dtype=float) for one in (REAL, RELEASED, OTHERS))
    return found_in(attacked(*map(rows, tables)))


class TestByHand:
    """Five members, five controls, five rows."""

    def test_people_of_whom_all_but_one_column_is_released(self, found):
        """The first and the third; of the control the first and the last."""
        figure = value_of(found, "near_copied_but_one_above_control")
        assert tuple(figure) == excess(2, 5, 2, 5)

    def test_people_of_whom_all_but_two_columns_are_released(self, found):
        figure = value_of(found, "near_copied_but_two_above_control")
        assert tuple(figure) == excess(3, 5, 2, 5)

    def test_released_rows_above_strangers(self, found):
        """Two of five; two people are alike, which nobody else bears out."""
        figure = value_of(found, "near_copies_above_strangers")
        assert tuple(figure) == excess(2, 5, 0, 2)

    def test_without_classes_it_is_said_why_there_is_no_figure_of_one(self, found):
        [reason] = found.figures.not_applicable().to_dict("records")
        assert reason["subject"] == "class *"
        assert reason["reason"] == "the target has no classes"


def test_few_columns_have_no_near_copies():
    data = rows(np.arange(30.0).reshape(10, 3))
    context = attacked(data, data, data)
    found = found_in(context)
    frame = found.figures.frame()
    assert not len(frame)
    skipped = found.figures.not_applicable()
    assert set(skipped["reason"]) == {"fewer than 4 columns may differ by themselves"}
    assert {("group", "outliers"), ("group", "class *"), ("table", "")} == set(
        zip(skipped["scope"], skipped["subject"], strict=True)
    )


def test_those_who_are_alone_with_a_part_of_the_quasi_identifiers():
    real = rows([[1.0, 1, 1], [2, 2, 2], [3, 3, 3], [3, 3, 4]])
    released = rows([[1.0, 1, 9], [9, 3, 3], [3, 3, 9], [9, 9, 2]])
    others = rows([[5.0, 5, 5], [6, 6, 6], [7, 7, 7], [8, 8, 8]])
    context = attacked(real, released, others)
    found = found_in(context, quasi_identifiers=["n0", "n1", "n2"])
    # The first by n0 and n1; the third by n1 and n2; no one else: (3, 3) is of two.
    assert tuple(value_of(found, "rare_subset_above_control")) == excess(2, 4, 0, 4)
    found = found_in(context, quasi_identifiers=["n0"])
    assert "rare_subset_above_control" in set(found.figures.not_applicable()["metric"])


def test_a_person_is_found_by_any_of_their_rows_and_is_no_stranger_to_themselves():
    visits = np.array([[1, 1, 1, 1], [1, 1, 1, 2], [5, 5, 5, 5], [6, 7, 8, 9]])
    persons = [0, 0, 1, 2]
    real = rows(visits.astype(float), persons=persons)
    released = rows(np.array([[1.0, 1, 9, 2], [0, 0, 0, 0]]))
    others = rows(visits + 20.0, persons=persons)
    found = found_in(attacked(real, released, others))
    figure = value_of(found, "near_copied_but_one_above_control")
    assert tuple(figure) == excess(1, 3, 0, 3)
    figure = value_of(found, "near_copies_above_strangers")
    assert figure[0] == pytest.approx(0.5)


@pytest.mark.parametrize("seed", SEEDS)
class TestCalibration:
    """A copy is near one; of other people nothing is shown above chance."""

    def test_a_copy(self, seed):
        members, controls = patients(2, seed)
        found = found_in(context_of(members, members, controls))
        for metric, scope, subject in ABOVE:
            figure = value_of(found, metric, scope=scope, subject=subject)
            assert figure[0] > 0.9
            assert figure[1] > 0.5

    def test_other_people(self, seed):
        members, controls, others = patients(3, seed)
        found = found_in(context_of(members, others, controls))
        for metric, scope, subject in ABOVE:
            _, low, high = value_of(found, metric, scope=scope, subject=subject)
            assert low <= 0 <= high

    def test_a_fifth_of_the_rows_but_for_one_column(self, seed):
        members, controls, others = patients(3, seed)
        chosen = np.random.default_rng(seed).permutation(N)[: N // 5]
        columns = list(members[0])
        released = planted(members, others, chosen, columns, seed)
        found = found_in(context_of(members, released, controls))
        for metric, *_ in ABOVE[:3]:
            value, low, _ = value_of(found, metric)
            assert value == pytest.approx(0.2, abs=0.05)
            assert low > (ROWS_BOUND if metric == ABOVE[1][0] else NEAR_BOUND)
        copies = found_in(context_of(members, released, controls), find_copies)
        assert value_of(copies, "identical_to_training")[0] == 0

    def test_everybody_in_the_smallest_class_but_for_one_column(self, seed):
        members, _, others = patients(3, seed)
        chosen = np.flatnonzero(members[1] == 1)[:25]
        rest = np.flatnonzero(members[1] == 0)
        kept = np.sort(np.r_[chosen, rest])
        members = members[0].iloc[kept].reset_index(drop=True), members[1][kept]
        chosen = np.flatnonzero(members[1] == 1)
        released = planted(members, others, chosen, ["glucose", "bmi"], seed)
        # In the table that is published a second synthetic one stands for controls.
        second = planted(members, others, chosen, ["glucose", "bmi"], seed + 50)
        found = found_in(context_of(members, released, second))
        name = "nearly_copied_above_strangers"
        figure = value_of(found, name, scope="group", subject="class 1")
        assert figure[0] > 0.9
        assert figure[1] > GROUP_BOUND

    def test_only_outliers_but_for_one_column(self, seed):
        members, _, others = patients(3, seed)
        matrix = context_of(members, members, members).real
        far = np.sort(cdist(matrix, matrix), axis=1)[:, 5]
        chosen = np.flatnonzero(far >= np.quantile(far, 0.9))
        released = planted(members, others, chosen, ["age", "bmi"], seed)
        second = planted(members, others, chosen, ["age", "bmi"], seed + 50)
        found = found_in(context_of(members, released, second))
        name = "nearly_copied_above_strangers"
        figure = value_of(found, name, scope="group", subject="outliers")
        # They are chosen by most of the people, not by all.
        assert figure[0] > 0.6
        assert figure[1] > GROUP_BOUND


@pytest.mark.parametrize("seed", SEEDS)
def test_people_who_stand_twice_in_the_table_hide_no_near_copies(seed):
    members, controls, others = patients(3, seed)
    twice = np.r_[np.arange(N), np.arange(N // 5)]
    doubled = members[0].iloc[twice].reset_index(drop=True), members[1][twice]
    chosen = np.arange(N // 5)
    released = planted(doubled, others, chosen, list(members[0]), seed)
    found = found_in(context_of(doubled, released, controls))
    assert value_of(found, "nearly_copied_above_strangers")[1] > NEAR_BOUND
    copies = found_in(context_of(doubled, doubled, controls), find_copies)
    assert value_of(copies, "copies_above_strangers")[1] > 0.9


@pytest.mark.parametrize("seed", SEEDS)
def test_a_few_people_who_are_nearly_copied_time_and_again(seed):
    members, controls, others = patients(3, seed)
    chosen = np.repeat(np.arange(5), 14)
    released = planted(members, others, chosen, list(members[0]), seed)
    found = found_in(context_of(members, released, controls))
    assert value_of(found, "near_copies_above_strangers")[1] > ROWS_BOUND


@pytest.mark.parametrize("seed", SEEDS)
def test_outliers_of_an_honest_table_of_few_values_are_not_taken_for_copied(seed):
    """Chosen for having nobody near, they would have fewer strangers than rows."""
    parts = [(coarse(400, 3 * seed + k), None) for k in range(3)]
    found = found_in(context_of(*parts))
    name = "nearly_copied_above_strangers"
    figure = value_of(found, name, scope="group", subject="outliers")
    assert figure[1] <= GROUP_BOUND


def coarse(n, seed):
    """A table in which people often share a row, without a target."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {f"w{i}": rng.choice(list("abc"), n, p=[0.6, 0.3, 0.1]) for i in range(6)}
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_where_strangers_share_rows_copies_are_let_through_as_often(seed):
    members, controls, others = ((coarse(300, 3 * seed + k), None) for k in range(3))
    found = found_in(context_of(members, others, controls), find_copies)
    assert value_of(found, "identical_to_training")[0] > 0.5
    value, low, high = value_of(found, "copies_above_strangers")
    assert low <= 0 <= high
    assert low < value < high
    found = found_in(context_of(members, members, controls), find_copies)
    assert value_of(found, "copies_above_strangers")[1] > 0
