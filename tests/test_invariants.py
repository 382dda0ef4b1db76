"""What holds for every table, every synthesizer and every seed."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from skl_synth import (
    MarginalCalibrator,
    ProximityFilter,
    TypeAwareCART,
    TypeAwareSMOTE,
)
from tests.tables import tables

SYNTHESIZERS = {
    "segment": TypeAwareSMOTE(),
    "simplex": TypeAwareSMOTE(interpolation="simplex", noise_scale=0.2),
    "per_feature": TypeAwareSMOTE(interpolation="per_feature", n_rounds=2),
    "local": TypeAwareSMOTE(interpolation="local"),
    "cart": TypeAwareCART(n_estimators=2),
    "calibrated": MarginalCalibrator(TypeAwareCART(n_estimators=2, labels="modelled")),
    "filter": ProximityFilter(TypeAwareSMOTE(noise_scale=0.5)),
}


def synthesised(name, table, mode):
    """Fit and sample; None where the domain is honestly too small for the filter."""
    synthesizer = SYNTHESIZERS[name].set_params(mode=mode, random_state=0)
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "(class .*|the table) has .* rows", UserWarning
        )
        try:
            made = synthesizer.fit_resample(*table)
        except ValueError as error:
            if name == "filter" and "could be had" in str(error):
                return synthesizer, None
            raise
    return synthesizer, made


@pytest.mark.parametrize("name", SYNTHESIZERS)
@given(table=tables(), mode=st.sampled_from(["augment", "replace"]))
def test_a_synthetic_table_is_a_table_of_the_same_kind(name, table, mode):
    X, y = table
    before = X.copy(deep=True), y.copy(deep=True)
    synthesizer, made = synthesised(name, table, mode)
    pd.testing.assert_frame_equal(X, before[0])
    pd.testing.assert_series_equal(y, before[1])
    if made is None:
        return
    X_made, y_made = made
    assert_counts(y_made, y, mode)
    if mode == "augment":
        pd.testing.assert_frame_equal(X_made.iloc[: len(X)], X)
    assert list(X_made.columns) == list(X.columns)
    assert X_made.dtypes.equals(X.dtypes)
    for column in X:
        assert_within_what_was_seen(X_made[column], X[column])
    assert_one_hots_are_valid(X_made)
    if name == "filter":
        assert_no_copies(synthesizer, X_made[-synthesizer.counts_.sum() or len(X) :])


@pytest.mark.parametrize("name", SYNTHESIZERS)
@given(table=tables(max_rows=30))
def test_the_same_seed_gives_the_same_table(name, table):
    _, first = synthesised(name, table, "replace")
    _, again = synthesised(name, table, "replace")
    if first is not None:
        pd.testing.assert_frame_equal(first[0], again[0])
        pd.testing.assert_series_equal(first[1], again[1])


def assert_counts(y_made, y, mode):
    real, made = y.value_counts(), y_made.value_counts()
    if mode == "replace":
        assert made.to_dict() == real.to_dict()
    else:
        assert set(made) == {real.max()}
    assert y_made.dtype == y.dtype


def assert_within_what_was_seen(made, real):
    assert real.isna().any() or not made.isna().any()
    if pd.api.types.is_numeric_dtype(real.dtype) and real.dtype != bool:
        made, real = made.dropna().astype(float), real.dropna().astype(float)
        if len(made):
            assert made.min() >= real.min()
            assert made.max() <= real.max()
        if np.array_equal(real, real.round(2)):
            np.testing.assert_array_equal(made, made.round(2))
        if np.array_equal(real, real.round()):
            np.testing.assert_array_equal(made, made.round())
    else:
        assert set(made.dropna()) <= set(real.dropna())


def assert_one_hots_are_valid(X):
    for prefix in {name.split("_")[0] for name in X if "_" in name}:
        group = X.filter(regex=f"^{prefix}_")
        assert (group.sum(axis=1) == 1).all()
        assert group.isin([0, 1]).all(axis=None)


def assert_no_copies(synthesizer, X_made):
    if not len(X_made) or not synthesizer.counts_.sum():
        return
    real = synthesizer.encoder_.matrix(synthesizer.rows_)
    distances = cdist(synthesizer.encoder_.transform(X_made), real).min(axis=1)
    assert distances.min() >= 0.999e-3
