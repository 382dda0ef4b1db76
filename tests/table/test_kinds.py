"""Every kind of column in every dtype: the same comes back, or it is refused."""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from skl_synth import ProximityFilter, SamplerAdapter, TableEncoder, TypeAwareSMOTE
from tests.table.kind_cases import CASES, CONTAINERS, N


def params(*containers, expected="kept"):
    return [
        pytest.param(case, id=case.id, marks=needs(case.needs))
        for case in CASES
        if case.container in (containers or CONTAINERS) and case.expected == expected
    ]


def needs(packages):
    absent = [name for name in packages if importlib.util.find_spec(name) is None]
    return pytest.mark.skipif(bool(absent), reason=f"{absent} are not installed")


def table_of(case):
    """Return the column beside one that tells rows apart, and a target."""
    X = pd.DataFrame({"weight": np.random.default_rng(1).normal(70, 12, N)})
    if case.container == "polars":
        import polars as pl

        X = pl.DataFrame({"x": case.make(), "weight": X["weight"].to_numpy()})
    else:
        X.insert(0, "x", case.make())
    return X, pd.Series(np.arange(N) % 3 == 0, name="y")


SYNTHESIZERS = (
    TypeAwareSMOTE(mode="replace", random_state=0, noise_scale=0.1),
    ProximityFilter(mode="replace", random_state=0),
    SamplerAdapter(mode="replace", random_state=0),
)

DOCS = Path(__file__).parents[2] / "docs"

PANDAS = ("pandas", "pandas nullable", "pyarrow")


@pytest.mark.parametrize("case", params(*PANDAS))
def test_a_real_column_comes_back_as_it_was(case):
    X, _ = table_of(case)
    encoder = TableEncoder()
    rows = encoder.fit(X).table_.encode(X)
    assert encoder.schema_.variables[0].kind == case.kind
    assert encoder.describe().loc[0, "why"]
    pd.testing.assert_frame_equal(encoder.table_.decode(encoder.table_.snap(rows)), X)
    again = encoder.table_.encode(X)
    np.testing.assert_array_equal(again.numbers, rows.numbers)
    np.testing.assert_array_equal(again.codes, rows.codes)


@pytest.mark.parametrize("case", params(*PANDAS))
def test_a_synthetic_column_has_the_same_dtype(case):
    X, y = table_of(case)
    for synthesizer in SYNTHESIZERS:
        X_new, _ = synthesizer.fit_resample(X, y)
        assert X_new.dtypes.equals(X.dtypes)
        assert X_new["x"].isna().any() == X["x"].isna().any()
        types = {type(cell) for cell in X["x"].dropna()}
        assert {type(cell) for cell in X_new["x"].dropna()} <= types


@pytest.mark.parametrize("case", params("polars"))
def test_a_synthetic_column_of_polars_has_the_same_dtype(case):
    X, y = table_of(case)
    for synthesizer in SYNTHESIZERS:
        X_new, _ = synthesizer.fit_resample(X, y)
        assert synthesizer.describe().loc[0, "kind"] == case.kind
        assert X_new.schema == X.schema
        assert (X_new["x"].null_count() > 0) == (X["x"].null_count() > 0)


@pytest.mark.parametrize("case", params("numpy"))
def test_a_synthetic_array_has_the_same_dtype(case):
    values = np.asarray(case.make())
    X = np.column_stack([values, values[::-1]])
    for synthesizer in SYNTHESIZERS[::2]:
        X_new, _ = synthesizer.fit_resample(X, np.arange(N) % 3 == 0)
        assert synthesizer.describe().loc[0, "kind"] == case.kind
        assert X_new.dtype == X.dtype


@pytest.mark.parametrize("case", params(expected="refused"))
def test_what_is_no_value_of_a_table_is_refused_by_name(case):
    X, y = table_of(case)
    with pytest.raises((TypeError, ValueError), match="'x'"):
        TypeAwareSMOTE().fit(X, y)


def test_the_reference_shows_these_very_cases():
    spec = importlib.util.spec_from_file_location(
        "kinds_table", DOCS / "kinds_table.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    shown = module.PAGE.read_text(encoding="utf-8")
    assert shown == module.kinds_table(CASES, CONTAINERS), (
        "the page is older than the cases: python docs/kinds_table.py"
    )
