"""publish: what passes, and what tampering makes it refuse."""

import json
import pickle
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE

from skl_synth import (
    ProximityFilter,
    RefusedReleaseError,
    SyntheticEvaluator,
    TableEncoder,
    TypeAwareCART,
    TypeAwareSMOTE,
    publish,
    release_synthesizer,
)
from skl_synth.datasets import make_patients
from skl_synth.release.release_setting import divided_by

OPEN = {"membership_bound": 1.0, "group_bound": 1.0}
"""Of few people much is disclosed; these tests are about something else."""


@pytest.fixture(scope="module")
def patients():
    X, y = make_patients(700, random_state=0, return_X_y=True)
    return X.drop(columns="patient_id"), y


@pytest.fixture(scope="module")
def release(patients):
    return publish(*patients, folds=3, sections=[], random_state=0, **OPEN)


class Planting(TypeAwareCART):
    """Puts real rows among those it made, once it was given all of them."""

    n_all = 700

    def sample(self, n_samples=None, random_state=None):
        X, y = super().sample(n_samples, random_state)
        if len(self.rows_) == self.n_all:
            row = self.table_.decode(self.rows_.take(np.array([0])))
            row.index = X.index[:1]
            X = pd.concat([row[X.columns].astype(X.dtypes), X.iloc[1:]])
        return X, y


class Memorising(TypeAwareSMOTE):
    """Draws real rows again, and moves one column a little."""

    def sample(self, n_samples=None, random_state=None):
        X, y = super().sample(n_samples, random_state)
        real = self.table_.decode(self.rows_)
        labels = self.target_.classes[self.target_.groups]
        rng = np.random.RandomState(0)
        picked = [
            rng.choice(np.flatnonzero(labels == label), replace=True) for label in y
        ]
        X_new = real.iloc[picked][X.columns].reset_index(drop=True)
        jitter = rng.choice([-1, 1], len(X_new)) * 0.1
        low, high = real["bmi"].min(), real["bmi"].max()
        moved = (X_new["bmi"] + jitter).round(1)
        other_way = (X_new["bmi"] - jitter).round(1)
        return X_new.assign(bmi=moved.where(moved.between(low, high), other_way)), y


class Inventing(TypeAwareCART):
    """Puts a value where the column has none such."""

    def sample(self, n_samples=None, random_state=None):
        X, y = super().sample(n_samples, random_state)
        return X.assign(age=X["age"].mask(X.index == 3, 940)), y


def _refusal(X, y, **parameters):
    with pytest.raises(RefusedReleaseError) as caught:
        publish(X, y, ladder=False, random_state=0, sections=[], **parameters)
    return caught.value


class TestWhatPasses:
    """The release setting on simulated patients."""

    def test_with_the_bounds_that_are_the_default(self):
        X, y = make_patients(2000, random_state=0, return_X_y=True)
        X = X.drop(columns="patient_id")
        report = publish(X, y, folds=3, sections=[], random_state=0).report
        worst = {
            gate.group: gate.figure
            for gate in report.gates
            if gate.metric == "membership_worst_auc" and gate.is_measured
        }
        assert report.passed
        assert worst["everyone"] <= 0.57
        assert max(worst["outliers"], worst["the smallest class"]) <= 0.65

    def test_the_report_names_the_mode_that_is_published(self, patients):
        mine = TypeAwareCART()
        made = publish(
            *patients, synthesizer=mine, folds=2, sections=[], random_state=0, **OPEN
        )
        assert mine.mode == "augment"
        assert "mode 'replace'" in made.report.audit
        assert "mode='replace'" in made.report.about["method"]

    def test_same_columns_dtypes_and_classes(self, patients, release):
        X, y = patients
        assert list(release.X.columns) == list(X.columns)
        assert (release.X.dtypes == X.dtypes).all()
        assert release.y.value_counts().to_dict() == y.value_counts().to_dict()

    def test_no_real_row(self, patients, release):
        both = release.X.merge(patients[0].drop_duplicates(), how="inner")
        assert not len(both)

    def test_every_gate_is_told_and_open(self, release):
        frame = release.report.frame()
        names = set(zip(frame["name"], frame["where"], strict=True))
        assert {
            ("membership", "folds"),
            ("copies of real people above control", "folds"),
            ("copies of real rows above strangers", "table"),
            ("levels of few people", "table"),
            ("shares and means moved further than chance", "table"),
            ("invalid rows", "table"),
        } <= names
        assert any("reconstruction" in name for name, _ in names)
        assert frame["passed"].all()

    def test_the_report_can_be_written_and_tells_what_made_the_table(self, release):
        content = json.loads(json.dumps(release.report.to_dict(), allow_nan=False))
        assert content["verdict"] == "passed"
        assert "seed" not in content
        assert release.owner.to_dict()["seed"] == 0
        assert "synthetic" in content["label"]
        assert "TypeAwareCART" in content["method"]
        assert content["rows"] == 700
        membership = [g for g in content["gates"] if g["name"] == "membership"]
        of_details = [
            line["mean"]
            for line in content["details"]
            if line["metric"] == "membership_worst_auc" and line["scope"] == "table"
        ]
        assert [gate["figure"] for gate in membership] == of_details

    def test_no_word_that_promises_too_much(self, release):
        text = str(release.report).casefold()
        assert "anonymous" not in text
        assert not re.search(r"\bsafe\b", text)

    def test_it_says_what_the_evaluator_says(self, patients, release):
        """Privacy is measured first here, and last there."""
        evaluator = SyntheticEvaluator(
            release_synthesizer(), cv=3, sections=["privacy"], random_state=0
        ).fit(*patients)
        pd.testing.assert_frame_equal(release.owner.details, evaluator.details_)

    def test_an_encoder_says_all_of_the_table(self, patients):
        X, y = patients
        named = X.assign(name=[f"p{i}" for i in range(len(X))])
        encoder = TableEncoder(identifiers="drop")
        with pytest.warns(UserWarning, match="left out"):
            made = publish(
                named, y, encoder=encoder, folds=2, sections=[], random_state=0, **OPEN
            )
        assert list(made.X) == list(X)

    def test_the_same_seed_gives_the_same_table_whatever_n_jobs(
        self, patients, release
    ):
        again = publish(
            *patients, folds=3, sections=[], random_state=0, n_jobs=2, **OPEN
        )
        pd.testing.assert_frame_equal(again.X, release.X)
        pd.testing.assert_series_equal(again.y, release.y)
        assert again.report.frame().equals(release.report.frame())

    def test_a_continuous_target(self, patients):
        X, _ = patients
        made = publish(
            X.drop(columns="bmi").iloc[:300],
            X["bmi"].iloc[:300],
            folds=2,
            sections=[],
            random_state=0,
            **OPEN,
        )
        assert len(made.X) == 300

    @pytest.mark.filterwarnings("ignore:class .* leaves of")
    def test_columns_that_hardly_differ(self):
        """Everybody shares a row with many: copies are no more than strangers show."""
        rng = np.random.default_rng(0)
        X = pd.DataFrame(
            {"sex": rng.choice(["f", "m"], 300), "stage": rng.integers(1, 5, 300)}
        )
        y = pd.Series(rng.choice(["no", "yes"], 300))
        made = publish(X, y, folds=2, sections=[], random_state=0, **OPEN)
        assert len(made.X) == 300
        assert len(made.X.drop_duplicates()) == len(X.drop_duplicates())


class TestWhatIsRefused:
    """Tampering, and generators that remember people."""

    def test_one_planted_row(self, patients):
        refused = _refusal(*patients, synthesizer=Planting(), folds=2, **OPEN)
        closed = [gate for gate in refused.report.gates if not gate.passed]
        assert [(gate.name, gate.where) for gate in closed] == [
            ("copies of real rows above strangers", "table")
        ]
        assert closed[0].figure == pytest.approx(1 / 700)
        assert "above strangers in the released table, 0.00143" in str(refused)

    def test_a_memorising_generator_that_jitters(self, patients):
        refused = _refusal(*patients, synthesizer=Memorising(), folds=3)
        closed = {g.name for g in refused.report.gates if not g.passed}
        assert "near copies of real rows" in closed
        assert {g.where for g in refused.report.gates} == {"table"}

    def test_the_taught_method(self, patients):
        refused = _refusal(*patients, synthesizer=ProximityFilter(), folds=3)
        assert "released rows nearer than people" in str(refused)
        assert "by the release setting" in str(refused)

    def test_a_value_that_the_column_cannot_hold(self, patients):
        refused = _refusal(*patients, synthesizer=Inventing(), folds=2, **OPEN)
        gates = {g.name: g for g in refused.report.gates}
        assert gates["invalid rows"].figure == 1

    def test_a_bound_below_what_is_reached(self, patients, release):
        figure = next(g for g in release.report.gates if g.name == "membership").figure
        assert figure > 0.5
        refused = _refusal(*patients, folds=3, membership_bound=0.5)
        assert f"{figure:.3g}" in str(refused)

    def test_no_fold_is_judged_where_the_table_itself_is_refused(self, patients):
        refused = _refusal(*patients, synthesizer=Planting(), folds=2)
        assert refused.report.about["folds"] == 0
        assert {gate.where for gate in refused.report.gates} == {"table"}
        assert "not measured: membership_worst_auc" in str(refused.report)
        assert json.loads(json.dumps(refused.report.to_dict()))["details"] == []

    def test_folds_end_once_a_gate_cannot_open_again(self, patients):
        maker = ProximityFilter(TypeAwareCART(), removal_fraction=0.0)
        bounds = {"membership_bound": 0.5, "group_bound": 1.0}
        refused = _refusal(*patients, synthesizer=maker, folds=5, **bounds)
        assert refused.report.about["folds"] == 4
        [gate] = [gate for gate in refused.report.gates if gate.where == "folds"]
        assert gate.name == "membership"
        assert gate.figure * 4 / 5 > gate.bound
        assert "Given up after 4 of 5 folds" in str(refused.report)

    def test_what_it_may_not_say_is_not_measured(self, patients):
        with pytest.raises(RefusedReleaseError) as caught:
            publish(
                *patients, ladder=False, folds=3, membership_bound=0.5, random_state=0
            )
        assert set(caught.value.report.details["section"]) == {"privacy"}

    def test_the_error_keeps_its_report_across_processes(self, release):
        gates = [gate._replace(passed=False) for gate in release.report.gates[:1]]
        refused = RefusedReleaseError(replace(release.report, gates=gates))
        again = pickle.loads(pickle.dumps(refused))
        assert str(again) == str(refused)
        assert not again.report.passed


class TestTooSmall:
    """A table of which nobody could say what it gives away."""

    def test_too_few_controls(self, patients):
        X, y = patients
        with pytest.raises(ValueError, match=r"of 200 rows each of 5 folds keeps 40"):
            publish(X.iloc[:200], y.iloc[:200])

    def test_too_few_rows(self, patients):
        X, y = patients
        with pytest.raises(ValueError, match="100 rows or more"):
            publish(X.iloc[:60], y.iloc[:60], folds=2)

    def test_too_small_a_class(self, patients):
        X, y = patients
        rare = y.mask(np.arange(len(y)) < 7, 2)
        with pytest.raises(
            ValueError, match=r"class 2 has 7 rows, and 40 .* cannot be"
        ):
            publish(X, rare)

    def test_too_small_a_class_for_so_many_folds(self, patients):
        X, y = patients
        X, y = make_patients(1100, random_state=1, return_X_y=True)
        rare = y.mask(np.arange(len(y)) < 41, 2)
        with pytest.raises(ValueError, match=r"has 41 rows, and 42 .* folds=20 at"):
            publish(X.drop(columns="patient_id"), rare, folds=21)

    def test_a_target_of_whole_numbers_that_is_told_to_be_a_measurement(self, patients):
        X, _ = patients
        y = X["age"].iloc[:100]
        maker = TypeAwareCART(column_kinds={"age": "continuous"})
        with pytest.raises(ValueError, match="keeps 20 as controls"):
            publish(X.drop(columns="age").iloc[:100], y, synthesizer=maker)
        with pytest.raises(ValueError, match="class"):
            publish(X.drop(columns="age").iloc[:100], y, folds=2)

    @pytest.mark.parametrize("name", ["membership_bound", "group_bound"])
    @pytest.mark.parametrize("bound", [0.4, 1.2, float("nan"), "0.57"])
    def test_a_bound_that_is_none(self, patients, name, bound):
        with pytest.raises(ValueError, match=name):
            publish(*patients, **{name: bound})

    @pytest.mark.parametrize("folds", [1, "5", 2.5, None])
    def test_folds_that_are_none(self, patients, folds):
        with pytest.raises(ValueError, match=f"folds={folds!r}"):
            publish(*patients, folds=folds)

    @pytest.mark.parametrize("maker", ["smote", TypeAwareSMOTE])
    def test_what_makes_no_rows(self, patients, maker):
        with pytest.raises(TypeError, match="object"):
            publish(*patients, synthesizer=maker)


def test_the_setting_takes_what_is_known_of_the_columns():
    X, y = make_patients(500, random_state=0, return_X_y=True)
    made = release_synthesizer(
        encoder=TableEncoder(identifiers="surrogate"), random_state=0
    )
    X_new, _ = made.fit_resample(X, y)
    assert not set(X_new["patient_id"]) & set(X["patient_id"])


@pytest.mark.filterwarnings(
    "ignore:.*strata have fewer than", "ignore:class .*leaves of"
)
def test_strata_have_their_counts_in_what_is_published(patients):
    X, y = patients
    strata = X["ward"].where(X["ward"].isin(["Surgery", "General medicine"]), "other")
    X = X.assign(site=strata)
    release = publish(X, y, by="site", folds=2, sections=[], random_state=0, **OPEN)
    judged = {gate.name for gate in release.report.gates if gate.is_measured}
    assert {"membership of stratum Surgery", "membership of stratum other"} <= judged
    for columns in ((X["site"], y), (release.X["site"], release.y)):
        counts = pd.crosstab(*columns)
        assert counts.equals(pd.crosstab(X["site"], y))
    assert "by='site'" in release.report.about["method"]


def test_by_goes_to_whatever_makes_the_rows():
    inner = divided_by(ProximityFilter(TypeAwareSMOTE()), "ward").sampler
    assert inner.by == "ward"
    assert divided_by(TypeAwareCART(), ["a"]).by == ["a"]
    assert divided_by(TypeAwareCART(by="ward"), None).by == "ward"


def test_by_needs_something_that_makes_strata(patients):
    with pytest.raises(ValueError, match=r"by='ward' divides the table, but Prox.*"):
        publish(*patients, synthesizer=ProximityFilter(SMOTE()), by="ward")
