"""What is known of a part bounds every distance to its rows from below."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.neighbors import MixedRows
from skl_synth.neighbors.boxes import Box, Boxes
from tests.shapes import SHAPES, all_squared, random_rows

shapes = st.sampled_from(sorted(SHAPES))
seeds = st.integers(0, 2**32 - 1)


def drawn(seed, shape, n_parts=5):
    """Parts, each of rows that lie together, and queries: some in the parts."""
    rng = np.random.default_rng(seed)
    rows = random_rows(rng, 120, shape, unknown=0.05)
    key = np.lexsort([*rows.numbers.T[:2], *rows.codes.T[:2], np.zeros(120)])
    parts = [rows.take(np.sort(some)) for some in np.array_split(key, n_parts)]
    queries = random_rows(rng, 60, shape, unknown=0.1, levels=rows.levels)
    numbers = np.concatenate([queries.numbers, rows.numbers[:30]])
    codes = np.concatenate([queries.codes, rows.codes[:30]])
    return parts, MixedRows(numbers, codes, rows.levels)


@settings(max_examples=60)
@given(seed=seeds, shape=shapes)
def test_no_row_within_the_bounds_is_in_a_part_that_is_ruled_out(seed, shape):
    parts, queries = drawn(seed, shape)
    boxes = Boxes([Box.of(part) for part in parts], queries.levels)
    least = np.column_stack([all_squared(queries, part).min(axis=1) for part in parts])
    # The distances themselves, of which none may be lost by rounding.
    for bounds in (least.min(axis=1), np.median(least, axis=1), least.max(axis=1)):
        query, box = boxes.within(queries, bounds)
        may = np.zeros(least.shape, dtype=bool)
        may[query, box] = True
        assert len(query) == may.sum()
        assert may[least <= bounds[:, None]].all()
        assert np.all(np.diff(query) >= 0)


@settings(max_examples=30)
@given(seed=seeds, shape=shapes)
def test_a_row_is_nearest_to_a_box_that_it_is_in(seed, shape):
    parts, queries = drawn(seed, shape)
    boxes = Boxes([Box.of(part) for part in parts], queries.levels)
    for place, part in enumerate(parts):
        found = boxes.nearest(part)
        query, box = boxes.within(part, np.zeros(len(part)))
        inside = set(zip(query.tolist(), box.tolist(), strict=True))
        assert {(i, place) for i in range(len(part))} <= inside
        assert set(enumerate(found.tolist())) <= inside
        assert (found <= place).all(), "the first one of several"


def test_what_is_far_away_is_ruled_out():
    near, far = np.zeros((3, 2)), np.array([[10.0, 10.0], [12.0, 11.0]])
    boxes = Boxes([Box.of(MixedRows.of(one)) for one in (near, far)], ())
    queries = MixedRows.of(np.array([[1.0, 0.0], [11.0, 10.5], [5.0, 5.0]]))
    query, box = boxes.within(queries, np.array([1.0, 1.0, 50.0]))
    assert list(zip(query.tolist(), box.tolist(), strict=True)) == [
        (0, 0),
        (1, 1),
        (2, 0),
        (2, 1),
    ]


def test_levels_rule_out_by_themselves():
    rows = random_rows(np.random.default_rng(0), 200, "rare levels")
    parts = [rows.take(np.flatnonzero(rows.codes[:, 1] == level)) for level in (0, 1)]
    boxes = Boxes([Box.of(part) for part in parts], rows.levels)
    gap = rows.levels[1].halves[:2].sum()
    _, box = boxes.within(parts[0], np.full(len(parts[0]), gap * 0.999))
    assert (box == 0).all()
    _, box = boxes.within(parts[0], np.full(len(parts[0]), 1e9))
    assert np.bincount(box).tolist() == [len(parts[0])] * 2


def test_a_box_of_nothing_is_nowhere():
    empty = Box.of(MixedRows.of(np.empty((0, 2))))
    boxes = Boxes([empty, Box.of(MixedRows.of(np.ones((1, 2))))], ())
    _, box = boxes.within(MixedRows.of(np.ones((4, 2))), np.full(4, 1e300))
    assert (box == 1).all()


def test_a_further_number_of_the_queries_is_left_out():
    boxes = Boxes([Box.of(MixedRows.of(np.zeros((2, 1))))], ())
    queries = MixedRows.of(np.zeros((3, 1))).with_number(np.full(3, 100.0))
    assert boxes.within(queries, np.zeros(3))[0].tolist() == [0, 1, 2]
