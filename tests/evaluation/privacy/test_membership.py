"""Membership inference over groups: who is in a group, and who is measured there."""

import numpy as np
import pytest

from skl_synth.errors import InputError
from skl_synth.evaluation.figure_text import lines_of
from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership import (
    GROUP_BOUND,
    MEMBERSHIP_BOUND,
    infer_membership,
)
from skl_synth.evaluation.privacy.membership.groups import (
    A_CLASS,
    A_STRATUM,
    EVERYONE,
    OUTLIERS,
    groups_of,
)
from skl_synth.evaluation.privacy.membership.scores import SCORES
from skl_synth.evaluation.registry import measure_of
from tests.audit_tables import attacked, audit_tables, rows, value_of

N_COMMON, N_RARE = 120, 40
CLASS_1 = {"scope": "group", "subject": "class 1"}
OF_OUTLIERS = {"scope": "group", "subject": "outliers"}


def infer(context, seed=0):
    return infer_membership(context, AttackOptions(), np.random.RandomState(seed))


def people(seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N_COMMON + N_RARE, 3))


LABELS = np.repeat([0, 1], [N_COMMON, N_RARE])


def released(*, copied):
    """Two samples of one population; of one class the members are released."""
    real, synthetic, holdout = people(0), people(1), people(2)
    synthetic[copied == LABELS] = real[copied == LABELS]
    return attacked(*(rows(part, labels=LABELS) for part in (real, synthetic, holdout)))


class TestGroups:
    """Everyone, outliers, and the smallest class."""

    def test_the_smallest_class_holds_its_people_and_nobody_else(self):
        context = released(copied=1)
        groups = groups_of(context)
        assert list(groups) == [EVERYONE, OUTLIERS, "class 1"]
        np.testing.assert_array_equal(groups["class 1"], context.classes[0] == 1)
        assert groups["class 1"].sum() == 2 * N_RARE
        assert groups[EVERYONE].all()

    def test_outliers_are_the_tenth_that_is_least_like_others(self):
        numbers = np.r_[np.linspace(0, 1, 360), np.linspace(50, 500, 40)]
        context = attacked(rows(numbers), rows(numbers), rows(numbers + 0.001))
        outliers = groups_of(context)[OUTLIERS]
        assert outliers.sum() == 80
        far = np.r_[numbers[context.members], numbers[context.controls]] >= 50
        np.testing.assert_array_equal(outliers, far)

    def test_of_few_people_more_are_outliers_so_that_they_can_be_measured(self):
        numbers = np.linspace(0, 1, 70) ** 3
        context = attacked(rows(numbers), rows(numbers), rows(numbers + 0.001))
        assert groups_of(context)[OUTLIERS].sum() == 35

    def test_strata_hold_who_has_a_row_there(self):
        wards = np.repeat([0, 1], [100, 60])
        parts = [rows(people(seed), wards, labels=LABELS) for seed in range(3)]
        context = attacked(*parts)
        [ward] = [one for one in context.tables.varying if not one.is_number]
        groups = groups_of(context, [ward])
        names = [name for name in groups if name.startswith("stratum ")]
        assert len(names) == 2
        assert sum(groups[name].sum() for name in names) == len(context.is_member)

    def test_a_measurement_divides_no_table(self):
        parts = [rows(people(seed), labels=LABELS) for seed in range(3)]
        context = attacked(*parts)
        with pytest.raises(InputError, match=r"by names 'n0', a number of 1[0-9]{2}"):
            groups_of(context, context.tables.named(["n0"], "by"))

    def test_the_smallest_class_is_the_one_that_discloses(self):
        found = infer(released(copied=1))
        assert value_of(found, "membership_worst_auc", **CLASS_1)[1] > 0.9
        everyone = value_of(found, "membership_worst_auc")[0]
        assert 0.55 < everyone < 0.8

    def test_what_others_disclose_is_no_figure_of_the_smallest_class(self):
        found = infer(released(copied=0))
        low, high = value_of(found, "membership_worst_auc", **CLASS_1)[1:]
        assert low < 0.5 < high
        assert value_of(found, "membership_worst_auc")[0] > 0.8

    def test_outliers_that_are_released(self):
        real, synthetic, holdout = people(0), people(1), people(2)
        for part in (real, holdout):
            part[:20] = part[:20] * 3 + 30 * np.sign(part[:20])
        synthetic[:20] = real[:20]
        labels = np.zeros(len(real), dtype=int)
        context = attacked(
            *(rows(part, labels=labels) for part in (real, synthetic, holdout))
        )
        found = infer(context)
        assert value_of(found, "membership_distance_auc", **OF_OUTLIERS)[0] > 0.95
        assert value_of(found, "membership_distance_auc")[0] < 0.65


class TestWithoutClasses:
    """No class is the smallest where there are none."""

    @pytest.fixture
    def found(self):
        parts = [people(seed) for seed in range(3)]
        return infer(attacked(*map(rows, parts)))

    def test_it_is_said_why_there_is_no_figure(self, found):
        reasons = found.figures.not_applicable().to_dict("records")
        [reason] = [one for one in reasons if one["subject"] == A_CLASS]
        assert reason["metric"] == "membership_worst_auc"
        assert (reason["scope"], reason["subject"]) == ("group", A_CLASS)
        assert reason["reason"] == "the target has no classes"

    def test_nobody_is_in_the_smallest_class(self, found):
        assert not found.scores["group_smallest_class"].any()
        assert found.scores["group_outliers"].any()
        assert set(found.figures.frame()["subject"]) <= {
            "",
            "outliers",
            "n0",
            "n1",
            "n2",
        }

    def test_a_measured_target_has_no_classes_either(self):
        targets = [np.linspace(0.5, 9.5, N_COMMON + N_RARE)] * 3
        parts = [people(seed) for seed in range(3)]
        context = attacked(*map(rows, parts, [None] * 3, targets))
        reasons = infer(context).figures.not_applicable()
        assert reasons["subject"].tolist() == [A_STRATUM, A_CLASS]


def test_with_classes_there_is_nothing_that_does_not_apply():
    found = infer(released(copied=1))
    assert found.figures.not_applicable()["subject"].tolist() == [A_STRATUM]


def test_scores_are_those_of_each_attack_on_everyone():
    context = released(copied=1)
    scores = infer(context).scores
    assert list(scores["attack"].unique()) == [*SCORES, "combined"]
    groups = groups_of(context)
    for _, part in scores.groupby("attack"):
        np.testing.assert_array_equal(part["is_member"], context.is_member)
        np.testing.assert_array_equal(part["group_outliers"], groups[OUTLIERS])
        np.testing.assert_array_equal(part["group_smallest_class"], groups["class 1"])
        np.testing.assert_array_equal(part["person"], np.arange(len(part)))
    distance = scores[scores["attack"] == "distance"]["score"]
    expected = SCORES["distance"](context, np.random.RandomState(0))
    np.testing.assert_array_equal(distance, expected)


def test_a_group_of_one_control_cannot_be_measured():
    real, labels = people(0)[:44], np.repeat([0, 1], [40, 4])
    holdout = rows(people(2)[:41], labels=np.repeat([0, 1], [40, 1]))
    context = attacked(rows(real, labels=labels), rows(real, labels=labels), holdout)
    found = infer(context)
    assert np.isnan(value_of(found, "membership_worst_auc", **CLASS_1)).all()
    assert value_of(found, "membership_distance_auc", **CLASS_1)[0] == 1
    assert not np.isnan(value_of(found, "membership_worst_auc")).any()


def test_two_of_either_kind_are_enough_to_be_measured():
    real, labels = people(0)[:44], np.repeat([0, 1], [40, 4])
    holdout = rows(people(2)[:42], labels=np.repeat([0, 1], [40, 2]))
    context = attacked(rows(real, labels=labels), rows(real, labels=labels), holdout)
    assert value_of(infer(context), "membership_worst_auc", **CLASS_1)[0] == 1


def test_the_worst_attack_is_the_one_that_does_best_on_the_other_half():
    """Distance alone knows: it is chosen on both halves, and measured as it is."""
    found = infer(released(copied=1))
    worst = value_of(found, "membership_worst_auc", **CLASS_1)
    each = [value_of(found, f"membership_{name}_auc", **CLASS_1)[0] for name in SCORES]
    assert worst[0] == pytest.approx(max(each), abs=0.05)
    assert worst[0] > min(each) or max(each) == min(each)


def test_the_bounds_of_the_gates():
    rules = {rule.group: rule for rule in measure_of("membership_worst_auc").gates}
    assert {name: rule.bound for name, rule in rules.items()} == {
        "everyone": 0.57,
        "outliers": 0.65,
        "the smallest class": 0.65,
        "a stratum": 0.65,
    }
    assert (MEMBERSHIP_BOUND, GROUP_BOUND) == (0.57, 0.65)
    assert not any(rule.by_low_end for rule in rules.values())
    assert {rule.least_people for rule in rules.values()} == {0, 30}
    assert {rule.where for rule in rules.values()} == {("folds",)}


def test_the_figure_of_the_worst_attack_has_an_interval():
    low, high = value_of(infer(released(copied=0)), "membership_worst_auc")[1:]
    assert 0 < high - low < 0.2


def test_reports_name_every_attack_the_strongest_first():
    figures = infer(released(copied=1)).figures.frame()
    names = [name for name, _ in lines_of("privacy", figures)]
    assert names[0] == "membership inference, class 1 (chance 0.5)"
    assert names[3:] == [
        "  by all attacks combined",
        "  by counts of pairs of columns",
        "  by counts of single columns",
        "  by counts of single values",
        "  by counts of triples of columns",
        "  by counts beside a reference sample",
        "  by a learned attack",
        "  by density",
        "  by distance",
        "  by records that are missed",
        "members identified at 5 % false alarms",
        "members identified at 1 % false alarms",
    ]


class TestContext:
    """Members and controls differ in nothing but membership."""

    def test_as_many_of_each_class(self):
        real = rows(people(0), labels=LABELS)
        holdout = rows(people(2)[:100], labels=LABELS[60:])
        context = attacked(real, real, holdout)
        sizes = [
            np.bincount(part.labels[chosen]).tolist()
            for part, chosen in (
                (real, context.members),
                (holdout, context.controls),
            )
        ]
        assert sizes == [[60, 40], [60, 40]]
        assert context.is_member.sum() == 100
        np.testing.assert_array_equal(
            context.classes[0][:100], real.labels[context.members]
        )

    def test_without_classes_as_many_as_there_are_of_the_fewer(self):
        context = attacked(rows(people(0)), rows(people(1)), rows(people(2)[:30]))
        assert len(context.members) == len(context.controls) == 30
        assert len(set(context.members)) == 30
        assert not context.classes[0].any()
        assert len(context.classes[0]) == 60

    def test_of_many_people_some_are_attacked(self, monkeypatch):
        module = "skl_synth.evaluation.privacy.attack_context"
        monkeypatch.setattr(f"{module}.MOST_PEOPLE", 40)
        parts = [rows(people(seed), labels=LABELS) for seed in range(3)]
        context = attacked(*parts)
        labels = np.bincount(context.classes[0][context.is_member])
        assert labels.tolist() == [30, 10]
        assert len(attacked(*map(rows, map(people, range(3)))).members) == 40

    def test_people_are_members_first(self):
        context = released(copied=1)
        n = len(context.members)
        np.testing.assert_array_equal(context.rows[:n], context.real[context.members])
        assert context.is_member[:n].all()
        assert not context.is_member[n:].any()

    def test_the_choice_is_that_of_the_seed(self):
        parts = [rows(people(seed), labels=LABELS) for seed in range(3)]
        tables = audit_tables(*parts)
        one, same, other = (
            AttackContext.of(tables, np.random.RandomState(seed)).members.tolist()
            for seed in (1, 1, 2)
        )
        assert one == same
        assert one != other
