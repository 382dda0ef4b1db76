"""The cost rule, as counted work: time depends on the machine, and this does not."""

import numpy as np
import pytest

from skl_synth.neighbors import search as search_module
from skl_synth.neighbors.brute import SPARE, Brute
from skl_synth.neighbors.buckets import Buckets
from skl_synth.neighbors.cost import KD_ROW, LOOKED, kd_rows
from skl_synth.neighbors.screen import Screen
from skl_synth.neighbors.search import Search
from tests.shapes import SHAPES, different, random_rows

K = 7


class Counted(Search):
    """A search that counts what its engines do, in pairs of brute force."""

    work = 0.0

    def _run(self, engine, queries, k, bounds, members):
        owner = engine.__self__
        asked, limits = queries.take(members), bounds[members]
        before = getattr(owner, "work", 0.0)
        found = super()._run(engine, queries, k, bounds, members)
        if isinstance(owner, Brute):
            self.work += len(members) * (len(self.rows) + k + SPARE)
        elif isinstance(owner, Screen):
            self.work += owner.work - before
        elif isinstance(owner, Buckets):
            sizes = self._signatures.sizes[self._signatures.match(asked.codes)]
            self.work += KD_ROW * kd_rows(sizes, asked.numbers.shape[1], k).sum()
        else:
            self.work += LOOKED * owner.work(asked, k, limits)
        return found


def share_of_brute_force(shape, n_rows):
    rows = different(random_rows(np.random.default_rng(n_rows), n_rows, shape))
    search = Counted(rows)
    search.nearest(rows, min(K, len(rows)))
    # Brute force does not know which rows are equal.
    return search.work / n_rows**2


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("n_rows", [100, 1000, 3000, 6000])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_and_no_size_costs_more_than_brute_force(
    monkeypatch, shape, n_rows, fast
):
    if fast:
        pytest.importorskip("numba")
    monkeypatch.setattr(search_module, "is_fast", lambda *_, **__: fast)
    # And a little for each query, which tells in tables that take milliseconds.
    assert share_of_brute_force(shape, n_rows) < 1.1 + 150 / n_rows


def test_the_work_of_a_mixed_table_grows_much_slower_than_its_square(monkeypatch):
    monkeypatch.setattr(search_module, "is_fast", lambda *_, **__: False)
    assert share_of_brute_force("few discrete, whole", 6000) < 0.25


def test_a_tree_of_many_coordinates_looks_at_all_rows():
    rows = kd_rows(np.array([1000, 100_000]), 20, 7)
    np.testing.assert_array_equal(rows, [1000, 100_000])
    assert kd_rows(np.array([100_000]), 2, 1)[0] < 100
