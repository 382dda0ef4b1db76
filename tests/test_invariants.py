"""What holds for every table, every synthesizer and every seed."""

import re
import warnings
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn.base import clone

from skl_synth import (
    MarginalCalibrator,
    ProximityFilter,
    TableEncoder,
    TypeAwareCART,
    TypeAwareSMOTE,
)
from tests.tables import frames, ruled_tables, tables

TIMES = ("day", "moment", "zoned", "date", "month", "span")
"""Columns of dates and durations."""

PLACE = ["region", "district"]

NUMBER = re.compile(r"-?\d+\.\d")

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
        warnings.filterwarnings("ignore", ".*duplicate_tolerance", UserWarning)
        warnings.filterwarnings("ignore", "class .* gains", UserWarning)
        try:
            made = synthesizer.fit_resample(*table)
        except ValueError as error:
            if name == "filter" and "could be had" in str(error):
                return synthesizer, None
            raise
    return synthesizer, made


@pytest.mark.filterwarnings("ignore:.*what is left is unlike what was made")
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
    if name != "filter" or mode == "replace":
        assert_counts(y_made, y, mode)
    if mode == "augment":
        pd.testing.assert_frame_equal(X_made.iloc[: len(X)], X)
    assert list(X_made.columns) == list(X.columns)
    assert X_made.dtypes.equals(X.dtypes)
    new = X_made if mode == "replace" else X_made[len(X) :]
    for column in X:
        assert_within_what_was_seen(new[column], X[column])
    assert_one_hots_are_valid(X_made)
    if name == "filter":
        assert_no_copies(synthesizer, new)


@pytest.mark.parametrize("name", SYNTHESIZERS)
@given(table=tables(max_rows=30))
def test_the_same_seed_gives_the_same_table(name, table):
    _, first = synthesised(name, table, "replace")
    _, again = synthesised(name, table, "replace")
    if first is not None:
        pd.testing.assert_frame_equal(first[0], again[0])
        pd.testing.assert_series_equal(first[1], again[1])


@given(n_rows=st.integers(2, 12), seed=st.integers(0, 2**32 - 1), data=st.data())
def test_a_table_of_two_rows_is_a_table(n_rows, seed, data):
    X = data.draw(frames(n_rows, np.random.default_rng(seed)))
    smote = TypeAwareSMOTE(noise_scale=0.1, random_state=0)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "the table has .* rows", UserWarning)
        X_made, _ = smote.fit(X).sample(9)
    assert len(X_made) == 9
    assert X_made.dtypes.equals(X.dtypes)
    for column in X:
        assert_within_what_was_seen(X_made[column], X[column])


@pytest.mark.parametrize("name", SYNTHESIZERS)
@given(table=ruled_tables())
def test_every_row_keeps_the_rules(name, table):
    X, y, rules = table
    synthesizer = clone(SYNTHESIZERS[name]).set_params(mode="replace", random_state=0)
    smote = getattr(synthesizer, "sampler", None) or synthesizer
    smote.set_params(encoder=TableEncoder(constraints=rules))
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "(class .*|the table) has .* rows", UserWarning
        )
        made, y_made = synthesizer.fit_resample(X, y)
    assert y_made.value_counts().to_dict() == y.value_counts().to_dict()
    broken = {
        "Inequality": made["start"] > made["end"],
        "FixedCombinations": ~pd.MultiIndex.from_frame(made[PLACE]).isin(
            pd.MultiIndex.from_frame(X[PLACE])
        ),
        "Sum": (made["total"] - made["a"] - made["b"]).abs() > 1e-9,
    }
    for rule in rules:
        assert not broken[type(rule).__name__].any()


def assert_counts(y_made, y, mode):
    real, made = y.value_counts(), y_made.value_counts()
    if mode == "replace":
        assert made.to_dict() == real.to_dict()
    else:
        assert set(made[made > 0]) == {real.max()}
    assert y_made.dtype == y.dtype


def assert_within_what_was_seen(made, real):
    assert real.isna().any() or not made.isna().any()
    made, real = made.dropna(), real.dropna()
    if not len(made):
        return
    numeric = pd.api.types.is_numeric_dtype(real.dtype) and real.dtype != bool
    if real.name.startswith("noisy") and real.nunique() > 2:
        # What was meant are three decimals, beside which arithmetic has left noise.
        assert_decimals(made, real.round(3))
        np.testing.assert_array_equal(made, made.round(3))
    elif numeric or isinstance(real.iloc[0], Decimal):
        assert_decimals(made.astype(float), real.astype(float))
    elif isinstance(real.iloc[0], str) and NUMBER.fullmatch(real.iloc[0]):
        assert_decimals(made.astype(float), real.astype(float))
        assert made.str.fullmatch(NUMBER).all()
    elif real.name.startswith("datetext"):
        days = {"format": "%d/%m/%Y"}
        made, real = pd.to_datetime(made, **days), pd.to_datetime(real, **days)
        assert real.min() <= made.min()
        assert made.max() <= real.max()
    elif real.name.startswith(TIMES) and len(real):
        assert real.min() <= made.min()
        assert made.max() <= real.max()
        assert {type(cell) for cell in made} == {type(cell) for cell in real}
    else:
        assert set(made) <= set(real)


def assert_decimals(made, real):
    assert made.min() >= real.min()
    assert made.max() <= real.max()
    if real.abs().max() > 2**52:
        return
    for decimals in (0, 1, 2):
        if np.array_equal(real, real.round(decimals)):
            np.testing.assert_array_equal(made, made.round(decimals))


def assert_one_hots_are_valid(X):
    for prefix in {name.split("_")[0] for name in X if "_" in name}:
        group = X.filter(regex=f"^{prefix}_")
        missing = group.isna().all(axis=1)
        assert (group[~missing].sum(axis=1) == 1).all()
        assert group[~missing].isin([0, 1]).all(axis=None)


def assert_no_copies(synthesizer, X_made):
    if not len(X_made):
        return
    real = synthesizer.table_.matrix(synthesizer.rows_)
    distances = cdist(synthesizer.encoder_.transform(X_made), real).min(axis=1)
    assert distances.min() > 0
