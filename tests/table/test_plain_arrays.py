"""What is no table is refused with what to pass instead."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TypeAwareSMOTE
from skl_synth.errors import InputTypeError
from skl_synth.table.containers import frame_of


def test_grouped_tables_are_refused_in_words():
    X = pd.DataFrame({"a": [1.5, 2.5, 3.5, 4.5], "ward": [*"ABAB"]})
    with pytest.raises(InputTypeError, match="pass the table that was grouped"):
        TypeAwareSMOTE().fit(X.groupby("ward"), [0, 0, 1, 1])


@pytest.mark.parametrize(
    ("X", "said"),
    [
        (np.arange(500.0), r"2D array, got 1D.*500 values.*pass X.reshape\(-1, 1\) if"),
        (list(range(500)), r"pass \[\[value\] for value in X\] if it is one column"),
        (np.array([*"abc"] * 200), "got 1D array instead"),
        (np.float64(3.5), "got scalar array instead"),
    ],
    ids=["array", "list", "text", "scalar"],
)
def test_one_dimension_is_refused_and_not_printed(X, said):
    with pytest.raises(ValueError, match=said) as raised:
        frame_of(X)
    assert len(str(raised.value)) < 260
    assert "3.5" not in str(raised.value)
