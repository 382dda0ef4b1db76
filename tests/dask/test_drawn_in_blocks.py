"""LearntInBags: what any generator learns in bags, and draws in blocks."""

import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest

from skl_synth.dask.drawn_in_blocks import LearntInBags
from skl_synth.dask.parts import Parts
from skl_synth.dask.read_parts import read_parts
from skl_synth.dask.running import Runner
from skl_synth.errors import InputError, InputWarning, warn
from skl_synth.generators.generator import Generator, Request
from skl_synth.table.encoder import TableEncoder
from skl_synth.table.rows import stack_candidates, without_parents


class Copies(Generator):
    """Give rows of the bag again, of class 1 at most so many as ``most``."""

    def __init__(self, most=10**6):
        self.most = most

    def learn(self, real, rng):
        self.real = real
        warn("a bag has {n} rows", n=len(real))

    def draw(self, request, rng):
        parts = []
        for group, n in enumerate(request.counts.tolist()):
            members = np.flatnonzero(self.real.target.groups == group)
            rows = rng.choice(members, min(n, self.most if group else n))
            target = self.real.target.encoded[rows]
            parts.append(without_parents(self.real.rows.take(rows), target))
        told = {"filter_counts": {"kept": int(request.counts.sum())}}
        return stack_candidates(parts).diagnosed(**told)


@pytest.fixture(scope="module")
def table():
    frame = pd.DataFrame({"number": np.arange(200) % 50, "class": np.arange(200) % 2})
    parts = dd.from_pandas(frame, npartitions=3)
    opened = Parts.of(parts[["number"]], parts["class"], None, Runner())
    return read_parts(opened, TableEncoder())


def learnt(table, most=10**6):
    generator = LearntInBags(Copies(most), bag_rows=50)
    # Four bags say the same, but for figures, which is said once.
    with pytest.warns(InputWarning, match="a bag has 8. rows") as told:
        generator.learn(table, np.random.RandomState(0))
    assert len(told) == 1
    assert len(generator.learnt) == 4
    return generator


def test_what_blocks_tell_is_put_together(table):
    drawn = learnt(table).draw(Request(np.array([30, 11])), np.random.RandomState(0))
    assert np.bincount(drawn.target).tolist() == [30, 11]
    assert drawn.diagnostics == {"filter_counts": {"kept": 41}}
    rows = drawn.rows.fetched()
    # Numbers of a class are even or odd: rows and classes belong together.
    np.testing.assert_array_equal(rows.numbers[:, 0] % 2, drawn.target)


def test_one_block_is_enough_for_one_row(table):
    drawn = learnt(table).draw(Request(np.array([0, 1])), np.random.RandomState(0))
    assert drawn.target.tolist() == [1]
    nothing = learnt(table).draw(Request(np.array([0, 0])), np.random.RandomState(0))
    assert len(nothing) == 0


def test_a_number_that_is_asked_for_is_met_or_refused(table):
    generator, counts = learnt(table, most=3), np.array([20, 20])
    with pytest.raises(InputError, match="12 rows of class 1 were drawn where 20"):
        generator.draw(Request(counts), np.random.RandomState(0))
    with pytest.warns(InputWarning, match="gains 12 rows of 20, and 8 are missing"):
        drawn = generator.draw(Request(counts, exact=False), np.random.RandomState(0))
    assert np.bincount(drawn.target).tolist() == [20, 12]
    asked = Request(counts, exact=False, silent=True)
    assert len(generator.draw(asked, np.random.RandomState(0))) == 32
