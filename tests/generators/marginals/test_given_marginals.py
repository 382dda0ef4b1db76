"""Marginals under conditions: ordinary rows that meet them, and nothing looked at."""

import numpy as np
import pytest
from scipy.stats import chi2_contingency, ks_2samp

from skl_synth import TableEncoder
from skl_synth.generators.generator import Request
from skl_synth.generators.marginals.marginals_generator import MarginalsGenerator
from skl_synth.table.given import Condition, Given
from skl_synth.table.real import RealTable
from tests.generators.exact_given.test_given_cart import condition, mixed

N_DRAWN = 1500

PARTS = {
    "first": {"age": (70.0, np.inf)},
    "one level": {"ward": {2}},
    "two levels": {"blood": {0, 2}},
    "a single number": {"age": (60.0, 60.0)},
    "in full": {"cost": (20.0, 40.0)},
    "there and high": {"lab": (60.0, np.inf)},
    "missing": {"lab": {1}},
    "special": {"income": {1}},
    "ordered": {"risk": (1.0, 1.0)},
    "points": {"age": [20.0, 40.0, 80.0]},
    "several": {"ward": {0, 2}, "cost": (10.0, np.inf), "risk": (1.0, 2.0)},
}


@pytest.fixture(scope="module")
def generators():
    X, y = mixed()
    encoder = TableEncoder(rules=None, special_values={"income": [-1]})
    made = {}
    for name, pairs, target in (
        ("classes", "tree", y),
        ("number", "tree", X["age"] + 0.1 * X["cost"]),
        ("named", [("age", "ward"), ("ward", "risk"), ("lab", "age")], y),
    ):
        made[name] = MarginalsGenerator(pairs)
        table = RealTable.read(X, target, encoder=encoder)
        made[name].learn(table, np.random.RandomState(0))
        made[name].real = table.without_rows()
    return made


@pytest.fixture(scope="module")
def ordinary(generators):
    return {
        name: one.draw(
            Request(np.rint(60_000 * one.fitted.class_counts / 1500).astype(int)),
            np.random.RandomState(1),
        )
        for name, one in generators.items()
    }


def drawn_under(generator, conditions, which, seed=2):
    given = Given(tuple(conditions), np.asarray(which), np.full(len(which), -1))
    request = Request(np.array([len(which)]), given=given)
    return generator.draw(request, np.random.RandomState(seed)), given


@pytest.mark.parametrize("parts", PARTS)
@pytest.mark.parametrize("name", ["classes", "number", "named"])
def test_rows_are_as_ordinary_ones_that_happen_to_meet_it(
    generators, ordinary, name, parts
):
    generator, rows = generators[name], ordinary[name]
    wanted = condition(generator, **PARTS[parts])
    met = rows.take(wanted.satisfied(rows.rows, rows.target))
    drawn, given = drawn_under(generator, [wanted], np.zeros(N_DRAWN, int))
    assert given.satisfied(drawn.rows, drawn.target).all()
    for one, other in zip(drawn.rows.codes.T, met.rows.codes.T, strict=True):
        assert alike(one, other)
    for one, other in zip(drawn.rows.numbers.T, met.rows.numbers.T, strict=True):
        one, other = one[~np.isnan(one)], other[~np.isnan(other)]
        if len(one):
            assert ks_2samp(one, other).pvalue > 1e-5
    if name != "number":
        assert alike(drawn.target, met.target)


def alike(one, other):
    counts = np.array([np.bincount(codes, minlength=9) for codes in (one, other)])
    counts = counts[:, counts.sum(axis=0) > 10]
    return counts.shape[1] < 2 or chi2_contingency(counts).pvalue > 1e-5


def test_a_range_of_the_target(generators):
    wanted = [Condition(target=(60.0, 70.0)), Condition(target=(61.25, 61.25))]
    drawn, _ = drawn_under(generators["number"], wanted, np.repeat([0, 1], 200))
    assert ((drawn.target[:200] >= 60) & (drawn.target[:200] <= 70)).all()
    assert (drawn.target[200:] == 61.25).all()


def test_nothing_more_is_looked_at(generators):
    generator = generators["classes"]
    before = generator.ledger.frame()
    drawn_under(generator, [condition(generator, age=(70.0, 75.0))], np.zeros(9, int))
    assert generator.ledger.frame().equals(before)


def test_many_conditions_keep_their_order_and_seeds_repeat(generators):
    generator = generators["named"]
    wanted = [
        condition(generator, age=(float(age), float(age))) for age in range(20, 90)
    ]
    which = np.random.default_rng(0).integers(0, 70, 500)
    drawn, _ = drawn_under(generator, wanted, which)
    np.testing.assert_array_equal(drawn.rows.numbers[:, 0], which + 20)
    again, _ = drawn_under(generator, wanted, which)
    np.testing.assert_array_equal(drawn.rows.numbers, again.rows.numbers)
    other, _ = drawn_under(generator, wanted, which, seed=3)
    assert not np.array_equal(drawn.rows.numbers, other.rows.numbers, equal_nan=True)


def test_what_cannot_be_is_drawn_without(generators):
    for generator in generators.values():
        wanted = [
            condition(generator, age=(200.0, 300.0)),
            condition(generator, ward={1}),
        ]
        drawn, given = drawn_under(generator, wanted, np.tile([0, 1], 30))
        met = given.satisfied(drawn.rows, drawn.target)
        assert met.tolist() == [False, True] * 30
