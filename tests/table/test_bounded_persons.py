"""No person has more rows than was said, and counts are those that are given."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.table.bounded_persons import at_most_rows, with_counts
from skl_synth.table.real import RealTable


def table(persons, y=None):
    n = len(persons)
    X = pd.DataFrame({"row": np.arange(n) + 0.5, "sex": ["f", "m"] * (n // 2) + ["f"]})
    return RealTable.read(X, y, groups=persons)


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 30), st.integers(1, 4), st.integers(0, 999))
def test_every_person_keeps_as_many_rows_as_they_may(half, most, seed):
    persons = np.random.RandomState(seed).randint(0, 6, 2 * half + 1)
    whole = table(persons)
    bounded = at_most_rows(whole, most)
    kept = bounded.rows.numbers[:, 0].astype(int)
    assert (
        np.bincount(persons[kept], minlength=6).tolist()
        == np.minimum(np.bincount(persons, minlength=6), most).tolist()
    )
    assert bounded.schema is whole.schema
    assert bounded.persons is None


def test_which_rows_are_kept_is_not_seeded():
    whole = table(np.repeat(np.arange(7), 3))
    kept = set()
    for _ in range(5):
        np.random.seed(0)  # noqa: NPY002 - that it does not matter is what is tested
        kept.add(tuple(at_most_rows(whole, 1).rows.numbers[:, 0]))
    assert len(kept) > 1


def test_rows_of_nobody_in_particular_stay():
    X = pd.DataFrame({"a": [1.5, 2.5, 4.0]})
    whole = RealTable.read(X)
    assert at_most_rows(whole, 1) is whole


@pytest.mark.parametrize(
    ("y", "counts", "kind"),
    [
        (["a", "b", "a", "b", "a"], [7, 2], "classes"),
        ([0.5, 1.5, 2.5, 3.5, 9.25], [4], "continuous"),
        (None, [4], "none"),
    ],
)
def test_counts_are_those_that_are_given(y, counts, kind):
    whole = table([0, 1, 2, 3, 4], y)
    nobody = with_counts(whole, np.array(counts))
    assert nobody.target.kind == kind
    assert nobody.counts.tolist() == counts
    assert len(nobody) == 0
    assert nobody.persons is None
    assert not set(nobody.target.encoded) & {0.5, 1.5, 2.5, 3.5, 9.25}
