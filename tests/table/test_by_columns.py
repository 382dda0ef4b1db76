"""ByColumns: the columns that divide a table, and those that cannot."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import RealTable, TableEncoder
from skl_synth.errors import InputError
from skl_synth.table.by_columns import MOST_VALUES, ByColumns

RNG = np.random.default_rng(0)
N = 120
FRAME = pd.DataFrame(
    {
        "hospital": RNG.choice(["A", "B", None], N, p=[0.5, 0.4, 0.1]),
        "code": np.where(RNG.random(N) < 0.2, np.nan, RNG.integers(1, 5, N)),
        "age": RNG.permutation(N) % 100,
        "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(RNG.integers(0, 3, N), "D"),
        "site": "north",
        "blood_a": np.arange(N) % 3 == 0,
        "blood_b": np.arange(N) % 3 == 1,
        "blood_o": np.arange(N) % 3 == 2,
    }
).astype({"blood_a": int, "blood_b": int, "blood_o": int})
TARGET = pd.Series(RNG.integers(0, 2, N), name="died")


def real_table(frame=FRAME, target=TARGET, **said):
    return RealTable.read(frame, target, encoder=TableEncoder(**said))


def divided(real, by):
    """Give the strata of the real rows by the cells of the columns."""
    columns = ByColumns.find(real, by)
    cells = columns.cells(real.rows)
    return columns, np.unique(cells, axis=0, return_inverse=True)[1].reshape(-1)


@pytest.mark.parametrize(
    "by", ["hospital", "code", "day", ["hospital", "code"], ("day",), "site"]
)
def test_rows_of_a_stratum_have_the_same_values_and_no_others_do(by):
    _, strata = divided(real_table(), by)
    names = [by] if isinstance(by, str) else list(by)
    expected = FRAME.groupby(names, dropna=False, sort=False).ngroup()
    pairs = pd.DataFrame({"ours": strata, "theirs": expected}).drop_duplicates()
    assert pairs["ours"].is_unique
    assert pairs["theirs"].is_unique


def test_a_one_hot_group_goes_by_its_name():
    real = real_table()
    columns, strata = divided(real, "blood")
    assert len(np.unique(strata)) == 3
    labels = columns.frame(real.schema, real.rows)
    expected = [f"blood_{letter}" for letter in ("a", "b", "o")] * 40
    assert labels["blood"].tolist() == expected


def test_strata_of_other_rows_are_found_and_unknown_ones_are_not():
    real = real_table()
    columns = ByColumns.find(real, ["hospital", "code"])
    known = columns.cells(real.rows.take(np.array([3, 0, 1])))
    found = columns.strata_of(real.rows, known)
    assert found[3] == 0
    values = FRAME[["hospital", "code"]].astype(object).fillna("none")
    is_known = values.apply(tuple, axis=1).isin(
        values.iloc[[3, 0, 1]].apply(tuple, axis=1)
    )
    np.testing.assert_array_equal(found >= 0, is_known)


def test_rows_are_set_to_the_values_of_a_stratum_and_keep_all_others():
    real = real_table()
    columns = ByColumns.find(real, ["hospital", "code", "day", "blood"])
    row = int(np.flatnonzero(FRAME["hospital"].isna())[0])
    written = real.decode(columns.set_to(real.rows, real.rows.take([row])))
    expected = FRAME.copy()
    for name in FRAME.columns.drop(["age", "site"]):
        expected[name] = [FRAME.loc[row, name]] * N
    pd.testing.assert_frame_equal(written, expected.astype(FRAME.dtypes))


def test_labels_are_the_values_of_the_table():
    real = real_table()
    labels = ByColumns.find(real, ["code", "hospital"]).frame(real.schema, real.rows)
    pd.testing.assert_frame_equal(labels, FRAME[["code", "hospital"]])


def test_columns_of_an_array_go_by_their_position():
    array = np.column_stack([np.arange(N), np.arange(N) % 4])
    real = RealTable.read(array, TARGET)
    for by in (1, -1, [1], np.int64(1), "x1"):
        assert len(np.unique(divided(real, by)[1])) == 4


def test_a_tuple_that_is_a_name_is_one_column():
    frame = FRAME.rename(columns={"hospital": ("a", "b")})
    assert ByColumns.find(real_table(frame), ("a", "b")).names == (("a", "b"),)


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("hospitl", r"by names 'hospitl', which is no column.*'hospital'"),
        (["hospital", "x"], r"by names 'x', which is no column"),
        ("died", r"by names the target, 'died'"),
        ("blood_a", r"'blood_a' is one of the one-hot group 'blood'.*name the group"),
        ("age", r"'age' \(integer\), whose 100 different values.*few ranges"),
    ],
)
def test_a_column_that_cannot_divide_is_named(by, message):
    with pytest.raises(InputError, match=message):
        ByColumns.find(real_table(), by)


def test_an_identifier_cannot_divide():
    real = real_table(column_kinds={"age": "identifier"}, identifiers="surrogate")
    with pytest.raises(InputError, match=r"by names 'age', an identifier"):
        ByColumns.find(real, "age")


def test_a_column_of_the_name_of_the_target_comes_first():
    frame = FRAME.rename(columns={"hospital": "died"})
    assert ByColumns.find(real_table(frame), "died").names == ("died",)


def test_a_number_may_have_so_many_values_and_no_more():
    for n_values, is_refused in ((MOST_VALUES, False), (MOST_VALUES + 1, True)):
        frame = FRAME.assign(age=np.arange(N) % n_values)
        if is_refused:
            with pytest.raises(InputError, match="different values"):
                ByColumns.find(real_table(frame), "age")
        else:
            ByColumns.find(real_table(frame), "age")
