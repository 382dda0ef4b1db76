"""Special values: levels beside a number, never between two."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import (
    MarginalCalibrator,
    ProximityFilter,
    TableEncoder,
    TypeAwareCART,
    TypeAwareSMOTE,
)
from skl_synth.errors import InputError
from skl_synth.evaluation.fidelity.moments import class_moments
from skl_synth.evaluation.read_columns import ReadColumns, codecs_of
from skl_synth.evaluation.read_data import read_data
from skl_synth.generators.marginals.attribute import attributes_of
from skl_synth.generators.neural.level_transform import LevelTransform
from skl_synth.table import RealTable
from skl_synth.table.infer import infer_variable

SPECIAL = {"lab": [-1, -200], "count": [999], "seen": ["9999-12-31"]}


def patients(n_rows=400, seed=0):
    rng = np.random.default_rng(seed)
    lab = (rng.gamma(3.0, 10.0, n_rows) + 20).round(1)
    lab[::10], lab[5::25], lab[3::40] = -1, -200, np.nan
    count = rng.integers(0, 60, n_rows)
    count[::8] = 999
    days = pd.Timestamp("2020-01-01") + pd.to_timedelta(
        rng.integers(0, 900, n_rows), "D"
    )
    seen = days.strftime("%Y-%m-%d").to_numpy(dtype=object).copy()
    seen[::20], seen[1::50] = "9999-12-31", "NA"
    age = rng.integers(18, 90, n_rows).astype(str).astype(object)
    age[::16] = "90+"
    frame = pd.DataFrame({"age": age, "lab": lab, "count": count, "seen": seen})
    return frame, pd.Series((rng.random(n_rows) < 0.4).astype(int), name="ill")


def shares(X):
    return {
        "age": np.mean(X["age"] == "90+"),
        "lab": np.mean(X["lab"] == -1),
        "lab -200": np.mean(X["lab"] == -200),
        "lab missing": X["lab"].isna().mean(),
        "count": np.mean(X["count"] == 999),
        "seen": np.mean(X["seen"] == "9999-12-31"),
        "seen missing": np.mean(X["seen"] == "NA"),
    }


def test_a_table_with_special_values_is_written_as_it_was_read():
    X, y = patients()
    table = RealTable.read(X, y, encoder=TableEncoder(special_values=SPECIAL))
    assert [one.kind for one in table.schema.variables] == [
        *("integer", "continuous", "integer", "datetime")
    ]
    assert [one.special for one in table.schema.variables] == [
        *(("90+",), (-1.0, -200.0), (999,), ("9999-12-31",))
    ]
    pd.testing.assert_frame_equal(table.decode(table.rows), X)
    assert "beside: -1, -200" in table.describe()["levels"].tolist()
    # One number and one 0/1 column for each value beside it, and for a missing one.
    assert table.matrix().shape[1] == 4 + 1 + 3 + 1 + 2
    again = table.layout.rows(table.matrix())
    np.testing.assert_array_equal(again.codes, table.rows.codes)
    np.testing.assert_array_equal(np.isnan(again.numbers), np.isnan(table.rows.numbers))


def makers():
    encoder = TableEncoder(special_values=SPECIAL)
    common = {"mode": "replace", "random_state": 0}
    smote = TypeAwareSMOTE(encoder=encoder, **common)
    return {
        "smote": smote,
        "simplex": TypeAwareSMOTE(encoder=encoder, interpolation="simplex", **common),
        "cart": TypeAwareCART(encoder=encoder, **common),
        "filter": ProximityFilter(smote, random_state=0),
        "calibrator": MarginalCalibrator(
            TypeAwareCART(encoder=encoder, **common), random_state=0
        ),
    }


@pytest.mark.parametrize("name", list(makers()))
@pytest.mark.filterwarnings("ignore::skl_synth.errors.InputWarning")
def test_special_values_keep_their_rate_and_nothing_lies_between(name):
    X, y = patients()
    made, _ = makers()[name].fit_resample(X, y)
    assert made.dtypes.equals(X.dtypes)
    real = shares(X)
    for what, share in shares(made).items():
        # Four standard errors of two samples of that size.
        allowed = 4 * np.sqrt(2 * real[what] * (1 - real[what]) / len(X))
        assert abs(share - real[what]) < allowed, what
    lab = made["lab"].dropna()
    assert ((lab >= 20) | lab.isin([-1, -200])).all()
    assert ((made["count"] < 60) | (made["count"] == 999)).all()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 50), min_size=6, max_size=40),
    st.sampled_from(["int64", "float64", "Int64", "float32", "object", "str"]),
    st.integers(1, 3),
    st.booleans(),
)
def test_any_column_is_written_as_it_was_read(numbers, dtype, n_special, gaps):
    cells = [*numbers, *range(60, 66), *([-1, -200, 999][:n_special] * 2)]
    series = pd.Series(cells, name="x")
    series = series.astype(str) if dtype in ("str", "object") else series.astype(dtype)
    if dtype == "object":
        series = series.astype(object)
    if gaps and dtype != "int64":
        series[0] = None
    frame = series.to_frame()
    encoder = TableEncoder(special_values={"x": [-1, "-200", 999]})
    table = RealTable.read(frame, encoder=encoder)
    assert len(table.schema.numbers[0].special) == n_special
    pd.testing.assert_frame_equal(table.decode(table.rows), frame)
    assert np.nanmin(table.rows.numbers) >= 0
    assert np.nanmax(table.rows.numbers) < 66
    part = table.take(np.arange(len(frame)) % 2 == 0)
    rows = frame[::2].reset_index(drop=True)
    pd.testing.assert_frame_equal(part.decode(part.rows), rows)


@pytest.mark.parametrize("dtype", ["int64", "float64"])
def test_special_values_of_few_rows_are_not_published(dtype):
    values = pd.Series([*range(50), *range(50), *[-1] * 20, 999, 999], name="x").astype(
        dtype
    )
    encoder = TableEncoder(special_values={"x": [-1, 999]}, min_category_count=10)
    with pytest.warns(UserWarning, match="merges levels"):
        table = RealTable.read(values.to_frame(), encoder=encoder)
    written = table.decode(table.rows)["x"]
    assert table.schema.rare_levels == {"x": [999]}
    assert not (written == 999).any()
    assert (written == -1).sum() == 20
    assert written.isna().sum() == (2 if dtype == "float64" else 0)


@pytest.mark.parametrize("odd", ["Unknown", "not asked", "90+", ">= 90"])
def test_a_few_texts_that_repeat_stand_beside_numbers(odd):
    ages = [str(i % 70 + 18) for i in range(300)]
    variable = infer_variable(pd.Series([*ages, *[odd] * 9], name="age"))
    assert (variable.kind, variable.special) == ("integer", (odd,))
    assert odd in variable.reason


def test_times_beyond_the_day_stand_beside_times():
    times = [f"{i % 24:02d}:{i % 60:02d}" for i in range(300)]
    variable = infer_variable(pd.Series([*times, *["24:20"] * 9], name="seen"))
    assert (variable.kind, variable.special) == ("datetime", ("24:20",))


@pytest.mark.parametrize(
    ("form", "odd"), [("%d/%m/%Y", "31/02/2020"), ("%H:%M", "24:20"), ("%d", "old")]
)
def test_one_odd_cell_is_shown_with_its_row(form, odd):
    days = pd.Timestamp("2020-01-01 01:07") + pd.to_timedelta(
        np.arange(300) * 1511, "m"
    )
    cells = days.strftime(form).to_list()
    if form == "%d":
        cells = [str(i) for i in range(300)]
    cells[137] = odd
    with pytest.raises(InputError, match=f"'{odd}' in row 137") as caught:
        infer_variable(pd.Series(cells, name="when"))
    assert f"special_values={{'when': ['{odd}']}}" in str(caught.value)
    encoder = TableEncoder(special_values={"when": [odd]})
    table = RealTable.read(pd.DataFrame({"when": cells}), encoder=encoder)
    assert table.schema.variables[0].special == (odd,)


def test_special_values_of_another_column_are_refused():
    encoder = TableEncoder(special_values={"bmi": [-1]})
    with pytest.raises(InputError, match="'bmi', which is not a column"):
        RealTable.read(pd.DataFrame({"age": [1, 2, 3]}), encoder=encoder)


def test_columns_of_an_array_go_by_their_positions():
    values = np.array([[1.5, 20], [2.5, -1], [3.5, 30], [4.5, -1], [5.5, 25]] * 5)
    table = RealTable.read(values, encoder=TableEncoder(special_values={1: [-1]}))
    assert [one.special for one in table.schema.numbers] == [(), (-1.0,)]


def test_they_are_levels_where_few_people_are_counted():
    X, y = patients()
    table = RealTable.read(X, y, encoder=TableEncoder(special_values=SPECIAL))
    few = table.few_people(20)
    assert few[few["value"].astype(str) == "-200.0"]["n_persons"].tolist() == [16]


def test_networks_read_and_write_them_as_levels():
    X, y = patients()
    table = RealTable.read(X, y, encoder=TableEncoder(special_values=SPECIAL))
    rng = np.random.RandomState(0)
    transform = LevelTransform.fit(table, rng)
    encoded = transform.encode(table.rows, table.target.encoded, rng)
    assert (encoded.levels < transform.head_sizes).all()
    rows, _ = transform.decode(encoded, rng)
    np.testing.assert_array_equal(rows.codes, table.rows.codes)
    np.testing.assert_array_equal(np.isnan(rows.numbers), np.isnan(table.rows.numbers))


def test_marginals_count_them_in_cells_of_their_own():
    X, y = patients()
    table = RealTable.read(X, y, encoder=TableEncoder(special_values=SPECIAL))
    rng = np.random.RandomState(0)
    found = {one.name: one for one in attributes_of(table)}
    assert {name: one.n_absent for name, one in found.items()} == {
        "age": 1,
        "lab": 3,
        "count": 1,
        "seen": 2,
    }
    lab = found["lab"]
    cells = lab.cells_of(table.rows, table.target.encoded)
    codes = table.rows.codes[:, lab.code]
    np.testing.assert_array_equal(np.maximum(cells - lab.n_values + 1, 0), codes)
    values = lab.values_in(cells, rng)
    np.testing.assert_array_equal(np.isnan(values), codes > 0)


def test_judges_see_levels_beside_the_numbers():
    X, y = patients()
    table = RealTable.read(X, y, encoder=TableEncoder(special_values=SPECIAL))
    schema = table.schema
    columns = ReadColumns(X, codecs_of(schema))
    attributes, (data,) = read_data(schema, [columns])
    names = [one.name for one in attributes]
    assert "lab (special values)" in names
    beside = attributes[names.index("lab (special values)")]
    assert beside.levels == ("(a number)", "(missing)", "-1", "-200")
    numbers = data.values(attributes[names.index("lab")])
    assert np.nanmin(numbers) >= 20
    moments = class_moments(X, y, X, y)
    assert "lab" in moments["column"].tolist()


def test_where_nothing_but_two_numbers_is_left_all_are_levels():
    frame = pd.DataFrame({"x": [0, 1, 0, 1, -1, -1]})
    table = RealTable.read(frame, encoder=TableEncoder(special_values={"x": [-1]}))
    assert table.schema.variables[0].kind == "category"
    pd.testing.assert_frame_equal(table.decode(table.rows), frame)


@pytest.mark.parametrize("values", [np.arange(40) % 13 * 1.5, np.arange(40) % 7])
def test_what_is_not_special_is_read_as_before(values):
    frame = pd.DataFrame({"x": values})
    plain = RealTable.read(frame)
    other = RealTable.read(frame, encoder=TableEncoder(special_values={"x": [-1]}))
    np.testing.assert_array_equal(plain.matrix(), other.matrix())
    assert plain.describe().equals(other.describe())
