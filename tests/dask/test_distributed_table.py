"""What is asked of a table whose rows are elsewhere is as on one machine."""

import dask
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.dask.distributed_table import DistributedTable
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError, InputTypeError
from skl_synth.table import RealTable, TableEncoder
from skl_synth.table.rows import without_parents
from tests.dask.cut_frames import assert_same_rows, blocks_of, in_parts

N_ROWS = 90


def _odd_frame():
    """Missing and special values, few of a level, flags, dates, and ordered levels."""
    rng = np.random.RandomState(0)
    ward = np.array(["A", "B", None], dtype=object)[rng.randint(0, 3, N_ROWS)]
    ward[5], ward[70] = "rare", "seldom"
    dose = np.round(rng.lognormal(2, 1, N_ROWS), 1)
    dose[::7], dose[[3, 33]] = np.nan, -999
    days = pd.to_timedelta(rng.randint(0, 400, N_ROWS), unit="D")
    grade = np.array(["low", "mid", "high"])[rng.randint(0, 3, N_ROWS)]
    colour = pd.get_dummies(pd.Series(list("rgb") * 30), prefix="colour", dtype=int)
    return pd.DataFrame(
        {
            "ward": ward,
            "dose": dose,
            "age": rng.randint(20, 90, N_ROWS),
            "seen": pd.Timestamp("2020-01-01") + days,
            "grade": pd.Categorical(grade, ["low", "mid", "high"], ordered=True),
            "smokes": rng.rand(N_ROWS) < 0.3,
            **colour,
        }
    )


SAID = {
    "column_kinds": {"ward": "category"},
    "special_values": {"dose": [-999]},
    "rules": "ignore",
}
FRAMES = {
    "odd": (_odd_frame(), SAID),
    "patients": (
        make_patients(N_ROWS, random_state=0).drop(columns="patient_id"),
        {"rules": "ignore"},
    ),
}
TARGET = ["yes", "no", "no"] * (N_ROWS // 3)
PERSONS = np.repeat(np.arange(N_ROWS // 2), 2)


def _pair(name, cuts, known=False, **said):
    """A table of one machine, and the same with its rows elsewhere."""
    frame, known_of_it = FRAMES[name]
    groups = PERSONS if known else None
    encoder = TableEncoder(**{**known_of_it, **said})
    table = RealTable.read(frame, TARGET, encoder=encoder, groups=groups)
    return table, DistributedTable.of(table, blocks_of(table.rows, cuts))


CUTS = st.lists(st.integers(0, N_ROWS), max_size=6)


@pytest.mark.parametrize("name", FRAMES)
@pytest.mark.parametrize("known", [True, False], ids=["persons", "rows"])
@settings(max_examples=5, deadline=None)
@given(cuts=CUTS)
def test_what_rests_on_few_is_that_of_one_machine(name, known, cuts):
    table, elsewhere = _pair(name, cuts, known)
    pd.testing.assert_frame_equal(elsewhere.describe(), table.describe())
    for least in (1, 3, 10):
        found = elsewhere.few_people(least)
        pd.testing.assert_frame_equal(found, table.few_people(least))


def test_columns_of_persons_are_those_of_one_machine():
    frame, said = FRAMES["odd"]
    same = frame.assign(age=PERSONS * 3 % 50, ward=np.where(PERSONS % 3, "A", "B"))
    same.loc[11, "age"] = 51
    encoder = TableEncoder(**said)
    table = RealTable.read(same, encoder=encoder, groups=PERSONS)
    for cuts in ([], [11, 11, 50], range(0, N_ROWS, 9)):
        elsewhere = DistributedTable.of(table, blocks_of(table.rows, cuts))
        assert elsewhere.person_columns == table.person_columns
        assert {"age", "ward"} <= set(table.person_columns)
    nobody = DistributedTable.of(RealTable.read(same, encoder=encoder), table.rows)
    assert nobody.person_columns == []


def _assert_same_tables(found, table):
    assert isinstance(found, DistributedTable)
    assert_same_rows(found.rows, table.rows)
    pd.testing.assert_frame_equal(found.schema.describe(), table.schema.describe())
    for one, other in zip(found.schema.numbers, table.schema.numbers, strict=True):
        assert repr(one.precision) == repr(other.precision)
        assert repr(one.codec) == repr(other.codec)
    assert found.layout.mean.tolist() == table.layout.mean.tolist()
    assert found.layout.scale.tolist() == table.layout.scale.tolist()
    assert found.layout.names == table.layout.names
    assert found.counts.tolist() == table.counts.tolist()
    assert (found.persons is None) == (table.persons is None)
    if table.persons is not None:
        np.testing.assert_array_equal(found.persons, table.persons)


@pytest.mark.parametrize("name", FRAMES)
@pytest.mark.parametrize("tail", [1, 4])
@settings(max_examples=3, deadline=None)
@given(cuts=CUTS, data=st.data())
def test_a_part_is_that_of_one_machine(name, tail, cuts, data):
    table, elsewhere = _pair(name, cuts, known=True, min_tail_count=tail)
    some = data.draw(
        st.lists(st.integers(0, N_ROWS - 1), min_size=30, max_size=60, unique=True)
    )
    rows = np.array(some)
    _assert_same_tables(elsewhere.take(rows), table.take(rows))
    mask = np.isin(np.arange(N_ROWS), rows)
    _assert_same_tables(elsewhere.take(mask), table.take(mask))
    part, whole = elsewhere.part(rows, "some"), table.part(rows, "some")
    assert_same_rows(part.rows, whole.rows)
    assert part.target.label(0) == whole.target.label(0)


@pytest.mark.parametrize("name", FRAMES)
def test_rows_of_another_table_are_read_where_they_are(name):
    table, elsewhere = _pair(name, [40])
    frame = FRAMES[name][0].iloc[::-1]
    with dask.config.set({"dataframe.convert-string": False}):
        found = elsewhere.encode(in_parts(frame, [0, 31, 31, 77]))
    assert_same_rows(found, table.encode(frame))
    here = elsewhere.encode(frame)
    np.testing.assert_array_equal(here.codes, table.encode(frame).codes)


def test_rows_that_are_elsewhere_are_snapped_there():
    table, elsewhere = _pair("odd", [40])
    rows = table.rows.take(np.arange(N_ROWS))
    rows.numbers[:] += 0.04
    assert_same_rows(elsewhere.snap(blocks_of(rows, [7, 50])), table.snap(rows))
    np.testing.assert_array_equal(elsewhere.snap(rows).codes, rows.codes)


def test_rows_that_are_here_are_standardised_and_written():
    table, elsewhere = _pair("odd", [40])
    rows = table.rows.take(np.arange(5))
    np.testing.assert_array_equal(elsewhere.matrix(rows), table.matrix(rows))
    pd.testing.assert_frame_equal(elsewhere.decode(rows), table.decode(rows))
    candidates = without_parents(rows, table.target.encoded[:5])
    pd.testing.assert_frame_equal(
        elsewhere.write(candidates)[0], table.write(candidates)[0]
    )


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(DistributedTable.matrix, id="matrix"),
        pytest.param(DistributedTable.mixed, id="mixed"),
        pytest.param(lambda one: one.matrix(one.rows), id="matrix of rows"),
        pytest.param(lambda one: one.decode(one.rows), id="decode"),
        pytest.param(
            lambda one: one.write(without_parents(one.rows, one.target.encoded)),
            id="write",
        ),
    ],
)
def test_what_would_bring_all_rows_together_is_refused(ask):
    _, elsewhere = _pair("odd", [40])
    with pytest.raises(InputTypeError, match=r"use \.to_local\(\)"):
        ask(elsewhere)


def test_a_table_without_rows_is_one_of_one_machine():
    table, elsewhere = _pair("odd", [40])
    found = elsewhere.without_rows()
    assert type(found) is RealTable
    assert len(found) == 0
    assert found.counts.tolist() == table.counts.tolist()


def test_a_level_never_seen_is_named_by_its_row_in_the_whole():
    _, elsewhere = _pair("odd", [40])
    frame = FRAMES["odd"][0].copy()
    frame.loc[60, "ward"] = "new"
    with dask.config.set({"dataframe.convert-string": False}):
        X = in_parts(frame, [31])
    with pytest.raises(InputError, match="row 60") as error:
        elsewhere.encode(X).fetched()
    assert error.value.column == "ward"
    codes = elsewhere.encode(X, unknown="ignore").fetched().codes
    assert (codes[60] == -1).sum() == 1


@pytest.mark.parametrize("known", [True, False], ids=["persons", "rows"])
def test_rules_are_learnt_anew_from_a_part(known):
    rng = np.random.RandomState(0)
    low = rng.randint(0, 50, 200)
    high = low + rng.randint(1, 20, 200)
    kind = rng.choice(list("xyz"), 200)
    frame = pd.DataFrame({"low": low, "high": high, "sum": low + high, "kind": kind})
    frame["code"] = frame["kind"].map({"x": 1, "y": 2, "z": 3})
    table = RealTable.read(frame, groups=np.arange(200) // 2 if known else None)
    assert len(table.rules) > 1
    elsewhere = DistributedTable.of(table, blocks_of(table.rows, [33, 90, 90]))
    rows = np.random.RandomState(1).permutation(200)[:90]
    found, whole = elsewhere.take(rows), table.take(rows)
    assert str(found.rules) == str(whole.rules)
    assert repr(found.rules.learned) == repr(whole.rules.learned)
