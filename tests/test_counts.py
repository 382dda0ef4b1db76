"""Class counts: as in imbalanced-learn to grow, our own to replace."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from imblearn.over_sampling import SMOTE
from imblearn.utils import check_sampling_strategy

from skl_synth import (
    MarginalCalibrator,
    ProximityFilter,
    SamplerAdapter,
    TypeAwareCART,
    TypeAwareSMOTE,
)
from skl_synth.counts import (
    counts_for,
    counts_to_generate,
    least_ratio,
    rows_by_ratio,
)
from skl_synth.generators.shortage import is_exhausted, rows_to_draw
from skl_synth.table import RealTable
from skl_synth.table.target import Target

LABELS = np.array(["a"] * 50 + ["b"] * 30 + ["c"] * 10)
REAL = np.array([50, 30, 10])


def generated(strategy, mode, y=LABELS):
    table = RealTable.read(np.arange(len(y))[:, None], y)
    return counts_to_generate(strategy, mode, table).tolist()


@pytest.mark.parametrize(
    "strategy", ["auto", "minority", "not minority", "not majority", "all"]
)
def test_augment_is_imbalanced_learn(strategy):
    theirs = check_sampling_strategy(strategy, LABELS, "over-sampling")
    assert generated(strategy, "augment") == [theirs.get(c, 0) for c in "abc"]


def test_a_dict_gives_final_counts_in_both_modes():
    strategy = {"b": 40, "c": 25}
    assert generated(strategy, "augment") == [0, 10, 15]
    assert generated(strategy, "replace") == [50, 40, 25]
    assert generated({"a": 3, "b": 0, "c": 500}, "replace") == [3, 0, 500]


def test_replace_keeps_real_counts():
    assert generated("auto", "replace") == REAL.tolist()
    assert generated("not majority", "replace") == [50, 50, 50]


def test_floats_and_callables():
    y = LABELS[:80]
    assert generated(0.8, "augment", y) == [0, 10]
    assert generated(lambda _: {"b": 35}, "augment", y) == [0, 5]


@pytest.mark.parametrize(
    ("strategy", "mode", "words"),
    [
        ({"b": 20}, "augment", r"20 rows of class 'b'.*30 real rows stay"),
        ({"z": 20}, "replace", r"class 'z' is not in the target"),
        ({"b": 2.5}, "replace", r"class 'b' must be a whole number.*2\.5"),
        ({"b": -1}, "replace", r"whole number from 0 on"),
    ],
)
def test_what_cannot_be_is_refused(strategy, mode, words):
    with pytest.raises(ValueError, match=words):
        generated(strategy, mode)


@pytest.mark.parametrize("n_samples", [0, 1, 7, 90, 1000])
def test_an_int_is_shared_as_in_the_real_table(n_samples):
    counts = counts_for(n_samples, Target.read(LABELS, 90))
    assert counts.sum() == n_samples
    assert np.all(np.abs(counts - n_samples * REAL / 90) < 1)


def test_a_dict_of_samples_is_taken_as_it_is():
    target = Target.read(LABELS, 90)
    np.testing.assert_array_equal(counts_for({"c": 4}, target), [0, 0, 4])
    with pytest.raises(ValueError, match="no classes"):
        counts_for({"c": 4}, Target.read(None, 90))


def test_without_classes_replace_keeps_the_number_of_rows():
    y = np.linspace(0, 1, 12)
    assert generated("auto", "replace", y) == [12]
    np.testing.assert_array_equal(counts_for(5, Target.read(y, 12)), [5])


@pytest.mark.parametrize(
    ("ratio", "n_majority", "n_minority", "final"),
    [
        (0.29, 100, 28, 29),
        (0.58, 100, 20, 58),
        (0.41, 300, 30, 123),
        (0.285, 100, 28, 29),
        (0.275, 100, 28, 28),
        (0.28, 100, 28, 28),
        (np.float32(0.29), 100, 28, 29),
        (np.float64(0.29), 100, 28, 29),
        (Fraction(1, 3), 100, 28, 33),
        (1, 30, 10, 30),
        (np.int64(1), 30, 30, 30),
    ],
)
@pytest.mark.parametrize("mode", ["augment", "replace"])
def test_a_ratio_is_met_to_the_row(ratio, n_majority, n_minority, final, mode):
    y = np.repeat([1, 0], [n_minority, n_majority])
    X = np.random.default_rng(0).normal(size=(len(y), 2))
    synthesizer = TypeAwareSMOTE(ratio, mode=mode, random_state=0)
    assert np.bincount(synthesizer.fit_resample(X, y)[1]).tolist() == [
        n_majority,
        final,
    ]


@given(
    st.integers(1, 10**6),
    st.decimals(min_value="0.0001", max_value="1", places=4),
    st.sampled_from([float, np.float64]),
)
def test_a_ratio_is_the_decimal_that_is_typed(n_majority, ratio, kind):
    exact = (n_majority * ratio).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    assert rows_by_ratio(n_majority, kind(str(ratio))) == exact


@given(st.integers(1, 10**6), st.data())
def test_the_least_ratio_keeps_all_rows_and_is_one_that_can_be_given(n_majority, data):
    present = data.draw(st.integers(1, n_majority))
    least = least_ratio(present, n_majority)
    assert 0 < least <= 1
    assert rows_by_ratio(n_majority, least) >= present


@pytest.mark.parametrize(
    "synthesizer",
    [
        ProximityFilter(),
        MarginalCalibrator(TypeAwareSMOTE()),
        SamplerAdapter(SMOTE()),
        ProximityFilter(SMOTE()),
        TypeAwareCART(by="ward", min_samples_leaf=4),
    ],
    ids=["filter", "calibrator", "adapter", "filter of adapter", "strata"],
)
def test_a_ratio_is_met_wherever_it_is_given(synthesizer):
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(256, 2)), columns=["a", "b"])
    X["ward"] = np.tile(["n", "s"], 128)
    y = np.repeat([0, 1], [200, 56])
    synthesizer.set_params(sampling_strategy=0.29, random_state=0)
    columns = ["a", "b", "ward"] if "by" in synthesizer.get_params() else ["a", "b"]
    _, y_all = synthesizer.fit_resample(X[columns], y)
    assert np.bincount(y_all).tolist() == [200, 58]


def test_a_ratio_below_what_is_there_is_refused_with_one_that_works():
    with pytest.raises(ValueError, match=r"asks for 27 rows.*28 real.*at least 0\.28"):
        generated(0.27, "augment", np.repeat([0, 1], [100, 28]))
    assert generated(0.28, "augment", np.repeat([0, 1], [100, 28])) == [0, 0]
    # Without real rows in the output nothing stands against fewer.
    assert generated(0.27, "replace", np.repeat([0, 1], [100, 28])) == [100, 27]
    with pytest.raises(ValueError, match=r"3 labels here.*use a dict"):
        generated(0.5, "augment")


def test_as_many_rows_are_drawn_as_are_likely_to_be_needed():
    counts, had, made = np.array([10, 10, 10]), np.array([10, 5, 0]), np.array([20] * 3)
    assert rows_to_draw(counts, had, made).tolist() == [0, 24, 240]


def test_a_class_is_given_up_after_many_rows_that_were_not_kept():
    counts, made = np.array([0, 5]), np.array([9_999, 1_251])
    assert not is_exhausted(counts, np.array([0, 5]), made)
    assert is_exhausted(counts, np.array([0, 4]), made)
    assert not is_exhausted(counts, np.array([0, 4]), made, share=0.5)
