"""Utility, fidelity and privacy as functions of their own."""

import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from skl_synth import TableEncoder
from skl_synth.evaluation.fidelity import class_moments, fidelity_figures
from skl_synth.evaluation.privacy import nearest_distances, privacy_figures
from skl_synth.evaluation.results import summarise
from skl_synth.evaluation.utility import (
    default_scoring,
    predictions_of,
    seeded,
    train_and_test,
)

TWO = np.array([0, 1] * 20)


@pytest.fixture
def rows():
    rng = np.random.default_rng(0)
    return rng.normal(size=(40, 2)) + TWO[:, None] * 3


def test_a_table_that_teaches_nothing_scores_less(rows):
    shuffled = np.random.default_rng(1).permutation(TWO)
    tables = {"real": (rows, TWO), "noise": (rows, shuffled)}
    model = LogisticRegression()
    figures, _ = train_and_test(model, tables, (rows, TWO), ["accuracy", "roc_auc"])
    values = figures.set_index(["rows", "metric"])["value"]
    assert values["real", "accuracy"] > 0.95 > values["noise", "accuracy"]
    assert not hasattr(model, "coef_")


@pytest.mark.parametrize(
    ("estimator", "labels", "continuous", "names"),
    [
        (LogisticRegression(), "ab", False, ["accuracy", "roc_auc"]),
        (LinearSVC(), "ab", False, ["accuracy", "roc_auc"]),
        (LinearSVC(), "abc", False, ["accuracy"]),
        (LogisticRegression(), "abc", False, ["accuracy", "roc_auc_ovr"]),
        (LogisticRegression(), "abc", True, ["r2"]),
    ],
)
def test_scorers_fit_the_model_and_the_target(estimator, labels, continuous, names):
    y = np.array(list(labels))
    assert default_scoring(estimator, y, continuous=continuous) == names


def test_predictions_of_two_classes_have_one_score(rows):
    for model in (LogisticRegression(), LinearSVC()):
        model.fit(rows, TWO)
        found = predictions_of(model, rows, TWO)
        assert found["label"].unique().tolist() == [1]
        scores = found["score"].to_numpy()
        assert scores[TWO == 1].mean() > scores[TWO == 0].mean()


def test_predictions_of_three_classes_have_three(rows):
    y = np.arange(40) % 3
    found = predictions_of(DummyClassifier().fit(rows, y), rows, y)
    assert found.groupby("row").size().eq(3).all()


def test_seeds_that_were_set_are_kept():
    forest = RandomForestClassifier(random_state=3)
    pipeline = make_pipeline(DummyClassifier(), forest)
    one, same, other = (seeded(pipeline, seed) for seed in (0, 0, 1))
    names = "dummyclassifier__random_state", "randomforestclassifier__random_state"
    seeds = [
        [model.get_params()[name] for name in names] for model in (one, same, other)
    ]
    assert seeds[0] == seeds[1]
    assert seeds[0][0] != seeds[2][0]
    assert seeds[0][1] == seeds[2][1] == 3


def figures_of(*tables, encoder=None):
    figures = privacy_figures(*tables, encoder=encoder)
    return figures.set_index(["metric", "rows"])["value"]


def test_copies_of_training_and_of_test_rows_are_told_apart():
    train = pd.DataFrame({"age": [30, 40, 50, 60], "sex": list("fmfm")})
    test = pd.DataFrame({"age": [30, 45, 50, 65], "sex": list("ffff")})
    synthetic = pd.DataFrame({"age": [30, 40, 45, 33], "sex": list("fmfm")})
    values = figures_of(synthetic, train, test)
    assert values["identical_to_training", "synthetic"] == 0.5
    assert values["identical_to_training", "test"] == 0.5
    # Ages 30 and 45 of women; the copy of the man of 40 is none of a test row.
    assert values["identical_to_test", "synthetic"] == 0.5


def test_a_fresh_key_does_not_hide_a_copy():
    train = pd.DataFrame({"id": range(30), "age": np.arange(30) % 17})
    copy = train.assign(id=range(100, 130))
    assert figures_of(copy, train, train)["identical_to_training", "synthetic"] == 1


def test_a_copy_with_noise_of_the_last_digit_is_a_copy():
    train = pd.DataFrame({"value": np.random.default_rng(0).normal(size=30)})
    noisy = train * (1 + 1e-15)
    assert figures_of(noisy, train, train)["identical_to_training", "synthetic"] == 1
    other = figures_of(train + 1e-3, train, train)
    assert other["identical_to_training", "synthetic"] == 0


def test_distances_are_in_standard_deviations():
    train = pd.DataFrame({"a": [0.0, 10.5], "b": [100.5, 200.0]})
    kinds = dict.fromkeys("ab", "continuous")
    encoder = TableEncoder(column_kinds=kinds).fit(train)
    shifted = train + train.std(ddof=0) * [0.3, 0.4]
    distances = nearest_distances(shifted, train, encoder)
    np.testing.assert_allclose(distances, 0.5)


def test_percentiles_are_of_the_distances():
    train = pd.DataFrame({"a": [0.0, 1000.5]})
    encoder = TableEncoder(column_kinds={"a": "continuous"}).fit(train)
    unit = float(train["a"].std(ddof=0))
    synthetic = pd.DataFrame({"a": np.arange(101) / 100 * unit / 2})
    values = figures_of(synthetic, train, synthetic.iloc[:1], encoder=encoder)
    assert values["nearest_training_median", "synthetic"] == pytest.approx(0.25)
    assert values["nearest_training_p5", "synthetic"] == pytest.approx(0.025)


def test_moments_are_those_of_pandas():
    rng = np.random.default_rng(0)
    real = pd.DataFrame({"age": rng.normal(size=60), "bmi": rng.normal(size=60)})
    other = real.iloc[:40] * 2
    y, y_other = np.arange(60) % 3, np.arange(40) % 3
    moments = class_moments(real, y, other, y_other).set_index(["column", "class"])
    for column in real:
        by_class = real[column].groupby(y)
        np.testing.assert_allclose(moments.loc[column, "real_mean"], by_class.mean())
        np.testing.assert_allclose(moments.loc[column, "real_sd"], by_class.std(ddof=0))
        twice = other[column].groupby(y_other)
        np.testing.assert_allclose(moments.loc[column, "synthetic_mean"], twice.mean())
        scale = real[column].std(ddof=0)
        np.testing.assert_allclose(moments.loc[column, "scale"], scale)


def test_shares_of_levels_and_of_missing_values():
    real = pd.DataFrame(
        {"ward": ["A", "B", "C", None], "bmi": [20.5, 21.5, np.nan, 23.5]}
    )
    other = pd.DataFrame(
        {"ward": ["A", "A", "B", "D"], "bmi": [20.5, 21.5, 22.5, 23.5]}
    )
    moments = class_moments(real, [0, 0, 0, 0], other, [0, 0, 0, 0])
    shares = moments[moments["kind"] == "share"].set_index(["column", "level"])
    ward = shares.loc["ward"]
    assert ward.index.tolist() == ["(missing)", "A", "B", "C", "D"]
    assert ward["real_mean"].tolist() == [0.25, 0.25, 0.25, 0.25, 0]
    assert ward["synthetic_mean"].tolist() == [0, 0.5, 0.25, 0, 0.25]
    assert shares.loc[("bmi", "(missing)"), "real_mean"] == 0.25


def test_gaps_are_in_standard_deviations_and_shares():
    real = pd.DataFrame({"age": [10.5, 20.5, 30.5, 40.5], "sex": list("ffmm")})
    scale = real["age"].std(ddof=0)
    other = pd.DataFrame({"age": real["age"] + 0.5 * scale, "sex": list("fmmm")})
    moments = class_moments(real, [0] * 4, other, [0] * 4)
    figures = fidelity_figures(moments).set_index("metric")["value"]
    assert figures["mean_gap"] == pytest.approx(0.5)
    assert figures["sd_gap"] == pytest.approx(0)
    assert figures["share_gap"] == pytest.approx(0.25)


def test_total_variation_of_several_levels():
    real = pd.DataFrame({"ward": list("AABBCC")})
    other = pd.DataFrame({"ward": list("AAAAAA")})
    figures = fidelity_figures(class_moments(real, [0] * 6, other, [0] * 6))
    assert figures["value"].tolist() == [pytest.approx(2 / 3)]


def test_a_continuous_target_is_one_more_column():
    real = pd.DataFrame({"age": [10.5, 20.5, 30.5]})
    y = pd.Series([1.5, 2.5, 3.0], name="age")
    moments = class_moments(real, y, real, y + 1)
    assert moments["column"].tolist() == ["age", "age"]
    assert moments["synthetic_mean"].tolist() == pytest.approx([20.5, 10 / 3])


def test_summary_of_one_fold_and_of_a_base_line_of_zero():
    results = pd.DataFrame(
        [
            (0, "utility", "real", "auc", 0.8, "higher"),
            (0, "utility", "synthetic", "auc", 0.6, "higher"),
            (0, "privacy", "synthetic", "identical", 0.1, "lower"),
            (0, "privacy", "test", "identical", 0.0, "lower"),
            (0, "privacy", "synthetic", "other", 0.1, "lower"),
        ],
        columns=["fold", "section", "rows", "metric", "value", "better"],
    )
    summary = summarise(results)
    assert summary["std"].isna().all()
    assert summary["ratio"].fillna(-1).tolist() == pytest.approx([1, 0.75, -1, -1, -1])
    assert summary["better"].tolist() == results["better"].tolist()
