"""The counts of a release, held against those of pandas."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.evaluation.privacy.shadow.cell_counts import (
    BINS,
    LEVELS_IN_PAIRS,
    count_cells,
)
from tests.audit_tables import audit_tables, rows


@pytest.fixture
def parts():
    rng = np.random.default_rng(0)

    def some(n):
        numbers = rng.normal(size=(n, 2))
        numbers[rng.random((n, 2)) < 0.1] = np.nan
        codes = rng.integers(0, 3, (n, 2))
        return rows(numbers, codes=codes, labels=rng.integers(0, 2, n))

    return some(300), some(200)


def test_counts_of_levels_are_those_of_pandas(parts):
    real, released = parts
    cells, counts = count_cells(audit_tables(real, released))
    frame = pd.DataFrame({"y": released.labels, "c": released.codes[:, 0]})
    expected = frame.value_counts()
    # The blocks are the class, two numbers, two columns of levels, then pairs.
    for label, code in expected.index:
        row = np.flatnonzero((real.labels == label) & (real.codes[:, 0] == code))[0]
        assert counts[cells[row, 3]] == expected[label, code]


def test_a_table_counts_itself(parts):
    real, _ = parts
    cells, counts = count_cells(audit_tables(real, real))
    assert (np.bincount(cells.ravel()) == counts).all()
    n_columns = 4
    assert cells.shape[1] == 1 + n_columns + n_columns * (n_columns - 1) // 2
    # All but those of missing numbers, of which there may be more.
    of_bins = np.sort(counts[np.unique(cells[:, 1])])
    assert of_bins[:-2].max() <= len(real) / BINS


def test_cells_are_those_of_the_real_rows_whatever_is_released(parts):
    real, released = parts
    odd = rows([[99.0, -99.0]] * 5, codes=[[7, 0]] * 5, labels=[2] * 5)
    cells, counts = count_cells(audit_tables(real, odd))
    same, _ = count_cells(audit_tables(real, released))
    assert (cells == same).all()
    assert not counts.any(), "nobody real is of that class"


def test_rare_levels_are_one_in_pairs():
    rng = np.random.default_rng(0)
    one = rows(rng.normal(size=(500, 1)), codes=rng.integers(0, 40, 500))
    cells, _ = count_cells(audit_tables(one, one))
    alone, pair = cells[:, 2], cells[:, 3]
    assert len(np.unique(alone)) == 40
    assert len(np.unique(pair)) <= 4 * LEVELS_IN_PAIRS
