"""The release setting on dask frames."""

from __future__ import annotations

from typing import Any

import dask
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest

import skl_synth
from skl_synth.dask.dask_cart import TypeAwareCART
from skl_synth.dask.dask_filter import ProximityFilter
from skl_synth.dask.dask_release import release_synthesizer
from skl_synth.datasets import make_patients, make_visits
from skl_synth.release import release_setting

QUICK: dict[str, Any] = {
    "n_estimators": 2,
    "min_samples_leaf": 10,
    "patterns": "drawn",
}


@pytest.fixture(scope="module")
def parts() -> tuple[dd.DataFrame, dd.Series]:
    X, y = make_patients(400, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    return tuple(dd.from_pandas(one, npartitions=3) for one in (X, y))


def test_it_is_the_setting_of_one_machine() -> None:
    here = release_setting.release_synthesizer(by="ward", random_state=3, n_jobs=2)
    there = release_synthesizer(by="ward", random_state=3, n_jobs=2)
    assert isinstance(there, ProximityFilter)
    assert isinstance(there.sampler, TypeAwareCART)
    given, others = here.get_params(), there.get_params()
    for name, value in given.items():
        if name not in ("encoder", "sampler"):
            assert others[name] == value
    assert others["encoder"].get_params() == given["encoder"].get_params()


@pytest.mark.parametrize("duplicates", ["all", "excess"])
def test_filtered_trees_are_those_of_one_machine(parts: tuple, duplicates: str) -> None:
    X, y = parts
    asked = {"mode": "replace", "random_state": 0, "duplicates": duplicates}
    core = skl_synth.ProximityFilter(skl_synth.TypeAwareCART(**QUICK), **asked)
    expected = core.fit_resample(X.compute(), y.compute())
    filtered = ProximityFilter(TypeAwareCART(**QUICK), **asked)
    found = dask.compute(*filtered.fit_resample(X, y))
    pd.testing.assert_frame_equal(
        expected[0].reset_index(drop=True), found[0].reset_index(drop=True)
    )
    np.testing.assert_array_equal(expected[1], found[1])
    assert core.filter_counts_ == filtered.filter_counts_


def test_bags_are_filtered_by_all_real_rows(parts: tuple) -> None:
    X, y = parts
    trees = TypeAwareCART(**QUICK, bag_rows=150)
    filtered = ProximityFilter(trees, mode="replace", random_state=0)
    X_new, y_new = dask.compute(*filtered.fit_resample(X, y))
    classes = y.compute()
    assert y_new.value_counts().to_dict() == classes.value_counts().to_dict()
    search = skl_synth.ProximityFilter(mode="replace").fit(X.compute(), classes)
    distances, _ = search.nearest_real(X_new)
    np.testing.assert_array_equal(distances, filtered.provenance_.distances)
    assert distances.min() > 0


@pytest.mark.parametrize("duplicates", ["all", "excess"])
def test_persons_are_exchanged_as_on_one_machine(duplicates: str) -> None:
    X, y = make_visits(60, random_state=0, return_X_y=True)
    groups = X["nhs_number"]
    X = X[["sex", "birth_date", "ward", "emergency"]]
    asked = {"mode": "replace", "random_state": 0, "duplicates": duplicates}
    trees = {"n_estimators": 2, "min_samples_leaf": 4}
    dX, dy, persons = (dd.from_pandas(one, npartitions=3) for one in (X, y, groups))
    core = skl_synth.ProximityFilter(skl_synth.TypeAwareCART(**trees), **asked)
    expected = core.fit(dX.compute(), y, groups=groups).sample()
    filtered = ProximityFilter(TypeAwareCART(**trees), **asked)
    found = dask.compute(*filtered.fit(dX, dy, persons).sample())
    pd.testing.assert_frame_equal(
        expected[0].reset_index(drop=True), found[0].reset_index(drop=True)
    )
    assert core.filter_counts_ == filtered.filter_counts_
    in_bags = ProximityFilter(TypeAwareCART(**trees, bag_rows=100), **asked)
    _, y_new = dask.compute(*in_bags.fit(dX, dy, persons).sample())
    assert y_new.value_counts().to_dict() == y.value_counts().to_dict()
    assert in_bags.filter_counts_["closest"] > 0
