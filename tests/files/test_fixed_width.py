"""Columns that stand below each other are found by the blanks between them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.errors import InputError
from skl_synth.files import read_table
from skl_synth.files.fixed_width import split_in_places


def _table(n_rows, seed):
    rng = np.random.default_rng(seed)
    wards = rng.choice(["Ward one", "Bee", "Cee of old", "D"], n_rows)
    return pd.DataFrame(
        {"ward": wards, "age": rng.integers(0, 99, n_rows), "bmi": rng.random(n_rows)}
    ).round(3)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**16), st.sampled_from(["left", "right"]), st.booleans())
def test_what_pandas_prints_is_read(tmp_path_factory, seed, justify, has_gaps):
    table = _table(30, seed)
    if has_gaps:
        table["bmi"] = table["bmi"].where(table["age"] % 3 > 0)
    text = table.to_string(index=False, justify=justify, na_rep="")
    path = tmp_path_factory.mktemp("fixed") / "table.txt"
    path.write_text(text)
    frame, _ = read_table(path)
    pd.testing.assert_frame_equal(frame, table, check_dtype=False)


def test_titles_above_it(tmp_path):
    table = _table(30, 0)
    path = tmp_path / "table.txt"
    text = table.to_string(index=False, justify="left")
    path.write_text(
        f"All the wards of 2023 in one long line, for whom it concerns\n\n{text}"
    )
    with pytest.raises(InputError, match="header_row=3"):
        read_table(path)
    frame, _ = read_table(path, header_row=3)
    pd.testing.assert_frame_equal(frame, table, check_dtype=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a b\n1 2\n",
        "full name\n" + "Ann Lee\nBob Ray\n" * 5,
        "notes\n" + "has 3 of them\nnone since 1990\nwas well\n" * 5,
        "id\n" + "P 0001\nP 0002\n" * 5,
    ],
)
def test_other_lines_stay_as_they_are(text):
    assert split_in_places(text) is None
