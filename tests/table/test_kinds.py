"""Every kind of column in every dtype: the same comes back, or it is refused."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import ProximityFilter, SamplerAdapter, TableEncoder, TypeAwareSMOTE
from tests.table.kind_cases import CASES, HAS_ARROW, N


def params(cases):
    return [pytest.param(case, id=case.id, marks=needs(case)) for case in cases]


def needs(case):
    return pytest.mark.skipif(
        case.needs_arrow and not HAS_ARROW, reason="pyarrow is not installed"
    )


def table_of(case):
    """Return the column beside one that tells rows apart, and a target."""
    rng = np.random.default_rng(1)
    X = pd.DataFrame({"x": case.make(), "weight": rng.normal(70, 12, N)})
    return X, pd.Series(np.arange(N) % 3 == 0, name="y")


KEPT = [case for case in CASES if case.expected == "kept" and case.container != "numpy"]


@pytest.mark.parametrize("case", params(KEPT))
def test_a_real_column_comes_back_as_it_was(case):
    X, _ = table_of(case)
    encoder = TableEncoder()
    rows = encoder.fit_encode(X)
    assert encoder.schema_.variables[0].kind == case.kind
    assert encoder.describe().loc[0, "why"]
    pd.testing.assert_frame_equal(encoder.decode(encoder.snap(rows)), X)
    again = encoder.encode(X)
    np.testing.assert_array_equal(again.numbers, rows.numbers)
    np.testing.assert_array_equal(again.codes, rows.codes)


@pytest.mark.parametrize("case", params(KEPT))
def test_a_synthetic_column_has_the_same_dtype(case):
    X, y = table_of(case)
    for synthesizer in (
        TypeAwareSMOTE(mode="replace", random_state=0, noise_scale=0.1),
        ProximityFilter(mode="replace", random_state=0),
        SamplerAdapter(mode="augment", random_state=0),
    ):
        X_new, _ = synthesizer.fit_resample(X, y)
        assert X_new.dtypes.equals(X.dtypes)
        assert X_new["x"].isna().any() == X["x"].isna().any()
        types = {type(cell) for cell in X["x"].dropna()}
        assert {type(cell) for cell in X_new["x"].dropna()} <= types


@pytest.mark.parametrize(
    "case", params(case for case in CASES if case.expected == "refused")
)
def test_what_is_no_value_of_a_table_is_refused_by_name(case):
    X, y = table_of(case)
    with pytest.raises((TypeError, ValueError), match="'x'"):
        TypeAwareSMOTE().fit(X, y)
