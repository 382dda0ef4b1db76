"""TypeAwareCART on dask frames: the table of one machine, or of bags and blocks."""

from __future__ import annotations

import sys
import warnings
from typing import Any

import dask
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import skl_synth
from skl_synth.dask.dask_cart import TypeAwareCART
from skl_synth.datasets import make_patients, make_visits
from skl_synth.errors import InputError, InputWarning

QUICK = {
    "mode": "replace",
    "n_estimators": 2,
    "min_samples_leaf": 4,
    "random_state": 0,
}


def in_parts(values: Any, ends: tuple[int, ...] = (100, 100, 350)) -> Any:
    """Cut a frame at these rows; a partition may be empty."""
    starts, stops = (0, *ends), (*ends, len(values))
    parts = [values.iloc[a:b] for a, b in zip(starts, stops, strict=True)]
    return dd.concat([dd.from_pandas(one, npartitions=1) for one in parts if len(one)])


def patients(n: int = 500) -> tuple[pd.DataFrame, pd.Series]:
    X, y = make_patients(n, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    X.loc[X.index[::9], "bmi"] = np.nan
    X["admitted"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(
        np.random.RandomState(0).randint(0, 300, n), unit="D"
    )
    X["discharged"] = X["admitted"] + pd.to_timedelta(X["length_of_stay"], unit="D")
    X["frail"] = X["age"] > 70
    X["band"] = pd.Categorical(np.where(X["age"] > 50, "old", "young"))
    return X, y


def in_bags(
    X: pd.DataFrame, y: Any, groups: Any = None, **parameters: Any
) -> tuple[tuple, TypeAwareCART]:
    """Fit on partitions, and sample."""
    cart = TypeAwareCART(**{**QUICK, **parameters})
    parts = [None if one is None else in_parts(one) for one in (X, y, groups)]
    cart.fit(*parts)
    return dask.compute(*cart.sample()), cart


def both(
    X: pd.DataFrame, y: Any, groups: Any = None, **parameters: Any
) -> tuple[tuple, tuple, TypeAwareCART]:
    """Fit on one machine and on partitions; as dask reads the table, text and all."""
    core = skl_synth.TypeAwareCART(**{**QUICK, **parameters}).fit(
        in_parts(X).compute(), y, groups=None if groups is None else groups.to_numpy()
    )
    return core.sample(), *in_bags(X, y, groups, **parameters)


def learnt_bags(cart: TypeAwareCART) -> list[Any]:
    return cart.generator_.runner.results(cart.generator_.learnt)


def assert_same(one: tuple, other: tuple) -> None:
    pd.testing.assert_frame_equal(
        one[0].reset_index(drop=True), other[0].reset_index(drop=True)
    )
    if one[1] is not None:
        np.testing.assert_array_equal(one[1], other[1])


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"patterns": "drawn", "noise_scale": 0.1, "fit_fraction": 0.5},
        {"labels": "modelled"},
        {"labels": "redrawn"},
        {"mode": "augment"},
        {"by": "sex"},
        {"sampling_strategy": {0: 30, 1: 20}},
    ],
    ids=["default", "noise", "modelled", "redrawn", "augment", "by", "dict"],
)
def test_one_bag_is_the_table_of_one_machine(parameters: dict) -> None:
    core, distributed, _ = both(*patients(300), **parameters)
    assert_same(core, distributed)


def test_a_continuous_target_and_none() -> None:
    X, _ = patients(200)
    sugar = X["glucose"].fillna(5.5)
    assert_same(*both(X.drop(columns="glucose"), sugar)[:2])
    assert_same(*both(X, None)[:2])


@pytest.mark.parametrize("convert", [True, False], ids=["arrow", "object"])
def test_any_container_of_text(convert: bool) -> None:
    with dask.config.set({"dataframe.convert-string": convert}):
        assert_same(*both(*patients(200))[:2])


def test_the_source_of_the_user_goes_on_as_on_one_machine() -> None:
    X, y = patients(200)
    sources = np.random.RandomState(7), np.random.RandomState(7)
    core, distributed = (
        kind(**{**QUICK, "random_state": source})
        for kind, source in zip(
            (skl_synth.TypeAwareCART, TypeAwareCART), sources, strict=True
        )
    )
    core.fit(in_parts(X).compute(), y)
    distributed.fit(in_parts(X), in_parts(y))
    for _ in range(2):
        assert_same(core.sample(), dask.compute(*distributed.sample()))
    assert sources[0].randint(2**31) == sources[1].randint(2**31)


@settings(max_examples=3)
@given(st.lists(st.integers(0, 300), max_size=4), st.sampled_from([1, 4]))
def test_bags_are_the_same_in_any_partitions(ends: list[int], n_threads: int) -> None:
    X, y = patients(300)
    with dask.config.set(num_workers=n_threads):
        tables = []
        for cuts in ((150,), tuple(sorted(ends))):
            cart = TypeAwareCART(**QUICK, bag_rows=100, visit_order=["age"])
            cart.fit(in_parts(X, cuts), in_parts(y, cuts))
            tables.append(dask.compute(*cart.sample()))
    assert_same(*tables)


def test_bags_keep_counts_rules_and_ranges() -> None:
    X, y = patients(600)
    (X_new, y_new), cart = in_bags(X, y, bag_rows=150)
    assert len(cart.generator_.learnt) == 4
    # Clusters know how large what a worker holds is.
    assert 1e4 < sum(sys.getsizeof(one) for one in learnt_bags(cart)) < 1e8
    assert y_new.value_counts().to_dict() == y.value_counts().to_dict()
    stay = (X_new["discharged"] - X_new["admitted"]).dt.days
    np.testing.assert_array_equal(stay, X_new["length_of_stay"])
    for name in ("age", "bmi", "glucose", "admitted"):
        assert X[name].min() <= X_new[name].min() <= X_new[name].max() <= X[name].max()
    assert (X_new.dtypes == in_parts(X).dtypes).all()


def test_strata_have_exact_counts_in_bags() -> None:
    X, y = patients(600)
    (X_new, y_new), cart = in_bags(X, y, by="sex", bag_rows=200)
    found = pd.crosstab(X_new["sex"], y_new)
    expected = pd.crosstab(X["sex"], y)
    np.testing.assert_array_equal(found, expected)
    assert cart.strata_["rows"].tolist() == expected.sum(axis=1).tolist()


@pytest.fixture(scope="module")
def visits() -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    X, y = make_visits(80, random_state=0, return_X_y=True)
    few = ["sex", "birth_date", "admitted", "discharged", "weight_kg"]
    return X[few], y, X["nhs_number"]


def test_persons_are_those_of_one_machine(visits: tuple) -> None:
    core, distributed, cart = both(*visits)
    assert_same(core, distributed)
    persons = cart.provenance_.persons
    first = np.unique(persons, return_index=True)[1]
    # The rows of a person stand together.
    assert len(first) == 1 + np.count_nonzero(np.diff(persons))


def test_persons_in_bags_are_whole_and_counted(visits: tuple) -> None:
    X, y, groups = visits
    (X_new, y_new), cart = in_bags(X, y, groups, bag_rows=150)
    assert len(cart.generator_.learnt) > 1
    assert y_new.value_counts().to_dict() == y.value_counts().to_dict()
    drawn = cart.provenance_
    persons = drawn.persons
    assert set(persons) == set(range(persons.max() + 1))
    # What belongs to a person is the same in all her rows.
    of_person = X_new.groupby(persons)[["sex", "birth_date"]].nunique()
    assert (of_person == 1).all(axis=None)
    others = np.zeros(persons.max() + 1, dtype=bool)
    others[::3] = True
    new = cart.generator_.redraw(drawn, others, np.random.RandomState(0))
    rows = np.flatnonzero(others[persons])
    rows = rows[np.argsort(persons[rows], kind="stable")]
    np.testing.assert_array_equal(new.target, drawn.target[rows])
    assert new.persons.max() + 1 == others.sum()
    assert len(new.rows.fetched()) == len(new) == len(rows)


def test_what_bags_warn_of_is_said_once() -> None:
    X, y = patients(300)
    y = y.where(np.arange(300) > 12, "rare").astype(str)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        cart = TypeAwareCART(**QUICK, bag_rows=100)
        cart.fit(in_parts(X, (150,)), in_parts(y, (150,)))
    told = [str(one.message) for one in caught if one.category is InputWarning]
    assert len([one for one in told if "'rare'" in one]) == 1


def test_a_class_of_one_row_is_refused_or_left() -> None:
    X, y = patients(300)
    y = y.astype(int).where(np.arange(300) > 0, 7)
    dX, dy = in_parts(X, (150,)), in_parts(y, (150,))
    with pytest.raises(InputError, match="class 7 has 1 row"):
        TypeAwareCART(**QUICK, bag_rows=100).fit(dX, dy)
    asked = {**QUICK, "sampling_strategy": {0: 40, 1: 10, 7: 0}}
    cart = TypeAwareCART(**asked, bag_rows=100).fit(dX, dy)
    (y_new,) = dask.compute(cart.sample()[1])
    assert y_new.value_counts().to_dict() == {0: 40, 1: 10}


def test_each_bag_has_a_classifier_of_its_own() -> None:
    X, y = patients(200)
    _, cart = in_bags(X, y, labels="redrawn")
    with pytest.raises(AttributeError, match="each bag"):
        _ = cart.label_model_


def test_trees_grow_anew_on_one_machine() -> None:
    X, y = patients(200)
    drawn, cart = in_bags(X, y)
    local = cart.to_local()
    assert isinstance(local, skl_synth.TypeAwareCART)
    assert_same(local.sample(), drawn)
