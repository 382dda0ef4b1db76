"""What a column is in the file is told from its texts."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.files import ColumnStyle, TableStyle
from skl_synth.files.notation import Notation
from skl_synth.release.pack.released_table import ReleasedTable
from skl_synth.release.pack.written_columns import written_columns
from skl_synth.release.released_columns import ReleasedColumn


def _one(values, said=None, style=None):
    style = TableStyle(columns={"a": style or ColumnStyle()})
    columns = {} if said is None else {"a": said}
    frame = pd.DataFrame({"a": values})
    return next(written_columns(ReleasedTable(frame, style, columns=columns)))


DAYS = pd.date_range("2020-01-30", periods=3)


@pytest.mark.parametrize(
    ("values", "said", "found"),
    [
        ([1, 2, 3], None, ("integer", "integer", (), 1, 3)),
        ([1.5, 2.0, 3.25], None, ("continuous", "number", (), 1.5, 3.25)),
        ([True, False, True], "binary", ("binary", "boolean", (False, True))),
        (["01", "02", "01"], "category", ("binary", "string", ("01", "02"))),
        (["1", "2", "3"], "integer", ("integer", "integer", (), 1, 3)),
        ([1, 2, 1], "category", ("binary", "integer", (1, 2))),
        ([1, 2, 3], "category", ("category", "integer", (1, 2, 3))),
        ([10, 9, 9], "category", ("binary", "integer", (9, 10))),
        (["x", "x"], "category", ("constant", "string", ("x",))),
        ([5, 5], "integer", ("constant", "integer", (5,))),
        ([0, 1, 0], "one_hot", ("one_hot", "integer", ())),
        ([100, 200, 300], "identifier", ("identifier", "string", ())),
        (DAYS, "datetime", ("datetime", "date", (), "2020-01-30", "2020-02-01")),
        (pd.to_timedelta([1, 2], unit="D"), "timedelta", ("timedelta", "string", ())),
        ([None, None], "constant", ("constant", "string", ())),
        ([np.nan, np.nan], None, ("constant", "string", ())),
        (["a", "b"] * 30, None, ("binary", "string", ("a", "b"))),
        (["a", "b", "c"], None, ("category", "string", ())),
    ],
)
def test_the_kind_the_type_and_what_released_rows_show(values, said, found):
    kind = None if said is None else ReleasedColumn(said)
    one = _one(values, kind)
    shown = (one.kind, one.type, one.levels, one.low, one.high)
    assert shown == (*found, *(None, None))[:5]


def test_the_order_of_an_ordinal_is_the_one_it_was_read_in():
    said = ReleasedColumn("ordinal", ("low", "mid", "high"))
    assert _one(["mid", "high", "low"], said).levels == ("low", "mid", "high")


def test_dates_in_words_keep_their_form_and_their_order():
    said = ReleasedColumn("datetime", form="%d/%m/%Y")
    one = _one(["31/03/2020", "01/04/2021", None], said)
    assert (one.type, one.form) == ("date", "%d/%m/%Y")
    assert (one.low, one.high) == ("31/03/2020", "01/04/2021")
    assert _one(["31/03/2020", "soon"], said).type == "string"


def test_special_values_stand_beside_the_numbers():
    one = _one(["90+", 12, 13.0, "<1"], ReleasedColumn("integer"))
    assert (one.kind, one.type) == ("integer", "string")
    assert (one.special, one.low, one.high) == (("90+", "<1"), 12, 13.0)


@pytest.mark.parametrize(
    ("notation", "type_"),
    [
        (Notation(",", "."), "number"),
        (Notation(before="£"), "string"),
        (Notation(behind=" %"), "string"),
        (Notation(negative="brackets"), "string"),
    ],
)
def test_numbers_that_others_cannot_read_are_text(notation, type_):
    style = ColumnStyle(notation=notation)
    one = _one([1234.5, -2.25], ReleasedColumn("continuous"), style)
    assert one.type == type_
    if type_ == "number":
        assert (one.low, one.high) == (-2.25, 1234.5)


def test_what_is_missing_is_told_by_its_text_and_only_where_it_is():
    style = ColumnStyle(missing="NA")
    assert _one([1.0, None], style=style).missing == "NA"
    assert _one([1.0, 2.0], style=style).missing is None
    assert _one(["", "a"], ReleasedColumn("category")).missing == ""


def test_many_levels_stand_in_the_table_alone():
    values = [f"level {i}" for i in range(1200)] * 2
    assert _one(values, ReleasedColumn("category")).levels == ()


@pytest.mark.parametrize(
    ("values", "decimals"),
    [([1.5, 2.25], 2), ([0.1 + 0.2, 1.5], None), ([1e-30, 1.5], None)],
)
def test_decimals_are_those_that_mean_something(values, decimals):
    assert _one(values, ReleasedColumn("continuous")).decimals == decimals
