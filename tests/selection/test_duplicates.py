"""ProximityFilter(duplicates=): which copies stay, and what is said of the others."""

import warnings

import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    ProximityFilter,
    TypeAwareCART,
    TypeAwareSMOTE,
    load,
    release_synthesizer,
)
from skl_synth.datasets import make_patients
from tests.tables import mixed_table

REPLACE = {"mode": "replace", "random_state": 0}


def coarse(n=600, seed=0):
    """People who often share a row."""
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(
        {
            "stage": rng.choice([1, 2, 3, 4], n, p=[0.6, 0.25, 0.1, 0.05]),
            "smoker": rng.choice(["no", "yes"], n, p=[0.85, 0.15]),
            "visits": rng.poisson(0.6, n),
            "ward": rng.choice(list("ABC"), n, p=[0.7, 0.2, 0.1]),
            "age": np.minimum(90, 18 + rng.exponential(12, n)).astype(int),
        }
    )
    return X, pd.Series(rng.choice(["ill", "well"], n, p=[0.2, 0.8]), name="state")


def tiny(n=300):
    """Every row that the columns allow is a real one."""
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.integers(0, 2, (n, 3)), columns=list("abc"))
    return X, pd.Series(rng.choice(["no", "yes"], n), name="event")


def copied(X_new, X):
    """The share of rows that equal a real one."""
    real = set(map(tuple, X.to_numpy().tolist()))
    return np.mean([tuple(row) in real for row in X_new.to_numpy().tolist()])


def alike(X):
    """The share of people who equal another one."""
    return X.duplicated(keep=False).mean()


@pytest.mark.parametrize("sampler", [TypeAwareCART(), TypeAwareSMOTE()], ids=str)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_copies_stay_as_often_as_strangers_show_them(sampler, seed):
    X, y = coarse(seed=seed)
    synthesizer = ProximityFilter(
        sampler, duplicates="excess", removal_fraction=0.0, **REPLACE
    )
    X_new, y_new = synthesizer.fit_resample(X, y)
    assert y_new.value_counts().to_dict() == y.value_counts().to_dict()
    for label in ("ill", "well"):
        n, shared = (y == label).sum(), X.duplicated(keep=False)[y == label].mean()
        chance = 5 * np.sqrt(shared * (1 - shared) / n)
        assert copied(X_new[y_new == label], X) <= shared + chance
    plain, _ = sampler.set_params(**REPLACE).fit_resample(X, y)
    assert copied(plain, X) > copied(X_new, X) > 0.4


def test_people_who_are_alone_are_shown_as_seldom_as_others_meet_them():
    """A bootstrap repeats them far more often than strangers do."""
    X, y = coarse()
    drawn = np.random.RandomState(0).randint(len(X), size=1500)
    others, labels = coarse(1500, seed=7)
    table = pd.concat([X.iloc[drawn], others]), pd.concat([y.iloc[drawn], labels])
    synthesizer = ProximityFilter(
        duplicates="excess", removal_fraction=0.0, random_state=0
    ).fit(X, y)
    synthesizer.resample(*table)
    kept = synthesizer.provenance_
    is_alone = X.groupby(list(X.columns))["age"].transform("size").to_numpy() == 1
    by_name = (kept.distances == 0) & is_alone[kept.nearest]
    # Without somebody, a row that two have is one that a single person has.
    met = X.groupby(list(X.columns))["age"].transform("size").eq(2).mean()
    assert is_alone[drawn].mean() / 2 > met + 0.03
    assert 0.5 * met < by_name.mean() <= met + 0.02


def test_where_strangers_are_never_the_same_no_copy_stays():
    X, y = mixed_table(200)
    plain = ProximityFilter(duplicates="excess", removal_fraction=0.0, **REPLACE)
    plain.fit(X, y)
    kept, _ = plain.resample(pd.concat([X[:40], X[:40]]), pd.concat([y[:40]] * 2))
    assert len(kept) == 0
    assert plain.filter_counts_["identical"] == 80


def test_nothing_is_dropped_where_nothing_is_in_excess():
    X, y = tiny()
    synthesizer = ProximityFilter(
        TypeAwareCART(), duplicates="excess", removal_fraction=0.0, **REPLACE
    )
    X_new, _ = synthesizer.fit_resample(X, y)
    counts = synthesizer.filter_counts_
    assert counts["identical"] == counts["repeated"] == counts["closest"] == 0
    assert copied(X_new, X) == 1


def test_a_domain_that_is_full_is_refused_with_a_way_out_that_works():
    X, y = tiny()
    synthesizer = ProximityFilter(**REPLACE)
    with pytest.raises(ValueError, match="duplicates='excess'"):
        synthesizer.fit_resample(X, y)
    _, y_new = synthesizer.set_params(duplicates="excess").fit_resample(X, y)
    assert y_new.value_counts().to_dict() == y.value_counts().to_dict()


def test_a_way_out_is_not_named_where_it_is_none():
    X, y = make_patients(60, random_state=0, return_X_y=True)
    X, y = (pd.concat([one] * 5, ignore_index=True) for one in (X, y))
    X = X.drop(columns="patient_id")
    synthesizer = ProximityFilter(TypeAwareSMOTE(k_neighbors=3), **REPLACE)
    with pytest.raises(ValueError, match="only 0 of") as refused:
        synthesizer.fit_resample(X, y)
    assert "excess" not in str(refused.value)


def test_what_moved_is_said_with_the_way_out():
    X, y = coarse()
    with pytest.warns(UserWarning, match="stage.*duplicates='excess'"):
        ProximityFilter(**REPLACE).fit_resample(X, y)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ProximityFilter(duplicates="excess", **REPLACE).fit_resample(X, y)


def test_whoever_was_asked_to_do_more_than_drop_copies_is_told_of_that():
    X, y = mixed_table(300)
    with pytest.warns(UserWarning, match="unlike what was made.*removal_fraction=0.0"):
        ProximityFilter(removal_fraction=0.98, **REPLACE).fit_resample(X, y)


@pytest.mark.parametrize("seed", range(5))
def test_of_ordinary_tables_nothing_is_said(seed):
    X, y = make_patients(400, random_state=seed, return_X_y=True)
    X = X.drop(columns="patient_id")
    for synthesizer in (
        ProximityFilter(**REPLACE),
        ProximityFilter(duplicates="excess", **REPLACE),
    ):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            synthesizer.fit_resample(X, y)


def test_all_is_the_default_and_draws_the_same_rows():
    """Nothing is drawn by lot where every copy goes."""
    X, y = mixed_table(300)
    assert ProximityFilter().duplicates == "all"
    one = ProximityFilter(duplicates="all", **REPLACE).fit(X, y)
    rng = np.random.RandomState(3)
    one.generator_.outcomes_of(one.generator_.measured(one.sampler_._draw(50, 0)), rng)
    assert rng.randint(1000) == np.random.RandomState(3).randint(1000)


def test_reference_rows_are_copied_no_more_often_than_strangers_show():
    X, y = coarse()
    reference, _ = coarse(200, seed=9)
    synthesizer = ProximityFilter(
        TypeAwareCART(), duplicates="excess", removal_fraction=0.0, **REPLACE
    )
    X_new, _ = synthesizer.fit_resample(X, y, reference=reference)
    both = pd.concat([X, reference])
    known = X.apply(tuple, axis=1).isin(set(map(tuple, reference.to_numpy().tolist())))
    shared = (X.duplicated(keep=False) | known).mean()
    assert copied(X_new, both) <= shared + 0.06


@pytest.mark.filterwarnings("ignore:.*REAL ROWS")
def test_a_saved_filter_draws_the_same_rows(tmp_path):
    X, y = coarse()
    synthesizer = ProximityFilter(duplicates="excess", **REPLACE).fit(X, y)
    synthesizer.save(tmp_path / "filter.zip")
    again = load(tmp_path / "filter.zip")
    pd.testing.assert_frame_equal(synthesizer.sample()[0], again.sample()[0])


def test_strata_are_held_against_all_real_rows():
    X, y = coarse(900)
    X["ward"] = np.where(X["ward"] == "A", "A", "B")
    synthesizer = release_synthesizer(by="ward", random_state=0)
    X_new, _ = synthesizer.fit_resample(X, y)
    assert X_new["ward"].value_counts().to_dict() == X["ward"].value_counts().to_dict()
    assert 0.4 < copied(X_new, X) <= alike(X) + 0.08


def test_persons_with_visits_may_share_a_row_as_strangers_do():
    rng = np.random.default_rng(0)
    persons = np.repeat(np.arange(150), 3)
    X = pd.DataFrame(
        {
            "sex": rng.choice(["f", "m"], 150)[persons],
            "ward": rng.choice(list("ABC"), 450),
            "stay": rng.integers(0, 4, 450),
        }
    )
    y = pd.Series(rng.choice(["no", "yes"], 450), name="again")
    with pytest.raises(ValueError, match="duplicates='excess'"):
        ProximityFilter(TypeAwareCART(), **REPLACE).fit(X, y, groups=persons).sample()
    keeping = ProximityFilter(TypeAwareCART(), duplicates="excess", **REPLACE)
    X_new, y_new = keeping.fit(X, y, groups=persons).sample()
    assert y_new.value_counts().to_dict() == y.value_counts().to_dict()
    assert copied(X_new, X) > 0.5


def test_persons_with_visits_who_share_nothing_are_not_copied():
    rng = np.random.default_rng(0)
    persons = np.repeat(np.arange(100), 3)
    X = pd.DataFrame(
        {"age": rng.integers(18, 90, 100)[persons], "sbp": rng.integers(90, 200, 300)}
    ).assign(hb=rng.normal(13, 2, 300).round(1))
    y = pd.Series(rng.choice(["no", "yes"], 300), name="again")
    synthesizer = ProximityFilter(TypeAwareCART(), duplicates="excess", **REPLACE)
    X_new, _ = synthesizer.fit(X, y, groups=persons).sample()
    assert copied(X_new, X) == 0
