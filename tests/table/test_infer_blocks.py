"""What is inferred for a block of columns is what is inferred for each of them."""

import sys

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from skl_synth import TableEncoder
from skl_synth.table import RealTable
from skl_synth.table.column import Publishing
from skl_synth.table.encode_blocks import encode_blocks
from skl_synth.table.infer import infer_variable
from skl_synth.table.infer_blocks import infer_numbers
from skl_synth.table.number_blocks import number_blocks
from skl_synth.table.precision import Precision, decimals_of_columns
from skl_synth.table.rounding import FULL, count_decimals, round_to
from tests.table.same import assert_same

NAMES = ("age", "post_code", "patient_id", "ticket_no", "x")


def columns_of(rng, n):
    """Columns of every look that plain numbers may have."""
    whole = rng.integers(-3, 30, n)
    day = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 900, n), "D")
    precise = rng.normal(50, 20, n)
    few = rng.choice([0, 1, 2, 7, 9, 99], n)
    return {
        "precise": precise,
        "prices": np.round(precise, 2),
        "ages": np.where(rng.random(n) < 0.1, np.round(rng.random(n), 2), abs(whole)),
        "noise": np.round(precise, 2) * 0.2,
        "noise but for one": np.append(np.round(precise[1:], 1) * 3, np.pi),
        "large": precise * 1e5,
        "huge": np.round(precise) * 1e15,
        "beyond what a float holds": rng.integers(2**53, 2**60, n),
        "tiny": precise * 1e-10,
        "too large": precise * 1e150,
        "infinite": np.where(np.arange(n) == n // 2, np.inf, precise),
        "whole": whole,
        "unsigned": abs(whole).astype(np.uint8),
        "whole floats": whole.astype(float),
        "few": few,
        "not known": np.where(rng.random(n) < 0.2, -99, abs(whole)),
        "uneven": rng.choice([3, 4, 11, 17], n),
        "days": (day.year * 10_000 + day.month * 100 + day.day).to_numpy(),
        "nearly days": np.where(np.arange(n) == n - 1, 20_201_340, 20_200_101 + whole),
        "keys": rng.permutation(n) + 7,
        "repeated keys": np.repeat(4_000_000_000 + 137 * rng.permutation(n), 4)[:n],
        "few repeated": rng.permutation(np.arange(n) // 3),
        "one for each person": np.repeat(rng.integers(10**6, 10**7, n), 5)[:n],
        "differing": rng.choice(10_000, n, replace=False),
        "flags": rng.random(n) < 0.5,
        "two": rng.choice([0.0, 1.0], n),
        "two others": rng.choice([-2.5, 7.25], n),
        "zeros of both signs": rng.choice([0.0, -0.0, 1.0], n),
        "constant": np.full(n, 3),
        "always": np.full(n, True),
        "zero": np.full(n, -0.0),
        "empty": np.full(n, np.nan),
        "half": precise.astype(np.float16),
    }


def table_of(seed):
    """The columns in several dtypes, with gaps and without, under several names."""
    rng = np.random.default_rng(seed)
    n = int(rng.choice([1, 3, 19, 25, 120, 400]))
    table = {}
    with np.errstate(over="ignore"):
        for look, values in columns_of(rng, n).items():
            forms = {"": values}
            if values.dtype.kind == "f" and values.dtype != np.float16:
                forms["gaps"] = np.where(rng.random(n) < 0.2, np.nan, values)
                forms["narrow"] = values.astype(np.float32)
                forms["narrow gaps"] = forms["gaps"].astype(np.float32)
            for form, cells in forms.items():
                table[f"{look} {form}_{rng.choice(NAMES)}"] = cells
    return pd.DataFrame(table)


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("seed", range(12))
def test_a_block_gives_what_each_column_gives(seed, named):
    frame = table_of(seed)
    publishing = Publishing(1 if seed % 3 else 5)
    quick = infer_numbers(frame, frame.columns, named=named, publishing=publishing)
    for name, variable in quick.items():
        slow = infer_variable(frame[name], named=named, publishing=publishing)
        assert_same(variable, slow)
        assert variable.describe() == slow.describe()


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("unknown", ["error", "ignore"])
def test_a_block_is_encoded_as_each_column_is(seed, unknown):
    frame = table_of(seed)
    refused = [
        name for name in frame if "infinite" in name or "large" in name.split()[:2]
    ]
    refused += [name for name in frame if name.startswith(("beyond", "huge"))]
    frame = frame.drop(columns=refused)
    # Rows of the same table, of which some hold what the others never had.
    fitted = frame.iloc[: max(1, len(frame) // 2)].reset_index(drop=True)
    variables = [infer_variable(fitted[name], named=False) for name in fitted]
    encoded = encode_blocks(variables, frame, unknown)
    for variable in variables:
        if variable.name not in encoded:
            continue
        for quick, slow in zip(
            encoded[variable.name], variable.encode(frame, unknown), strict=True
        ):
            assert_same(quick, slow)


def test_most_columns_need_no_closer_look():
    frame = table_of(3)
    quick = infer_numbers(frame, frame.columns, named=False, publishing=Publishing())
    looks = {name.split("_")[0].strip() for name in quick}
    assert {"precise", "prices", "ages gaps", "whole", "flags", "two"} <= looks
    assert len(quick) > 0.6 * frame.shape[1]


def test_what_cannot_be_encoded_is_left_to_the_variable():
    fitted = pd.DataFrame({"a": [1.5, 2.5, 3.5], "b": [0, 1, 1]})
    table = RealTable.read(fitted)
    for wrong in ({"a": [np.nan] * 3}, {"b": [0, 1, 5]}):
        with pytest.raises(ValueError, match=f"column '{next(iter(wrong))}'"):
            table.encode(fitted.assign(**wrong))
    rows = table.encode(fitted.assign(b=[0, 1, 5]), unknown="ignore")
    assert rows.codes[:, 0].tolist() == [0, 1, -1]


def test_a_group_with_the_name_of_a_column_is_read_by_itself():
    ward = np.arange(30) % 3
    X = pd.DataFrame({"ward": ward * 1.5, **{f"ward_{i}": ward == i for i in range(3)}})
    table = RealTable.read(X)
    rows = table.rows
    assert [one.name for one in table.schema.variables] == ["ward", "ward"]
    assert rows.codes.ravel().tolist() == ward.tolist()


def test_blocks_are_as_small_as_they_should_be(monkeypatch):
    frame = pd.DataFrame(np.arange(40.0).reshape(4, 10)).assign(flag=True)
    whole = list(number_blocks(frame))
    assert [block.values.shape for block in whole] == [(10, 4), (1, 4)]
    monkeypatch.setattr("skl_synth.table.number_blocks.CELLS", 12)
    parts = list(number_blocks(frame, [0, 1, 2, 3, 9]))
    assert [block.names for block in parts] == [[0, 1, 2], [3, 9]]
    np.testing.assert_array_equal(parts[1].values[1], frame[9])


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_decimals_are_counted_as_one_by_one(dtype):
    rng = np.random.default_rng(0)
    values = rng.normal(size=4000) * 10.0 ** rng.uniform(-14, 18, 4000)
    places = rng.integers(0, 14, 4000)
    rounded = [round(v, int(k)) for v, k in zip(values, places, strict=True)]
    near = [np.nextafter(rounded, side) for side in (np.inf, -np.inf)]
    values = np.concatenate([values, rounded, *near, [0.0, -0.0]]).astype(dtype)
    decimals = np.full(len(values), FULL)
    for most in range(FULL - 1, -1, -1):
        fits = round_to(values.astype(float), most).astype(dtype) == values
        decimals[fits] = most
    np.testing.assert_array_equal(count_decimals(values), decimals)


def test_decimals_of_many_columns_are_those_of_each():
    rng = np.random.default_rng(1)
    columns = [np.round(rng.normal(size=50), int(rng.integers(0, 5))) for _ in range(9)]
    columns[4][7] = np.nan
    precisions = [
        Precision.from_values(one[~np.isnan(one)].astype(dtype))
        for one, dtype in zip(columns, ["f8", "f8", "f4"] * 3, strict=True)
    ]
    counted = decimals_of_columns(precisions, columns)
    for precision, column, decimals in zip(precisions, columns, counted, strict=True):
        assert_same(decimals, precision.decimals_of(column))


def calls_of_ours(work):
    """How often functions of the package are called, which no busy machine moves."""
    n_calls = 0

    def count(frame, event, _):
        nonlocal n_calls
        ours = "skl_synth" in frame.f_globals.get("__name__", "")
        n_calls += event == "call" and ours

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return n_calls


@pytest.mark.parametrize(
    "make",
    [
        lambda rng, n: rng.normal(size=(200, n)),
        lambda rng, n: pd.DataFrame(rng.integers(0, 50, (200, n))),
        lambda rng, n: sparse.csr_array(rng.binomial(1, 0.05, (400, n))),
    ],
    ids=["numbers", "whole numbers", "sparse"],
)
def test_a_wide_table_is_read_at_once(make, monkeypatch):
    looked_at = []
    monkeypatch.setattr(
        "skl_synth.table.schema.infer_variable",
        lambda series, *_, **__: looked_at.append(series.name),
    )
    calls = {}
    for n_columns in (500, 1000):
        X = make(np.random.default_rng(0), n_columns)
        calls[n_columns] = calls_of_ours(lambda X=X: TableEncoder().fit(X))
    assert not looked_at
    # About 50 for a column now; looked at one by one, it would be some hundreds.
    assert calls[1000] - calls[500] < 500 * 100
