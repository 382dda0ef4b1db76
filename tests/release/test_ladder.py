"""The ladder: which setting is published, and what is said of all of them."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import RefusedReleaseError, TypeAwareCART, publish
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.release import publishing
from skl_synth.release.gates import Gate
from skl_synth.release.judging import Judged, MethodAudit
from skl_synth.release.ladder import LADDER, Rung, walk
from skl_synth.release.ladder_report import (
    RUNG_FIGURES,
    RungOutcome,
    ladder_frame,
    ladder_lines,
    second_look,
)
from skl_synth.release.next_ways import ways_after
from tests.audit_tables import audit_tables, rows

OPEN = {"membership_bound": 1.0, "group_bound": 1.0}
NAN = float("nan")

SUMMARY = pd.DataFrame(
    {
        "metric": ["two_sample_unseen_auc", "roc_auc_ratio", "roc_auc_ratio"],
        "rows": ["synthetic", "synthetic", "real+synthetic"],
        "mean": [0.55, 0.98, 1.01],
    }
)


def tables_of(seed):
    rng = np.random.RandomState(seed)
    labels = np.repeat([0, 1], 50)
    parts = [rows(rng.normal(size=(100, 2)), labels=labels) for _ in range(2)]
    return audit_tables(*parts)


TABLES = tables_of(0)


def judged_with(area, group_area=0.5):
    gates = [
        Gate("membership", "folds", area, NAN, NAN, 0.57, area <= 0.57)._replace(
            metric="membership_worst_auc", group="everyone"
        ),
        Gate(
            "membership of outliers", "folds", group_area, NAN, NAN, 0.65, True
        )._replace(metric="membership_worst_auc", group="outliers"),
    ]
    audit = MethodAudit(gates, 3, SUMMARY) if area <= 0.57 else MethodAudit(gates, 1)
    return Judged(None, None, gates, audit, TABLES)


def judging(results):
    """A judge that knows what becomes of each setting, and which were tried."""
    tried = []

    def judge(rung):
        tried.append(rung.name)
        result = results[rung.name]
        if isinstance(result, Exception):
            raise result
        return judged_with(result)

    return judge, tried


def rungs_of(results):
    return [Rung(name, f"what {name} does", TypeAwareCART) for name in results]


def outcomes_of(results):
    judge, tried = judging(results)
    outcomes, judged = walk(rungs_of(results), judge, seed=0)
    return [one.outcome for one in outcomes], judged, tried, outcomes


class TestWalk:
    """From the most useful down, until one passes."""

    def test_the_first_that_passes_ends_it(self):
        found, judged, tried, _ = outcomes_of({"a": 0.6, "b": 0.56, "c": 0.5})
        assert found == ["refused", "published", "not tried"]
        assert tried == ["a", "b"]
        assert judged.passed

    def test_the_coarsest_is_what_is_left_where_none_passes(self):
        found, judged, tried, _ = outcomes_of({"a": 0.7, "b": 0.6})
        assert found == ["refused", "refused"]
        assert tried == ["a", "b"]
        assert judged.gates[0].figure == 0.6

    def test_a_setting_that_makes_no_table_is_stepped_over(self):
        results = {"a": InputError("too few different rows"), "b": 0.55}
        found, judged, _, outcomes = outcomes_of(results)
        assert found == ["not possible", "published"]
        assert judged.passed
        assert outcomes[0].owners_reason == "too few different rows."
        assert outcomes[0].reason == "it could make no such table"
        assert outcomes[0].was_tried

    def test_a_setting_that_makes_none_after_one_that_was_refused(self):
        found, judged, _, _ = outcomes_of({"a": 0.7, "b": InputError("no visits")})
        assert found == ["refused", "not possible"]
        assert not judged.passed

    def test_the_first_error_is_raised_where_nothing_can_be_made(self):
        results = {"a": InputError("the first"), "b": InputError("the second")}
        with pytest.raises(InputError, match="the first"):
            outcomes_of(results)

    def test_another_error_is_none_of_its_business(self):
        with pytest.raises(ZeroDivisionError):
            outcomes_of({"a": ZeroDivisionError(), "b": 0.5})

    @given(st.lists(st.sampled_from([0.5, 0.56, 0.6, 0.7]), min_size=1, max_size=6))
    @settings(deadline=None, max_examples=30)
    def test_nothing_is_tried_behind_what_passes(self, areas):
        results = {str(place): area for place, area in enumerate(areas)}
        found, judged, tried, outcomes = outcomes_of(results)
        passing = [place for place, area in enumerate(areas) if area <= 0.57]
        n_tried = passing[0] + 1 if passing else len(areas)
        assert len(tried) == n_tried == sum(one.was_tried for one in outcomes)
        assert judged.passed == bool(passing)
        assert found.count("published") == bool(passing)
        assert found[n_tried:] == ["not tried"] * (len(areas) - n_tried)


class TestWhatIsSaid:
    """What each setting costs, and that choosing is a second look."""

    def test_what_was_not_measured_is_not_there(self):
        *_, outcomes = outcomes_of({"a": 0.6, "b": 0.56, "c": 0.5})
        frame = ladder_frame(outcomes).set_index("setting")
        assert list(frame.columns[3:]) == list(RUNG_FIGURES)
        assert frame.loc["a", "worst_attack"] == 0.6
        assert frame.loc[["a", "b"], "pair_similarity"].between(0.5, 1).all()
        assert frame.loc["b", "utility_ratio"] == 0.98
        assert frame.loc["b", "two_sample_unseen_auc"] == 0.55
        assert frame.loc["a", ["utility_ratio", "two_sample_unseen_auc"]].isna().all()
        assert frame.loc["c", list(RUNG_FIGURES)].isna().all()
        text = "\n".join(ladder_lines(outcomes))
        assert "1. a (what a does): refused\n   membership on folds, 0.6," in text
        assert "not measured: two-sample AUC, utility (ratio to real)" in text
        assert "3. c (what c does): not tried" in text

    def test_how_many_were_tried(self):
        *_, outcomes = outcomes_of({"a": 0.6, "b": 0.56, "c": 0.5})
        assert second_look(outcomes).startswith("2 of 3 settings were tried")
        assert "second look" in second_look(outcomes)

    def test_the_ways_that_are_left(self):
        tried = (RungOutcome("a", "", "refused"), RungOutcome("b", "", "refused"))
        said = str(ways_after(tried, None))
        assert said.startswith("2 settings were tried, the coarsest last (a: refused,")
        assert "use more people" in said
        assert "epsilon=1.0" in said
        assert "dictionary='patients.json'" in said
        assert "fidelity='columns'" in said
        assert ways_after((), None) is None

    def test_the_ways_that_are_left_where_margins_were_asked_for(self):
        some = str(ways_after((), (("a",), ("a", "b"))))
        assert some.startswith("the margins alone disclose it: use more people")
        assert "fidelity='columns'" in some
        coarsest = str(ways_after((), (("a",), ("b",))))
        assert "fidelity" not in coarsest
        assert "epsilon=1.0" in coarsest


def test_each_setting_of_the_ladder_differs_from_the_others():
    makers = [repr(rung.make()) for rung in LADDER]
    assert len(set(makers)) == len(makers) > 1
    assert len({rung.name for rung in LADDER}) == len(LADDER)
    assert all("random_state=" not in maker for maker in makers), "no other seed"


class Copying(TypeAwareCART):
    """Puts a real row among those it made."""

    def sample(self, n_samples=None, random_state=None):
        X, y = super().sample(n_samples, random_state)
        row = self.table_.decode(self.rows_.take(np.array([0])))
        row.index = X.index[:1]
        return pd.concat([row[X.columns].astype(X.dtypes), X.iloc[1:]]), y


@pytest.fixture(scope="module")
def patients():
    X, y = make_patients(400, random_state=0, return_X_y=True)
    return X[["age", "bmi", "glucose", "smoker"]], y


@pytest.mark.filterwarnings("ignore:class 1 has")
class TestPublish:
    """The walk, in the whole."""

    ABOUT = {"folds": 2, "sections": [], "random_state": 0, **OPEN}

    def test_the_second_is_published_with_what_the_first_was_refused_for(
        self, patients, monkeypatch
    ):
        rungs = (
            Rung("copying", "copies", Copying),
            Rung(
                "trees",
                "draws",
                lambda: TypeAwareCART(noise_scale=0.2, patterns="drawn"),
            ),
            Rung("never", "tried", lambda: pytest.fail("it is not tried")),
        )
        monkeypatch.setattr(publishing, "LADDER", rungs)
        report = publish(*patients, **self.ABOUT).report
        assert report.passed
        assert report.ladder()["outcome"].tolist() == [
            "refused",
            "published",
            "not tried",
        ]
        assert "copies of real rows above strangers" in report.ladder()["reason"][0]
        assert "noise_scale=0.2" in report.about["method"]
        assert "2 of 3 settings were tried" in " ".join(str(report).split())
        content = json.loads(json.dumps(report.to_dict(), allow_nan=False))
        assert content["ladder"][2]["worst_attack"] is None
        assert content["ladder"][1]["pair_similarity"] > 0.5
        alone = publish(
            *patients,
            synthesizer=TypeAwareCART(noise_scale=0.2, patterns="drawn"),
            **self.ABOUT,
        )
        (
            pd.testing.assert_frame_equal(alone.report.details, report.details),
            "no rung has another seed",
        )
        assert alone.report.rungs == ()

    def test_the_end_of_the_ladder(self, patients, monkeypatch):
        rungs = tuple(Rung(name, "copies", Copying) for name in ("one", "two"))
        monkeypatch.setattr(publishing, "LADDER", rungs)
        with pytest.raises(RefusedReleaseError) as caught:
            publish(*patients, **self.ABOUT)
        said = str(caught.value)
        assert "2 settings were tried, the coarsest last (one: refused, two:" in said
        assert "epsilon=1.0" in said
        assert any("more people" in one.text for one in caught.value.remedies)
        assert caught.value.report.ladder()["outcome"].tolist() == ["refused"] * 2

    def test_without_the_ladder_one_setting_is_judged(self, patients, monkeypatch):
        rungs = tuple(Rung(name, "copies", Copying) for name in ("one", "two"))
        monkeypatch.setattr(publishing, "LADDER", rungs)
        monkeypatch.setattr(publishing, "RELEASE", rungs[0])
        with pytest.raises(RefusedReleaseError) as caught:
            publish(*patients, ladder=False, **self.ABOUT)
        assert "settings were tried" not in str(caught.value)
        assert len(caught.value.report.ladder()) == 0


def test_two_that_make_the_rows():
    with pytest.raises(InputError, match="leave out one of them"):
        publish([[1]], [1], synthesizer=TypeAwareCART(), fidelity="columns")
