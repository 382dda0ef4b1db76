"""Released rows that lie nearer to people than people do to one another."""

import numpy as np
import pytest

from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.nearer_rows import NEARER_BOUND, find_nearer_rows
from tests.audit_tables import attacked, rows, value_of

N = 300
LABELS = np.repeat([0, 1], [240, 60])
CLASS_1 = {"scope": "group", "subject": "class 1"}
OF_OUTLIERS = {"scope": "group", "subject": "outliers"}


def people(seed):
    return np.random.default_rng(seed).normal(size=(N, 5))


def found(released, real=None, labels=LABELS, persons=None):
    real = people(0) if real is None else real
    parts = [rows(one, labels=labels, persons=persons) for one in (real, released)]
    return find_nearer_rows(
        attacked(*parts, rows(people(9), labels=labels, persons=persons)),
        AttackOptions(),
        np.random.RandomState(0),
    )


def test_other_people_are_as_near_as_chance_over_ten_seeds():
    values = [
        value_of(found(people(seed)), "nearer_than_people") for seed in range(1, 11)
    ]
    assert abs(np.mean([value for value, _, _ in values]) - 0.5) < 0.02
    assert max(low for _, low, _ in values) < NEARER_BOUND


@pytest.mark.parametrize("noise", [0.0, 0.03, 0.1, 0.2])
def test_rows_that_were_moved_a_little_are_noticed(noise):
    moved = people(0) + np.random.default_rng(1).normal(scale=noise, size=(N, 5))
    _, low, _ = value_of(found(moved), "nearer_than_people")
    assert low > 0.8


def test_a_fifth_of_such_rows_is_noticed():
    released = people(1)
    released[::5] = people(0)[::5] + 0.03
    assert value_of(found(released), "nearer_than_people")[1] > NEARER_BOUND


def test_the_class_whose_rows_were_moved_is_named():
    released = people(1)
    released[LABELS == 1] = people(0)[LABELS == 1] + 0.03
    assert value_of(found(released), "nearer_than_people", **CLASS_1)[1] > 0.9


def test_outliers_whose_rows_were_moved():
    real, released = people(0), people(1)
    real[:30] *= 4
    released[:30] = real[:30] + 0.05
    assert value_of(found(released, real), "nearer_than_people", **OF_OUTLIERS)[1] > 0.7


def test_it_is_what_a_plain_loop_finds():
    real, released = people(0), people(1)
    expected = 0.0
    for person in range(N):
        same = np.flatnonzero(LABELS[person] == LABELS)
        scale = real.std(axis=0)
        gaps = np.linalg.norm((released[same] - real[person]) / scale, axis=1)
        others = same[same != person]
        to_others = np.linalg.norm((real[others] - real[person]) / scale, axis=1)
        expected += gaps.min() < to_others.min()
    assert value_of(found(released), "nearer_than_people")[0] == expected / N


def test_copies_of_common_rows_are_a_tie():
    common = np.repeat(np.arange(6.0), 50).reshape(-1, 1)
    figure = value_of(
        found(common, common, labels=np.zeros(N, int)), "nearer_than_people"
    )
    assert figure[0] == 0.5


def test_rows_of_one_person_are_not_those_of_others():
    persons = np.repeat(np.arange(100), 3)
    base = np.repeat(people(0)[:100], 3, axis=0)
    figure = value_of(
        found(people(1), base, labels=np.zeros(N, int), persons=persons),
        "nearer_than_people",
    )
    assert 0.3 < figure[0] < 0.9


def test_without_classes_or_columns_it_is_said_why():
    figures = found(people(1), labels=None).figures.not_applicable()
    assert figures["subject"].tolist() == ["class *"]
    flat = np.zeros((N, 1))
    parts = [rows(flat, labels=LABELS) for _ in range(3)]
    context = attacked(*parts, constant=("n0",))
    nothing = find_nearer_rows(context, AttackOptions(), np.random.RandomState(0))
    assert len(nothing.figures.not_applicable()) == 3
