"""A table without what follows from other columns, and the way back."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import FunctionOf, Inequality, Sum
from skl_synth.generators.derived import Derivation
from skl_synth.generators.marginals.marginals_generator import margins_without
from skl_synth.generators.sequence import order_without
from skl_synth.table.real import RealTable
from skl_synth.table.specification import TableSpecification
from tests.planted_rules import planted, stays


def read(frame, rules, **said):
    said = TableSpecification(constraints=rules, rules=None, **said)
    return RealTable.read(frame, encoder=said)


def names(derivation):
    return [one.name for one in derivation.inner.variables]


def back(derivation, table, seed=0):
    rng = np.random.RandomState(seed)
    inner = derivation.table(table, rng)
    return derivation.restored(inner.rows, rng)


def assert_same_rows(rows, others):
    np.testing.assert_allclose(rows.numbers, others.numbers, atol=1e-9)
    np.testing.assert_array_equal(rows.codes, others.codes)
    np.testing.assert_array_equal(rows.decimals, others.decimals)


def test_real_rows_come_back_as_they_were():
    table = RealTable.read(*planted(300))
    found = Derivation.of(table)
    left = {"discharged", "review", "age", "bmi", "pounds", "charge", "band", "label"}
    assert not left & set(names(found))
    rows, fits = back(found, table)
    assert fits.all()
    assert_same_rows(rows, table.rows)


def sums(rng, n_rows=80):
    frame = pd.DataFrame(rng.integers(0, 20, (n_rows, 2)), columns=["a", "b"])
    return frame.assign(total=frame["a"] + frame["b"], c=rng.integers(0, 9, n_rows))


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**16), missing=st.sampled_from(["", "total", "a", "both"]))
def test_sums_with_missing_cells_come_back(seed, missing):
    rng = np.random.default_rng(seed)
    frame = sums(rng).astype(float)
    gaps = rng.random(len(frame)) < 0.2
    gaps[0] = True
    if missing in ("a", "both"):
        frame.loc[gaps, ["a", "total"]] = np.nan
    if missing in ("total", "both"):
        frame.loc[~gaps & (rng.random(len(frame)) < 0.2), "total"] = np.nan
    table = read(frame, [Sum("total", ["a", "b"])])
    rows, fits = back(Derivation.of(table), table)
    assert fits.all()
    assert_same_rows(rows, table.rows)


def test_a_total_that_is_there_without_its_parts_is_drawn():
    frame = sums(np.random.default_rng(0)).astype(float)
    frame.loc[:9, "a"] = np.nan
    assert Derivation.of(read(frame, [Sum("total", ["a", "b"])])) is None


def test_whether_a_total_is_missing_is_drawn_where_that_follows_from_nothing():
    frame = sums(np.random.default_rng(0)).astype(float)
    frame.loc[:9, "total"] = np.nan
    found = Derivation.of(read(frame, [Sum("total", ["a", "b"])]))
    drawn = {one.name: one.kind for one in found.inner.variables}
    assert drawn["total"] == "category"
    assert found.left_out == {}


def test_the_gap_stands_under_the_name_of_the_end():
    X, _ = stays(200, missing=0.1)
    table = read(X, [Inequality("admitted", "<=", "discharged")])
    found = Derivation.of(table)
    assert names(found) == list(X.columns)
    inner = found.table(table, np.random.RandomState(0))
    gaps = inner.rows.numbers[:, 1]
    known = X["admitted"].notna() & X["discharged"].notna()
    real = (X["discharged"] - X["admitted"]).dt.days
    np.testing.assert_array_equal(gaps[known], real[known])
    # Where nothing is known that they are measured from, gaps are those of others.
    assert np.isin(gaps[X["discharged"].notna()], real[known]).all()
    assert np.isnan(gaps[X["discharged"].isna()]).all()


def test_a_function_of_numbers_that_nobody_has_is_drawn_too():
    rng = np.random.default_rng(0)
    number = rng.choice([3, 14, 15, 92, 65, 35], 90)
    frame = pd.DataFrame({"number": number, "word": [f"w{n % 4}" for n in number]})
    assert Derivation.of(read(frame, [FunctionOf("word", "number")])) is None


def test_an_order_and_margins_go_on_without_what_is_left_out():
    columns = {"band": ("age",), "total": ("a", "b")}
    assert order_without(["band", "age"], columns) == ["age"]
    assert order_without("levels", columns) == "levels"
    margins = [("band", "sex"), ("band", "age"), ("total", "sex"), ("sex", "ward")]
    assert margins_without(margins, columns) == [
        ("age", "sex"),
        ("a", "b", "sex"),
        ("sex", "ward"),
    ]


@pytest.mark.parametrize("tail", [1, 10])
def test_the_longest_gaps_are_coded_together_in_a_release(tail):
    X, _ = stays(400)
    X.loc[200, "discharged"] = X.loc[200, "admitted"] + pd.Timedelta(days=300)
    X.loc[200, "admitted"], X.loc[200, "discharged"] = (
        X["admitted"].min() + pd.Timedelta(days=20),
        X["admitted"].min() + pd.Timedelta(days=320),
    )
    table = read(X, [Inequality("admitted", "<=", "discharged")], min_tail_count=tail)
    gap = Derivation.of(table).gaps[0]
    assert gap.variable.precision.high == (
        300 if tail == 1 else pytest.approx(14, abs=1)
    )
