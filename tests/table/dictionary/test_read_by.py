"""A table read by a dictionary: nothing of it gets through but where rows stand."""

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import DataDictionary, TableEncoder
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.table.dictionary import Field
from skl_synth.table.dictionary.public_table import public_table
from skl_synth.table.dictionary.read_by import read_by
from skl_synth.table.level_keys import key_of
from tests.table.dictionary.test_data_dictionary import FIELDS, described

DICTIONARY = DataDictionary.read(described(*FIELDS, target="died"))


def people(**columns):
    """Three people within the domain, but for the columns that are given."""
    table = {
        "age": [30, 40, 50],
        "sex": ["f", "m", "f"],
        "ward_a": [1, 0, 0],
        "ward_b": [0, 1, 0],
        "ward_c": [0, 0, 1],
        "stay": [1.5, 2.5, 3.5],
        "stage": ["I", "II", "III"],
        "admitted": pd.to_datetime(["2021-03-04", "2022-01-01", "2023-05-06"]),
    }
    return pd.DataFrame({**table, **columns})


def read(dictionary=DICTIONARY, y=(True, False, True), **columns):
    found = read_by(dictionary, people(**columns), list(y))
    return found.table.decode(found.table.rows), found.outside


def test_what_is_in_the_domain_stays():
    written, outside = read()
    assert outside == {}
    pd.testing.assert_frame_equal(written, people(), check_dtype=False)


def test_a_table_is_read_by_its_own_description_as_it_is():
    patients = make_patients(150, random_state=1)
    X, y = patients.drop(columns="readmitted"), patients["readmitted"]
    encoder = TableEncoder(identifiers="surrogate")
    dictionary = DataDictionary.from_table(X, y, encoder=encoder)
    found = read_by(dictionary, X, y)
    written = found.table.decode(found.table.rows)
    assert found.outside == {}
    plain = [name for name in X if name != "patient_id"]
    pd.testing.assert_frame_equal(written[plain], X[plain])
    assert found.table.target.decode(found.table.target.encoded).equals(y)
    assert not set(written["patient_id"]) & set(X["patient_id"])
    assert written["patient_id"].is_unique


OUTSIDE = [
    ({"age": [-5, 40, 500]}, "age", [0, 40, 110], 2),
    ({"age": [30.4, 40, 50]}, "age", [30, 40, 50], 0),
    ({"age": [30, np.inf, 50]}, "age", [30, 110, 50], 1),
    ({"age": ["30", "forty", 50]}, "age", [30, 55, 50], 1),
    ({"age": [30, np.nan, 50]}, "age", [30, 55, 50], 1),
    ({"sex": ["f", "x", "f"]}, "sex", ["f", None, "f"], 1),
    ({"sex": ["f", None, ""]}, "sex", ["f", None, None], 0),
    ({"sex": [" f", "m ", "f"]}, "sex", ["f", "m", "f"], 0),
    ({"stay": [1.54, 99.0, -1]}, "stay", [1.5, 90.5, -1], 1),
    ({"stay": [1.5, "none", ""]}, "stay", [1.5, np.nan, np.nan], 1),
    ({"stage": ["I", "IV", "III"]}, "stage", ["I", None, "III"], 1),
    ({"ward_a": [1, 1, 0]}, "ward_a", [1, 1, 0], 1),
    ({"ward_b": [0, 0, 0]}, "ward_a", [1, 1, 0], 1),
    (
        {"admitted": ["2021-03-04", "today", "31/12/2030 10:30"]},
        "admitted",
        [pd.Timestamp("2021-03-04"), pd.NaT, pd.Timestamp("2024-12-31")],
        2,
    ),
    (
        {"admitted": ["2021-03-04T05:06Z", None, "05/03/2022"]},
        "admitted",
        [pd.Timestamp("2021-03-04"), pd.NaT, pd.Timestamp("2022-03-05")],
        0,
    ),
]


@pytest.mark.parametrize(("columns", "name", "expected", "n"), OUTSIDE)
def test_what_is_outside_is_moved_into_the_domain_and_counted(
    columns, name, expected, n
):
    written, outside = read(**columns)
    found = written[name].astype(object)
    assert found.isna().tolist() == pd.isna(pd.Series(expected)).tolist()
    there = found.notna()
    assert found[there].tolist() == pd.Series(expected, dtype=object)[there].tolist()
    assert max(outside.values(), default=0) == n


def test_unknown_levels_go_to_other_where_there_is_one():
    fields = [
        {
            "name": "ward",
            "constraints": {"enum": ["A", "B", "Other"], "required": required},
        }
        for required in (True, False)
    ]
    for field in fields:
        found = read_by(
            DataDictionary.read(described(field)), pd.DataFrame({"ward": ["A", "Z"]})
        )
        assert found.table.decode(found.table.rows)["ward"].tolist() == ["A", "Other"]
        assert found.outside == {"ward": 1}


def test_one_cell_is_read_alike_whatever_the_others_are():
    # A date that only one reading fits must not change how the others are read.
    first, _ = read(admitted=["05/03/2022", "01/02/2022", "01/02/2022"])
    other, _ = read(admitted=["05/03/2022", "2022-02-25", "12/31/2023"])
    assert first["admitted"][0] == other["admitted"][0] == pd.Timestamp("2022-03-05")


def test_a_code_for_missing_is_one_as_a_number_too():
    # One cell that is no number makes text of a whole column.
    age = {"name": "age", "type": "integer"}
    age["constraints"] = {"minimum": 0, "maximum": 110}
    dictionary = DataDictionary.read({**described(age), "missingValues": ["", "-9"]})
    for cells in ([-9, 40], [-9.0, 40.0], ["-9", "40"], ["-9", 40], [-9, "odd"]):
        X = pd.DataFrame({"age": pd.Series(cells)})
        table = read_by(dictionary, X).table
        assert table.decode(table.rows)["age"].isna()[0]


def test_numbers_for_levels_may_be_written_with_a_point():
    levels = {
        "name": "a",
        "type": "integer",
        "constraints": {"enum": [0, 1], "required": True},
    }
    dictionary = DataDictionary.read(described(levels))
    for cells in ([0, 1], [0.0, 1.0], ["0", "1"], ["0.0", "1.0"]):
        assert read_by(dictionary, pd.DataFrame({"a": cells})).outside == {}


def test_one_moment_in_two_time_zones_is_two_local_times():
    day = {"name": "day", "type": "date"}
    day["constraints"] = {"minimum": "2019-01-01", "maximum": "2021-12-31"}
    dictionary = DataDictionary.read(described(day))
    utc = pd.Timestamp("2019-12-31 20:00", tz="UTC")
    cells = [utc, utc.tz_convert("Etc/GMT-5")]
    for order in (cells, cells[::-1]):
        X = pd.DataFrame({"day": pd.Series(order, dtype=object)})
        table = read_by(dictionary, X).table
        local = [cell.tz_localize(None).normalize() for cell in order]
        assert table.decode(table.rows)["day"].tolist() == local


def test_equal_cells_of_two_types_are_two():
    levels = {"name": "a", "constraints": {"enum": ["1", "true"], "required": True}}
    dictionary = DataDictionary.read(described(levels))
    for cells in ([1, True], [True, 1]):
        X = pd.DataFrame({"a": pd.Series(cells, dtype=object)})
        table = read_by(dictionary, X).table
        expected = ["true" if cell is True else "1" for cell in cells]
        assert table.decode(table.rows)["a"].tolist() == expected


def test_dates_as_numbers_are_dates():
    written, outside = read(admitted=[20210304, 20220101.0, "20230506"])
    assert outside == {}
    assert written["admitted"].tolist() == people()["admitted"].tolist()


def test_columns_without_text_names_are_found():
    table = pd.DataFrame({0: [1, 2, 3], 1: [0.5, 1.5, 2.5]})
    dictionary = DataDictionary.from_table(table)
    found = read_by(dictionary, table).table
    assert list(found.decode(found.rows)) == ["0", "1"]


@pytest.mark.parametrize(
    ("X", "words"),
    [
        (people().drop(columns="age"), "lacks 'age'"),
        (people(extra=1), r"'extra'.*: leave them out, X.drop\(columns=\['extra'\]\)"),
    ],
)
def test_columns_that_do_not_fit_are_named(X, words):
    with pytest.raises(InputError, match=words):
        read_by(DICTIONARY, X, [True, False, True])


def test_the_order_of_the_columns_is_that_of_the_dictionary():
    X = people()[list(reversed(people().columns))]
    found = read_by(DICTIONARY, X, [1, 0, 1])
    assert list(found.table.decode(found.table.rows)) == list(people())


def test_a_target_that_the_dictionary_takes_for_a_column():
    X, y = people().drop(columns="age"), people()["age"]
    with pytest.raises(InputError, match=r"'died' the target, .* given is 'age'"):
        read_by(DICTIONARY, X, y)


DIED = {
    "name": "died",
    "type": "integer",
    "constraints": {"enum": [0, 1], "required": True},
}

NUMBERED = DataDictionary.read(described(*FIELDS[:-1], DIED, target="died"))


@pytest.mark.parametrize(
    ("dictionary", "y", "words"),
    [
        (DICTIONARY, None, "no target was given"),
        (DICTIONARY, [True, False, "maybe"], "'maybe', and the classes"),
        (NUMBERED, pd.Series([0, 1, 2]), "holds 2, and the classes"),
        (DICTIONARY, [True, False], "Found input variables|target 2"),
        (DataDictionary.read(described(*FIELDS[:-1])), [1, 0, 1], "names none"),
    ],
)
def test_targets_that_do_not_fit_are_refused(dictionary, y, words):
    with pytest.raises(ValueError, match=words):
        read_by(dictionary, people(), y)


def test_a_continuous_target_is_clipped():
    cost = {
        "name": "cost",
        "type": "number",
        "constraints": {"minimum": 0, "maximum": 9},
    }
    cost["constraints"]["required"] = True
    cost["skl_synth"] = {"decimals": 1}
    dictionary = DataDictionary.read(described(*FIELDS[:-1], cost, target="cost"))
    found = read_by(dictionary, people(), [1.25, 99, 3])
    assert found.table.target.encoded.tolist() == [1.2, 9.0, 3.0]
    assert found.outside == {"cost": 1}


def fingerprint(schema):
    """All that a schema says, values of arrays included."""
    parts = [
        f"{field.name}: {getattr(one, field.name)!s}"
        for one in schema.variables
        for field in fields(one)
    ]
    return schema.describe().to_csv() + "\n".join(parts)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**16))
def test_nothing_but_rows_depends_on_the_real_table(seed):
    rng = np.random.default_rng(seed)
    X = people(
        age=rng.normal(50, 200, 3),
        sex=rng.choice(["f", "m", "x", None], 3),
        stay=rng.normal(0, 99, 3),
        stage=rng.choice(["I", "II", "V"], 3),
    )
    table = read_by(DICTIONARY, X, rng.choice([True, False], 3)).table
    public = public_table(DICTIONARY)
    assert fingerprint(table.schema) == fingerprint(public.schema)
    for name in ("mean", "scale", "missing_code"):
        ours, theirs = getattr(table.layout, name), getattr(public.layout, name)
        np.testing.assert_array_equal(ours, theirs)
    assert table.container == public.container or table.container.container == "frame"
    assert table.target.classes.tolist() == [False, True]
    assert table.target.original.tolist() == []


def test_dtypes_follow_from_kind_and_missing_values():
    written, _ = read()
    dtypes = {name: str(dtype) for name, dtype in written.dtypes.items()}
    assert dtypes["age"] == "int64"
    assert dtypes["stay"] == "float64"
    assert dtypes["ward_a"] == "int64"
    assert dtypes["admitted"] == "datetime64[us]"
    assert written["sex"].dtype == pd.Series(["f", None]).dtype


def test_what_is_impossible_is_a_rule():
    rules = {"impossible": [{"sex": "m", "stage": ["II", "III"]}]}
    dictionary = DataDictionary.read(described(*FIELDS, target="died", **rules))
    table = read_by(dictionary, people(), [1, 0, 1]).table
    _, keeps = table.rules.repair(table.rows)
    assert keeps.tolist() == [True, False, True]


def test_dates_beyond_the_year_2262_are_dates():
    field = {
        "name": "until",
        "type": "date",
        "constraints": {"minimum": "1900-01-01", "maximum": "9999-12-31"},
    }
    found = read_by(
        DataDictionary.read(described(field)),
        pd.DataFrame({"until": ["9999-12-31", "2020-02-02"]}),
    )
    written = found.table.decode(found.table.rows)["until"]
    assert written.dt.year.tolist() == [9999, 2020]
    assert found.outside == {}


@pytest.mark.parametrize(
    ("special", "cells"),
    [
        ((-1, 999), [3, -1, 999, 40, None, -1, 12.5]),
        (("90+", -1), ["3", "90+", "-1", "40", None, "90+", "12.5"]),
    ],
)
@pytest.mark.parametrize("nullable", [True, False])
def test_special_values_are_levels_beside_the_number(special, cells, nullable):
    field = Field(
        *("lab", "continuous"),
        minimum=0,
        maximum=50,
        decimals=1,
        special=special,
        nullable=nullable,
    )
    dictionary = DataDictionary((field,))
    read = read_by(dictionary, pd.DataFrame({"lab": pd.Series(cells, dtype=object)}))
    (variable,) = read.table.schema.numbers
    assert len(variable.special) == 2
    assert (variable.precision.low, variable.precision.high) == (0, 50)
    written = read.table.decode(read.table.rows)["lab"].tolist()
    assert [key_of(one) for one in written if not pd.isna(one)] == [
        key_of(one)
        for one in (cells if nullable else [*cells[:4], 25, *cells[5:]])
        if one is not None
    ]
    assert read.outside == ({} if nullable else {"lab": 1})


def test_steps_count_from_the_minimum():
    field = Field("dose", "continuous", minimum=5, maximum=100, step=2.5)
    read = read_by(DataDictionary((field,)), pd.DataFrame({"dose": [5, 8.6, 7.5, 101]}))
    assert read.table.decode(read.table.rows)["dose"].tolist() == [5, 7.5, 7.5, 100]
