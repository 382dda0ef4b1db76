"""The attacks one by one."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from skl_synth import ProximityFilter, privacy_report
from skl_synth.datasets import make_patients
from skl_synth.evaluation.curves import FEW_FALSE_ALARMS, measure_curve
from skl_synth.evaluation.intervals import wilson
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.copies import quasi_identifiers_of
from skl_synth.evaluation.privacy.membership import SCORES
from skl_synth.evaluation.tables import read_real, read_tables


@pytest.fixture(scope="module")
def tables():
    X, y = make_patients(600, random_state=3, return_X_y=True)
    members, control = (X[:300], y[:300]), (X[300:], y[300:])
    return members, control


def test_members_and_controls_are_as_many_of_each_class(tables):
    (X, y), (X_other, y_other) = tables
    few = X_other[:100], y_other[:100]
    read = read_tables(read_real(X, y), (X, y), (X, y), few)
    context = AttackContext.of(read, np.random.RandomState(0))
    n_controls = few[1].iloc[context.controls].value_counts().to_dict()
    assert y.iloc[context.members].value_counts().to_dict() == n_controls
    assert n_controls == few[1].value_counts().to_dict()
    assert len(set(context.members)) == len(context.members)


def test_the_area_is_that_of_scikit_learn():
    rng = np.random.default_rng(0)
    is_positive = rng.random(300) < 0.4
    scores = np.round(rng.normal(size=300) + is_positive, 1)
    auc, tpr = measure_curve(scores, is_positive, np.random.RandomState(0))
    assert auc.value == pytest.approx(roc_auc_score(is_positive, scores))
    assert auc.low < auc.value < auc.high
    assert 0 <= tpr.low <= tpr.value <= tpr.high <= 1


def test_scores_that_are_all_alike_are_chance():
    is_positive = np.arange(200) % 2 == 0
    auc, tpr = measure_curve(np.zeros(200), is_positive, np.random.RandomState(0))
    assert auc.value == 0.5
    assert tpr.value == pytest.approx(FEW_FALSE_ALARMS)


def test_an_attack_that_is_wrong_is_no_success():
    """Which way is meant is settled before: below one half stays below."""
    is_positive = np.arange(200) % 2 == 0
    auc, _ = measure_curve(-1.0 * is_positive, is_positive, np.random.RandomState(0))
    assert auc.value == 0


def test_intervals_cover_as_often_as_they_say():
    rng = np.random.default_rng(0)
    hits = rng.binomial(80, 0.1, size=2000)
    ends = np.array([wilson(hit, 80)[1:] for hit in hits])
    covered = (ends[:, 0] <= 0.1) & (ends[:, 1] >= 0.1)
    assert 0.93 < covered.mean() < 0.98


def test_the_attacks_chosen_are_run_and_give_the_same_as_with_others(tables):
    members, control = tables
    given = (*members, *control, *control)
    some = privacy_report(*given, attacks=["copies", "linkability"], random_state=0)
    assert not some.frame()["metric"].str.startswith("membership").any()
    every = privacy_report(*given, random_state=0).frame()
    shared = every[every["metric"].isin(some.frame()["metric"])]
    pd.testing.assert_frame_equal(some.frame(), shared.reset_index(drop=True))


def test_bad_choices_are_named(tables):
    given = (*tables[0], *tables[1], *tables[1])
    with pytest.raises(ValueError, match="no attack 'luck'; the attacks are copies"):
        privacy_report(*given, attacks=["luck"])
    with pytest.raises(ValueError, match="quasi_identifiers names 'years'"):
        privacy_report(*given, attacks=["copies"], quasi_identifiers=["years"])
    with pytest.raises(ValueError, match="secrets names 'wealth'"):
        privacy_report(*given, attacks=["inference"], secrets=["wealth"])


def test_quasi_identifiers_single_out_most_people(tables):
    X, y = tables[0]
    read = read_tables(read_real(X, y), (X, y), (X, y))
    chosen = [one.name for one in quasi_identifiers_of(read, None)]
    assert len(chosen) == 3
    assert not X[chosen].duplicated().any()


def test_rare_combinations_that_are_shown_are_counted(tables):
    """Whoever shows the age, ward and stay of everyone hides nobody behind the rest."""
    (X, y), control = tables
    known = ["age", "ward", "length_of_stay"]
    rng = np.random.default_rng(0)
    hidden = {c: rng.permutation(X[c]) for c in X if c not in [*known, "patient_id"]}
    given = (X, y, X.assign(**hidden), y, *control)
    report = privacy_report(*given, attacks=["copies"], quasi_identifiers=known)
    about = {"rows": "members"}
    assert report.figure("copied_above_control", **about).value < 0.05
    assert report.figure("rare_combination_above_control", **about).low > 0.5


def test_keys_of_real_people_are_found(tables):
    (X, y), control = tables
    shuffled = X.sample(frac=1, random_state=0)
    report = privacy_report(
        X, y, shuffled, y[shuffled.index], *control, attacks=["copies"]
    )
    assert report.figure("real_keys").value == 1


def test_one_secret_is_asked_for(tables):
    (X, y), control = tables
    given = (X, y, X, y, *control)
    report = privacy_report(*given, attacks=["inference"], secrets=["ward"])
    lines = report.frame().query("scope == 'column' and metric == 'inference'")
    assert lines["subject"].tolist() == ["ward"]
    assert lines["value"].iloc[0] > 0.9


def test_every_further_table_tells_more_and_the_synthesizer_is_left_alone(tables):
    (X, y), (X_other, y_other) = tables
    members, control = (
        (table.drop(columns="patient_id"), target)
        for table, target in ((X, y), (X_other, y_other))
    )
    synthesizer = ProximityFilter(mode="replace", random_state=0)
    synthetic = synthesizer.fit_resample(*members)
    before = synthesizer.provenance_, synthesizer.sampler_
    report = privacy_report(
        *(*members, *synthetic, *control),
        attacks=["releases"],
        synthesizer=synthesizer,
        n_releases=(1, 4),
        random_state=0,
    )
    one, four = (
        report.figure("cumulative_membership_auc", rows=rows).value
        for rows in ("1 table", "4 tables")
    )
    assert four > one + 0.05
    assert (synthesizer.provenance_, synthesizer.sampler_) == before


def test_the_seed_fixes_every_figure(tables):
    given = (*tables[0], *tables[1], *tables[1])
    one, same = (privacy_report(*given, random_state=1).frame() for _ in range(2))
    pd.testing.assert_frame_equal(one, same)


def test_what_is_drawn_is_kept(tables):
    report = privacy_report(*tables[0], *tables[0], *tables[1], random_state=0)
    assert set(report.scores["attack"]) == {*SCORES, "combined"}
    assert report.scores["is_member"].mean() == 0.5
    assert set(report.distances["rows"]) == {"synthetic", "holdout"}
    assert report.distances.query("rows == 'synthetic'")["distance"].max() == 0


def test_no_word_that_may_not_be_said(tables):
    report = privacy_report(*tables[0], *tables[1], *tables[1], random_state=0)
    for text in (str(report), report._repr_html_()):
        for word in ("anonym", "safe"):
            assert word not in text.lower()
