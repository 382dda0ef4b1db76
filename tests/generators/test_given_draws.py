"""Rows under conditions by a generator that knows nothing of them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from skl_synth import (
    Generator,
    ProximityFilter,
    RealTable,
    Request,
    TypeAwareCART,
    TypeAwareSMOTE,
)
from skl_synth.errors import InputError
from skl_synth.generators.given_draws import draw_given, request_of
from skl_synth.generators.given_matching import Cells
from skl_synth.table.given import Given
from skl_synth.table.given_reading import read_given
from skl_synth.table.rows import without_parents

SHARES = np.array([[0.1, 0.2, 0.3], [0.1, 0.1, 0.2]])
"""The probability of each level of one column beside each of another."""


class Known(Generator):
    """Draws two columns by probabilities that are known, and a number beside them."""

    def learn(self, real, rng):
        self.real, self.n_drawn = real, 0

    def draw(self, request, rng):
        n_rows = int(request.counts.sum())
        self.n_drawn += n_rows
        cells = rng.choice(SHARES.size, size=n_rows, p=SHARES.ravel())
        number = rng.uniform(0, 100, size=n_rows)
        frame = pd.DataFrame(
            {
                "one": np.array(["a", "b"])[cells // 3],
                "other": np.array(["x", "y", "z"])[cells % 3],
                "number": number,
            }
        )
        rows = self.real.snap(self.real.encode(frame))
        target = np.repeat(np.arange(len(request.counts)), request.counts)
        return without_parents(rows, target)


def make_known():
    rng = np.random.RandomState(0)
    X = pd.DataFrame(
        {
            "one": rng.choice(["a", "b"], 300),
            "other": rng.choice(["x", "y", "z"], 300),
            "number": np.r_[0.0, 100.0, rng.uniform(0, 100, 298)],
        }
    )
    real = RealTable.read(X, pd.Series(np.arange(300) % 3, name="k"))
    generator = Known()
    generator.learn(real, rng)
    return generator


@pytest.fixture
def known():
    return make_known()


def asked(known, given, groups):
    read = read_given(known.real, given)
    which = read.which
    if which is None:
        which = np.zeros(len(groups), dtype=np.intp)
    return Given(read.conditions, which, np.asarray(groups))


def draw(known, given, seed=0):
    request = request_of(given, known.real.target)
    return draw_given(known, known.real, request, np.random.RandomState(seed))


def test_what_is_not_given_has_its_probabilities(known):
    rows = draw(known, asked(known, {"one": "b"}, np.full(2000, -1)))
    counts = np.bincount(rows.rows.codes[:, 1], minlength=3)
    assert chisquare(counts, SHARES[1] / SHARES[1].sum() * 2000).pvalue > 1e-3
    assert np.all(np.bincount(rows.target) > 500)
    assert abs(rows.diagnostics["given_yield"] - SHARES[1].sum()) < 0.05


def test_classes_that_are_asked_for_are_exact(known):
    groups = np.repeat([2, 0, 2], [30, 5, 40])
    rows = draw(known, asked(known, {"other": ["x", "z"]}, groups))
    np.testing.assert_array_equal(rows.target, groups)


@settings(max_examples=12, deadline=None)
@drawn(seed=st.integers(0, 10_000), n_rows=st.integers(1, 60))
def test_every_row_of_a_frame_gets_its_row(seed, n_rows):
    rng = np.random.RandomState(seed)
    known = make_known()
    frame = pd.DataFrame(
        {
            "one": rng.choice(["a", "b"], n_rows),
            "number": rng.uniform(5, 95, n_rows).round(int(rng.randint(0, 9))),
            "k": rng.randint(0, 3, n_rows),
        }
    )
    names = rng.permutation(list(frame.columns))[: rng.randint(1, 4)]
    read = read_given(known.real, frame[list(names)])
    groups = np.array([one.only_class for one in read.conditions])[read.which]
    given = Given(read.conditions, read.which, groups)
    rows = draw(known, given, seed)
    assert given.satisfied(rows.rows, rows.target).all()


def test_many_rows_cost_hardly_more_than_many_equal_ones(known):
    rng = np.random.RandomState(1)
    frame = pd.DataFrame(
        {"one": rng.choice(["a", "b"], 500), "other": rng.choice(list("xyz"), 500)}
    )
    draw(known, asked(known, frame, np.full(500, -1)))
    assert known.n_drawn < 10 * 500


def test_no_drawn_row_is_used_twice(known):
    given = asked(known, pd.DataFrame({"number": np.full(50, 33.3)}), np.full(50, -1))
    rows = known.draw(Request(np.array([200, 200, 200])), np.random.RandomState(0))
    match = Cells(known.real, given).match(rows, np.ones(50, dtype=bool), 0.5)
    assert len(np.unique(match.drawn)) == len(match.drawn) > 0
    assert len(np.unique(match.places)) == len(match.places)


def test_the_rarest_part_is_named(known, monkeypatch):
    monkeypatch.setattr("skl_synth.generators.given_draws.MOST_DRAWN", 2_000)
    given = asked(known, {"one": "a", "number": (50.0, 50.001)}, np.full(500, -1))
    monkeypatch.setattr("skl_synth.generators.given_draws.MOST_PER_ROW", 1)
    with pytest.raises(InputError, match=r"column 'number' is met by 0.*give fewer"):
        draw(known, given)


@pytest.mark.parametrize(
    ("synthesizer", "is_told"),
    [
        (TypeAwareSMOTE(random_state=0), True),
        (TypeAwareCART(by="side", random_state=0), True),
        (TypeAwareCART(random_state=0), False),
        (ProximityFilter(TypeAwareCART(), random_state=0), False),
    ],
)
def test_trees_are_no_remedy_where_trees_have_drawn(synthesizer, is_told, monkeypatch):
    monkeypatch.setattr("skl_synth.generators.given_draws.MOST_DRAWN", 2_000)
    rng = np.random.RandomState(0)
    number = rng.uniform(0, 100, 400).round(1)
    low = np.where(number < 50, "low", "high")
    X = pd.DataFrame(
        {"number": number, "low": low, "side": rng.choice(["a", "b"], 400)}
    )
    y = pd.Series(rng.randint(2, size=400), name="k")
    synthesizer.fit(X, y)
    with pytest.raises(InputError, match="give fewer columns") as caught:
        synthesizer.sample(5, given={"low": "low", "number": (95, None)})
    assert ("use TypeAwareCART, which without by" in str(caught.value)) == is_told
