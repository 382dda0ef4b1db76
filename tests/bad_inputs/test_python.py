"""Bad input through Python is told plainly, and loses nothing."""

from pathlib import Path

import pandas as pd
import pytest

from tests.bad_inputs.python_calls import BAD_INPUTS, X, Y


def test_there_are_many():
    assert len({row[0] for row in BAD_INPUTS}) == len(BAD_INPUTS) >= 80


@pytest.mark.filterwarnings("ignore:X does not have valid feature names")
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
