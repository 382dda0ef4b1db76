"""A part of the rows, restricted, is what reading these rows gives."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder
from skl_synth.table import RealTable
from skl_synth.table.coding import read_rows, snap_rows, write_rows
from skl_synth.table.layout import MatrixLayout
from skl_synth.table.part import part_of
from skl_synth.table.target import Target
from skl_synth.table.variables import NumberVariable
from tests.table.same import assert_same


def with_gaps(rng, cells, missing=None):
    return [missing if rng.random() < 0.1 else cell for cell in cells]


def table_of(seed, n=60, dates=True):
    rng = np.random.default_rng(seed)
    ward = rng.choice(list("ABCDEFG"), n, p=[0.4, 0.3, 0.1, 0.08, 0.06, 0.04, 0.02])
    stage = pd.CategoricalDtype(["0", "I", "II", "III", "IV"], ordered=True)
    stages = rng.choice(stage.categories[1:], n, p=[0.5, 0.3, 0.17, 0.03])
    group = rng.choice(4, n, p=[0.6, 0.3, 0.07, 0.03])
    absent = rng.random(n) < 0.1
    columns = {
        "weight": rng.normal(70, 12, n),
        "price": with_gaps(rng, np.round(rng.lognormal(3, 1, n), 2), np.nan),
        "age": np.where(rng.random(n) < 0.1, np.round(rng.random(n), 2), ward == "A"),
        "noise": np.round(rng.lognormal(3, 1, n), 2) * 0.2,
        "narrow": np.round(rng.normal(size=n), 1).astype(np.float32),
        "visits": rng.poisson(3, n),
        "beds": pd.array(with_gaps(rng, rng.poisson(3, n), pd.NA), dtype="Int64"),
        "ward": ward,
        "ward or none": with_gaps(rng, ward),
        "unit": pd.Categorical(with_gaps(rng, ward)),
        "stage": pd.Series(with_gaps(rng, stages, np.nan), dtype=stage),
        "level": pd.Series(stages, dtype=stage),
        "smoker": rng.random(n) < 0.1,
        "asthma": with_gaps(rng, rng.choice([0.0, 1.0], n, p=[0.9, 0.1]), np.nan),
        "country": "UK",
        "nothing": np.full(n, np.nan),
        **{
            f"diet_{i}": np.where(absent, np.nan, group == i).astype(float)
            for i in range(4)
        },
        "sparse": pd.arrays.SparseArray(rng.choice([0, 3, 4], n, p=[0.9, 0.07, 0.03])),
    }
    if dates:
        days = pd.Timestamp("2021-01-01") + pd.to_timedelta(
            rng.integers(0, 300, n), "D"
        )
        columns |= {
            "admitted": with_gaps(rng, days, pd.NaT),
            "seen": with_gaps(rng, days.strftime("%d/%m/%Y")),
        }
    return pd.DataFrame(columns)


def part_and_whole(seed, least=1, **kwargs):
    X = table_of(seed, **kwargs)
    rng = np.random.default_rng(seed + 100)
    size = int(rng.choice([2, 5, 12, 30, len(X)]))
    places = rng.choice(len(X), size, replace=False)
    table = RealTable.read(X, encoder=TableEncoder(min_category_count=least))
    schema, rows = part_of(table.schema, table.rows.take(places))
    return X.iloc[places].reset_index(drop=True), table, schema, rows


@pytest.mark.parametrize("seed", range(10))
def test_the_cells_of_the_part_are_read_as_its_rows(seed):
    part, table, schema, restricted = part_and_whole(seed)
    again = read_rows(schema, part, "error")
    assert_same(again.numbers, restricted.numbers)
    assert_same(again.decimals, restricted.decimals)
    assert_same(again.codes, restricted.codes)
    whole = {one.name: one for one in table.schema.variables}
    for variable in schema.variables:
        before = whole[variable.name]
        for same in ("kind", "reason", "hint", "columns"):
            assert getattr(variable, same) == getattr(before, same)
        if variable.kind != "ordinal":
            assert_same(getattr(variable, "codec", 0), getattr(before, "codec", 0))


@pytest.mark.parametrize("seed", range(10))
def test_the_part_is_written_as_it_was(seed):
    part, _, schema, restricted = part_and_whole(seed)
    written = write_rows(schema, snap_rows(schema, restricted))
    written["noise"], part["noise"] = written["noise"].round(9), part["noise"].round(9)
    pd.testing.assert_frame_equal(written, part)


@pytest.mark.parametrize("seed", range(10))
def test_the_part_is_what_reading_it_gives(seed):
    part, _, schema, _ = part_and_whole(seed)
    fresh = RealTable.read(part)
    found = {one.name: one for one in fresh.schema.variables}
    compared = 0
    for variable in schema.variables:
        other = found.get(variable.name)
        if other is None or other.kind != variable.kind:
            continue
        compared += 1
        apart = {"reason", "hint", "blank"}
        if variable.kind == "datetime":
            # Days are counted from the first one of the whole table.
            apart |= {"codec", "low", "high"}
            assert variable.describe() == other.describe()
        elif isinstance(variable, NumberVariable) and variable.precision.noise:
            apart |= {"precision"}
            assert variable.precision.decimals == 3 or len(part) < 12
        assert_same(variable, other, without=apart)
    assert compared >= 8 or len(part) < 12


@pytest.mark.parametrize("seed", range(6))
def test_the_matrix_of_the_part_is_the_one_of_reading_it(seed):
    part, _, schema, restricted = part_and_whole(seed, dates=False)
    fresh = RealTable.read(part)
    kinds = [[one.kind for one in each.variables] for each in (schema, fresh.schema)]
    if kinds[0] == kinds[1]:
        layout = MatrixLayout.fit(schema, restricted)
        np.testing.assert_allclose(layout.matrix(restricted), fresh.matrix())


def test_numbers_of_a_part_have_its_range_and_its_decimals():
    X = pd.DataFrame({"age": [0.25, 0.5, 3.0, 40.0, 71.0, np.nan]})
    table = RealTable.read(X)
    schema, part = part_of(table.schema, table.rows.take(np.array([2, 3, 4])))
    (age,) = schema.variables
    assert (age.precision.low, age.precision.high) == (3, 71)
    assert age.precision.decimals == 0
    assert age.kind == "continuous"
    # None of them is missing, so there is no code that could say so.
    assert age.n_levels == 0
    assert part.codes.shape == (3, 0)
    assert age.snap(np.array([80.0, 3.4])).tolist() == [71, 3]


def test_levels_that_do_not_occur_are_gone():
    X = pd.DataFrame({"ward": list("BACAB") + [None], "stage": list("xyzxyz")})
    kinds = {"stage": ["x", "y", "z"], "ward": "category"}
    table = RealTable.read(X, encoder=TableEncoder(kinds))
    schema, part = part_of(table.schema, table.rows.take(np.array([0, 2])))
    ward, stage = schema.variables
    assert ward.known == ["B", "C"]
    assert ward.n_levels == 2
    assert part.codes[:, 0].tolist() == [0, 1]
    assert stage.codec.known == ["x", "z"]
    assert part.numbers[:, 0].tolist() == [0, 1]
    assert stage.codec.order == ("x", "y", "z")


def test_a_part_in_which_all_is_missing_keeps_its_kinds():
    X = pd.DataFrame(
        {
            "age": [1.5, 2.5, 3.5, np.nan],
            "stage": ["x", "y", "z", None],
            "ward": ["a", "b", "c", None],
        }
    )
    table = RealTable.read(
        X, encoder=TableEncoder({"stage": ["x", "y", "z"], "ward": "category"})
    )
    schema, part = part_of(table.schema, table.rows.take(np.array([3])))
    assert [one.kind for one in schema.variables] == [
        "continuous",
        "ordinal",
        "category",
    ]
    assert np.isnan(part.numbers).all()
    again = read_rows(schema, X.iloc[3:].reset_index(drop=True), "error")
    assert_same(again.codes, part.codes)
    assert len(schema.describe()) == 3


@pytest.mark.filterwarnings("ignore:min_category_count")
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("least", [2, 4, 8])
def test_rare_levels_are_merged_by_the_counts_of_the_part(seed, least):
    part, _, schema, restricted = part_and_whole(seed, least)
    again = read_rows(schema, part, "error")
    assert_same(again.numbers, restricted.numbers)
    assert_same(again.codes, restricted.codes)
    for place, variable in enumerate(schema.codes):
        if variable.kind not in ("category", "binary", "one_hot"):
            continue
        codes = restricted.codes[:, place]
        held = np.unique(codes[codes != variable.missing_level], return_counts=True)[1]
        assert len(held) <= 1 or held.min() >= least
    for variable in schema.of_kind("ordinal"):
        place = schema.numbers.index(variable)
        ranks = restricted.numbers[:, place]
        ranks, held = np.unique(ranks[~np.isnan(ranks)], return_counts=True)
        assert len(held) <= 1 or held.min() >= least
        assert ranks.tolist() == list(range(len(ranks)))


def test_a_level_merged_in_the_part_is_read_as_its_stand_in():
    ward = ["A"] * 20 + ["B"] * 6 + ["C"] * 3 + ["D"] * 3
    X = pd.DataFrame({"ward": pd.Categorical(ward)})
    with pytest.warns(UserWarning, match="min_category_count=5 merges"):
        table = RealTable.read(X, encoder=TableEncoder(min_category_count=5))
    assert table.schema.variables[0].known == ["A", "B", "Rare"]
    # Of the part, B, C and D are rare, and all of them together are too few.
    places = np.r_[0:10, 20, 21, 26]
    schema, part = part_of(table.schema, table.rows.take(places))
    (variable,) = schema.variables
    assert variable.known == ["A"]
    assert part.codes.ravel().tolist() == [0] * 13
    assert variable.dtype.categories.tolist() == ["A"]
    cells = X.iloc[places].reset_index(drop=True)
    assert read_rows(schema, cells, "error").codes.ravel().tolist() == [0] * 13


def test_keys_are_as_they_were():
    X = pd.DataFrame({"patient_id": np.arange(40) * 3 + 5, "age": np.arange(40) % 7})
    table = RealTable.read(X, encoder=TableEncoder(identifiers="surrogate"))
    schema, _ = part_of(table.schema, table.rows.take(np.arange(4)))
    assert schema.variables[0] is table.schema.variables[0]


def y_of(form):
    labels = np.array(["c", "a", "b", "a", "c", "a"])
    return {
        "array": labels,
        "list": labels.tolist(),
        "series": pd.Series(labels, name="y"),
        "category": pd.Series(labels, name="y", dtype="category"),
        "frame": pd.DataFrame({"y": labels}),
        "indicators": pd.DataFrame(np.eye(3, dtype=int)[[2, 0, 1, 0, 2, 0]]),
    }[form]


@pytest.mark.parametrize(
    "form", ["array", "list", "series", "category", "frame", "indicators"]
)
@pytest.mark.parametrize("masked", [False, True])
def test_a_target_of_a_part_has_its_classes(form, masked):
    y = y_of(form)
    rows = np.array([0, 1, 3, 4])
    if masked:
        rows = np.isin(np.arange(6), rows)
    target = Target.read(y, 6).take(rows)
    assert target.n_groups == 2
    written = target.decode(target.encoded)
    expected = y_of(form)
    if isinstance(expected, (pd.Series, pd.DataFrame)):
        expected = expected.iloc[[0, 1, 3, 4]].reset_index(drop=True)
        assert written.equals(expected)
    else:
        assert list(written) == ["c", "a", "a", "c"]
    assert len(target.original) == 4


def test_a_measured_target_of_a_part_has_its_range():
    y = pd.Series([1.25, 2.5, 3.0, 4.0, 71.5] * 5, name="y")
    target = Target.read(y, 25, {"y": "continuous"}).take(np.array([2, 3]))
    assert target.snap(np.array([0.0, 3.4, 99.0])).tolist() == [3, 3, 4]
    assert target.precision.decimals == 0
    assert target.original.tolist() == [3, 4]


def test_no_target_of_a_part_is_none():
    target = Target.read(None, 6).take(np.array([0, 1]))
    assert target.encoded.tolist() == [0, 0]
    assert target.decode(target.encoded) is None
