"""Sums in which parts are missing, as spreadsheets add them."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import PrivateMarginals, Sum, TableEncoder, TypeAwareCART, TypeAwareSMOTE
from skl_synth.table.real import RealTable
from skl_synth.table.specification import TableSpecification

PARTS = ["a", "b", "c"]
RULE = Sum("total", PARTS)


def with_gaps(n_rows=120, share=0.15, seed=0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.poisson(4, (n_rows, 3)) + 1.0, columns=PARTS)
    frame = frame.mask(rng.random(frame.shape) < share)
    return frame.assign(total=frame.sum(axis=1))


def rules_of(frame):
    said = TableSpecification(constraints=[RULE], rules=None)
    return (table := RealTable.read(frame, encoder=said)).rules, table.rows


@pytest.mark.parametrize(
    "kind",
    [TypeAwareSMOTE, TypeAwareCART, lambda **said: PrivateMarginals(None, **said)],
)
@pytest.mark.parametrize("share", [0.1, 0.4])
def test_missing_parts_count_nothing_where_they_do_in_all_rows(kind, share):
    X = with_gaps(share=share)
    y = pd.Series(np.arange(len(X)) % 2)
    encoder = TableEncoder(constraints=[RULE], rules=None)
    maker = kind(mode="replace", encoder=encoder, random_state=0)
    made, _ = maker.fit(X, y).sample()
    assert made[PARTS].isna().any(axis=None)
    np.testing.assert_allclose(made[PARTS].sum(axis=1), made["total"])


def test_a_total_of_no_part_at_all_is_missing_where_it_is_so():
    X = with_gaps(share=0.4)
    nothing = X[PARTS].isna().all(axis=1)
    assert nothing.any()
    rules, rows = rules_of(X.assign(total=X["total"].mask(nothing)))
    rows.numbers[:, 3] = 5.0
    computed = rules.computed(rows).numbers
    np.testing.assert_array_equal(np.isnan(computed[:, 3]), nothing)


def test_one_row_of_another_kind_and_a_gap_says_nothing():
    X = with_gaps()
    X.loc[X[PARTS].isna().any(axis=1).idxmax(), "total"] += 1
    rules, rows = rules_of(X)
    assert rules.kept(rows).all()
    rows.numbers[:, 3] = 5.0
    drawn = np.isnan(rows.numbers).any(axis=1)
    np.testing.assert_array_equal(rules.computed(rows).numbers[drawn, 3], 5.0)
