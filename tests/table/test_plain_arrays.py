"""What is no table is refused with what to pass instead."""

import pandas as pd
import pytest

from skl_synth import TypeAwareSMOTE
from skl_synth.errors import InputTypeError


def test_grouped_tables_are_refused_in_words():
    X = pd.DataFrame({"a": [1.5, 2.5, 3.5, 4.5], "ward": [*"ABAB"]})
    with pytest.raises(InputTypeError, match="pass the table that was grouped"):
        TypeAwareSMOTE().fit(X.groupby("ward"), [0, 0, 1, 1])
