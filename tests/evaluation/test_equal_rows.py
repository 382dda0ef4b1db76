"""Which rows an audit takes for the same."""

import numpy as np

from skl_synth.evaluation.equal_rows import plain_values
from skl_synth.neighbors.near_rows import NumberedRows
from tests.audit_tables import audit_tables, rows


def numbered(values):
    data = rows(np.asarray(values, dtype=float))
    return NumberedRows.of(plain_values(data, audit_tables(data, data).attributes))


def test_values_are_compared_as_equal_rows_are():
    """What is missing is equal, float noise is none, and columns are not mixed up."""
    one = numbered([[np.nan, 0.1 + 0.2], [-0.0, 5], [1, 2]])
    other = numbered([[np.nan, 0.3], [0.0, 5], [2, 1]])
    equal = one.without() == other.without()
    assert equal.tolist() == [True, True, False]
