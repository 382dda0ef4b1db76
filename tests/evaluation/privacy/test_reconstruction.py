"""Real rows computed from synthetic ones: where it works, and where it cannot."""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE

from skl_synth import TypeAwareSMOTE, privacy_report
from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.reconstruction import reconstruct_rows
from skl_synth.evaluation.privacy.reconstruction.lattice import solve_row
from skl_synth.evaluation.privacy.reconstruction.lines import cross_lines
from tests.audit_tables import attacked as attacked_context
from tests.audit_tables import rows, value_of


@pytest.fixture(scope="module")
def real():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(
        {
            "age": rng.integers(20, 90, 400),
            "visits": rng.integers(0, 30, 400),
            "glucose": rng.normal(6, 2, 400).round(1),
            "bmi": rng.normal(27, 5, 400).round(1),
        }
    )
    return X, pd.Series(np.r_[np.zeros(340, int), np.ones(60, int)])


def attacked(real, synthetic):
    X, y = real
    rng = np.random.default_rng(9)
    control = pd.DataFrame({name: rng.permutation(X[name]) for name in X})
    return privacy_report(
        X, y, *synthetic, control, y, attacks=["reconstruction"], random_state=0
    )


def between(real, n):
    """What imbalanced-learn makes of floats: rows of the rare class, unrounded."""
    X, y = real
    sampler = SMOTE(sampling_strategy={1: 60 + n}, k_neighbors=5, random_state=0)
    X_all, y_all = sampler.fit_resample(X.astype(float), y)
    X_new, y_new = X_all[len(X) :], y_all[len(X) :]
    common = X[y == 0].astype(float), y[y == 0]
    return pd.concat([X_new, common[0]]), pd.concat([y_new, common[1]])


@pytest.mark.filterwarnings("ignore:the synthetic table has other dtypes")
def test_unrounded_rows_give_their_parents_away(real):
    report = attacked(real, between(real, 600))
    for attack in ("lines_2", "lines_3"):
        precision = report.figure(f"{attack}_precision", rows="reconstructed")
        assert precision.value > 0.9
    recall = report.figure("lines_2_recall_above_control", rows="reconstructed")
    assert recall.low > 0.5


@pytest.mark.filterwarnings("ignore:the synthetic table has other dtypes")
def test_single_rows_with_too_many_decimals_give_both_parents_away(real):
    report = attacked(real, between(real, 60))
    precision = report.figure("lattice_precision", rows="reconstructed")
    assert precision.low > 0.4
    recall = report.figure("lattice_recall_above_control", rows="reconstructed")
    assert recall.low > 0.3


def test_restored_rows_show_no_decimals_to_solve(real):
    synthesizer = TypeAwareSMOTE(mode="replace", random_state=0)
    report = attacked(real, synthesizer.fit_resample(*real))
    metrics = set(report.frame()["metric"])
    assert not any(name.startswith("lattice") for name in metrics)
    recall = report.figure("lines_2_recall_above_control", rows="reconstructed")
    assert recall.value < 0.1


def test_rows_drawn_by_chance_do_not_cross():
    rows = np.random.default_rng(0).normal(size=(120, 4))
    found = cross_lines(rows, 0.0, np.random.RandomState(0))
    assert len(found.points) == 0


def test_two_lines_through_one_point_cross_there():
    parent = np.array([1.0, 2.0, 3.0])
    rows = np.array([parent + w * end for end in np.eye(3)[:2] for w in (0.3, 0.6)])
    found = cross_lines(rows, 0.0, np.random.RandomState(0))
    at_parent = np.isclose(found.points, parent, atol=1e-6).all(axis=1)
    assert at_parent.any()
    assert (found.support[at_parent] == 2).all()


def test_lines_through_rounded_rows_cross_as_far_as_rounding_allows():
    parent = np.array([1.0, 2.0, 3.0])
    ends = np.array([[1.0, 0.3, 0.2], [0.1, 1.0, 0.4]])
    exact = np.array([parent + w * end for end in ends for w in (0.317, 0.673)])
    rng = np.random.RandomState(0)
    found = cross_lines(exact.round(3), 0.0005, rng)
    assert (np.linalg.norm(found.points - parent, axis=1) < 0.01).any()
    assert not len(cross_lines(exact.round(3), 0.0, rng).points)


@pytest.mark.filterwarnings("ignore:the synthetic table has other dtypes")
def test_rows_that_were_rounded_give_their_parents_away_whatever_their_units(real):
    """Cents beside thousands: how much rounding hides is measured in each column."""
    X, y = real
    wide = X.assign(glucose=X["glucose"] * 1000, age=X["age"] * 10.0)
    X_new, y_new = between((wide, y), 600)
    report = attacked((wide, y), (X_new.round(4), y_new))
    precision = report.figure("lines_3_precision", rows="reconstructed")
    assert precision.value > 0.9
    recall = report.figure("lines_2_recall_above_control", rows="reconstructed")
    assert recall.low > 0.5


def test_a_third_row_proves_a_line():
    rows = np.array([w * end for end in np.eye(3)[:2] for w in (0.2, 0.5, 0.9)])
    found = cross_lines(rows, 0.0, np.random.RandomState(0))
    at_parent = np.isclose(found.points, 0.0, atol=1e-6).all(axis=1)
    assert at_parent.any()
    assert (found.support[at_parent] == 3).all()


@pytest.mark.parametrize("seed", range(20))
def test_the_solution_of_a_row_explains_it(seed):
    rng = np.random.default_rng(seed)
    one, step = rng.integers(0, 60, 3), rng.integers(-9, 10, 3)
    step[step == 0] = 7
    row = one + rng.uniform(0.05, 0.95) * step
    parents = solve_row(row.astype(float))
    low, high = parents
    weight = (row[0] - low[0]) / (high[0] - low[0])
    assert 0 <= weight <= 1
    np.testing.assert_allclose(low + weight * (high - low), row, atol=1e-4)


def test_too_few_numbers_are_noted():
    X = pd.DataFrame({"age": np.arange(60) % 37, "ward": list("abc") * 20})
    y = pd.Series([0, 1] * 30)
    holdout = X.assign(age=X["age"] + 40), y
    report = privacy_report(X, y, X, y, *holdout, attacks=["reconstruction"])
    assert "needs 3 numeric columns" in " ".join(str(report).split())
    assert not len(report.frame())


class TestWhetherItApplies:
    """Where nothing can be rebuilt it is said why; what failed is not a number."""

    RECALLS = tuple(
        f"{how}_recall_above_control" for how in ("lines_2", "lines_3", "lattice")
    )

    def rebuild(self, *parts):
        context = attacked_context(*parts)
        rng = np.random.RandomState(0)
        return reconstruct_rows(context, AttackOptions(), rng)

    def reasons(self, found):
        frame = found.figures.not_applicable()
        return dict(zip(frame["metric"], frame["reason"], strict=True))

    def numbers(self, seed, n_columns=3, decimals=1):
        rng = np.random.default_rng(seed)
        return rng.normal(size=(40, n_columns)).round(decimals)

    def test_three_numbers_are_enough_for_lines(self):
        found = self.rebuild(*(rows(self.numbers(seed)) for seed in range(3)))
        assert list(self.reasons(found)) == ["lattice_recall_above_control"]
        assert found.notes == ()
        for metric in self.RECALLS[:2]:
            assert abs(value_of(found, metric)[0]) <= 0.1

    def test_two_numbers_are_not(self):
        found = self.rebuild(*(rows(self.numbers(seed, 2)) for seed in range(3)))
        assert set(self.reasons(found)) == set(self.RECALLS)
        needs = "reconstruction by lines needs 3 numeric columns"
        assert self.reasons(found)["lines_2_recall_above_control"] == needs
        assert found.notes == (f"{needs}: it was not tried.",)

    @pytest.mark.parametrize(("n_fine", "applies"), [(1, False), (2, True)])
    def test_two_columns_with_too_many_decimals_are_needed(self, n_fine, applies):
        fine = self.numbers(1, decimals=6)
        fine[:, n_fine:] = fine[:, n_fine:].round(1)
        found = self.rebuild(rows(self.numbers(0)), rows(fine), rows(self.numbers(2)))
        assert ("lattice_recall_above_control" not in self.reasons(found)) is applies
        metrics = set(found.figures.frame()["metric"])
        assert ("lattice_recall_above_control" in metrics) is applies

    @pytest.mark.parametrize(("place", "kind"), [(0, "real"), (1, "synthetic")])
    def test_no_row_without_gaps(self, place, kind):
        parts = [self.numbers(seed, decimals=6 * (seed == 1) + 1) for seed in range(3)]
        parts[place][:, 0] = np.where(np.arange(40) % 2, parts[place][:, 0], np.nan)
        parts[place][:, 1] = np.where(np.arange(40) % 2, np.nan, parts[place][:, 1])
        found = self.rebuild(*map(rows, parts))
        reason = f"no {kind} row of the smallest class has all of its numbers"
        assert self.reasons(found) == dict.fromkeys(self.RECALLS, reason)
        assert not len(found.figures.frame())

    def test_no_control_without_gaps_is_no_reason(self):
        parts = [self.numbers(seed) for seed in range(3)]
        parts[2][:, 0] = np.nan
        found = self.rebuild(*map(rows, parts))
        assert list(self.reasons(found)) == ["lattice_recall_above_control"]
        for metric in self.RECALLS[:2]:
            assert np.isnan(value_of(found, metric)).all()

    def test_rows_of_the_smallest_class_count(self):
        parts = [self.numbers(seed) for seed in range(3)]
        for part in parts:
            part[10:, 0] = np.nan
        rare = np.repeat([1, 0], [10, 30])
        found = self.rebuild(*(rows(part, labels=rare) for part in parts))
        assert list(self.reasons(found)) == ["lattice_recall_above_control"]
        common = np.repeat([0, 1], [30, 10])
        found = self.rebuild(*(rows(part, labels=common) for part in parts))
        assert set(self.reasons(found)) == set(self.RECALLS)
