"""Cells: numbers as people read them, dashes for nothing."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.pages.page_cells import cell_of, table_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (0.12345, "0.123"),
        (0.00012, "0.00012"),
        (-0.5, "-0.500"),
        (12345.678, "12345.678"),
        (float("nan"), "–"),
        (float("inf"), "∞"),
        (np.int64(7), "7"),
        (np.float32(0.5), "0.500"),
        (None, "–"),
        (pd.NA, "–"),
        (pd.NaT, "–"),
        (True, "yes"),
        (np.bool_(False), "no"),
        ("<b>", "<b>"),
    ],
)
def test_a_value_is_written_as_people_read_it(value, text):
    assert cell_of(value).text == text


def test_a_number_with_its_interval_is_never_broken():
    assert cell_of("0.731 (0.702 – 0.760)").is_number
    assert cell_of("98.2 % (96.1 % – 100.3 %)").is_number
    assert not cell_of("2 wards").is_number


def test_marks_go_with_their_lines_and_neutral_ones_take_no_column():
    frame = pd.DataFrame({"a": [1, 2, 3]})
    assert table_of(frame, ["passed", "neutral", "refused"], 1, None).marks == [
        "neutral",
        "refused",
    ]
    assert table_of(frame, ["neutral"] * 3, 0, None).marks is None


def test_columns_of_one_name_are_both_there():
    frame = pd.DataFrame([[1, "x"]], columns=["a", "a"])
    assert [cell.text for cell in table_of(frame, None, 0, None).lines[0]] == ["1", "x"]
