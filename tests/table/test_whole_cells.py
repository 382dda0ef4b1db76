"""Cells that hold several values are refused with what to make of them."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TypeAwareSMOTE
from skl_synth.errors import InputTypeError, InputWarning
from skl_synth.table import RealTable
from skl_synth.table.whole_cells import check_cells, with_plain_flags


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ([1, 2], "pandas.DataFrame(X['k'].map(list).tolist(), index=X.index)"),
        ((1, 2), "X['k'].map(len)"),
        ({1, 2}, "X['k'].map(len)"),
        (np.array([1, 2]), "X['k'].map(len)"),
        ({"a": 1}, "pandas.DataFrame(X['k'].tolist(), index=X.index)"),
        (1j, "X['k'].map(lambda z: z.real)"),
        (np.array(3), "X['k'].map(float)"),
        (pd.Interval(0, 1), "X['k'].astype(str)"),
        (np.zeros(1, dtype="i4,i4")[0], "X['k'].astype(str)"),
        (len, "X.drop(columns=['k'])"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_the_advice_can_be_followed(cell, advice):
    X = pd.DataFrame({"k": pd.Series([cell] * 4, dtype=object), "a": range(4)})
    with pytest.raises(InputTypeError, match="column 'k' holds") as caught:
        check_cells(X)
    assert advice in str(caught.value)
    followed = eval(advice, {"pandas": pd, "X": X})
    if isinstance(followed, pd.Series):
        followed = followed.to_frame()
    check_cells(followed)


def test_columns_of_arrays_are_told_no_code_with_their_names():
    X = np.array([[1, [2]], [2, [3]]], dtype=object)
    with pytest.raises(InputTypeError, match="leave that column out") as caught:
        RealTable.read(X)
    assert "X[" not in str(caught.value)


def test_a_name_with_braces_is_shown_as_it_is():
    X = pd.DataFrame({"{k}": pd.Series([[1]] * 3, dtype=object)})
    with pytest.raises(InputTypeError, match=r"X\['\{k\}'\]"):
        check_cells(X)


@pytest.mark.parametrize("cells", [[True, 1, 0, False], [True, 2, 3.5], [1, True]])
def test_flags_beside_numbers_come_out_as_numbers_and_it_is_said(cells):
    k = pd.Series((cells * 20)[:40], dtype=object)
    X = pd.DataFrame({"k": k, "a": np.arange(40) % 7})
    with pytest.warns(InputWarning, match="True or False beside other numbers"):
        new, _ = TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(
            X, np.arange(40) % 2
        )
    assert not any(isinstance(cell, (bool, np.bool_)) for cell in new["k"])
    assert set(new["k"]) <= set(range(5)) | {3.5}


@pytest.mark.parametrize(
    "cells", [[True, False, None], [True, np.False_], [1, 2.5], ["a", "b"]]
)
def test_what_is_of_one_kind_stays_as_it_is(cells):
    X = pd.DataFrame({"k": pd.Series(cells, dtype=object)})
    assert with_plain_flags(X) is X
