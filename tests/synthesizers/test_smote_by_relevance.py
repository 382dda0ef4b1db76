"""TypeAwareSMOTE for a continuous target: what users rely on."""

import re

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from imblearn.pipeline import make_pipeline
from sklearn.base import clone
from sklearn.linear_model import Ridge
from sklearn.metrics import make_scorer
from sklearn.model_selection import GridSearchCV, cross_val_score

from skl_synth import (
    MarginalCalibrator,
    ProximityFilter,
    RealRowsWarning,
    Relevance,
    TypeAwareSMOTE,
    load,
    phi_weighted_error,
)
from skl_synth.errors import InputError, InputWarning

POINTS = [[10, 0], [20, 1]]


def costs(n=200, n_rare=20, seed=0):
    """A table with a few persons who are dear."""
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(
        {
            "age": rng.integers(18, 95, n),
            "ward": pd.Categorical(rng.choice(["a", "b", "c"], n)),
            "dose": rng.normal(5, 2, n).round(1),
            7: rng.choice([True, False], n),
        }
    )
    y = pd.Series(np.r_[rng.uniform(0, 9, n - n_rare), rng.uniform(20, 40, n_rare)])
    y = y.round(2).rename("cost").sample(frac=1, random_state=seed)
    return X, y.reset_index(drop=True)


@pytest.mark.parametrize("wrap", [lambda one: one, ProximityFilter], ids=["", "filter"])
def test_the_real_rows_come_first_bit_for_bit_then_new_ones(wrap):
    X, y = costs()
    X.index = y.index = pd.Index(np.arange(500, 700), name="person")
    before = X.copy(), y.copy()
    smote = wrap(TypeAwareSMOTE(relevance=POINTS)).set_params(random_state=0)
    X_all, y_all = smote.fit_resample(X, y)
    pd.testing.assert_frame_equal(X_all.iloc[:200], before[0])
    pd.testing.assert_series_equal(y_all.iloc[:200], before[1])
    pd.testing.assert_frame_equal(X, before[0])
    assert X_all.index.equals(y_all.index)
    assert (X_all.dtypes == X.dtypes).all()
    assert y_all.dtype == y.dtype
    # Balanced: both regions are to have 100 rows, and the common one keeps its 180.
    assert (y_all >= 20).sum() == 100
    assert len(X_all) == 280
    assert smote.sampling_strategy_ == {0: 0, 1: 80}
    np.testing.assert_array_equal(y_all.round(2), y_all)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    n_rare=st.integers(2, 60),
    strategy=st.sampled_from(["balance", "extreme", 0.3, 1.0]),
    under_sample=st.booleans(),
)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_counts_of_regions_are_exact(n_rare, strategy, under_sample):
    X, y = costs(120, n_rare)
    X["age"] += np.arange(120)
    smote = TypeAwareSMOTE(
        strategy, relevance=POINTS, under_sample=under_sample, random_state=0
    )
    X_all, y_all = smote.fit_resample(X, y)
    common = 120 - n_rare
    mean = {"balance": 60, "extreme": common}.get(strategy)
    wanted = int(common * strategy + 0.5) if mean is None else mean
    assert (y_all >= 20).sum() == max(wanted, n_rare)
    left = {"balance": 60, "extreme": n_rare}.get(strategy, common)
    assert (y_all < 20).sum() == (min(left, common) if under_sample else common)
    assert len(X_all) == len(y_all)


def test_under_sampling_leaves_real_rows_out_and_changes_none():
    X, y = costs()
    plain = TypeAwareSMOTE(relevance=POINTS, random_state=0)
    fewer = clone(plain).set_params(under_sample=True)
    X_all, _ = plain.fit_resample(X, y)
    X_few, y_few = fewer.fit_resample(X, y)
    assert len(X_few) == 200
    kept = X_few.index[X_few.index < 200][: 200 - 80]
    real = X_few.iloc[:120]
    pd.testing.assert_frame_equal(
        real.reset_index(drop=True),
        X.iloc[_places(real, y_few.iloc[:120], X, y)].reset_index(drop=True),
    )
    assert len(kept)
    # The synthetic rows are the same, whatever becomes of real ones.
    pd.testing.assert_frame_equal(
        X_few.iloc[120:].reset_index(drop=True),
        X_all.iloc[200:].reset_index(drop=True),
    )


def _places(rows, target, X, y):
    """Where rows of a table stand in it, in order."""
    keys = list(zip(*(X[name] for name in X), y, strict=True))
    asked = list(zip(*(rows[name] for name in rows), target, strict=True))
    places = [keys.index(one) for one in asked]
    assert places == sorted(places)
    return places


@pytest.mark.parametrize(
    "cast",
    [
        lambda y: y.round().astype(int),
        lambda y: y.round().astype("Int64"),
        lambda y: y.astype(np.float32),
        lambda y: y.to_frame(),
        lambda y: y.to_numpy(),
        lambda y: y.tolist(),
        lambda y: pl.from_pandas(y),
        lambda y: y.round().astype(int).rename(None),
    ],
    ids=["int", "Int64", "float32", "frame", "array", "list", "polars", "unnamed"],
)
@pytest.mark.parametrize("under_sample", [False, True])
def test_targets_of_any_container_come_back_in_it(cast, under_sample):
    X, y = costs()
    given_y = cast(y)
    table = pl.from_pandas(X.drop(columns=7)) if isinstance(given_y, pl.Series) else X
    smote = TypeAwareSMOTE(relevance=POINTS, under_sample=under_sample, random_state=0)
    X_all, y_all = smote.fit_resample(table, given_y)
    assert type(y_all) is type(given_y)
    assert type(X_all) is type(table)
    assert len(X_all) == len(y_all) == (200 if under_sample else 280)
    dtype = getattr(given_y, "dtype", None)
    assert getattr(y_all, "dtype", None) == dtype


def test_plain_arrays():
    X, y = costs()
    table = X[["age", "dose"]].to_numpy()
    X_all, y_all = TypeAwareSMOTE(relevance=POINTS, random_state=0).fit_resample(
        table, y.to_numpy()
    )
    np.testing.assert_array_equal(X_all[:200], table)
    assert X_all.shape == (280, 2)
    assert y_all.dtype == np.float64


def test_the_same_seed_gives_the_same_rows():
    X, y = costs()
    tables = [
        TypeAwareSMOTE(relevance=POINTS, under_sample=True, random_state=3)
        .fit_resample(X, y)[0]
        .assign(job=0)
        for _ in range(2)
    ]
    pd.testing.assert_frame_equal(*tables)


def test_without_relevance_a_continuous_target_is_still_refused():
    X, y = costs()
    with pytest.raises(InputError, match="Unknown label type: continuous"):
        TypeAwareSMOTE().fit_resample(X, y)
    with pytest.raises(InputError, match="Unknown label type: continuous"):
        ProximityFilter().fit_resample(X, y)
    X_new, _ = TypeAwareSMOTE(random_state=0).fit(X, y).sample()
    assert len(X_new) == len(X)


def test_a_sample_of_any_size_keeps_the_real_shares():
    X, y = costs()
    smote = TypeAwareSMOTE(relevance=POINTS, random_state=0).fit(X, y)
    _, y_new = smote.sample(50)
    assert (y_new >= 20).sum() == 5
    _, y_new = smote.sample({1: 33, 0: 4})
    assert (y_new >= 20).sum() == 33
    assert len(y_new) == 37
    assert len(smote.sample()[1]) == 80


@pytest.mark.parametrize("wrap", [lambda one: one, ProximityFilter], ids=["", "filter"])
def test_what_is_given_holds_within_regions(wrap):
    X, y = costs(400, 120)
    smote = TypeAwareSMOTE(relevance=POINTS)
    synthesizer = wrap(smote).set_params(random_state=0).fit(X, y)
    X_new, y_new = synthesizer.sample({1: 12, 0: 5}, given={"ward": "a"})
    assert (X_new["ward"] == "a").all()
    assert (y_new >= 20).sum() == 12
    assert len(y_new) == 17
    # By default as many as balance: both regions are to have 200 rows.
    _, y_new = synthesizer.sample(given={"ward": ["a", "b"]})
    assert (y_new >= 20).sum() == len(y_new) == 80
    _, y_new = synthesizer.sample(6, given={"cost": (25, None)})
    assert (y_new >= 25).all()
    with pytest.raises(InputError, match=r"asks for rows of region 1.* allows none"):
        synthesizer.sample({1: 3}, given={"cost": (None, 5)})


def test_replace_gives_synthetic_rows_alone():
    X, y = costs()
    smote = TypeAwareSMOTE(relevance=POINTS, mode="replace", random_state=0)
    _, y_new = smote.fit_resample(X, y)
    assert (y_new >= 20).sum() == 20
    assert len(y_new) == 200
    smote.set_params(sampling_strategy="balance")
    _, y_new = smote.fit_resample(X, y)
    assert (y_new >= 20).sum() == 100


def test_in_a_pipeline_rows_are_added_at_fit_only():
    X, y = costs()
    pipeline = make_pipeline(TypeAwareSMOTE(relevance=POINTS, random_state=0), Ridge())
    X = X[["age", "dose"]]
    scorer = make_scorer(phi_weighted_error, greater_is_better=False, relevance=POINTS)
    scores = cross_val_score(pipeline, X, y, cv=3, scoring=scorer)
    assert np.isfinite(scores).all()
    assert len(pipeline.fit(X, y).predict(X)) == len(X)


def test_a_search_goes_over_the_threshold():
    X, y = costs()
    pipeline = make_pipeline(
        TypeAwareSMOTE(relevance=Relevance(POINTS), random_state=0), Ridge()
    )
    name = "typeawaresmote__relevance__threshold"
    search = GridSearchCV(pipeline, {name: [0.5, 0.9]}, cv=3)
    search.fit(X[["age", "dose"]], y)
    assert set(search.cv_results_[f"param_{name}"]) == {0.5, 0.9}
    assert search.best_params_[name] in (0.5, 0.9)


def test_the_filter_measures_against_every_real_row():
    X, y = costs()
    synthesizer = ProximityFilter(
        TypeAwareSMOTE(relevance=POINTS), removal_fraction=0.2, random_state=0
    )
    X_all, y_all = synthesizer.fit_resample(X, y)
    distances, _ = synthesizer.nearest_real(X_all.iloc[200:])
    assert distances.min() > 0.001
    assert synthesizer.sampler_.regions_["synthetic"].tolist() == [0, 80]
    assert (y_all.iloc[200:] >= 20).all()
    assert len(synthesizer.sampler_.sample({1: 7})[0]) == 7


def test_the_calibrator_chooses_within_regions():
    X, y = costs()
    smote = TypeAwareSMOTE(relevance=POINTS)
    _, y_all = MarginalCalibrator(smote, mode="augment", random_state=0).fit_resample(
        X, y
    )
    assert (y_all >= 20).sum() == 100


def test_strata_are_balanced_by_their_shares():
    X, y = costs(400, 120)
    X["ward"] = np.where(y.rank(method="first").astype(int) % 2, "a", "b")
    smote = TypeAwareSMOTE({1: 180}, relevance=POINTS, by="ward", random_state=0)
    X_all, y_all = smote.fit_resample(X, y)
    new = X_all.iloc[400:]
    assert new["ward"].value_counts().to_dict() == {"a": 30, "b": 30}
    assert (y_all.iloc[400:] >= 20).all()
    assert len(smote.strata_) == 2


def test_it_is_saved_and_loaded(tmp_path):
    X, y = costs()
    smote = TypeAwareSMOTE(relevance=Relevance(POINTS), random_state=0).fit(X, y)
    path = tmp_path / "smote.zip"
    with pytest.warns(RealRowsWarning):
        smote.save(path)
    with pytest.warns(RealRowsWarning):
        other = load(path)
    pd.testing.assert_frame_equal(smote.sample(30)[0], other.sample(30)[0])
    assert other.relevance.get_params() == smote.relevance.get_params()


def test_nothing_rare_is_said_and_nothing_is_added():
    X, _ = costs()
    y = pd.Series(np.linspace(0, 1, 200))
    smote = TypeAwareSMOTE(relevance="auto", random_state=0)
    with pytest.warns(UserWarning, match="no value of the target is rare"):
        X_all, _ = smote.fit_resample(X, y)
    assert len(X_all) == 200
    everything = TypeAwareSMOTE(relevance=[[0, 1]], random_state=0)
    with pytest.warns(UserWarning, match="every value of the target is rare"):
        everything.fit_resample(X, y)


@pytest.mark.parametrize(
    ("y", "said"),
    [
        (pd.Series(list("ab") * 100), "the target holds 'a'"),
        (pd.Series([True, False] * 100), "the target holds True"),
        (None, "requires y to be passed"),
        (pd.Series(np.r_[np.nan, np.zeros(199)]), "is missing in 1 rows"),
        (pd.Series(np.r_[np.inf, np.zeros(199)]), "is infinite in row 0"),
        (pd.Series(pd.date_range("2020", periods=200)), "dates or times"),
        (np.ones((200, 2)), "one column of numbers, and there are 2"),
        (pd.Series(np.zeros(199)), "199"),
    ],
    ids=["text", "bool", "none", "missing", "infinite", "dates", "two", "short"],
)
def test_targets_that_have_no_relevance_are_refused(y, said):
    X, _ = costs()
    with pytest.raises(ValueError, match=re.escape(said)):
        TypeAwareSMOTE(relevance="auto").fit_resample(X, y)


def test_without_a_target_there_is_no_relevance():
    X, _ = costs()
    with pytest.raises(InputError, match="relevance is that of a target"):
        TypeAwareSMOTE(relevance="auto").fit(X)


@pytest.mark.parametrize("strategy", ["balance", "extreme"])
def test_words_for_regions_are_refused_for_classes(strategy):
    X, y = costs()
    with pytest.raises(InputError, match="relevance='auto'"):
        TypeAwareSMOTE(strategy).fit_resample(X, (y > 20).astype(int))


def test_the_class_relevance_itself_is_refused():
    X, y = costs()
    with pytest.raises(TypeError, match=r"the class Relevance itself.*Relevance\(\)"):
        TypeAwareSMOTE(relevance=Relevance).fit_resample(X, y)


def test_persons_with_several_rows_are_refused():
    X, y = costs()
    with pytest.raises(InputError, match="draws row by row"):
        TypeAwareSMOTE(relevance=POINTS).fit_resample(X, y, groups=np.arange(200) // 2)


def test_regions_are_there_by_relevance_only():
    X, y = costs()
    smote = TypeAwareSMOTE(random_state=0).fit(X, y)
    with pytest.raises(AttributeError, match="fitted without relevance"):
        _ = smote.regions_


@pytest.mark.parametrize("strategy", ["balance", "extreme", 0.5, {0: 30, 1: 90}])
def test_regions_tell_how_many_real_rows_are_kept(strategy):
    X, y = costs()
    smote = TypeAwareSMOTE(
        strategy, relevance=POINTS, under_sample=True, random_state=0
    )
    _, y_all = smote.fit_resample(X, y)
    final = smote.regions_["kept"] + smote.regions_["synthetic"]
    assert final.tolist() == [(y_all < 20).sum(), (y_all >= 20).sum()]
    smote.set_params(under_sample=False, sampling_strategy="balance")
    smote.fit_resample(X, y)
    assert "kept" not in smote.regions_


@pytest.mark.parametrize("synthesizer", [TypeAwareSMOTE(), ProximityFilter()])
def test_who_balances_a_number_is_told_of_relevance(synthesizer):
    X, y = costs()
    with pytest.raises(InputError, match=r"TypeAwareSMOTE\(relevance='auto'\)"):
        synthesizer.fit_resample(X, y + 0.25)


@pytest.mark.filterwarnings("ignore:.*neighbours are used")
def test_a_single_rare_row_gives_no_advice_that_forgets_the_points():
    X, y = costs()
    y = y.clip(upper=9.0)
    y.iloc[0] = 60.0
    with pytest.warns(InputWarning, match="lower the threshold of Relevance") as told:
        TypeAwareSMOTE(relevance=POINTS, random_state=0).fit_resample(X, y)
    assert not any("points='auto'" in str(one.message) for one in told)
