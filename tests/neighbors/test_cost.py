"""The cost rule, as counted work: time depends on the machine, and this does not."""

import numpy as np
import pytest

from skl_synth.neighbors import search as search_module
from skl_synth.neighbors.buckets import Buckets
from skl_synth.neighbors.cost import (
    KD_QUERY,
    KD_ROW,
    MULTIPLIED,
    VISITED,
    kd_rows,
    tree_pays,
)
from skl_synth.neighbors.product import Product
from skl_synth.neighbors.screen import Screen
from skl_synth.neighbors.search import FIRST_PROBES, Search
from tests.shapes import SHAPES, different, random_rows

K = 7


class Counted(Search):
    """A search that counts what its engines do, in pairs of brute force.

    Their work for the probes is counted too.
    """

    work = 0.0

    def total(self):
        screen = self.__dict__.get("_screen")
        return self.work + (screen.work if screen else 0.0)

    def _run(self, engine, queries, bounds, members, answers):
        owner, k = engine.__self__, answers[0].shape[1]
        asked, limits = queries.take(members), bounds[members]
        if isinstance(owner, Product):
            self.work += MULTIPLIED * len(members) * len(self.rows)
        elif isinstance(owner, Buckets):
            self.work += self._work_in_buckets(asked, k)
        elif not isinstance(owner, Screen):
            self.work += VISITED * owner.work(asked, k, limits)
        return super()._run(engine, queries, bounds, members, answers)

    def _work_in_buckets(self, asked, k):
        bucket = self._signatures.match(asked.codes)
        sizes = np.where(bucket < 0, 0, self._signatures.sizes[bucket])
        visited = kd_rows(sizes, asked.numbers.shape[1], k)
        return KD_QUERY * len(asked) + KD_ROW * visited.sum()

    def _solved_by_buckets(self, sample, k, bounds):
        solved = super()._solved_by_buckets(sample, k, bounds)
        # Where not even a full success would pay, none are built.
        if "_buckets" in self.__dict__:
            self.work += self._work_in_buckets(sample, k)
        return solved

    def _visited_by_tree(self, n_queries, sample, k, bounds):
        visited = super()._visited_by_tree(n_queries, sample, k, bounds)
        if np.isfinite(visited):
            n_probed = len(sample) + FIRST_PROBES
            if not tree_pays(visited / 2.0, len(self.rows)):
                n_probed = FIRST_PROBES
            self.work += VISITED * visited * n_probed
        return visited


def share_of_brute_force(shape, n_rows):
    rows = different(random_rows(np.random.default_rng(n_rows), n_rows, shape))
    search = Counted(rows)
    search.nearest(rows, min(K, len(rows)))
    # Brute force does not know which rows are equal.
    return search.total() / n_rows**2


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("n_rows", [100, 1000, 3000, 6000, 9000])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_and_no_size_costs_more_than_brute_force(
    monkeypatch, shape, n_rows, fast
):
    """Counted work, probes included; the time of Python itself is in the guide."""
    if fast:
        pytest.importorskip("numba")
    monkeypatch.setattr(search_module, "is_fast", lambda *_, **__: fast)
    assert share_of_brute_force(shape, n_rows) < 1.1


def test_the_work_of_a_mixed_table_grows_much_slower_than_its_square(monkeypatch):
    monkeypatch.setattr(search_module, "is_fast", lambda *_, **__: False)
    assert share_of_brute_force("few discrete, whole", 6000) < 0.25


def test_a_tree_of_many_coordinates_visits_all_rows():
    rows = kd_rows(np.array([1000, 100_000]), 20, 7)
    np.testing.assert_array_equal(rows, [1000, 100_000])
    assert kd_rows(np.array([100_000]), 2, 1)[0] < 100


def test_a_tree_of_thousands_of_coordinates_visits_all_rows_too():
    assert kd_rows(np.array([8000]), 2300, 1) == [8000]
