"""Who is in which shadow table."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.evaluation.privacy.shadow.half_tables import draw_halves


@st.composite
def pools(draw):
    sizes = draw(st.lists(st.integers(2, 12), min_size=1, max_size=3))
    classes = np.repeat(np.arange(len(sizes)), sizes)
    halves = np.array([draw(st.integers(1, size // 2)) for size in sizes])
    targets = [
        place
        for group, half in enumerate(halves)
        for place in np.flatnonzero(classes == group)[
            : draw(st.integers(0, 2 * int(half)))
        ]
    ]
    return classes, halves, np.array(targets, dtype=int)


@settings(max_examples=60, deadline=None)
@given(pools(), st.integers(0, 1000))
def test_two_tables_share_nobody_and_each_target_is_in_one(pool, seed):
    classes, sizes, targets = pool
    inside = draw_halves(classes, sizes, targets, 3, np.random.RandomState(seed))
    for first, second in inside.reshape(3, 2, -1):
        assert not (first & second).any()
        assert (first[targets] ^ second[targets]).all()
        for table in (first, second):
            assert np.bincount(classes[table], minlength=len(sizes)).tolist() == list(
                sizes
            )


def test_it_is_a_lot_in_which_of_the_two():
    classes, targets = np.zeros(40, dtype=int), np.array([0, 5])
    inside = draw_halves(
        classes, np.array([20]), targets, 200, np.random.RandomState(0)
    )
    first = inside[::2]
    assert np.all(np.abs(first[:, targets].mean(axis=0) - 0.5) < 0.12)
    assert np.all(np.abs(first.mean(axis=0) - 0.5) < 0.15)
    together = (first[:, 0] == first[:, 5]).mean()
    assert together < 0.1, "of two one is in each table"
