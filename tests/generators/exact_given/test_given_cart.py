"""CART under conditions: planted truth, and ordinary rows that happen to meet them."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, chi2_contingency, ks_2samp

from skl_synth import TableEncoder, TypeAwareCART
from skl_synth.generators.cart import CartGenerator
from skl_synth.generators.exact_given import lot_candidates
from skl_synth.generators.exact_given.given_sequence import GivenSequence
from skl_synth.generators.generator import Request
from skl_synth.table.given import Condition, Given

N_DRAWN = 800


def mixed(n_rows=1500, seed=0):
    """A table in which every column depends on those before it."""
    rng = np.random.default_rng(seed)
    age = rng.integers(18, 95, n_rows)
    ward = np.where(
        rng.random(n_rows) < age / 120, "old", rng.choice(["a", "b"], n_rows)
    )
    cost = np.exp(rng.normal(2 + age / 40, 0.7, n_rows))
    lab = np.where(rng.random(n_rows) < 0.2, np.nan, np.round(rng.normal(age, 9), 1))
    income = np.where(
        rng.random(n_rows) < 0.2, -1, np.round(rng.gamma(2, 900, n_rows), -2)
    )
    one = rng.integers(0, 3, n_rows)
    risk = np.clip((age / 32 + rng.normal(0, 0.4, n_rows)).astype(int), 0, 2)
    levels = ["low", "mid", "high"]
    frame = pd.DataFrame(
        {
            "age": age,
            "ward": ward,
            "cost": cost,
            "lab": lab,
            "income": income,
            "blood_a": (one == 0) * 1,
            "blood_b": (one == 1) * 1,
            "blood_o": (one == 2) * 1,
            "risk": pd.Categorical(np.array(levels)[risk], levels, ordered=True),
            "day": np.datetime64("2024-01-01") + 3 * age + rng.integers(0, 60, n_rows),
        }
    )
    died = pd.Series(np.where(rng.random(n_rows) < age / 150, "yes", "no"))
    return frame, died


def made(y="classes", **parameters):
    X, died = mixed()
    target = {"classes": died, "number": X["age"] + 0.1 * X["cost"], "none": None}
    encoder = TableEncoder(rules=None, special_values={"income": [-1]})
    cart = TypeAwareCART(
        n_estimators=3,
        encoder=encoder,
        patterns="drawn",
        random_state=0,
        **parameters,
    )
    return cart.fit(X, target[y]).generator_


@pytest.fixture(scope="module")
def generators():
    return {
        "classes": made(),
        "modelled": made(labels="modelled", visit_order="levels"),
        "number": made("number", smoothing=0.4),
        "no target": made("none", smoothing=0.0, fit_fraction=0.6),
    }


@pytest.fixture(scope="module")
def ordinary(generators):
    """Many rows of each generator, without a condition."""
    rows = {}
    for name, one in generators.items():
        counts = 20_000 * one.real.counts // len(one.real)
        rows[name] = one.draw(Request(counts), np.random.RandomState(1))
    return rows


def place(generator, name):
    schema = generator.real.schema
    numbers = [one.name for one in schema.numbers]
    codes = [one.name for one in schema.codes]
    return (
        numbers.index(name) if name in numbers else -1,
        codes.index(name) if name in codes else -1,
    )


def condition(generator, **parts):
    """A condition on columns: a range, or numbers of levels that are allowed."""
    levels, ranges, points = {}, {}, {}
    for name, part in parts.items():
        number, code = place(generator, name)
        if isinstance(part, set):
            n_levels = generator.real.schema.codes[code].n_levels
            levels[code] = np.isin(np.arange(n_levels), list(part))
        elif isinstance(part, list):
            points[number] = np.array(part, float)
        else:
            ranges[number] = part
            if code >= 0:
                n_levels = generator.real.schema.codes[code].n_levels
                levels[code] = np.arange(n_levels) == 0
    return Condition(levels, ranges, points)


def drawn_under(generator, conditions, which, seed=2, groups=None):
    groups = np.full(len(which), -1) if groups is None else groups
    given = Given(tuple(conditions), np.asarray(which), groups)
    request = Request(np.array([len(which)]), given=given)
    return generator.draw(request, np.random.RandomState(seed)), given


PARTS = {
    "first": {"age": (70.0, np.inf)},
    "one level": {"ward": {2}},
    "two levels": {"blood": {0, 2}},
    "a single number": {"age": (60.0, 60.0)},
    "in full": {"cost": (20.0, 40.0)},
    "there and high": {"lab": (60.0, np.inf)},
    "missing": {"lab": {1}},
    "special": {"income": {1}},
    "not special": {"income": (1000.0, 3000.0)},
    "ordered": {"risk": (1.0, 1.0)},
    "dates": {"day": (200.0, np.inf)},
    "points": {"age": [20.0, 40.0, 80.0]},
    "several": {"ward": {0, 2}, "cost": (10.0, np.inf), "risk": (1.0, 2.0)},
}


@pytest.mark.parametrize("parts", PARTS)
@pytest.mark.parametrize("name", ["classes", "modelled", "number", "no target"])
def test_rows_are_as_ordinary_ones_that_happen_to_meet_it(
    generators, ordinary, name, parts
):
    generator, rows = generators[name], ordinary[name]
    wanted = condition(generator, **PARTS[parts])
    if parts == "dates":
        day = np.nanquantile(
            generator.real.rows.numbers[:, place(generator, "day")[0]], 0.7
        )
        wanted = condition(generator, day=(float(day), np.inf))
    met = rows.take(wanted.satisfied(rows.rows, rows.target))
    drawn, given = drawn_under(generator, [wanted], np.zeros(N_DRAWN, int))
    assert drawn.diagnostics["given_ess"] > 50
    assert given.satisfied(drawn.rows, drawn.target).all()
    for one, other in zip(drawn.rows.codes.T, met.rows.codes.T, strict=True):
        assert alike(one, other)
    for one, other in zip(drawn.rows.numbers.T, met.rows.numbers.T, strict=True):
        one, other = one[~np.isnan(one)], other[~np.isnan(other)]
        if len(one):
            assert ks_2samp(one, other).pvalue > 1e-5
    if generator.real.target.kind == "classes":
        assert alike(drawn.target, met.target)


def alike(one, other):
    counts = np.array([np.bincount(codes, minlength=9) for codes in (one, other)])
    counts = counts[:, counts.sum(axis=0) > 10]
    return counts.shape[1] < 2 or chi2_contingency(counts).pvalue > 1e-5


def planted(n_rows=2000, seed=0):
    """Three in four of those with "x" are "hot", one in ten of the others."""
    rng = np.random.default_rng(seed)
    cause = np.where(rng.random(n_rows) < 0.3, "x", "o")
    hot = rng.random(n_rows) < np.where(cause == "x", 0.75, 0.1)
    return pd.DataFrame({"cause": cause, "state": np.where(hot, "hot", "cold")})


@pytest.mark.parametrize("state", ["hot", "cold"])
def test_what_was_drawn_before_is_as_bayes_says_not_as_it_was(state):
    X = planted()
    cart = TypeAwareCART(n_estimators=3, random_state=0).fit(X)
    drawn, _ = cart.sample(1000, given={"state": state})
    assert (drawn["state"] == state).all()
    truth = (X["cause"][X["state"] == state] == "x").mean()
    is_x = int((drawn["cause"] == "x").sum())
    # To set the state and leave the cause as it was would give .3 of x.
    assert binomtest(is_x, 1000, 0.3).pvalue < 1e-9
    assert binomtest(is_x, 1000, truth).pvalue > 1e-3


def test_the_classes_of_rows_are_as_bayes_says():
    X = planted()
    y = X.pop("cause")
    cart = TypeAwareCART(n_estimators=2, random_state=0).fit(X, y)
    _, drawn = cart.sample(1000, given={"state": "hot"})
    truth = (y[X["state"] == "hot"] == "x").mean()
    assert abs((drawn == "x").mean() - truth) < 0.04


def test_many_conditions_row_by_row(generators):
    generator = generators["classes"]
    rows = generator.real.rows.take(np.arange(200))
    age, ward = place(generator, "age")[0], place(generator, "ward")[1]
    conditions = [
        Condition({ward: np.arange(3) == code}, {age: (number, number)})
        for number, code in zip(rows.numbers[:, age], rows.codes[:, ward], strict=True)
    ]
    which = np.random.default_rng(0).permutation(200)
    groups = np.where(which % 3 == 0, which % 2, -1)
    drawn, given = drawn_under(generator, conditions, which, groups=groups)
    np.testing.assert_array_equal(drawn.rows.numbers[:, age], rows.numbers[which, age])
    np.testing.assert_array_equal(drawn.rows.codes[:, ward], rows.codes[which, ward])
    assert given.satisfied(drawn.rows, drawn.target).all()


def test_a_number_in_full_is_set_to_the_last_digit(generators):
    generator = generators["classes"]
    cost = place(generator, "cost")[0]
    values = generator.real.rows.numbers[:50, cost]
    conditions = [Condition(ranges={cost: (one, one)}) for one in values.tolist()]
    drawn, _ = drawn_under(generator, conditions, np.arange(50))
    np.testing.assert_array_equal(drawn.rows.numbers[:, cost], values)


def test_noise_does_not_leave_the_range():
    generator = made(noise_scale=0.5)
    for parts in ({"age": (40.0, 45.0)}, {"cost": (20.0, 25.0)}, {"age": [20.0, 80.0]}):
        wanted = condition(generator, **parts)
        drawn, given = drawn_under(generator, [wanted], np.zeros(300, int))
        assert given.satisfied(drawn.rows, drawn.target).all()


def test_the_same_seed_gives_the_same_rows_and_another_one_others(generators):
    generator = generators["modelled"]
    wanted = [condition(generator, lab=(60.0, 80.0))]
    one, again, other = (
        drawn_under(generator, wanted, np.zeros(50, int), seed)[0].rows
        for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(one.numbers, again.numbers)
    assert not np.array_equal(one.numbers, other.numbers, equal_nan=True)


def test_rows_do_not_repeat(generators):
    generator = generators["classes"]
    wanted = condition(generator, risk=(2.0, 2.0), age=(-np.inf, 60.0))
    drawn, _ = drawn_under(generator, [wanted], np.zeros(500, int))
    cost = drawn.rows.numbers[:, place(generator, "cost")[0]]
    assert len(np.unique(cost)) > 495
    assert drawn.diagnostics["given_ess"] > 100


def test_what_nobody_meets_is_drawn_without_and_seen_by_who_asked(
    generators, monkeypatch
):
    monkeypatch.setattr(lot_candidates, "BUDGET", 5_000)
    generator = generators["classes"]
    days = generator.real.rows.numbers[:, place(generator, "day")[0]]
    last = float(np.quantile(days, 0.95))
    never = condition(generator, age=(18.0, 19.0), day=(last, np.inf))
    often = condition(generator, ward={2})
    drawn, given = drawn_under(generator, [never, often], np.tile([0, 1], 20))
    met = given.satisfied(drawn.rows, drawn.target)
    assert met.tolist() == [False, True] * 20
    assert np.isfinite(drawn.rows.numbers[:, place(generator, "cost")[0]]).all()


def test_rows_that_are_chosen_afterwards_are_left_to_chance(generators):
    assert not CartGenerator(labels="redrawn").draws_given
    assert all(one.draws_given for one in generators.values())


def test_conditions_that_come_first_need_one_candidate(generators):
    generator = generators["classes"]
    seen = []
    make = GivenSequence._make

    def counted(self, counts):
        seen.append(int(counts.sum()))
        return make(self, counts)

    wanted = condition(generator, age=(70.0, np.inf))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(GivenSequence, "_make", counted)
        drawn, _ = drawn_under(generator, [wanted], np.zeros(100, int))
    assert sum(seen) == 100 + 2
    assert drawn.diagnostics["given_ess"] == np.inf
