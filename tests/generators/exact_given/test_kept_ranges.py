"""Numbers that noise has moved out of their range are turned back into it."""

import numpy as np
import pandas as pd

from skl_synth.generators.exact_given.kept_ranges import keep_ranges
from skl_synth.table.given import Condition, Given
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows, without_parents


def test_numbers_are_turned_back_by_as_much_as_they_were_beyond():
    X = pd.DataFrame(
        {"age": np.arange(100), "kg": np.round(np.linspace(1, 90, 100), 1)}
    )
    real = RealTable.read(X, np.arange(100) * 0.5)
    ages = np.array([38.0, 45.0, 53.0, 400.0, 45.0, 20.0, 61.0])
    n_rows = len(ages)
    rows = EncodedRows(
        np.column_stack([ages, np.full(n_rows, 3.25)]),
        np.zeros((n_rows, 2), dtype=np.int8),
        np.zeros((n_rows, 0), dtype=np.int32),
    )
    drawn = without_parents(rows, np.linspace(0, 49, n_rows))
    conditions = (
        Condition(ranges={0: (40.0, 50.0)}),
        Condition(),
        Condition(points={0: np.array([10.0, 70.0])}, target=(3.0, 7.0)),
        Condition(ranges={1: (3.7, 3.7)}),
    )
    which = np.array([0, 0, 0, 0, 1, 2, 2])
    given = Given(conditions, which, np.zeros(n_rows, int))
    keep_ranges(real, drawn, given, np.arange(n_rows))
    assert drawn.rows.numbers[:, 0].tolist() == [42, 45, 47, 40, 45, 10, 70]
    assert drawn.target[-2:].tolist() == [3.0, 3.0]
    given = Given(conditions, np.full(n_rows, 3), which)
    keep_ranges(real, drawn, given, np.arange(1, n_rows))
    assert drawn.rows.numbers[:, 1].tolist() == [3.25, *[3.7] * (n_rows - 1)]
    assert drawn.rows.decimals[:, 1].tolist() == [0, *[1] * (n_rows - 1)]
