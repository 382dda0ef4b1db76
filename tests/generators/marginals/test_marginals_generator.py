"""MarginalsGenerator: what one person moves, what is spent, what rows are like."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.generator import Request
from skl_synth.generators.marginals import further_pairs
from skl_synth.generators.marginals.ledger import Budget
from skl_synth.generators.marginals.marginals_generator import (
    MarginalsGenerator,
)
from tests.generators.marginals.described_people import (
    Answers,
    answered_by,
    people,
    read,
    some_rows,
)

COLUMNS = ("age", "dose", "weight", "born", "sex", "smoker", "ward", "stage", "blood")
PAIRS = ("auto", "tree", "none", "named")
NAMED = {
    "died": [("age", "died"), ("sex", "ward"), ("dose", "smoker", "died")],
    "cost": [("age", "cost"), ("sex", "ward")],
    None: [("age", "sex"), ("dose", "ward", "smoker")],
}


def learnt(real, answers=None, *, seed=0, **parameters):
    """Learn a table with answers that are given, and return the generator."""
    budget = parameters.pop("budget", Budget(4.0, 1e-6))
    generator = MarginalsGenerator(budget=budget, **parameters)
    with answered_by(answers or Answers()):
        generator.learn(real, np.random.RandomState(seed))
    return generator


def drawn(generator, n_rows=300, seed=1):
    """Draw rows as many as there are thought to be, or of one group."""
    shares = np.ones(1) if generator.class_counts is None else generator.class_counts
    counts = np.rint(n_rows * shares / shares.sum()).astype(np.intp)
    return generator.draw(Request(counts), np.random.RandomState(seed))


TABLES = {
    target: read(people(3_000, 7), *COLUMNS, target=target)
    for target in ("died", "cost", None)
}
"""Everybody, by what is the target; tables of a test are some of them."""


@st.composite
def neighbours(draw, *, public=False):
    """Two tables that differ in the rows of one person."""
    rng = np.random.default_rng(draw(st.integers(0, 9_999)))
    n_rows, k = draw(st.integers(0, 80)), draw(st.integers(1, 3))
    target = "died" if public else draw(st.sampled_from(["died", "cost", None]))
    everybody = TABLES[target]
    others, own = rng.integers(0, 1_500, n_rows), rng.integers(1_500, 3_000, k)
    if draw(st.booleans()):
        # All rows of the person alike: they move one cell as far as can be.
        own[:] = own[0]
    both = [np.r_[others, own], others]
    if public:
        groups = everybody.target.groups
        instead = [rng.choice(np.flatnonzero(groups == groups[row])) for row in own]
        both[1] = np.r_[others, instead]
    both = both[::-1] if draw(st.booleans()) else both
    pairs = draw(st.sampled_from(PAIRS))
    pairs = NAMED[target] if pairs == "named" else pairs
    return [some_rows(everybody, one) for one in both], k, pairs


def learnt_twice(tables, seed=0, **parameters):
    """Learn two tables with the same answers, and give what was asked of each."""
    answers, generators = Answers(seed), []
    asked = []
    # Few rows are enough for further pairs, so that these are looked at, too.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(further_pairs, "CELLS_WORTH_IT", 0)
        for table in tables:
            generators.append(learnt(table, answers, seed=3, **parameters))
            asked.append(answers.asked)
            answers = answers.again()
    return asked, generators


def check_moves(asked, *, counts, sums, scores):
    """Compare what was asked of two tables: how far counts and scores are apart."""
    first, second = asked
    assert [one[0] for one in first] == [one[0] for one in second]
    for (kind, one, sensitivity), (_, other, _) in zip(first, second, strict=True):
        assert one.shape == other.shape
        assert np.issubdtype(one.dtype, np.integer)
        apart = (one - other).astype(float).ravel()
        if kind == "scores":
            assert np.abs(apart).max() <= scores <= sensitivity
        else:
            assert np.linalg.norm(apart) <= counts + 1e-9
            assert counts == pytest.approx(sensitivity)
            assert np.abs(apart).sum() <= sums


def check_draws(generators):
    """Whatever was drawn of the one is drawn of the other, bit by bit."""
    first, second = (drawn(one) for one in generators)
    np.testing.assert_array_equal(first.rows.numbers, second.rows.numbers)
    np.testing.assert_array_equal(first.rows.codes, second.rows.codes)
    np.testing.assert_array_equal(first.target, second.target)


# What one person moves.


@settings(max_examples=60, deadline=None)
@given(neighbours(), st.sampled_from([1.0, 300.0]))
def test_one_person_more_moves_no_look_by_more_than_stated(case, epsilon):
    tables, k, pairs = case
    asked, generators = learnt_twice(
        tables, pairs=pairs, rows_per_person=k, budget=Budget(epsilon, 1e-6)
    )
    check_moves(asked, counts=k, sums=k, scores=k)
    check_draws(generators)


@settings(max_examples=60, deadline=None)
@given(neighbours(public=True), st.sampled_from([1.0, 300.0]))
def test_one_person_for_another_moves_no_look_by_more_than_stated(case, epsilon):
    tables, k, pairs = case
    asked, generators = learnt_twice(
        tables,
        pairs=pairs,
        rows_per_person=k,
        class_counts="public",
        budget=Budget(epsilon, 1e-6),
    )
    check_moves(asked, counts=k * 2**0.5, sums=2 * k, scores=2 * k)
    check_draws(generators)


def test_all_kinds_of_looks_are_among_those_compared():
    tables = [some_rows(TABLES["died"], np.arange(n)) for n in (60, 59)]
    asked, generators = learnt_twice(tables, budget=Budget(300.0, 1e-6))
    kinds = [kind for kind, *_ in asked[0]]
    n_tree = len(generators[0].fitted.tree.tables)
    assert generators[0].fitted.pool is not None
    assert kinds.count("scores") > n_tree
    assert kinds.count("counts") > 2 * len(COLUMNS)
    # The true counts do differ: the comparison compares something.
    assert any(
        (one != two).any() for (_, one, _), (_, two, _) in zip(*asked, strict=False)
    )


def test_a_look_that_is_moved_too_far_is_noticed():
    tables = [some_rows(TABLES["died"], np.arange(n)) for n in (60, 58)]
    with pytest.raises(AssertionError):
        check_moves(learnt_twice(tables)[0], counts=1, sums=1, scores=1)
