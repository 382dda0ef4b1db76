"""MarginalsGenerator: what one person moves, what is spent, what rows are like."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.errors import InputError
from skl_synth.generators.generator import Request
from skl_synth.generators.marginals import further_pairs, pool
from skl_synth.generators.marginals.ledger import Budget
from skl_synth.generators.marginals.marginals_generator import (
    MarginalsGenerator,
    named_margins,
)
from skl_synth.table.dictionary import DataDictionary
from tests.generators.marginals.described_people import (
    FIELDS,
    Answers,
    answered_by,
    associated,
    levels,
    people,
    read,
    read_as,
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
    counts = (n_rows * shares / shares.sum()).astype(np.intp)
    counts[0] += n_rows - counts.sum()
    return generator.draw(Request(counts), np.random.RandomState(seed))


TABLES = {
    target: read(associated(3_000, 7), *COLUMNS, target=target)
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
        patch.setattr(pool, "ROWS", 3_000)
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


@settings(max_examples=50, deadline=None)
@given(neighbours(), st.sampled_from([1.0, 300.0]))
def test_one_person_more_moves_no_look_by_more_than_stated(case, epsilon):
    tables, k, pairs = case
    asked, generators = learnt_twice(
        tables, pairs=pairs, rows_per_person=k, budget=Budget(epsilon, 1e-6)
    )
    check_moves(asked, counts=k, sums=k, scores=k)
    check_draws(generators)


@settings(max_examples=50, deadline=None)
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
    tables = [some_rows(TABLES["died"], np.arange(n)) for n in (500, 499)]
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


def test_class_counts_that_are_public_are_not_measured_and_met():
    real = some_rows(TABLES["died"], np.arange(200))
    public = learnt(real, class_counts="public")
    assert public.class_counts.tolist() == np.bincount(real.target.groups).tolist()
    assert ("died",) not in public.margins
    noisy = learnt(real)
    assert ("died",) in noisy.margins
    # Of a number there are no classes, and how many rows there are is noisy anyway.
    number = some_rows(TABLES["cost"], np.arange(200))
    assert learnt(number, class_counts="public").class_counts is None


def test_a_class_that_nobody_is_in_may_be_known_to_be_empty():
    real = TABLES["died"]
    some = np.flatnonzero(real.target.groups != 1)[:200]
    generator = learnt(some_rows(real, some), class_counts="public")
    assert generator.class_counts[1] == 0
    rows = generator.draw(Request(np.array([5, 5, 5])), np.random.RandomState(0)).rows
    assert np.isfinite(rows.numbers[:, 0]).any()


# What is spent.


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=6, unique=True),
    st.sampled_from([None, "died", "cost"]),
    st.sampled_from(["auto", "tree", "none"]),
    st.sampled_from([0.2, 2.0, 50.0]),
    st.integers(0, 99),
)
def test_no_more_than_the_budget_is_spent(columns, target, pairs, epsilon, seed):
    real = read(people(60, seed), *columns, target=target)
    budget = Budget(epsilon, 1e-6)
    generator = learnt(real, Answers(seed), pairs=pairs, budget=budget)
    entries = generator.ledger.entries
    assert sum(one.rho for one in entries) <= budget.rho * (1 + 1e-12)
    assert all(one.rho > 0 for one in entries)


@pytest.mark.parametrize("pairs", ["auto", "tree", "none", [("age", "died")]])
@pytest.mark.parametrize("class_counts", ["noisy", "public"])
@pytest.mark.parametrize("columns", [("age",), ("sex", "smoker"), COLUMNS])
def test_nearly_all_of_a_budget_is_spent(pairs, class_counts, columns):
    if "age" not in columns and isinstance(pairs, list):
        pairs = [("sex", "died")]
    real = read(people(300), *columns, target="died")
    generator = learnt(real, pairs=pairs, class_counts=class_counts)
    assert generator.ledger.rho_left < 0.08 * generator.ledger.rho


def test_without_a_budget_counts_are_as_they_are():
    real = some_rows(TABLES["died"], np.arange(500))
    answers = Answers()
    generator = learnt(real, answers, budget=None)
    assert answers.asked == []
    assert generator.class_counts.tolist() == np.bincount(real.target.groups).tolist()
    assert {one.rho for one in generator.ledger.entries} == {0.0}
    shares = dict(zip(COLUMNS, generator.fitted.columns, strict=True))["smoker"].shares
    codes = real.rows.codes[:, shares_code(generator, "smoker")]
    for group in (1, 2):
        own = shares[group]
        held = np.bincount(codes[real.target.groups == group], minlength=2)
        np.testing.assert_allclose(own, held / held.sum())


def shares_code(generator, name):
    """Which of the codes a column is."""
    names = [one.name for one in generator.schema.codes]
    return names.index(name)


# What rows are like.


def frames_of(generator, real, n_rows, seed=1):
    """Draw rows, and write them as a table with the target."""
    rows = drawn(generator, n_rows, seed)
    frame = real.decode(rows.rows)
    if real.target.classes is None and real.target.precision is None:
        return frame
    return frame.assign(target=np.asarray(real.target.decode(rows.target)))


def together(frame, names):
    """The levels of some columns in one."""
    first, *others = (frame[name].astype(str) for name in names)
    return first.str.cat(others, sep="|")


def learn_and_draw(frame, *names, target, n_rows=20_000, **parameters):
    real = read(frame, *names, target=target)
    return frames_of(learnt(real, **parameters), real, n_rows)


def apart(one, other):
    """The total variation between two columns of levels."""
    one, other = (x.value_counts(normalize=True) for x in (one, other))
    return float(one.sub(other, fill_value=0).abs().sum() / 2)


def test_the_same_seed_draws_the_same_rows_and_another_does_not():
    generator = learnt(some_rows(TABLES["died"], np.arange(300)))
    first, again, other = (drawn(generator, 300, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.rows.numbers, again.rows.numbers)
    np.testing.assert_array_equal(first.rows.codes, again.rows.codes)
    assert not np.array_equal(first.rows.codes, other.rows.codes)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4, unique=True),
    st.sampled_from([None, "died", "cost"]),
    st.sampled_from(["auto", "none"]),
    st.sampled_from([None, 1.0]),
    st.integers(0, 99),
)
def test_rows_are_within_the_dictionary(columns, target, pairs, epsilon, seed):
    real = read(people(40, seed), *columns, target=target)
    budget = None if epsilon is None else Budget(epsilon, 1e-6)
    generator = learnt(real, Answers(seed), pairs=pairs, budget=budget)
    frame = frames_of(generator, real, 100)
    assert len(frame) == 100
    number = {"age": (0, 110), "dose": (-5, 500), "weight": (0, 200)}
    for name, (low, high) in number.items():
        if name in columns:
            assert frame[name].dropna().between(low, high).all()
            assert frame[name].notna().all() or name == "age"
    for name in set(columns) & {"sex", "smoker", "ward", "stage"}:
        assert set(frame[name].dropna()) <= set(FIELDS[name][0]["constraints"]["enum"])
    if "born" in columns:
        assert frame["born"].dropna().between("1920-01-01", "2025-12-31").all()
    if target == "cost":
        cost = frame["target"]
        assert cost.between(0, 9_999).all()
        np.testing.assert_allclose(cost, cost.round(2))


def test_a_table_of_constants_has_rows():
    dictionary = DataDictionary.read({"fields": [levels("site", "north")]})
    real = read_as(dictionary, pd.DataFrame({"site": ["north"] * 30}))
    generator = learnt(real)
    assert generator.margins == [("target",)]
    frame = frames_of(generator, real, 10)
    assert frame["site"].tolist() == ["north"] * 10


def test_nothing_is_associated_where_no_pairs_are_asked_for():
    real = associated(5_000)
    rows = learn_and_draw(
        real, "age", "smoker", "ward", target="died", pairs="none", budget=None
    )
    sick = rows["target"] == "yes"
    assert sick.mean() == pytest.approx((real["died"] == "yes").mean(), abs=0.005)
    assert abs(rows["age"].corr(sick)) < 0.03
    assert abs((rows["smoker"] == "yes").corr(sick)) < 0.03
    assert abs(rows["age"].corr(rows["ward"].map(ord))) < 0.03
    for name in ("smoker", "ward"):
        assert apart(rows[name], real[name]) < 0.02


@pytest.mark.parametrize(
    "margin", [("ward", "smoker"), ("smoker", "died"), ("ward", "smoker", "died")]
)
def test_a_margin_that_was_named_is_held_and_no_other(margin):
    frame = associated(5_000)
    rows = learn_and_draw(
        frame, "age", "smoker", "ward", target="died", pairs=[margin], budget=None
    ).rename(columns={"target": "died"})
    one, other = (together(x, margin) for x in (rows, frame))
    assert apart(one, other) < 0.02
    # Age goes with everything in the real rows, and with nothing in those drawn.
    assert abs(rows["age"].corr(rows["ward"].map(ord))) < 0.03
    assert abs(rows["age"].corr(rows["died"] == "yes")) < 0.03


@pytest.mark.parametrize("pairs", ["auto", "tree", [("age", "cost")]])
def test_a_target_that_is_a_number_goes_with_its_columns(pairs):
    rows = learn_and_draw(associated(5_000), "age", target="cost", pairs=pairs)
    assert rows["age"].corr(rows["target"]) > 0.8


def test_a_shift_of_a_class_is_kept():
    frame = associated(4_000)
    rows = learn_and_draw(frame, "age", "smoker", "ward", target="died")
    for rows_of, label in ((rows, "target"), (frame, "died")):
        rows_of["sick"] = rows_of[label] == "yes"
    one, other = (x.groupby("sick")["age"].mean() for x in (rows, frame))
    assert (one - other).abs().max() < 1.5
    one, other = (
        (x["smoker"] == "yes").groupby(x["sick"]).mean() for x in (rows, frame)
    )
    assert (one - other).abs().max() < 0.05


def chained(n_rows, *, closed, seed=0):
    """Three columns: a chain, or a triangle whose third pair the chain does not say."""
    rng = np.random.default_rng(seed)
    frame = people(n_rows, seed)
    first, noise = rng.integers(0, 2, n_rows), rng.random((3, n_rows))
    second = np.where(noise[0] < 0.75, first, 1 - first)
    third = np.where(noise[1] < 0.75, second, 1 - second)
    if closed:
        # It goes with the first where it does not go with the second.
        third = np.where(
            noise[1] < 0.5, first, np.where(noise[2] < 0.8, 1 - second, second)
        )
    frame["smoker"] = np.array(["no", "yes"])[first]
    frame["sex"] = np.array(["f", "m"])[second]
    frame["stage"] = np.array(["I", "IV"])[third]
    return frame


def pair_errors(frame, **parameters):
    rows = learn_and_draw(frame, "smoker", "sex", "stage", target=None, **parameters)
    errors = []
    for pair in (["smoker", "sex"], ["sex", "stage"], ["smoker", "stage"]):
        one, other = (together(x, pair) for x in (rows.dropna(), frame))
        errors.append(apart(one, other))
    return errors


def test_a_tree_keeps_a_chain():
    assert max(pair_errors(chained(5_000, closed=False), pairs="tree")) < 0.03


def test_more_pairs_than_a_tree_keep_a_triangle():
    frame = chained(20_000, closed=True)
    tree = max(pair_errors(frame, pairs="tree"))
    more = max(pair_errors(frame, pairs="auto"))
    assert more < 0.02
    assert tree > max(0.04, 3 * more)


def incomes(n_rows, seed=0):
    rng = np.random.default_rng(seed)
    exact = np.clip(np.rint(rng.lognormal(10, 0.6, n_rows)), 0, 200_000)
    return exact.astype(int), rng


@pytest.mark.parametrize("epsilon", [1.0, 4.0, None])
def test_numbers_are_as_round_as_real_ones(epsilon):
    exact, rng = incomes(5_000)
    unit = rng.choice([1, 100, 1000], 5_000, p=[0.3, 0.2, 0.5])
    frame = people(5_000).assign(income=exact // unit * unit)
    budget = None if epsilon is None else Budget(epsilon, 1e-6)
    rows = learn_and_draw(frame, "income", target="died", budget=budget)
    for unit in (100, 1000):
        one, other = ((x["income"] % unit == 0).mean() for x in (rows, frame))
        assert one == pytest.approx(other, abs=0.1)


@pytest.mark.parametrize("epsilon", [1.0, 4.0])
def test_a_spike_is_kept_and_makes_nothing_else_round(epsilon):
    exact, rng = incomes(5_000)
    frame = people(5_000).assign(income=np.where(rng.random(5_000) < 0.6, 0, exact))
    rows = learn_and_draw(frame, "income", target="died", budget=Budget(epsilon, 1e-6))
    is_zero = rows["income"] == 0
    assert is_zero.mean() == pytest.approx(0.6, abs=0.04)
    assert (rows["income"][~is_zero] % 1000 == 0).mean() < 0.02
    assert (rows["income"][~is_zero] % 100 == 0).mean() < 0.06


def test_skewed_numbers_keep_their_quartiles():
    exact, _ = incomes(5_000)
    frame = people(5_000).assign(income=exact)
    rows = learn_and_draw(frame, "income", "age", target="died")
    shares = [0.25, 0.5, 0.75]
    one, other = (x["income"].quantile(shares) for x in (rows, frame))
    np.testing.assert_allclose(one, other, rtol=0.1)


def test_values_that_are_missing_stay_missing_as_often():
    frame = people(5_000)
    rows = learn_and_draw(frame, "age", "sex", target="died")
    for name in ("age", "sex"):
        real = frame[name].isna().mean()
        assert rows[name].isna().mean() == pytest.approx(real, abs=0.03)


# Margins that are named.


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ("auto", None),
        ("tree", None),
        ("none", []),
        ([("a", "b"), ["a", "b", "y"]], [("a", "b"), ("a", "b", "y")]),
    ],
)
def test_margins_that_can_be_named(pairs, found):
    assert named_margins(pairs, ["a", "b", "y"]) == found


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (["ab"], "names \\('ab',\\), and a margin is of two or three"),
        ([("a",)], "of two or three columns"),
        ([("a", "a")], "of two or three columns"),
        ([("a", "b", "y", "c")], "of two or three columns"),
        ([3], "of two or three columns"),
        ([("a", "z")], "'z', which is no column that can be counted; there are"),
    ],
)
def test_margins_that_cannot_be_named_are_refused_in_words(pairs, words):
    with pytest.raises(InputError, match=words):
        named_margins(pairs, ["a", "b", "y", "c"])


def test_a_target_cannot_be_named_where_there_is_none():
    real = some_rows(TABLES[None], np.arange(40))
    with pytest.raises(InputError, match="'target', which is no column"):
        learnt(real, pairs=[("age", "target")])


def test_it_holds_no_real_rows():
    assert not MarginalsGenerator().holds_real_rows
