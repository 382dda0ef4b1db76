"""What rests on few people: counted by hand, calibrated, and found where planted."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder, TypeAwareCART, privacy_report
from skl_synth.datasets import make_patients
from skl_synth.evaluation.intervals import risk_above_control
from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.few_released import VALUES_BOUND, find_few_people
from skl_synth.evaluation.tables import read_real, read_tables
from tests.audit_tables import attacked, rows, value_of

ABOVE = ("rare_values_above_control", "tails_above_control")


def found_in(context, least=10):
    options = AttackOptions(min_people=least)
    return find_few_people(context, options, np.random.RandomState(0))


def levels(real, released, others=None, persons=None):
    """Tables of one column with levels."""
    parts = [
        rows(np.zeros((len(codes), 0)), codes=codes, persons=whose)
        for codes, whose in ((real, persons), (released, None))
    ]
    others = real if others is None else others
    control = rows(np.zeros((len(others), 0)), codes=others, persons=persons)
    return attacked(*parts, control)


class TestLevels:
    """Levels of few people that are released."""

    def test_counted_and_listed(self):
        real = [0] * 12 + [1] * 9 + [2] * 3 + [3] * 2
        found = found_in(levels(real, [0, 1, 1, 3, 4]))
        assert value_of(found, "rare_levels_released")[0] == 2
        of_column = {"scope": "column", "subject": "c0"}
        assert value_of(found, "rare_levels_released", **of_column)[0] == 2
        assert found.few_people.to_numpy().tolist() == [
            ["c0", "level", "1", 9, 2],
            ["c0", "level", "3", 2, 1],
        ]

    def test_at_the_bound_people_are_enough(self):
        real = [0] * 12 + [1] * 9
        assert value_of(found_in(levels(real, [1]), 9), "rare_levels_released")[0] == 0
        assert value_of(found_in(levels(real, [1]), 10), "rare_levels_released")[0] == 1

    def test_people_are_counted_and_not_their_rows(self):
        real, persons = [0] * 12 + [1] * 12, [*range(12), *([12] * 6), *([13] * 6)]
        found = found_in(levels(real, [1, 1], persons=persons))
        assert found.few_people[["n_persons", "n_rows"]].to_numpy().tolist() == [[2, 2]]

    def test_a_note_names_the_column_and_no_value(self):
        found = found_in(levels([0] * 12 + [7], [7, 7]))
        [note] = found.notes
        assert note == (
            "levels that fewer than 10 people of the real table have stand in the "
            "synthetic one: 1 of c0."
        )
        assert found_in(levels([0] * 12 + [7] * 12, [7])).notes == ()

    def test_a_class_of_few_people_is_a_level(self):
        labels = np.repeat(["a", "b"], [15, 5])
        real = rows(np.arange(20.0), labels=labels)
        context = attacked(real, real, rows(np.arange(20.0), labels=labels))
        found = found_in(context).few_people.set_index("column")
        assert found.loc["target"].tolist() == ["level", "b", 5, 5]


def read(real, released, holdout=None):
    """Frames without a target, read as an audit reads them."""
    parts = [
        (one, None) for one in (real, released, real if holdout is None else holdout)
    ]
    tables = read_tables(read_real(*parts[0]), *parts)
    return AttackContext.of(tables, np.random.RandomState(0))


def test_what_is_missing_is_no_level_and_an_order_has_levels():
    grade = pd.Categorical.from_codes(
        [0] * 20 + [1] * 16 + [2] * 4, ["low", "mid", "high"], ordered=True
    )
    ward = ["A"] * 20 + ["B"] * 17 + [None] * 3
    X = pd.DataFrame({"grade": grade, "ward": ward})
    found = found_in(read(X, X))
    assert found.few_people["column"].tolist() == ["grade"]
    assert found.few_people["n_persons"].tolist() == [4]


class TestAboveControl:
    """Numbers, tails and combinations, of members and of controls."""

    def test_numbers_of_few_people(self):
        """By person; common ones and what is missing do not count."""
        real = rows([[1.0, 9], [2, 9], [3, 9], [4, 9], [np.nan, 9]])
        others = rows([[5.0, 9], [6, 9], [7, 9], [8, 9], [10, 9]])
        released = rows([[1.0, 0], [2, 0], [5, 0], [99, 0], [np.nan, 0]])
        found = found_in(attacked(real, released, others), least=3)
        expected = risk_above_control(2, 4, 1, 5)
        assert tuple(value_of(found, ABOVE[0])) == pytest.approx(expected)

    def test_a_person_counts_once_however_many_cells_there_are(self):
        real = rows([[1.0, 11], [2, 12]])
        others = rows([[3.0, 13], [4, 14]])
        found = found_in(attacked(real, rows([[1.0, 12]]), others))
        expected = risk_above_control(0.5 + 0.5, 2, 0, 2)
        assert tuple(value_of(found, ABOVE[0])) == pytest.approx(expected)

    def test_tails_are_beyond_so_many_people_of_both_tables(self):
        real = rows(np.arange(0.0, 20, 2))
        others = rows(np.arange(1.0, 20, 2))
        found = found_in(attacked(real, rows([0.0, 2, 9, 10]), others), least=3)
        # 0, 1, 2 and 17, 18, 19: of members 0, 2 and 18, of which two are released.
        expected = risk_above_control(2, 3, 0, 3)
        assert tuple(value_of(found, ABOVE[1])) == pytest.approx(expected)

    def test_combinations_of_levels(self):
        codes = np.array([[0, 0]] * 6 + [[1, 1]] * 6 + [[0, 1], [1, 0]])
        control = np.array([[0, 0]] * 6 + [[1, 1]] * 6 + [[0, 0], [1, 1]])
        blank = np.zeros((14, 0))
        real, others = (rows(blank, codes=one) for one in (codes, control))
        released = rows(np.zeros((2, 0)), codes=[[0, 1], [0, 0]])
        found = found_in(attacked(real, released, others), least=4)
        assert "rare_pairs_above_control" in set(
            found.figures.not_applicable()["metric"]
        )
        assert found.few_people.to_numpy().tolist() == [
            ["c0 × c1", "combination", "0 × 1", 1, 1]
        ]
        control[-1] = 1, 0
        others = rows(blank, codes=control)
        found = found_in(attacked(real, released, others), least=4)
        expected = risk_above_control(1, 2, 0, 1)
        figure = value_of(found, "rare_pairs_above_control")
        assert tuple(figure) == pytest.approx(expected)

    def test_where_nothing_rests_on_few_it_is_said(self):
        real = rows(np.repeat([1.0, 2], 20))
        found = found_in(attacked(real, real, real))
        reasons = found.figures.not_applicable()
        assert set(reasons["reason"]) == {"nothing of the kind rests on few people"}
        assert set(ABOVE) <= set(reasons["metric"])

    def test_dates_are_numbers(self):
        days = pd.date_range("2020-01-01", periods=80, freq="D")
        X = pd.DataFrame({"day": days[:40]})
        found = found_in(read(X, X, pd.DataFrame({"day": days[40:]})))
        assert value_of(found, ABOVE[0])[0] > 0.9
        listed = found.few_people
        assert (
            listed["what"].tolist() == ["tail"] * 10 + ["number"] * 20 + ["tail"] * 10
        )
        assert listed["value"].iloc[1] == "2020-01-02 00:00:00"


def patients(n, of_each, seed):
    X, y = make_patients(n * of_each, random_state=seed, return_X_y=True)
    X = X.drop(columns="patient_id")
    parts = [np.arange(k * of_each, (k + 1) * of_each) for k in range(n)]
    return [(X.iloc[p].reset_index(drop=True), y.iloc[p].to_numpy()) for p in parts]


def context_of(members, released, controls):
    tables = read_tables(read_real(*members), members, released, controls)
    return AttackContext.of(tables, np.random.RandomState(0))


@pytest.mark.parametrize("seed", range(10))
class TestCalibration:
    """A copy is near one; of other people nothing is shown above chance."""

    def test_a_copy(self, seed):
        members, controls = patients(2, 200, seed)
        found = found_in(context_of(members, members, controls))
        for metric in ABOVE:
            assert value_of(found, metric)[0] > 0.85
        assert value_of(found, ABOVE[0])[1] > VALUES_BOUND

    def test_other_people(self, seed):
        members, controls, others = patients(3, 200, seed)
        found = found_in(context_of(members, others, controls))
        for metric in ABOVE:
            _, low, high = value_of(found, metric)
            assert low <= 0 <= high

    def test_columns_drawn_from_the_people_themselves(self, seed):
        """Every column by itself: no row is near a real one, every value is."""
        members, controls = patients(2, 600, seed)
        rng = np.random.default_rng(seed)
        X = pd.DataFrame({k: rng.permutation(v) for k, v in members[0].items()})
        released = X.astype(members[0].dtypes), members[1]
        found = found_in(context_of(members, released, controls))
        assert value_of(found, ABOVE[0])[1] > VALUES_BOUND


@pytest.mark.filterwarnings("ignore:min_category_count=10 merges")
def test_the_remedy_works():
    """The one level of few people is gone once levels of fewer rows are merged."""
    X, y = make_patients(600, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id").assign(
        ward=X["ward"].astype(str).where(X.index != 3, "Isolation"),
        flag=(X.index < 4).astype(int),
    )
    halves = (X[:300], y[:300]), (X[300:], y[300:])
    n_levels = {}
    for least in (1, 10):
        maker = TypeAwareCART(
            min_samples_leaf=5,
            encoder=TableEncoder(min_category_count=least),
            mode="replace",
            random_state=0,
        )
        made = maker.fit_resample(*halves[0])
        report = privacy_report(
            *halves[0], *made, *halves[1], attacks=["few_people"], random_state=0
        )
        n_levels[least] = report.figure("rare_levels_released").value
        assert len(report.few_people) >= n_levels[least]
    assert n_levels[1] > 0
    assert n_levels[10] == 0
    assert "Isolation" not in " ".join(report.notes)


def test_how_many_people_are_enough_can_be_said():
    X, y = make_patients(300, random_state=0, return_X_y=True)
    parts = [part for k in range(3) for part in (X[k::3], y[k::3])]
    said = {"attacks": ["few_people"], "random_state": 0}
    few = privacy_report(*parts, min_people=2, **said)
    many = privacy_report(*parts, min_people=40, **said)
    names = [set(report.few_people["column"]) for report in (few, many)]
    assert "ward" in names[1]
    assert "ward" not in names[0]
