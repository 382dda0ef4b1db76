"""Bad input through Python is told plainly, and loses nothing."""

from pathlib import Path

import pandas as pd
import pytest

from tests.bad_inputs import python_calls
from tests.bad_inputs.judging_calls import JUDGING
from tests.bad_inputs.making_calls import MAKING
from tests.bad_inputs.python_calls import X, Y

BAD_INPUTS = [*python_calls.BAD_INPUTS, *JUDGING, *MAKING]


def test_there_are_many():
    assert len({row[0] for row in BAD_INPUTS}) == len(BAD_INPUTS) >= 200


@pytest.mark.filterwarnings("ignore:X does not have valid feature names")
@pytest.mark.filterwarnings("ignore:the hold-out has 40 rows")
@pytest.mark.filterwarnings("ignore:the synthetic table has no row of class 1")
@pytest.mark.parametrize(
    ("call", "error", "words"),
    [pytest.param(*row[1:], id=row[0]) for row in BAD_INPUTS],
)
def test_bad_input_is_told_plainly(tmp_path, monkeypatch, call, error, words):
    monkeypatch.chdir(tmp_path)
    before, y_before = X.copy(deep=True), Y.copy(deep=True)
    with pytest.raises(error) as caught:
        call()
    for word in words:
        assert word in str(caught.value)
    pd.testing.assert_frame_equal(X, before)
    pd.testing.assert_series_equal(Y, y_before)
    assert list(Path().iterdir()) == []
