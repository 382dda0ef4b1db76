"""What users rely on when they judge a synthesizer."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE
from scipy import sparse
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import f1_score, make_scorer
from sklearn.model_selection import ShuffleSplit, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skl_synth import ProximityFilter, SyntheticEvaluator, TableEncoder, TypeAwareSMOTE
from skl_synth.datasets import load_table, make_patients
from skl_synth.evaluation.figures import KEY
from skl_synth.evaluation.results import RESULT_COLUMNS
from skl_synth.generators.generator import Generator
from skl_synth.generators.smote import SmoteGenerator
from skl_synth.table.rows import without_parents

pytestmark = [
    # Tables of a test are small and coarse: what a user should know of them is so here.
    pytest.mark.filterwarnings("ignore:.*equal a real one, where"),
    pytest.mark.filterwarnings("ignore:.*what is left is unlike what was made"),
]

OfUtility = partial(SyntheticEvaluator, sections=["utility"])
OfFidelity = partial(SyntheticEvaluator, sections=["fidelity"])
OfPrivacy = partial(SyntheticEvaluator, sections=["privacy"])

SEEN = []
"""What the generator below has learnt, oldest first."""


class Recording(SmoteGenerator):
    """A generator that tells which rows it was given."""

    def learn(self, real, rng):
        SEEN.append(real.rows)
        super().learn(real, rng)


class RecordingSMOTE(TypeAwareSMOTE):
    """A synthesizer that tells which rows it was given."""

    def make_generator(self):
        return Recording(self.k_neighbors)


class Copies(Generator):
    """A generator that hands out the real rows."""

    def learn(self, real, rng):
        self.real = real

    def draw(self, request, rng):
        return without_parents(self.real.rows, self.real.target.encoded)


class Copying(TypeAwareSMOTE):
    """A synthesizer that hands out the real rows."""

    def make_generator(self):
        return Copies()


@pytest.fixture(scope="module")
def patients():
    X, y = make_patients(400, random_state=0, return_X_y=True)
    return X.drop(columns="patient_id"), y


@pytest.fixture(scope="module")
def fitted(patients):
    synthesizer = ProximityFilter(mode="replace")
    return SyntheticEvaluator(synthesizer, cv=3, random_state=0).fit(*patients)


def mean_of(evaluator, metric, rows="synthetic", column="mean"):
    return evaluator.summary_.set_index(["metric", "rows"]).loc[(metric, rows), column]


def test_results_are_tidy_and_say_which_way_is_better(fitted):
    results = fitted.results_
    assert list(results) == RESULT_COLUMNS
    assert not results.duplicated(["fold", *KEY]).any()
    assert results["value"].notna().all()
    assert set(results["fold"]) == {0, 1, 2}
    better = results.groupby("metric")["better"].first()
    assert better["roc_auc"] == "higher"
    assert better["identical_to_training"] == "lower"
    assert better["share_gap"] == "lower"
    assert better["two_sample_auc"] == "lower"


def test_the_summary_has_one_line_per_metric_and_rows(fitted):
    summary = fitted.summary_
    assert not summary.duplicated(["metric", "rows"]).any()
    assert set(summary["section"]) == {"utility", "fidelity", "privacy"}
    details = fitted.details_
    assert set(details["scope"]) == {
        *("table", "model", "column", "pair", "class", "group"),
    }
    assert not details.duplicated(KEY).any()


def test_three_models_are_tested_on_the_same_real_rows(fitted, patients):
    predictions = fitted.predictions_
    assert set(predictions["trained_on"]) == {
        *("real", "synthetic", "real+synthetic", "real, balanced"),
    }
    assert predictions["model"].nunique() == 3
    for _, part in predictions.groupby(["model", "trained_on"]):
        assert sorted(part["row"]) == list(range(len(patients[0])))
        labels = part.sort_values("row")["target"].to_numpy()
        np.testing.assert_array_equal(labels, patients[1].to_numpy())


def test_the_summary_is_that_of_the_results(fitted):
    results = fitted.results_.query("metric == 'roc_auc' and scope == 'table'")
    by_rows = results.groupby("rows")["value"]
    assert mean_of(fitted, "roc_auc") == pytest.approx(by_rows.mean()["synthetic"])
    std = by_rows.std()["synthetic"]
    assert mean_of(fitted, "roc_auc", column="std") == pytest.approx(std)
    ratio = by_rows.mean()["synthetic"] / by_rows.mean()["real"]
    assert mean_of(fitted, "roc_auc", column="ratio") == pytest.approx(ratio)


def test_a_ratio_to_nothing_is_no_number(fitted):
    assert mean_of(fitted, "identical_to_training", column="ceiling") == 0
    assert np.isnan(mean_of(fitted, "identical_to_training", column="ratio"))


def test_only_training_rows_are_seen(patients):
    SEEN.clear()
    X, y = patients
    folds = StratifiedKFold(4, shuffle=True, random_state=3)
    OfFidelity(RecordingSMOTE(), cv=folds, random_state=0).fit(X, y)
    # Once for all rows, for synthesizer_; once per fold for its training part.
    everything, *parts = SEEN
    assert len(everything) == len(X)
    for part, (train, _) in zip(parts, folds.split(X, y), strict=True):
        np.testing.assert_array_equal(part.numbers, everything.numbers[train])


@pytest.mark.filterwarnings("ignore:rows look as if people had several")
def test_the_filter_sees_no_test_row(patients):
    """Copies of test rows are left in: nobody told the filter of them."""
    X, y = patients
    twice = pd.concat([X, X], ignore_index=True), pd.concat([y, y], ignore_index=True)
    halves = [(np.arange(len(X)), np.arange(len(X), 2 * len(X)))]
    evaluator = OfPrivacy(Copying(), cv=halves, random_state=0).fit(*twice)
    assert mean_of(evaluator, "identical_to_test") == 1
    assert mean_of(evaluator, "identical_to_training", column="ceiling") == 1


def test_copies_are_found_and_counted(patients):
    evaluator = SyntheticEvaluator(Copying(), cv=2, random_state=0).fit(*patients)
    assert mean_of(evaluator, "identical_to_training") == 1
    assert mean_of(evaluator, "nearest_training_median") == 0
    assert mean_of(evaluator, "mean_gap") == pytest.approx(0, abs=1e-12)
    assert mean_of(evaluator, "share_gap") == pytest.approx(0, abs=1e-12)
    # Their order is another one, and so are the trees that are grown on them.
    assert mean_of(evaluator, "roc_auc", column="ratio") == pytest.approx(1, abs=0.05)


def test_each_model_is_trained_on_what_its_name_says(patients):
    trained_on = []

    class Remembering(LogisticRegression):
        def fit(self, X, y):
            trained_on.append((X.reset_index(drop=True), y))
            return super().fit(X, y)

    X, y = patients
    X = X[["age", "glucose"]].dropna()
    y = y[X.index]
    train, test = np.arange(250), np.arange(250, len(X))
    evaluator = OfUtility(
        estimator=Remembering(), cv=[(train, test)], random_state=0
    ).fit(X, y)
    assert evaluator.predictions_["trained_on"].unique().tolist() == [
        "real",
        "synthetic",
        "real+synthetic",
        "real, balanced",
    ]
    _, (X_real, y_real), (X_new, _), (X_both, y_both), _ = trained_on
    pd.testing.assert_frame_equal(X_real, X.iloc[train].reset_index(drop=True))
    np.testing.assert_array_equal(y_real, y.iloc[train])
    assert X_new.merge(X_real).empty
    pd.testing.assert_frame_equal(X_both.iloc[:250], X_real)
    np.testing.assert_array_equal(y_both[:250], y_real)
    # Grown to the size of the larger class: all new rows are of the smaller.
    assert len(set(y_both[250:])) == 1


def test_synthetic_rows_have_the_class_counts_of_the_training_part(patients):
    class Counting(LogisticRegression):
        counts = []

        def fit(self, X, y):
            Counting.counts.append(np.unique(y, return_counts=True)[1].tolist())
            return super().fit(X, y)

    X, y = patients
    X = X[["age"]]
    synthesizer = TypeAwareSMOTE(mode="augment")
    OfUtility(synthesizer, estimator=Counting(), cv=2, random_state=0).fit(X, y)
    _, real, synthetic, both, *_ = Counting.counts
    assert synthetic == real
    assert both == [max(real)] * 2


def test_in_replace_mode_both_is_real_and_the_synthetic_table(patients):
    sizes = []

    class Counting(LogisticRegression):
        def fit(self, X, y):
            sizes.append(len(y))
            return super().fit(X, y)

    X, y = patients
    synthesizer = TypeAwareSMOTE(mode="replace")
    evaluator = OfUtility(synthesizer, estimator=Counting(), cv=2)
    evaluator.fit(X[["age"]], y)
    # The model kept at last; then each fold: real, synthetic, both, and real again,
    # with the classes weighed alike.
    assert sizes == [400, *[200, 200, 400, 200] * 2]


@pytest.mark.parametrize("n_jobs", [None, 2])
def test_the_seed_fixes_everything(patients, n_jobs):
    X, y = patients
    evaluator = SyntheticEvaluator(
        estimator=make_pipeline(RandomForestClassifier(5)),
        cv=2,
        random_state=5,
        n_jobs=n_jobs,
    )
    numbers = X[["age", "length_of_stay"]]
    first = clone(evaluator).set_params(n_jobs=None).fit(numbers, y)
    second = evaluator.fit(numbers, y)
    pd.testing.assert_frame_equal(first.results_, second.results_)
    pd.testing.assert_frame_equal(first.predictions_, second.predictions_)
    assert first.score(numbers, y) == second.score(numbers, y)


def test_another_seed_gives_other_figures(patients):
    X, y = patients
    one, other = (
        OfFidelity(cv=3, random_state=seed).fit(X, y).results_["value"]
        for seed in (0, 1)
    )
    assert not np.allclose(one, other)


def test_parameters_and_input_are_left_alone(patients):
    X, y = patients
    before = X.copy(), y.copy()
    synthesizer = ProximityFilter(SMOTE(k_neighbors=2))
    OfFidelity(synthesizer, cv=2, random_state=0).fit(X, y)
    assert not hasattr(synthesizer, "encoder_")
    assert synthesizer.random_state is None
    pd.testing.assert_frame_equal(X, before[0])
    pd.testing.assert_series_equal(y, before[1])


def test_the_default_is_the_taught_method(patients):
    evaluator = OfFidelity(cv=2, random_state=0).fit(*patients)
    assert type(evaluator.synthesizer_) is ProximityFilter
    default = ProximityFilter()
    for name in ("removal_fraction", "duplicate_tolerance", "oversampling_factor"):
        assert getattr(evaluator.synthesizer_, name) == getattr(default, name)


def test_messy_table_of_strings_missing_values_and_a_key(patients):
    X, y = patients
    X = X.assign(
        key=[f"N{i}" for i in range(len(X))],
        flag=pd.array(np.arange(len(X)) % 3 == 0, dtype="boolean"),
        count=pd.array(np.arange(len(X)) % 7, dtype="Int64"),
        group=pd.Categorical(np.where(np.arange(len(X)) % 5, "x", "y")),
    )
    X.loc[::9, "count"] = pd.NA
    X.loc[::11, "flag"] = pd.NA
    X.loc[X["group"] == "y", "group"] = None
    synthesizer = ProximityFilter(
        TypeAwareSMOTE(encoder=TableEncoder(identifiers="surrogate"))
    )
    evaluator = SyntheticEvaluator(synthesizer, cv=2, random_state=0).fit(X, y)
    assert mean_of(evaluator, "roc_auc") > 0.55
    assert "key" not in set(evaluator.moments_["column"])
    missing = evaluator.moments_.query("column == 'count' and level == '(missing)'")
    assert missing["real_mean"].mean() == pytest.approx(1 / 9, abs=0.02)


@pytest.mark.parametrize("container", ["frame", "array", "sparse", "list"])
def test_any_container(container):
    X, y = load_table("iris", return_X_y=True)
    table = {
        "frame": X,
        "array": X.to_numpy(),
        "sparse": sparse.coo_matrix(X.to_numpy()),
        "list": X.to_numpy().tolist(),
    }[container]
    if container != "frame":
        y = y.to_numpy() if container != "list" else y.tolist()
    evaluator = OfUtility(cv=3, random_state=0).fit(table, y)
    assert mean_of(evaluator, "accuracy") > 0.9
    assert evaluator.n_features_in_ == 4


def test_several_classes_with_names():
    X, y = load_table("iris", return_X_y=True)
    evaluator = OfUtility(cv=3, random_state=0).fit(X, y)
    metrics = evaluator.results_.query("section == 'utility'")["metric"].unique()
    assert set(metrics) >= {"accuracy", "roc_auc_ovr", "brier"}
    assert set(evaluator.predictions_["label"]) == set(y)
    assert evaluator.score(X, y) > 0.9


def test_boolean_target(patients):
    X, y = patients
    evaluator = OfUtility(cv=2, random_state=0).fit(X, y == y.iloc[0])
    assert evaluator.predictions_["label"].unique().tolist() == [True]


def test_a_number_is_judged_by_r2():
    X, y = load_table("diabetes", return_X_y=True)
    evaluator = SyntheticEvaluator(cv=2, random_state=0).fit(X, y.astype(float) + 0.5)
    assert mean_of(evaluator, "r2", "real") > 0.35
    assert mean_of(evaluator, "r2") > 0.25
    assert "progression" in set(evaluator.moments_["column"])
    assert "prediction" in evaluator.predictions_
    assert "classes" not in evaluator.report()


def test_whole_numbers_are_a_measurement_if_told():
    X, y = load_table("diabetes", return_X_y=True)
    smote = TypeAwareSMOTE(column_kinds={"progression": "continuous"})
    evaluator = SyntheticEvaluator(smote, cv=2, random_state=0).fit(X, y.round())
    assert mean_of(evaluator, "r2") > 0.2
    assert set(evaluator.moments_["class"]) == {"all rows"}


def one_number(estimator, X, y):
    return 0.25


@pytest.mark.parametrize(
    ("scoring", "names"),
    [
        ("balanced_accuracy", ["balanced_accuracy"]),
        (["roc_auc", "neg_brier_score"], ["roc_auc", "neg_brier_score"]),
        ({"mine": one_number, "auc": "roc_auc"}, ["mine", "auc"]),
        (one_number, ["one_number"]),
        (lambda *_: {"a": 1.0, "b": 2.0}, ["a", "b"]),
    ],
)
def test_any_scoring(patients, scoring, names):
    X, y = patients
    evaluator = OfUtility(scoring=scoring, cv=2, random_state=0).fit(X, y)
    utility = evaluator.results_.query("section == 'utility'")
    of_scorers = utility[utility["metric"].isin(names)]
    assert of_scorers["metric"].unique().tolist() == names
    by_metric = of_scorers.groupby("metric")["fold"].nunique()
    assert (by_metric == 2).all()
    if names[0] == "mine":
        assert evaluator.score(X, y) == 0.25


def test_a_made_scorer_for_string_labels(patients):
    X, y = patients
    labels = y.map({value: f"label {value}" for value in y.unique()})
    scorer = make_scorer(f1_score, pos_label=labels.iloc[0])
    evaluator = OfUtility(scoring=scorer, cv=2, random_state=0).fit(X, labels)
    assert 0 < mean_of(evaluator, "score") < 1


def test_scores_below_zero_have_no_ratio(patients):
    evaluator = OfUtility(scoring="neg_log_loss", cv=2, random_state=0)
    evaluator.fit(*patients)
    assert np.isnan(mean_of(evaluator, "neg_log_loss", column="ratio"))
    assert "% of real" not in evaluator.report()


def test_score_is_the_first_scorer_of_the_model_trained_on_synthetic_rows(fitted):
    X, y = make_patients(300, random_state=9, return_X_y=True)
    X = X.drop(columns="patient_id")
    accuracy = np.mean(fitted.estimator_.predict(X) == y.to_numpy())
    assert fitted.score(X, y) == pytest.approx(accuracy)


def test_the_users_model_gets_the_columns_as_they_are():
    columns = []

    class Peeking(LogisticRegression):
        def fit(self, X, y):
            columns.append(X)
            return super().fit(X, y)

    X, y = load_table("wine", return_X_y=True)
    model = Peeking(max_iter=5000)
    OfUtility(estimator=model, cv=2, random_state=0).fit(X / 100, y)
    assert all(list(seen) == list(X) for seen in columns)
    assert not hasattr(model, "coef_")


def test_a_model_without_scores_of_classes():
    class Plain(ClassifierMixin, BaseEstimator):
        def fit(self, X, y):
            self.classes_, self.model_ = np.unique(y), LogisticRegression().fit(X, y)
            return self

        def predict(self, X):
            return self.model_.predict(X)

    X, y = load_table("iris", return_X_y=True)
    X = StandardScaler().set_output(transform="pandas").fit_transform(X)
    evaluator = OfUtility(estimator=Plain(), cv=2, random_state=0).fit(X, y)
    assert evaluator.scoring_ == ["accuracy"]
    assert mean_of(evaluator, "accuracy") > 0.8
    assert "prediction" in evaluator.predictions_


def test_foreign_samplers_and_pipelines_are_adapted():
    X, y = load_table("iris", return_X_y=True)
    for sampler in (SMOTE(), make_imblearn_pipeline()):
        evaluator = OfUtility(sampler, cv=2, random_state=0).fit(X, y)
        assert mean_of(evaluator, "accuracy") > 0.8


def make_imblearn_pipeline():
    from imblearn.pipeline import make_pipeline as make_sampling_pipeline

    return make_sampling_pipeline(StandardScaler(), SMOTE())


def test_any_splitter_for_a_number():
    X, y = load_table("diabetes", return_X_y=True)
    folds = ShuffleSplit(2, test_size=50, random_state=0)
    evaluator = OfUtility(estimator=LinearRegression(), cv=folds, random_state=0).fit(
        X, y + 0.5
    )
    assert evaluator.n_splits_ == 2
    assert evaluator.predictions_.groupby(["fold", "trained_on"]).size().eq(50).all()


def test_one_split_has_no_standard_deviation(patients):
    X, y = patients
    split = [(np.arange(300), np.arange(300, 400))]
    evaluator = SyntheticEvaluator(cv=split, random_state=0).fit(X, y)
    assert np.isnan(mean_of(evaluator, "roc_auc", column="std"))
    assert "nan" not in evaluator.report()


def test_a_table_of_which_no_column_says_anything():
    X = pd.DataFrame({"one": [1] * 40, "same": ["x"] * 40})
    evaluator = SyntheticEvaluator(
        TypeAwareSMOTE(k_neighbors=2), scoring="accuracy", cv=2, random_state=0
    ).fit(X, ["a"] * 30 + ["b"] * 10)
    assert mean_of(evaluator, "accuracy") == 0.75
    assert "FIDELITY" in evaluator.report()


def test_a_small_class_makes_fewer_folds():
    X, y = load_table("iris", return_X_y=True)
    few = np.r_[0:104]
    with pytest.warns(UserWarning, match="class 'virginica' has 4 rows: 4 folds"):
        evaluator = OfFidelity(TypeAwareSMOTE(k_neighbors=1), random_state=0).fit(
            X.iloc[few], y.iloc[few]
        )
    assert evaluator.n_splits_ == 4


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (np.r_[0:50], "holds one class only, 'setosa'"),
        (np.r_[0:60, 100:102], "class 'virginica' has n_samples=2"),
    ],
)
def test_too_few_rows_of_a_class(rows, message):
    X, y = load_table("iris", return_X_y=True)
    smote = TypeAwareSMOTE(k_neighbors=1, mode="replace")
    with pytest.raises(ValueError, match=message):
        SyntheticEvaluator(smote).fit(X.iloc[rows], y.iloc[rows])


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"synthesizer": "smote"}, "'synthesizer' parameter"),
        ({"estimator": 3}, "'estimator' parameter"),
        ({"cv": 1}, "'cv' parameter"),
        ({"scoring": "no_such_score"}, "no_such_score"),
        ({"n_jobs": 0.5}, "'n_jobs' parameter"),
        ({"sections": "none"}, "'sections' parameter"),
        ({"sections": ["beauty"]}, "must be 'all' or name"),
        ({"sections": []}, "must be 'all' or name"),
    ],
)
def test_bad_parameters(patients, parameters, message):
    with pytest.raises(ValueError, match=message):
        SyntheticEvaluator(**parameters).fit(*patients)


def test_bad_tables(patients, fitted):
    X, y = patients
    with pytest.raises(ValueError, match="requires y to be passed"):
        SyntheticEvaluator(sections=["utility"]).fit(X, None)
    with pytest.raises(ValueError, match="y contains NaN"):
        SyntheticEvaluator().fit(X, y.astype(float).mask(y.index == 3))
    with pytest.raises(ValueError, match="infinity"):
        SyntheticEvaluator().fit([[np.inf, 1.0]] * 40, [0, 1] * 20)
    with pytest.raises(ValueError, match="feature names"):
        fitted.score(X.rename(columns={"age": "years"}), y)
    with pytest.raises(ValueError, match="the class 'other'"):
        fitted.score(X, ["other"] * len(X))


def test_the_report_can_be_read_and_claims_nothing_it_may_not(fitted):
    report = fitted.report()
    assert max(map(len, report.splitlines())) <= 88
    # A line more or less wraps by the figures that stand in it.
    assert len(report.splitlines()) <= 140
    for word in ("anonymous", "anonymis", "anonymiz", "safe"):
        assert word not in report.lower()
    words = " ".join(report.split())
    for claim in ("discloses who was in it", "May be said:", "May not be said:"):
        assert claim in words
    auc = mean_of(fitted, "roc_auc")
    assert f"reached ROC AUC {auc:.3f}" in words


def test_a_notebook_shows_the_parameters_and_then_the_verdicts(fitted):
    shown = fitted._repr_mimebundle_()["text/html"]
    assert shown == fitted._repr_html_()
    assert ">Privacy</h4>" in shown
    assert "discloses who was in it" in shown
    unfitted = SyntheticEvaluator()._repr_mimebundle_()["text/html"]
    assert "skl-page" not in unfitted


@pytest.mark.parametrize("section", ["utility", "fidelity", "privacy"])
def test_a_section_alone_gives_the_figures_that_it_gives_with_the_others(
    patients, fitted, section
):
    synthesizer = ProximityFilter(mode="replace")
    alone = SyntheticEvaluator(
        synthesizer, cv=3, sections=[section], random_state=0
    ).fit(*patients)
    expected = fitted.results_.query("section == @section").reset_index(drop=True)
    pd.testing.assert_frame_equal(alone.results_, expected)
    assert section.upper() in alone.report()


def test_the_report_says_when_rows_lie_closer_than_chance(patients, fitted):
    copying = OfPrivacy(Copying(), cv=3, random_state=0).fit(*patients)
    assert "follow individual real rows" in copying.report()
    assert "100.0 % of the synthetic rows equal" in " ".join(copying.report().split())


@pytest.mark.parametrize("told", ["drop", {"patient_id": "drop"}])
def test_identifiers_that_are_dropped_take_no_part(told):
    X, y = make_patients(300, random_state=0, return_X_y=True)
    smote = TypeAwareSMOTE(encoder=TableEncoder(identifiers=told))
    evaluator = SyntheticEvaluator(smote, cv=2, sections=["fidelity"], random_state=0)
    with pytest.warns(UserWarning, match="patient_id.* left out"):
        evaluator.fit(X, y)
    assert "patient_id" not in set(evaluator.results_["subject"])
    assert evaluator.score(X, y) > 0.5


def test_without_a_target_no_model_is_compared(patients):
    X, _ = patients
    evaluator = SyntheticEvaluator(cv=2, random_state=0).fit(X.iloc[:160, :4])
    assert set(evaluator.results_["section"]) == {"fidelity", "privacy"}
    assert evaluator.predictions_.empty
    report = " ".join(evaluator.report().split())
    assert "no target, and no model that could be compared" in report
    assert "UTILITY" not in report
    with pytest.raises(ValueError, match="fitted without a target"):
        evaluator.score(X, None)
