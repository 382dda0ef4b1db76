"""Parts of a constant: of each, the share of what is left is drawn."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import PrivateMarginals, SumTo, TypeAwareCART
from skl_synth.generators.derived import Derivation
from skl_synth.generators.derived.mixed_gaps import gaps_of_rows
from skl_synth.table.real import RealTable
from skl_synth.table.specification import TableSpecification


def percentages(n_rows, decimals=0, seed=0, weights=(6, 5, 4, 3, 2, 1)):
    rng = np.random.default_rng(seed)
    parts = (rng.dirichlet(weights, n_rows) * 100).round(decimals)
    parts[:, -1] = (100 - parts[:, :-1].sum(axis=1)).round(decimals)
    names = list("abcdef")[: len(weights)]
    return pd.DataFrame(parts[parts[:, -1] >= 0], columns=names)


def read(frame):
    rules = [SumTo(tuple(frame.columns), 100)]
    return RealTable.read(
        frame, encoder=TableSpecification(constraints=rules, rules=None)
    )


def kinds(frame):
    return [type(one).__name__ for one in Derivation.of(read(frame)).steps]


@settings(max_examples=10, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    decimals=st.sampled_from([0, 1, 2]),
    dtype=st.sampled_from(["f8", "f4"]),
)
def test_real_rows_come_back_and_any_shares_fit(seed, decimals, dtype):
    table = read(percentages(60, decimals, seed).astype(dtype))
    found, rng = Derivation.of(table), np.random.RandomState(seed)
    rows = found.reduced(table.rows, rng)
    back, fits = found.restored(rows, rng)
    assert fits.all()
    np.testing.assert_allclose(back.numbers, table.rows.numbers, atol=1e-9)
    rows.numbers[:] = np.array([rng.permutation(one) for one in rows.numbers.T]).T
    mixed, fits = found.restored(rows, rng)
    assert (mixed.numbers[fits, :5].sum(axis=1) <= 100 + 1e-4).all()


@pytest.mark.parametrize(
    "synthesizer",
    [
        TypeAwareCART(mode="replace", random_state=0),
        PrivateMarginals(epsilon=None, random_state=0),
    ],
)
def test_all_parts_keep_their_mean(synthesizer):
    X = percentages(400)
    y = pd.Series(np.arange(len(X)) % 2)
    made, _ = synthesizer.fit(X, y).sample()
    np.testing.assert_allclose(made.sum(axis=1), 100)
    np.testing.assert_allclose(made.mean(), X.mean(), rtol=0.1)


def test_only_what_is_there_and_never_below_nothing_has_a_share():
    frame = percentages(100)
    assert kinds(frame) == ["Share"] * 4 + ["Computed"]
    assert kinds(frame.assign(a=frame["a"] - 50, b=frame["b"] + 50)) == ["Computed"]
    frame.loc[:5, ["b", "f"]] = np.nan
    assert kinds(frame) == ["Computed"]


def test_parts_in_steps_stay_in_steps():
    frame = (percentages(200) / 10).round() * 10
    frame["f"] = 100 - frame[list("abcde")].sum(axis=1)
    table = read(frame[frame["f"] >= 0])
    found, rng = Derivation.of(table), np.random.RandomState(0)
    rows = found.reduced(table.rows, rng)
    rows.numbers[:] = np.array([rng.permutation(one) for one in rows.numbers.T]).T
    made, fits = found.restored(rows, rng)
    assert fits.mean() > 0.9
    np.testing.assert_array_equal(made.numbers % 10, 0)


def test_mixed_rows_need_no_shares():
    assert gaps_of_rows(read(percentages(100))) == ()
