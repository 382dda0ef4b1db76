"""Of many rows some are searched for rules, and what they say is tried on all."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.table.real import RealTable
from skl_synth.table.rule_search import find_rules
from skl_synth.table.rule_search.find_rules import MOST_ROWS, sample_of_rows

N = MOST_ROWS + 3_000


def _table(n_rows=N):
    rng = np.random.default_rng(0)
    a, c = rng.integers(0, 60, (2, n_rows))
    b, d = a + rng.integers(0, 40, n_rows), c + rng.integers(1, 40, n_rows)
    return pd.DataFrame({"a": a, "b": b, "c": c, "d": d})


def _found(table, persons=None):
    real = RealTable.read(table, groups=persons)
    return find_rules(real.schema, real.rows, real.persons)


def _unseen():
    return np.setdiff1d(np.arange(N), sample_of_rows(N))


def test_few_rows_are_all_searched():
    assert sample_of_rows(MOST_ROWS) is None


@pytest.mark.parametrize("n_rows", [MOST_ROWS + 1, N, 10**9])
def test_the_sample_is_of_different_rows_from_everywhere(n_rows):
    some = sample_of_rows(n_rows)
    assert len(np.unique(some)) == MOST_ROWS
    assert some[0] <= n_rows / MOST_ROWS
    assert n_rows - 1 - n_rows / MOST_ROWS <= some[-1] < n_rows


def test_rules_rest_on_all_rows():
    table = _table()
    found = _found(table)
    assert {str(one.rule) for one in found} == {"a <= b", "c < d"}
    assert all(one.n_rows == N for one in found)
    n_different = {one.rule.sources: one.n_different for one in found}
    for names, n in n_different.items():
        assert n == len(table[list(names)].drop_duplicates())


def test_a_rule_that_a_row_outside_the_sample_breaks_is_none():
    table = _table()
    row = _unseen()[7]
    table.loc[row, "b"] = table.loc[row, "a"] - 1
    assert {str(one.rule) for one in _found(table)} == {"c < d"}


def test_persons_are_counted_in_all_rows():
    persons = np.arange(N) // 2
    table = _table(len(persons))
    different = {str(one.rule): one.n_different for one in _found(table, persons)}
    assert different["c < d"] <= len(np.unique(persons))
