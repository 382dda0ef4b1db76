"""Texts that stand for a missing value: the same rule in columns of all kinds."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder, TypeAwareSMOTE
from skl_synth.table import RealTable
from skl_synth.table.missing_tokens import TOKENS, find_tokens

DAYS = pd.date_range("2020-01-01", periods=60).strftime("%d/%m/%Y").to_list()


def read(frame, **said):
    return RealTable.read(frame, encoder=TableEncoder(**said))


@pytest.mark.parametrize("token", sorted(TOKENS))
@pytest.mark.parametrize("cells", [DAYS, [str(i % 45) for i in range(60)]])
def test_usual_tokens_are_missing_among_numbers_and_dates(token, cells):
    frame = pd.DataFrame({"x": [*cells, token, token]})
    table = read(frame)
    variable = table.schema.variables[0]
    assert variable.kind in ("datetime", "integer")
    assert variable.n_missing == 2
    pd.testing.assert_frame_equal(table.decode(table.rows), frame)


def test_among_levels_they_stay_levels_unless_they_are_named():
    frame = pd.DataFrame({"ward": ["A", "B", "NA"] * 9})
    assert read(frame).schema.variables[0].n_missing == 0
    named = read(frame, missing_values=["NA"])
    assert named.schema.variables[0].n_missing == 9
    pd.testing.assert_frame_equal(named.decode(named.rows), frame)


def test_the_most_frequent_token_is_written():
    cells = [*map(str, range(50)), "7", "NA", "?", "?", "?"]
    table = read(pd.DataFrame({"x": cells}))
    written = table.decode(table.rows)["x"]
    assert (written == "?").sum() == 4
    assert not (written == "NA").any()
    emptied = read(pd.DataFrame({"x": [*cells, *[None] * 9]}))
    assert emptied.decode(emptied.rows)["x"].isna().sum() == 13


@pytest.mark.parametrize("dtype", ["int64", "int16", "float64", "Int64", ">i4"])
def test_a_named_number_is_missing_in_every_dtype(dtype):
    frame = pd.DataFrame({"x": pd.Series([*range(40), 7, -999, -999]).astype(dtype)})
    table = read(frame, missing_values=["-999"])
    variable = table.schema.variables[0]
    assert (variable.kind, variable.n_missing) == ("integer", 2)
    assert np.nanmin(table.rows.numbers) == 0
    pd.testing.assert_frame_equal(table.decode(table.rows), frame)


def test_large_numbers_beside_a_token_stay_exact():
    frame = pd.DataFrame({"x": [2**53 + 1, 2**53 + 3, 2**53 + 7, -9, -9]})
    table = read(frame, missing_values=[-9])
    pd.testing.assert_frame_equal(table.decode(table.rows), frame)


def test_tokens_keep_their_rate_and_the_target_is_left_alone():
    rng = np.random.default_rng(0)
    days = rng.choice(DAYS, 300)
    frame = pd.DataFrame({"onset": np.where(rng.random(300) < 0.1, "NA", days)})
    frame["lab"] = rng.normal(size=300).round(2)
    y = pd.Series(np.where(rng.random(300) < 0.4, "NA", "ill"), name="y")
    encoder = TableEncoder(missing_values=["NA"])
    smote = TypeAwareSMOTE(encoder=encoder, mode="replace", random_state=0)
    made, y_made = smote.fit_resample(frame, y)
    assert y_made.value_counts().to_dict() == y.value_counts().to_dict()
    share = (frame["onset"] == "NA").mean()
    assert abs((made["onset"] == "NA").mean() - share) < 0.08
    assert not made["onset"].isna().any()


def test_what_the_user_calls_special_or_a_level_is_not_missing():
    cells = pd.DataFrame({"x": [*map(str, range(50)), "7", "NA", "NA"]})
    special = read(cells, special_values={"x": ["NA"]})
    assert special.schema.variables[0].special == ("NA",)
    assert find_tokens(cells, kinds={"x": "category"}) == {}


def test_a_table_without_tokens_is_not_copied():
    frame = pd.DataFrame({"x": [1, 2, 3], "ward": ["A", "B", "A"]})
    assert find_tokens(frame) == {}
