"""People with several rows are attacked, not rows: by every attack."""

from dataclasses import replace

import numpy as np
import pytest

from skl_synth.evaluation.privacy import attack_context
from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.copies import find_copies, quasi_identifiers_of
from skl_synth.evaluation.privacy.inference import infer_attributes
from skl_synth.evaluation.privacy.linkability import link_halves
from skl_synth.evaluation.privacy.membership import SCORES, infer_membership
from skl_synth.evaluation.privacy.membership.features import nearest_people
from skl_synth.evaluation.privacy.releases import attack_releases
from skl_synth.evaluation.privacy.run_attacks import BY_PERSONS, run_attacks
from skl_synth.evaluation.privacy.singling_out import single_out
from tests.audit_tables import attacked, audit_tables, rows, value_of

RNG = np.random.RandomState
NOTHING = AttackOptions()


def visits(seed, sizes, *, labels=True, start=0.0):
    """People whose first number is theirs, and whose second is of the visit."""
    rng = np.random.default_rng(seed)
    persons = np.repeat(np.arange(len(sizes)), sizes)
    own = np.round(start + rng.normal(size=len(sizes)), 6)[persons]
    of_visit = np.round(rng.normal(size=len(persons)), 6)
    numbers = np.column_stack([own, of_visit])
    of_person = (np.arange(len(sizes)) % 4 == 0).astype(int)[persons]
    return rows(numbers, labels=of_person if labels else None, persons=persons)


SIZES = np.tile([1, 2, 5], 20)


@pytest.fixture
def context():
    real, holdout = visits(0, SIZES), visits(1, SIZES[:30])
    return attacked(real, visits(2, SIZES), holdout)


class TestContext:
    """Who is attacked: whole people, members first, as many of each class."""

    def test_as_many_people_of_each_class(self, context):
        assert context.is_member.tolist() == [True] * 30 + [False] * 30
        members, controls = context.by_membership(context.classes_of_people)
        assert np.bincount(members).tolist() == np.bincount(controls).tolist()

    def test_everybody_with_all_of_their_rows(self, context):
        real, holdout = context.tables.real, context.tables.holdout
        whose = [real.persons[context.members], holdout.persons[context.controls]]
        n = len(context.members)
        for chosen, table, mine in zip(
            whose, (real, holdout), np.split(context.persons, [n]), strict=True
        ):
            sizes = np.bincount(table.persons)[np.unique(chosen)]
            assert len(chosen) == sizes.sum()
            assert len(np.unique(np.column_stack([chosen, mine]), axis=0)) == 30
        assert (np.diff(context.persons) >= 0).all()
        np.testing.assert_array_equal(context.rows[:n], context.real[context.members])

    def test_values_of_rows_become_values_of_people(self, context):
        counts = context.of_person(np.ones(len(context.rows)), np.add)
        np.testing.assert_array_equal(counts, context.n_rows)
        np.testing.assert_allclose(context.mean_of_person(context.persons), range(60))
        last = context.of_person(np.arange(len(context.rows)), np.maximum)
        np.testing.assert_array_equal(last, np.cumsum(context.n_rows) - 1)

    def test_without_classes(self):
        parts = [visits(seed, SIZES, labels=False) for seed in range(3)]
        found = attacked(*parts)
        assert found.is_member.sum() == 60
        assert not found.classes_of_people.any()

    def test_of_many_people_some_are_attacked(self, monkeypatch):
        monkeypatch.setattr(attack_context, "MOST_ROWS", 80)
        monkeypatch.setattr(attack_context, "ENOUGH_PEOPLE", 10)
        found = attacked(*(visits(seed, SIZES, labels=False) for seed in range(3)))
        assert len(found.is_member) == 2 * 30

    def test_who_was_ever_in_the_rare_class_is_of_it(self):
        persons = np.repeat(np.arange(6), 2)
        labels = np.r_[[0, 1], [1, 0], np.zeros(8, dtype=int)]
        part = rows(np.arange(12.0), labels=labels, persons=persons)
        found = attacked(part, part, part)
        assert sorted(found.classes_of_people) == [0] * 8 + [1] * 4

    @pytest.mark.parametrize("known", ["real", "holdout", "neither"])
    def test_rows_are_attacked_unless_both_are_known(self, known):
        parts = {name: visits(k, SIZES) for k, name in enumerate(("real", "holdout"))}
        for name in parts:
            if name != known:
                parts[name] = replace(parts[name], persons=None)
        found = attacked(parts["real"], visits(2, SIZES), parts["holdout"])
        assert found.starts is None
        np.testing.assert_array_equal(found.persons, range(len(found.rows)))

    def test_rows_are_people_where_nobody_has_several(self):
        one_each = np.ones(40, dtype=int)
        parts = [visits(seed, one_each) for seed in range(3)]
        found = attacked(*parts)
        plain = attacked(*(replace(part, persons=None) for part in parts))
        assert found.starts is None
        np.testing.assert_array_equal(found.members, plain.members)


def test_nobody_is_their_own_neighbour(context):
    distances, places = nearest_people(context)
    assert (places >= 0).all()
    assert (context.persons[places] != context.persons[:, None]).all()
    gaps = np.linalg.norm(context.rows[:, None] - context.rows[None], axis=2)
    gaps[context.persons[:, None] == context.persons[None]] = np.inf
    np.testing.assert_allclose(distances, np.sort(gaps, axis=1)[:, :5])


def test_one_copied_row_is_enough():
    four = np.full(40, 4)
    real, holdout = (visits(seed, four, labels=False) for seed in range(2))
    first = np.unique(real.persons, return_index=True)[1][:30]
    others = visits(2, SIZES, labels=False).numbers
    made = rows(np.concatenate([real.numbers[first], others]))
    found = attacked(real, made, holdout)
    copied = find_copies(found, NOTHING, RNG(0))
    share, low, _ = value_of(copied, "copied_above_control")
    assert share == 0.75
    assert low > 0.5
    figures = infer_membership(found, NOTHING, RNG(0))
    assert value_of(figures, "membership_distance_auc")[0] > 0.8


def test_a_combination_of_one_person_may_stand_in_several_rows():
    """Two rows of one person are one person; of two, nobody's alone."""
    persons = np.array([0, 0, 1, 1, 2, 3])
    numbers = np.array([5.0, 5.0, 6.0, 7.0, 6.0, 8.0])
    real = rows(numbers, persons=persons)
    holdout = rows(numbers + 100, persons=persons)
    tables = audit_tables(real, rows([7.0, 8.0]), holdout)
    found = AttackContext.of(tables, RNG(0))
    options = AttackOptions(quasi_identifiers=["n0"])
    findings = find_copies(found, options, RNG(0))
    # Alone with a combination are persons 0 (5), 1 (7) and 3 (8); 5 is not released.
    assert value_of(findings, "rare_combination_above_control")[0] == 2 / 3
    parts = {"real": tables.real, "holdout": tables.holdout}
    single = {name: replace(part, persons=None) for name, part in parts.items()}
    plain = AttackContext.of(replace(tables, **single), RNG(0))
    # Of the rows, 5 stands in two and is nobody's alone.
    by_rows = find_copies(plain, options, RNG(0))
    assert value_of(by_rows, "rare_combination_above_control")[0] == 1


def test_quasi_identifiers_single_people_out_and_not_rows():
    """The first column differs in every row, but no more than two rows are one's."""
    persons = np.repeat(np.arange(20), 2)
    of_visit = np.tile([1.0, 2.0], 20)
    own = persons.astype(float)
    real = rows(np.column_stack([of_visit, own]), persons=persons)
    tables = audit_tables(real, real, real)
    assert next(iter(quasi_identifiers_of(tables, None))).name == "n1"


def test_a_statement_may_hold_of_several_rows_of_one_person():
    persons = np.repeat(np.arange(20), 3)
    real = rows(persons.astype(float), persons=persons)
    holdout = rows(100 + persons.astype(float), persons=persons)
    found = attacked(real, rows(np.arange(20.0)), holdout)
    findings = single_out(found, NOTHING, RNG(0))
    figure = value_of(findings, "singling_out_one_column", rows="guesses")
    assert figure[0] > 0.8
    real, holdout = (replace(part, persons=None) for part in (real, holdout))
    by_rows = single_out(
        attacked(real, rows(np.arange(20.0)), holdout), NOTHING, RNG(0)
    )
    assert value_of(by_rows, "singling_out_one_column", rows="guesses")[0] < 0.2


@pytest.fixture(scope="module")
def copied():
    """People with four visits, of which the release holds all."""
    real, holdout = visits(0, np.full(60, 4)), visits(1, np.full(60, 4), start=0.1)
    return attacked(real, replace(real, persons=None), holdout)


ATTACKS = [(link_halves, "linkability"), (infer_attributes, "inference")]


@pytest.mark.parametrize(("attack", "metric"), ATTACKS)
def test_copies_are_linked_and_guessed(copied, attack, metric):
    assert value_of(attack(copied, NOTHING, RNG(0)), metric, subject="")[0] > 0.7


def test_of_several_rows_the_share_that_is_guessed_counts():
    """A coin that differs between visits is guessed in half of them, by anybody."""
    rng = np.random.default_rng(3)
    persons = np.repeat(np.arange(50), 8)
    parts = [
        rows(rng.normal(size=400), rng.integers(0, 2, 400), persons=persons)
        for _ in range(2)
    ]
    made = rows(rng.normal(size=400), rng.integers(0, 2, 400))
    found = attacked(parts[0], made, parts[1])
    findings = infer_attributes(found, AttackOptions(secrets=["c0"]), RNG(0))
    _, low, high = value_of(findings, "inference", scope="column", subject="c0")
    assert low < 0 < high
    assert high - low < 1


def test_membership_is_of_people(context):
    findings = infer_membership(context, NOTHING, RNG(0))
    by_attack = findings.scores.groupby("attack")
    assert set(by_attack.groups) == {*SCORES, "personal", "means", "combined"}
    assert (by_attack.size() == 60).all()
    assert findings.scores["group_outliers"].sum() == len(by_attack) * 15
    smallest = findings.scores.query("attack == 'means'")["group_smallest_class"]
    assert smallest.sum() == (context.classes_of_people == 1).sum()


def test_several_releases_are_of_other_people(context):
    def draw(seed):
        return replace(context.tables, synthetic=visits(seed % 1000, SIZES))

    options = AttackOptions(draw=draw, n_releases=(1, 3))
    frame = attack_releases(context, options, RNG(0)).figures.frame()
    both = frame.groupby("metric", sort=False)["rows"].agg(list)
    assert both.tolist() == [["1 table", "3 tables"]] * 2
    assert frame["value"].between(0, 1).all()


def test_the_report_says_that_people_were_attacked(context):
    notes = run_attacks(context.tables, rng=RNG(0), attacks=["copies"]).notes
    assert BY_PERSONS in notes
    single = replace(context.tables, real=replace(context.tables.real, persons=None))
    assert BY_PERSONS not in run_attacks(single, rng=RNG(0), attacks=["copies"]).notes
