"""What is said of a name that a column and the target share holds for the column."""

import warnings

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder, TypeAwareSMOTE
from skl_synth.errors import InputWarning
from skl_synth.table import RealTable

X = pd.DataFrame({"out": np.arange(60) % 4 + 1, "age": np.arange(60) % 17})
Y = pd.Series(np.arange(60) % 2, name="out")


@pytest.mark.parametrize("kind", ["category", "continuous", [1, 2, 3, 4], "ordinal"])
def test_the_column_gets_the_kind_and_the_target_none(kind):
    with pytest.warns(InputWarning, match="it holds for the column alone"):
        table = RealTable.read(X, Y, encoder=TableEncoder(column_kinds={"out": kind}))
    expected = "ordinal" if isinstance(kind, list) else kind
    assert table.schema.variables[0].kind == expected
    assert table.target.kind == "classes"


def test_by_a_name_of_its_own_the_target_gets_its_kind():
    said = TableEncoder(column_kinds={"score": "continuous", "out": "category"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = RealTable.read(X, Y.rename("score"), encoder=said)
    assert table.target.kind == "continuous"
    assert table.schema.variables[0].kind == "category"


def test_rows_are_those_of_a_target_with_another_name():
    new = [
        TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(X, y)
        for y in (Y, Y.rename("other"))
    ]
    pd.testing.assert_frame_equal(new[0][0], new[1][0])
    assert new[0][1].name == "out"
    assert set(new[0][0]["out"]) <= {1, 2, 3, 4}
