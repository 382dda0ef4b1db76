"""Rates of special and missing values, on counts made by hand."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.absent_patterns import PatternRates, absent_patterns
from skl_synth.generators.outcomes import KEPT, cut_to, decide
from skl_synth.table.encoder import TableEncoder
from skl_synth.table.real import RealTable
from skl_synth.table.rows import without_parents

N = 300


def table(**columns):
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"age": rng.integers(20, 80, N), "crp": rng.random(N).round(3)})
    y = pd.Series(rng.integers(0, 2, N), name="ill")
    return RealTable.read(X.assign(**columns), y, encoder=TableEncoder())


def rows_of(patterns, kept, target=None):
    target = np.zeros(len(patterns), dtype=int) if target is None else target
    n = int(target.max()) + 1
    return PatternRates.of(np.array(patterns), target, np.array(kept, dtype=bool), n)


def test_a_table_without_absent_values_has_no_patterns():
    real = table()
    assert absent_patterns(real, real.rows) is None


def test_patterns_are_what_is_absent_together():
    part, few = np.arange(N) % 3 == 0, np.arange(N) < 2
    real = table(
        a=np.where(part, np.nan, np.arange(N) / 7),
        b=np.where(part, None, np.where(few, "x", "y")),
        c=np.where(few, np.nan, np.arange(N) / 9),
    )
    patterns = absent_patterns(real, real.rows)
    # Of two rows there is no rate: they are with the others of few rows.
    assert len(np.unique(patterns[~few])) == 2
    assert (patterns[~few & part] != patterns[~few & ~part][0]).all()
    assert (patterns[few] == 0).all()


@given(
    made=st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=80),
    n_rows=st.integers(0, 60),
)
@settings(max_examples=40)
def test_rows_are_shared_as_they_were_made(made, n_rows):
    patterns, kept = zip(*made, strict=True)
    rates = rows_of(patterns, kept)
    [wanted] = rates.wanted(np.array([n_rows]))
    assert wanted.sum() == n_rows
    assert (np.abs(wanted - n_rows * rates.made[0] / len(made)) < 1).all()


def test_more_is_drawn_where_a_pattern_lost_much_and_something_is_left():
    patterns = np.repeat([0, 1], [150, 50])
    for left, expected in [(20, True), (50, False), (1, False), (0, False)]:
        kept = np.r_[np.ones(150), np.arange(50) < left]
        rates = rows_of(patterns, kept)
        [asked] = rates.to_draw(np.array([100]))
        assert (asked > 0) == expected, left
        assert rates.are_short(np.array([100])) == (left < 22), left


def test_it_ends_after_so_many_rows():
    rates = rows_of(np.repeat([0, 1], [900, 300]), np.arange(1200) < 920)
    assert rates.to_draw(np.array([100])).tolist() == [0]


def test_the_cut_keeps_the_share_of_each_pattern():
    real = table(hb=np.where(np.arange(N) % 4 == 0, np.nan, np.arange(N) / 3))
    made = without_parents(real.rows, real.target.encoded)
    made = made.measured(np.arange(1.0, N + 1), np.arange(N))
    absent = np.isnan(real.rows.numbers[:, 2])
    outcomes = np.where(absent & (np.arange(N) % 8 == 0), 1, KEPT).astype(np.int8)
    groups, counts = real.target.groups, np.array([40, 60])
    patterns = absent_patterns(real, real.rows)
    rates = PatternRates.of(patterns, groups, outcomes == KEPT, 2)
    rng = np.random.RandomState(0)
    chosen = cut_to(made, groups, outcomes, counts, rng, rates)
    assert np.bincount(chosen.target).tolist() == [40, 60]
    for group, n_rows in enumerate(counts):
        found = np.isnan(chosen.rows.numbers[chosen.target == group, 2]).sum()
        assert abs(found - n_rows * absent[groups == group].mean()) < 1


def test_the_closest_go_of_each_pattern_as_many_in_all():
    real = table(hb=np.where(np.arange(N) % 4 == 0, np.nan, np.arange(N) / 3))
    absent = np.isnan(real.rows.numbers[:, 2])
    made = without_parents(real.rows, real.target.encoded)
    made = made.measured(np.where(absent, 0.1, 1.0) + np.arange(N), np.arange(N))
    outcomes = decide(
        made,
        is_copy=np.zeros(N, dtype=bool),
        removal_fraction=0.1,
        min_distance=None,
        patterns=absent_patterns(real, real.rows),
    )
    gone = outcomes != KEPT
    assert gone.sum() == 30
    assert abs(gone[absent].sum() - 7.5) < 1
    assert made.distances[gone & absent].max() < made.distances[~gone & absent].min()
