"""Partition: what is pooled, how counts are shared, how strata are named."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth import RealTable
from skl_synth.errors import InputError, InputWarning
from skl_synth.generators.partition import LEAST_IN_CLASS, Partition, _pooled


def partition_of(sizes, *, groups=None):
    """Divide a table of so many rows of each stratum and class."""
    strata, classes = zip(*sizes, strict=True)
    n_rows = list(sizes.values())
    frame = pd.DataFrame({"hospital": np.repeat(strata, n_rows)})
    frame["age"] = np.arange(len(frame)) % 70
    target = pd.Series(np.repeat(classes, n_rows), name="died")
    real = RealTable.read(frame, target, groups=groups)
    return Partition.of(real, "hospital"), real


LARGE = {("A", 0): 60, ("A", 1): 30, ("B", 0): 50, ("B", 1): 25}


def test_large_strata_are_made_apart():
    partition, _ = partition_of(LARGE)
    assert not partition.is_pooled.any()
    assert [one.tolist() for one in partition.parts] == [[0], [1]]
    assert [partition.name(one) for one in partition.parts] == [
        "hospital='A'",
        "hospital='B'",
    ]


def test_a_class_that_a_stratum_does_not_have_is_not_missed():
    partition, _ = partition_of({**LARGE, ("C", 0): 40})
    assert not partition.is_pooled.any()


def test_small_strata_are_pooled_until_they_are_enough():
    small = {("C", 0): 30, ("C", 1): 3, ("D", 0): 2}
    partition, _ = partition_of({**LARGE, **small})
    # C and D have three rows of class 1, so the smallest of the others joins them.
    assert partition.is_pooled.tolist() == [False, True, True, True]
    assert partition.name(partition.parts[-1]) == "the pooled strata"


def test_several_small_strata_can_be_enough_together():
    small = {(name, one): 12 for name in "CDE" for one in (0, 1)}
    partition, _ = partition_of({**LARGE, **small})
    assert partition.is_pooled.tolist() == [False, False, True, True, True]


@given(st.lists(st.lists(st.integers(0, 60), min_size=2, max_size=2), min_size=1))
def test_what_is_pooled_is_enough_and_what_is_not_is_enough_alone(sizes):
    persons = np.array(sizes)
    pooled = _pooled(persons)

    def is_enough(counts):
        return not ((counts > 0) & (counts < LEAST_IN_CLASS)).any()

    assert all(is_enough(one) for one in persons[~pooled])
    assert pooled.all() or is_enough(persons[pooled].sum(axis=0))


def test_the_warning_names_the_small_strata_and_their_sizes():
    partition, _ = partition_of({**LARGE, ("C", 0): 30, ("C", 1): 3})
    with pytest.warns(InputWarning) as caught:
        partition.warn_of_pool()
    message = str(caught[0].message)
    assert "1 of 3 strata have fewer than 20 rows in a class" in message
    assert "hospital='C' (33 rows), with hospital='B' (75 rows)" in message


def test_nothing_is_said_where_nothing_is_pooled():
    partition_of(LARGE)[0].warn_of_pool()
    partition_of({("A", 0): 5, ("A", 1): 5})[0].warn_of_pool()


def test_persons_are_counted_where_they_are_known():
    _, real = partition_of(LARGE)
    # Two rows a person, of the same stratum and class.
    partition, _ = partition_of(LARGE, groups=np.arange(len(real)) // 2)
    assert partition.is_pooled.all()
    with pytest.warns(InputWarning, match="fewer than 20 people in a class"):
        partition.warn_of_pool()


def test_a_person_in_two_strata_is_refused():
    _, real = partition_of(LARGE)
    groups = np.arange(len(real))
    groups[-1] = groups[0]
    with pytest.raises(InputError, match=r"by divides persons.*several strata"):
        partition_of(LARGE, groups=groups)


def test_names_are_as_people_write_them():
    frame = pd.DataFrame(
        {
            "day": pd.Timestamp("2024-02-03") + pd.to_timedelta([0, 1] * 30, "D"),
            "code": np.repeat([1.0, np.nan, 3.0], 20),
        }
    )
    partition = Partition.of(RealTable.read(frame), ["day", "code"])
    names = [partition.name(np.array([i])) for i in range(len(partition.counts))]
    assert names[0] == "day='2024-02-03 00:00:00' and code=1.0"
    assert {name.rpartition("=")[2] for name in names} == {"1.0", "3.0", "None"}


@given(
    st.lists(
        st.lists(st.integers(0, 40), min_size=2, max_size=2), min_size=1, max_size=8
    ),
    st.lists(st.integers(0, 10**6), min_size=2, max_size=2),
)
def test_shares_are_whole_exact_and_within_one_of_proportion(sizes, asked):
    counts = np.array(sizes)
    total = counts.sum(axis=0)
    asked = np.where(total > 0, asked, 0)
    partition = Partition(None, None, None, None, counts, counts, None)
    shared = partition.shared(asked)
    np.testing.assert_array_equal(shared.sum(axis=0), asked)
    exact = counts * asked / np.maximum(total, 1)
    assert (np.abs(shared - exact) < 1).all()
    assert (shared[counts == 0] == 0).all()
    np.testing.assert_array_equal(partition.shared(total), counts)
