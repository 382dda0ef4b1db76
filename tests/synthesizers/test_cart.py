"""TypeAwareCART: what users rely on."""

import numpy as np
import pandas as pd
import pytest
from imblearn.pipeline import make_pipeline
from scipy.spatial.distance import cdist
from scipy.stats import ks_2samp
from sklearn.datasets import load_diabetes, load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_score

from skl_synth import ProximityFilter, TableEncoder, TypeAwareCART, TypeAwareSMOTE
from tests.tables import mixed_table

VARIANTS = [
    {},
    {"smoothing": 0},
    {"n_estimators": 1, "min_samples_leaf": 5},
    {"visit_order": "levels"},
    {"visit_order": ["weight", "blood"]},
    {"labels": "modelled"},
    {"labels": "redrawn"},
]


def planted(n_rows=3000, seed=0):
    """Return a table with known dependences of every sort, and its target."""
    rng = np.random.default_rng(seed)
    age = rng.integers(18, 95, n_rows)
    ward = np.where(rng.random(n_rows) < (age - 18) / 90, "old", "young")
    ward = np.where(rng.random(n_rows) < 0.1, "any", ward)
    cost = np.round(np.exp(rng.normal(age / 30, 0.5)), 2)
    cost[rng.random(n_rows) < 0.4 - 0.3 * (ward == "old")] = 0
    test = pd.Series(rng.normal(age, 5)).mask(rng.random(n_rows) < 0.5 * (cost == 0))
    X = pd.DataFrame({"age": age, "ward": ward, "cost": cost, "test": test})
    X["free"] = rng.normal(size=n_rows)
    y = pd.Series((rng.random(n_rows) < 0.2 + 0.4 * (ward == "old")).astype(int))
    return X, y.rename("died")


@pytest.mark.parametrize("parameters", VARIANTS, ids=str)
def test_the_table_is_of_the_same_kind(parameters):
    X, y = mixed_table(300)
    cart = TypeAwareCART(mode="replace", random_state=0, **parameters)
    X_new, y_new = cart.fit_resample(X, y)
    assert list(X_new.columns) == list(X.columns)
    assert (X_new.dtypes == X.dtypes).all()
    assert y_new.value_counts().to_dict() == y.value_counts().to_dict()
    assert y_new.name == "died"
    assert not y_new.is_monotonic_increasing, "the rows are not shuffled"
    assert X_new["age"].between(X["age"].min(), X["age"].max()).all()
    np.testing.assert_array_equal(X_new["glucose"].round(2), X_new["glucose"])
    assert (X_new.filter(like="blood").sum(axis=1) == 1).all()
    for name in ["ward", "smoker", "flag", "site"]:
        assert set(X_new[name]) <= set(X[name])


@pytest.mark.parametrize("parameters", VARIANTS, ids=str)
def test_the_seed_fixes_everything_whatever_the_number_of_threads(parameters):
    X, y = mixed_table()
    first, again, other = (
        TypeAwareCART(random_state=seed, n_jobs=n_jobs, **parameters).fit_resample(X, y)
        for seed, n_jobs in [(3, None), (3, 2), (4, None)]
    )
    pd.testing.assert_frame_equal(first[0], again[0])
    pd.testing.assert_series_equal(first[1], again[1])
    assert not first[0].equals(other[0])


def test_dependences_come_back():
    X, y = planted()
    cart = TypeAwareCART(mode="replace", random_state=0)
    X_new, y_new = cart.fit_resample(X, y)
    real, made = X[["age", "test"]].corr().iloc[0, 1], X_new[["age", "test"]].corr()
    assert made.iloc[0, 1] == pytest.approx(real, abs=0.03)
    for ward in ("old", "young", "any"):
        old, new = X[X["ward"] == ward], X_new[X_new["ward"] == ward]
        assert len(new) == pytest.approx(len(old), rel=0.08)
        assert new["age"].mean() == pytest.approx(old["age"].mean(), abs=2)
        # Zero costs, and missing tests among them, by ward.
        assert (new["cost"] == 0).mean() == pytest.approx(
            (old["cost"] == 0).mean(), abs=0.05
        )
        assert y_new[new.index].mean() == pytest.approx(y[old.index].mean(), abs=0.05)
    assert not X_new["test"][X_new["cost"] > 0].isna().any()
    zero = X_new["test"][X_new["cost"] == 0].isna().mean()
    assert zero == pytest.approx(X["test"][X["cost"] == 0].isna().mean(), abs=0.06)
    assert abs(np.corrcoef(X_new["free"], X_new["age"])[0, 1]) < 0.06
    for name in ("age", "cost", "test", "free"):
        known = X[name].dropna(), X_new[name].dropna()
        assert ks_2samp(*known, method="asymp").statistic < 0.05


def test_columns_drawn_at_random_would_not_pass_the_test_before():
    """The dependences that are tested are there to be lost."""
    X, _ = planted()
    rng = np.random.default_rng(0)
    shuffled = X.apply(lambda column: rng.permutation(column.to_numpy()))
    assert abs(shuffled[["age", "test"]].corr().iloc[0, 1]) < 0.1
    assert shuffled["test"][shuffled["cost"] > 0].isna().any()


def test_numbers_are_moved_and_spikes_are_not():
    X, y = planted()
    moved, kept = (
        TypeAwareCART(mode="replace", smoothing=smoothing, random_state=0).fit_resample(
            X, y
        )[0]
        for smoothing in (1.0, 0.0)
    )
    for name in ("test", "free"):
        assert not moved[name].dropna().isin(X[name]).any()
        assert kept[name].dropna().isin(X[name]).all()
    assert (moved["cost"] == 0).mean() == pytest.approx(
        (X["cost"] == 0).mean(), abs=0.03
    )
    assert moved["cost"][moved["cost"] > 0].min() >= X["cost"][X["cost"] > 0].min()


def test_rows_lie_further_from_people_than_those_of_smote():
    """A planted memoriser, and SMOTE, are told from CART by the distance to members."""
    X, y = planted(800)
    others, _ = planted(400, seed=1)
    encoder = TableEncoder().fit(X)
    people = np.vstack([encoder.transform(X), encoder.transform(others)])
    member = np.repeat([1, 0], [800, 400])

    def attack(synthesizer):
        made, _ = synthesizer.set_params(mode="replace", random_state=0).fit_resample(
            X, y
        )
        return roc_auc_score(
            member, -cdist(people, encoder.transform(made)).min(axis=1)
        )

    memoriser = TypeAwareCART(n_estimators=1, min_samples_leaf=2, smoothing=0)
    exposed = {"memoriser": attack(memoriser), "smote": attack(TypeAwareSMOTE())}
    assert attack(TypeAwareCART()) < min(exposed.values()) - 0.02
    assert attack(TypeAwareCART(min_samples_leaf=20)) < 0.56


def test_a_small_class_has_smaller_leaves_and_is_told():
    X, _ = mixed_table(200)
    y = pd.Series(["many"] * 190 + ["few"] * 10)
    with pytest.warns(UserWarning, match="class 'few' has 10 rows: leaves of 3 rows"):
        X_all, y_all = TypeAwareCART(random_state=0).fit_resample(X, y)
    assert y_all.value_counts().to_dict() == {"many": 190, "few": 190}
    made = X_all[y_all == "few"]
    assert (
        made["weight"].between(X["weight"][190:].min(), X["weight"][190:].max()).all()
    )


def test_a_class_of_one_row_is_refused_by_name():
    X, _ = mixed_table(60)
    y = pd.Series(["a"] * 59 + ["rare"])
    with pytest.raises(ValueError, match=r"class 'rare' has 1 row .* merge or drop"):
        TypeAwareCART({"rare": 5}).fit(X, y)
    without = TypeAwareCART({"a": 80}, random_state=0).fit(X, y)
    with pytest.raises(ValueError, match="class 'rare' has 1 row"):
        without.sample({"rare": 2})


def test_a_class_of_one_row_may_borrow_from_the_others():
    X, _ = mixed_table(60)
    y = pd.Series(["a"] * 59 + ["rare"])
    cart = TypeAwareCART(labels="modelled", random_state=0).fit(X, y)
    made, labels = cart.sample({"rare": 20})
    assert set(labels) == {"rare"}
    assert made["weight"].nunique() == 20


def test_a_class_that_misses_a_column_altogether():
    X, y = mixed_table(400)
    X.loc[y == 1, "glucose"] = np.nan
    X_new, y_new = TypeAwareCART(mode="replace", random_state=0).fit_resample(X, y)
    assert X_new["glucose"][y_new == 1].isna().all()
    assert not X_new["glucose"][y_new == 0].isna().all()


def test_modelled_labels_borrow_from_other_classes():
    """What is rare in a class of twenty is drawn from what the other class knows."""
    X, _ = planted()
    y = pd.Series(np.repeat([0, 1], [2980, 20]))
    few = {"sampling_strategy": {0: 0, 1: 500}, "mode": "replace", "random_state": 0}
    modelled, labels = TypeAwareCART(labels="modelled", **few).fit_resample(X, y)
    assert set(labels) == {1}
    with pytest.warns(UserWarning, match="has 20 rows"):
        kept, _ = TypeAwareCART(**few).fit_resample(X, y)
    real = X[["age", "test"]].corr().iloc[0, 1]
    made = [frame[["age", "test"]].corr().iloc[0, 1] for frame in (modelled, kept)]
    assert abs(made[0] - real) < abs(made[1] - real)


def test_redrawn_labels_are_those_of_a_classifier():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(1500, 3)), columns=list("abc"))
    y = (X["a"] + rng.normal(0, 2, 1500) > 1).astype(int)
    cart = TypeAwareCART(labels="redrawn", mode="replace", random_state=0)
    X_new, y_new = cart.fit_resample(X, y)
    assert y_new.value_counts().to_dict() == y.value_counts().to_dict()
    # A line is what the truth is, and what wins the cross-validation.
    assert type(cart.label_model_.classifier).__name__ == "LogisticRegression"
    assert roc_auc_score(y_new, X_new["a"]) == pytest.approx(
        roc_auc_score(y, X["a"]), abs=0.04
    )
    balanced = cart.sample({0: 700, 1: 700})[1]
    assert balanced.value_counts().to_dict() == {0: 700, 1: 700}


def test_a_continuous_target_is_a_column():
    X, y = load_diabetes(return_X_y=True, as_frame=True)
    kinds = {"target": "continuous"}
    cart = TypeAwareCART(column_kinds=kinds, mode="replace", random_state=0)
    X_new, y_new = cart.fit(X, y).sample()
    assert len(X_new) == len(X)
    assert y_new.dtype == y.dtype
    assert y_new.between(y.min(), y.max()).all()
    real = np.corrcoef(X["bmi"], y)[0, 1]
    assert np.corrcoef(X_new["bmi"], y_new)[0, 1] == pytest.approx(real, abs=0.1)
    with pytest.raises(ValueError, match=r"continuous.*fit\(X, y\) and sample"):
        cart.fit_resample(X, y + 0.5)


def test_without_a_target():
    X, _ = mixed_table()
    for labels in ("kept", "modelled", "redrawn"):
        cart = TypeAwareCART(labels=labels, random_state=0).fit(X)
        X_new, y_new = cart.sample(70)
        assert (len(X_new), y_new) == (70, None)
        assert (X_new.dtypes == X.dtypes).all()


def test_samples_of_any_size():
    X, y = mixed_table()
    for labels in ("kept", "modelled", "redrawn"):
        cart = TypeAwareCART(labels=labels, random_state=0).fit(X, y)
        assert cart.sample(7)[0].shape == (7, X.shape[1])
        assert cart.sample({1: 5})[1].tolist() == [1] * 5
        assert len(cart.sample(0)[0]) == 0


def test_augment_keeps_the_real_rows_first_bit_for_bit():
    X, y = mixed_table()
    X_all, y_all = TypeAwareCART(random_state=0).fit_resample(X, y)
    pd.testing.assert_frame_equal(X_all[: len(X)], X)
    assert len(set(y_all.value_counts())) == 1


def test_in_a_pipeline():
    X, y = load_iris(return_X_y=True)
    rows = np.r_[:50, 50:90, 100:150]
    model = make_pipeline(
        TypeAwareCART(min_samples_leaf=5, random_state=0), RandomForestClassifier(20)
    )
    assert cross_val_score(model, X[rows], y[rows], cv=3).min() > 0.8


@pytest.mark.filterwarnings("ignore:.*what is left is unlike what was made")
def test_behind_a_filter_no_row_is_a_copy_and_the_seed_of_the_filter_governs():
    X, y = mixed_table(300)
    X = X[["age", "flag", "smoker", "blood_a", "blood_b", "blood_o", "ward"]]
    made = [
        ProximityFilter(
            TypeAwareCART(), mode="replace", random_state=seed
        ).fit_resample(X, y)[0]
        for seed in (0, 0, 1)
    ]
    pd.testing.assert_frame_equal(made[0], made[1])
    assert not made[0].equals(made[2])
    assert made[0].merge(X.drop_duplicates()).empty


def test_it_says_that_it_holds_real_rows():
    assert TypeAwareCART.holds_real_rows


def test_in_a_wide_table_columns_still_hang_together():
    rng = np.random.default_rng(0)
    wide = pd.DataFrame(rng.normal(size=(600, 60))).add_prefix("x")
    wide["echo"] = wide["x7"] + rng.normal(0, 0.3, 600)
    y = pd.Series(rng.integers(0, 2, 600)).rename("died")
    made = TypeAwareCART(mode="replace", max_predictors=5, random_state=0)
    X_new, _ = made.fit_resample(wide, y)
    assert X_new["x7"].corr(X_new["echo"]) > 0.8
    assert abs(X_new["x8"].corr(X_new["echo"])) < 0.2


def test_a_table_of_few_columns_is_made_from_all_of_them():
    X, y = mixed_table(300)
    for labels in ("kept", "modelled"):
        few, every = (
            TypeAwareCART(
                mode="replace", labels=labels, max_predictors=most, random_state=0
            ).fit_resample(X, y)[0]
            for most in (40, None)
        )
        pd.testing.assert_frame_equal(few, every)
