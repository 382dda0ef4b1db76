"""Class counts: as in imbalanced-learn to grow, our own to replace."""

import numpy as np
import pytest
from imblearn.utils import check_sampling_strategy

from skl_synth.counts import counts_for, counts_to_generate
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


def test_as_many_rows_are_drawn_as_are_likely_to_be_needed():
    counts, had, made = np.array([10, 10, 10]), np.array([10, 5, 0]), np.array([20] * 3)
    assert rows_to_draw(counts, had, made).tolist() == [0, 24, 240]


def test_a_class_is_given_up_after_many_rows_that_were_not_kept():
    counts, made = np.array([0, 5]), np.array([9_999, 1_251])
    assert not is_exhausted(counts, np.array([0, 5]), made)
    assert is_exhausted(counts, np.array([0, 4]), made)
    assert not is_exhausted(counts, np.array([0, 4]), made, share=0.5)
