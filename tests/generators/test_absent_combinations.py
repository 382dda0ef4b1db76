"""Combinations of codes are numbered as numpy numbers sorted rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.generators import absent_patterns
from skl_synth.generators.absent_patterns import number_combinations


@pytest.mark.parametrize("many", [65_536, 0])
@given(st.integers(0, 30), st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_numbers_are_those_of_sorted_rows(many, n_rows, n_columns, seed):
    rng = np.random.default_rng(seed)
    columns = [
        rng.integers(-1, rng.integers(0, 9), size=n_rows).astype(np.int32)
        if place % 2
        else rng.random(n_rows) < 0.3
        for place in range(n_columns)
    ]
    _, expected, counts = np.unique(
        np.column_stack(columns), axis=0, return_inverse=True, return_counts=True
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(absent_patterns, "MANY_NUMBERS", many)
        numbers, n_of_each = number_combinations(columns)
    assert numbers.tolist() == expected.reshape(-1).tolist()
    assert n_of_each[n_of_each > 0].tolist() == counts.tolist()
