"""Scorers for searches: which way they point, and that they disturb nothing."""

import pickle

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from imblearn.under_sampling import RandomUnderSampler
from sklearn.base import clone
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.preprocessing import StandardScaler

from skl_synth import (
    ProximityFilter,
    SamplerAdapter,
    TypeAwareSMOTE,
    fidelity_scorer,
    make_fidelity_scorer,
    make_privacy_scorer,
    make_utility_privacy_scorer,
    most_private_within_one_se,
    privacy_scorer,
    utility_privacy_scorer,
)
from skl_synth.base import BaseSynthesizer
from skl_synth.datasets import make_patients
from skl_synth.evaluation.scoring.scoring_context import find_synthesizer, members_of
from skl_synth.generators import Generator
from skl_synth.table.rows import without_parents
from tests.tables import mixed_table

NUMBERS = ["age", "length_of_stay", "bmi", "emergency"]


class CopyingGenerator(Generator):
    """Draws real rows: of the table that it has learnt, or of others."""

    def __init__(self, others):
        self.others = others

    def learn(self, real, rng):
        self.real = real

    def draw(self, request, rng):
        rows, target = self.real.rows, self.real.target.encoded
        if self.others is not None:
            rows = self.real.encode(self.others[0], unknown="ignore")
            target = self.real.target.encode(self.others[1])
        chosen = np.concatenate(
            [
                rng.choice(np.flatnonzero(target == group), n, replace=False)
                for group, n in enumerate(request.counts)
            ]
        )
        return without_parents(rows.take(chosen), target[chosen])


class Copier(BaseSynthesizer):
    """Gives real rows away as synthetic ones."""

    def __init__(self, others=None, mode="replace", random_state=0):
        super().__init__(mode=mode, random_state=random_state)
        self.others = others

    def make_generator(self):
        return CopyingGenerator(self.others)


@pytest.fixture(scope="module")
def people():
    """Members, control and others of one population."""
    X, y = make_patients(2400, random_state=3, return_X_y=True)
    X = X.drop(columns="patient_id")
    parts = slice(0, 400), slice(400, 800), slice(800, 2400)
    return [(X[p].reset_index(drop=True), y[p].reset_index(drop=True)) for p in parts]


@pytest.fixture(scope="module")
def fitted(people):
    return ProximityFilter(mode="replace", random_state=0).fit(*people[0])


def test_a_copy_scores_nothing_and_a_table_of_other_people_one(people):
    members, control, others = people
    of_copy = privacy_scorer(Copier().fit(*members), *control)
    of_others = privacy_scorer(Copier(others).fit(*members), *control)
    assert 0 <= of_copy < 0.05
    assert of_others == pytest.approx(1, abs=0.12)


@pytest.mark.parametrize("attack", ["distance", "density", "learned"])
def test_each_attack_points_the_same_way(people, fitted, attack):
    members, control, others = people
    scorer = make_privacy_scorer(attack=attack)
    found = [
        scorer(one, *control)
        for one in (Copier().fit(*members), fitted, Copier(others).fit(*members))
    ]
    assert found[0] < 0.1 < found[1] < 0.8 < found[2]


def test_fidelity_is_high_for_real_rows_and_low_for_noise(people):
    members, control, others = people
    rng = np.random.default_rng(0)
    shuffled = others[0].apply(lambda c: c.to_numpy()[rng.permutation(len(c))])
    shuffled = shuffled.astype(others[0].dtypes)
    of_others = fidelity_scorer(Copier(others).fit(*members), *control)
    of_copy = fidelity_scorer(Copier().fit(*members), *control)
    of_noise = fidelity_scorer(Copier((shuffled, others[1])).fit(*members), *control)
    assert of_others == pytest.approx(1, abs=0.15)
    assert of_copy == pytest.approx(of_others, abs=0.15), "copies must gain nothing"
    assert of_noise < of_others - 0.15


def test_both_together_are_the_harmonic_mean(people, fitted):
    _, control, _ = people
    privacy = privacy_scorer(fitted, *control)
    found = {
        weight: make_utility_privacy_scorer(weight=weight)(fitted, *control)
        for weight in (1e-9, 0.5, 1 - 1e-9)
    }
    utility = found[1 - 1e-9]
    assert found[1e-9] == pytest.approx(privacy)
    assert found[0.5] == pytest.approx(2 / (1 / utility + 1 / privacy))
    assert found[0.5] == utility_privacy_scorer(fitted, *control)


def test_utility_is_that_of_the_model_in_the_pipeline(people):
    members, control, _ = people
    pipeline = make_pipeline(
        ProximityFilter(random_state=0), StandardScaler(), LogisticRegression()
    )
    X, X_test = members[0][NUMBERS], control[0][NUMBERS]
    pipeline.fit(X, members[1])
    nearly_all = 1 - 1e-9
    scorer = make_utility_privacy_scorer(scoring="roc_auc", weight=nearly_all)
    plain = make_utility_privacy_scorer(weight=nearly_all)
    area = scorer(pipeline, X_test, control[1])
    assert plain(pipeline, X_test, control[1]) == pytest.approx(2 * area - 1)


def test_a_model_worse_than_a_guess_scores_nothing_together(people):
    members, control, others = people
    upside_down = others[0], 1 - others[1]
    misled = Copier(upside_down).fit(members[0][:200], members[1][:200])
    assert privacy_scorer(misled, *control) > 0.5
    assert utility_privacy_scorer(misled, *control) == 0


def test_a_continuous_target():
    X, y = load_diabetes(return_X_y=True, as_frame=True)
    smote = TypeAwareSMOTE(
        mode="replace", column_kinds={"target": "continuous"}, random_state=0
    )
    smote.fit(X[::2], y[::2])
    test = X[1::2], y[1::2]
    assert 0 < utility_privacy_scorer(smote, *test) < 1
    assert 0 < privacy_scorer(smote, *test) < 1
    assert 0 < fidelity_scorer(smote, *test) < 1.3


@pytest.mark.parametrize("scorer", [privacy_scorer, fidelity_scorer])
def test_a_table_of_every_kind_of_column(scorer):
    X, y = mixed_table(400)
    augmenting = ProximityFilter(random_state=0).fit(X[:250], y[:250])
    assert 0 < scorer(augmenting, X[250:], y[250:]) < 1.4


def test_nothing_of_the_fitted_object_changes(people, fitted):
    _, control, _ = people
    fitted.sample(50)
    before, fates = fitted.provenance_, dict(fitted.filter_counts_)
    X, _ = fitted.sample(60, random_state=5)
    known = fitted.provenance_
    for scorer in (privacy_scorer, fidelity_scorer, utility_privacy_scorer):
        scorer(fitted, *control)
    assert fitted.provenance_ is known
    assert before is not known
    again, _ = fitted.sample(60, random_state=5)
    pd.testing.assert_frame_equal(X, again)
    assert fates.keys() == fitted.filter_counts_.keys()


def test_the_same_seed_gives_the_same_score(people, fitted):
    _, control, _ = people
    scorers = [make_privacy_scorer(random_state=seed) for seed in (1, 1, 2)]
    one, same, other = (scorer(fitted, *control) for scorer in scorers)
    assert one == same != other


def test_the_scorers_can_be_pickled(people, fitted):
    _, control, _ = people
    made = make_privacy_scorer(attack="density")
    again = pickle.loads(pickle.dumps(made))
    assert again(fitted, *control) == made(fitted, *control)
    refit = pickle.loads(pickle.dumps(most_private_within_one_se("a", "b")))
    assert refit({"split0_test_a": [1.0], "split0_test_b": [1.0]}) == 0


def test_members_are_the_real_rows(people, fitted):
    members, _, _ = people
    X, y = members_of(fitted)
    pd.testing.assert_frame_equal(X, members[0])
    pd.testing.assert_series_equal(y, members[1])


def test_steps_before_the_synthesizer_are_applied_to_the_test_fold(people):
    members, control, _ = people
    X, X_test = members[0][NUMBERS], control[0][NUMBERS]
    scale = StandardScaler().set_output(transform="pandas")
    pipeline = make_pipeline(
        scale, "passthrough", ProximityFilter(random_state=0), LogisticRegression()
    ).fit(X, members[1])
    found, moved = find_synthesizer(pipeline, X_test)
    assert found is pipeline[2]
    pd.testing.assert_frame_equal(moved, pipeline[0].transform(X_test))
    by_hand = privacy_scorer(pipeline[2], moved, control[1])
    assert privacy_scorer(pipeline, X_test, control[1]) == by_hand


def test_inside_a_nested_pipeline_and_behind_another_sampler(people):
    members, control, _ = people
    X, X_test = members[0][NUMBERS], control[0][NUMBERS]
    inner = make_pipeline(
        RandomUnderSampler(random_state=0),
        ProximityFilter(random_state=0),
        LogisticRegression(max_iter=1000),
    )
    search = GridSearchCV(
        make_pipeline(StandardScaler().set_output(transform="pandas"), inner),
        {"pipeline__proximityfilter__removal_fraction": [0.1]},
        cv=2,
    ).fit(X, members[1])
    found, _ = find_synthesizer(search, X_test)
    assert len(found.rows_) == 2 * (members[1] == 1).sum()
    assert privacy_scorer(search, X_test, control[1]) < 1.3


def test_a_foreign_sampler_must_be_wrapped(people):
    members, control, _ = people
    X, X_test = members[0][NUMBERS], control[0][NUMBERS]
    model = LogisticRegression(max_iter=1000)
    foreign = make_pipeline(SMOTE(), clone(model)).fit(X, members[1])
    with pytest.raises(ValueError, match="there is no synthesizer in Pipeline"):
        privacy_scorer(foreign, X_test, control[1])
    wrapped = make_pipeline(SamplerAdapter(SMOTE(), random_state=0), clone(model))
    assert privacy_scorer(wrapped.fit(X, members[1]), X_test, control[1]) < 1


def test_arrays_do_as_well(people):
    members, control, _ = people
    X, X_test = (part[0][NUMBERS].to_numpy() for part in (members, control))
    smote = TypeAwareSMOTE(mode="replace", random_state=0).fit(X, members[1].to_numpy())
    assert 0 < privacy_scorer(smote, X_test, control[1].to_numpy()) < 1


def test_the_training_rows_are_no_control(people, fitted):
    members, _, _ = people
    with pytest.warns(UserWarning, match="those that the synthesizer was fitted to"):
        assert np.isnan(privacy_scorer(fitted, *members))
    order = np.random.default_rng(0).permutation(len(members[0]))
    with pytest.warns(UserWarning, match="return_train_score=False"):
        score = fidelity_scorer(fitted, members[0].iloc[order], members[1].iloc[order])
    assert np.isnan(score)


def test_train_scores_of_a_cross_validation_are_nan(people):
    members, _, _ = people
    with pytest.warns(UserWarning, match="fitted to"):
        scores = cross_validate(
            TypeAwareSMOTE(mode="replace", random_state=0),
            *members,
            cv=2,
            scoring={"privacy": make_privacy_scorer(attack="distance")},
            return_train_score=True,
        )
    assert np.isnan(scores["train_privacy"]).all()
    assert not np.isnan(scores["test_privacy"]).any()


def test_few_controls_are_told(people, fitted):
    _, control, _ = people
    few = control[0][:40], control[1][:40]
    with pytest.warns(UserWarning, match="the test fold has 40 rows"):
        make_privacy_scorer(attack="distance")(fitted, *few)


def test_settings_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="attack='best' is not known; the"):
        make_privacy_scorer(attack="best")
    with pytest.raises(ValueError, match="n_rows=0 must be at least 1"):
        make_fidelity_scorer(n_rows=0)
    with pytest.raises(ValueError, match="weight=1 must lie between 0 and 1"):
        make_utility_privacy_scorer(weight=1)


@pytest.mark.filterwarnings("ignore:.*what is left is unlike what was made")
def test_a_grid_search_with_processes_and_memory(people, tmp_path):
    """The whole: several scorers, a refit by the rule, and more than one process."""
    members, _, _ = people
    pipeline = make_pipeline(
        ProximityFilter(mode="replace", random_state=0),
        StandardScaler(),
        LogisticRegression(),
        memory=str(tmp_path),
    )
    search = GridSearchCV(
        pipeline,
        {"proximityfilter__removal_fraction": [0.0, 0.9]},
        scoring={
            "auc": "roc_auc",
            "privacy": make_privacy_scorer(attack="density"),
            "fidelity": make_fidelity_scorer(n_rows=100),
        },
        refit=most_private_within_one_se(utility="auc", privacy="privacy"),
        cv=2,
        error_score="raise",
    )
    X, y = members[0][NUMBERS], members[1]
    one = clone(search).fit(X, y)
    two = clone(search).set_params(n_jobs=2).fit(X, y)
    for name in ("mean_test_auc", "mean_test_privacy", "mean_test_fidelity"):
        np.testing.assert_array_equal(one.cv_results_[name], two.cv_results_[name])
    private = one.cv_results_["mean_test_privacy"]
    assert private[1] > private[0] + 0.1
    assert one.best_index_ in (0, 1)


def test_ridge_in_a_pipeline_of_numbers_is_judged_by_r2(people):
    X, y = load_diabetes(return_X_y=True, as_frame=True)
    search = find_synthesizer(
        TypeAwareSMOTE(mode="replace", random_state=0).fit(X[::2], y[::2] + 0.5), X
    )[0]
    ridge = Ridge().fit(*search.sample(random_state=0))
    assert ridge.score(X[1::2], y[1::2]) > 0.2
    score = make_utility_privacy_scorer(weight=1 - 1e-9)(search, X[1::2], y[1::2] + 0.5)
    assert score == pytest.approx(ridge.score(X[1::2], y[1::2] + 0.5), abs=0.1)
