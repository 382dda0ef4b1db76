"""MarginalCalibrator on dask frames: rows chosen within bags, by their counts."""

from __future__ import annotations

from typing import Any

import dask
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest

import skl_synth
from skl_synth.dask.dask_calibrator import MarginalCalibrator
from skl_synth.dask.dask_cart import TypeAwareCART
from skl_synth.dask.dask_smote import TypeAwareSMOTE
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError

QUICK: dict[str, Any] = {"mode": "replace", "random_state": 0}
TREES: dict[str, Any] = {
    "n_estimators": 2,
    "min_samples_leaf": 4,
    "patterns": "drawn",
}


@pytest.fixture(scope="module")
def parts() -> tuple[dd.DataFrame, dd.Series]:
    X, y = make_patients(400, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    return tuple(dd.from_pandas(one, npartitions=3) for one in (X, y))


def test_one_bag_is_the_table_of_one_machine(parts: tuple) -> None:
    X, y = parts
    core = skl_synth.MarginalCalibrator(skl_synth.TypeAwareCART(**TREES), **QUICK)
    expected = core.fit_resample(X.compute(), y.compute())
    calibrator = MarginalCalibrator(TypeAwareCART(**TREES), **QUICK)
    found = dask.compute(*calibrator.fit_resample(X, y))
    pd.testing.assert_frame_equal(
        expected[0].reset_index(drop=True), found[0].reset_index(drop=True)
    )
    np.testing.assert_array_equal(expected[1], found[1])
    pd.testing.assert_frame_equal(core.deviation_, calibrator.deviation_)


def test_bags_have_the_counts_of_the_whole(parts: tuple) -> None:
    X, y = parts
    trees = TypeAwareCART(**TREES, bag_rows=200)
    calibrator = MarginalCalibrator(trees, pairs_per_column=0, **QUICK)
    X_new, y_new = dask.compute(*calibrator.fit_resample(X, y))
    assert len(calibrator.generator_.learnt) == 2
    real, classes = X.compute(), y.compute()
    assert y_new.value_counts().to_dict() == classes.value_counts().to_dict()
    for name in ("sex", "ward", "smoker", "emergency"):
        expected = pd.crosstab(real[name], classes)
        assert (pd.crosstab(X_new[name], y_new) - expected).abs().to_numpy().max() <= 4
    told = calibrator.deviation_
    assert len(told) == 2 * X.shape[1]
    assert told["chosen"].mean() < told["candidates"].mean()


def test_other_synthesizers_are_refused(parts: tuple) -> None:
    with pytest.raises(InputError, match=r"wrap skl_synth\.dask\.TypeAwareCART"):
        MarginalCalibrator(TypeAwareSMOTE(), **QUICK).fit(*parts)
