"""Leaves under a condition: against many ordinary draws from the same leaves."""

import numpy as np
import pytest
from scipy.stats import kstest

from skl_synth.generators.exact_given.leaf_ranges import LeafRanges
from skl_synth.generators.smoothing import RankSpace
from skl_synth.generators.trees import DonorTree

N_LEAVES, N_DRAWS = 4, 40_000
VALUES = {
    "in full": np.random.default_rng(1).normal(size=40),
    "with a spike": np.r_[np.zeros(15), np.arange(1.0, 26.0)],
}


def leaves_with(values, smoothing, seed=0):
    """Leaves of donors that were put into them at random."""
    rng = np.random.default_rng(seed)
    space = RankSpace.of(values, np.zeros(len(values), dtype=np.int8))
    of = rng.integers(0, N_LEAVES, len(values))
    donors = np.lexsort((space.ranks, of))
    size = np.bincount(of, minlength=N_LEAVES)
    tree = DonorTree(None, donors, np.cumsum(size) - size, size)
    return LeafRanges.of(tree, values, space, smoothing), space


def ordinary(one, space, leaf, smoothing, rng):
    """Draw ranks from a leaf as ordinary draws do, but read the ranks themselves."""
    start, size = one.tree.start[leaf], one.tree.size[leaf]
    place = rng.randint(size, size=N_DRAWS)
    rank = space.ranks[one.tree.donors[start : start + size]]
    below, above = np.maximum(place - 1, 0), np.minimum(place + 1, size - 1)
    plain = RankSpace(
        space.ranks,
        np.arange(len(space.values), dtype=float),
        space.decimals,
        space.first,
        space.last,
        space.spike,
    )
    draw = rng.uniform(size=N_DRAWS)
    down, up = plain.reach(rank[place], rank[below], rank[above])
    moved = rank[place] + 0.5 * smoothing * (draw * (down + up) - down)
    end = len(space.values) - 1
    moved = end - np.abs(end - np.abs(moved))
    return np.where(space.spike[rank[place]], rank[place], moved)


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("smoothing", [0.0, 0.5, 1.0])
def test_shares_and_draws_are_those_of_ordinary_draws_that_meet_it(name, smoothing):
    one, space = leaves_with(VALUES[name], smoothing)
    rng = np.random.RandomState(0)
    ranges = [(-1.0, 99.0), (0.0, 4.3), (11.2, 11.9), (20.0, 33.3), (36.6, 39.0)]
    for leaf in range(N_LEAVES):
        free = ordinary(one, space, leaf, smoothing, rng)
        for low, high in ranges:
            met = free[(free >= low) & (free <= high)]
            share = one.shares(*(np.array([end]) for end in (leaf, low, high)))[0]
            assert abs(share - len(met) / N_DRAWS) < 0.012, (leaf, low, high)
            if len(met) < 300:
                continue
            asked = (np.full(2000, end) for end in (leaf, low, high))
            drawn = one.draw(*asked, rng)
            assert (drawn >= low).all()
            assert (drawn <= high).all()
            if smoothing and not space.spike.any():
                assert kstest(drawn, met).pvalue > 1e-4
            means = drawn.mean(), met.mean()
            assert abs(means[0] - means[1]) < 5 * met.std() / 2000**0.5 + 1e-9


def test_levels_are_counted_and_drawn():
    values = np.array([0, 1, 1, 2, 2, 2, 0, 1])
    size = np.array([5, 3])
    donors = np.array([0, 1, 2, 3, 4, 6, 7, 5])
    tree = DonorTree(None, donors, np.cumsum(size) - size, size)
    one = LeafRanges.of(tree, values, None, 1.0)
    leaves, ends = np.array([0, 0, 0, 1, 1]), np.array([0, 1, 2, 0, 3.0])
    np.testing.assert_allclose(
        one.shares(leaves, ends, ends), [0.2, 0.4, 0.4, 1 / 3, 0]
    )
    rng = np.random.RandomState(0)
    drawn = one.draw(np.zeros(900, int), np.ones(900), np.full(900, 2.0), rng)
    assert set(drawn.tolist()) == {1, 2}
    assert abs((drawn == 1).mean() - 0.5) < 0.06
