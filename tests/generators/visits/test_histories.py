"""Histories: how many rows persons have, and the counts of classes, met exactly."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.generators.visits.histories import (
    Histories,
    HistoryModel,
    draw_lengths,
)


def histories_of(lengths, classes_of, seed=0):
    persons = np.repeat(np.arange(len(lengths)), lengths)
    rng = np.random.RandomState(seed)
    return Histories(persons, classes_of(persons, rng).astype(np.intp))


def by_person(persons, rng):
    return rng.randint(2, size=persons.max() + 1)[persons]


def by_row(persons, rng):
    return rng.randint(3, size=len(persons))


LENGTHS = st.lists(st.integers(1, 9), min_size=2, max_size=40)


@given(lengths=LENGTHS, n_rows=st.integers(0, 200), seed=st.integers(0, 99))
def test_lengths_add_up(lengths, n_rows, seed):
    lengths = np.array(lengths)
    drawn = draw_lengths(lengths, n_rows, np.random.RandomState(seed))
    assert drawn.sum() == n_rows
    assert (drawn >= 1).all()
    # The last one alone may be shorter than anybody.
    assert (drawn[:-1] >= lengths.min()).all()
    assert (drawn <= lengths.max()).all()


@settings(deadline=None)
@given(
    lengths=LENGTHS,
    counts=st.lists(st.integers(0, 60), min_size=3, max_size=3),
    seed=st.integers(0, 99),
)
def test_counts_of_classes_are_met(lengths, counts, seed):
    real = histories_of(lengths, by_row, seed)
    model = HistoryModel.of(real, 3)
    # A class that is not there is not asked for.
    counts = np.array(counts) * (np.bincount(real.classes, minlength=3) > 0)
    drawn = model.draw(counts, np.random.RandomState(seed))
    np.testing.assert_array_equal(np.bincount(drawn.classes, minlength=3), counts)
    assert (np.diff(drawn.persons) >= 0).all()


@given(lengths=LENGTHS, seed=st.integers(0, 99))
def test_a_class_of_the_person_stays_one(lengths, seed):
    real = histories_of(lengths, by_person, seed)
    model = HistoryModel.of(real, 2)
    counts = np.bincount(real.classes, minlength=2)
    drawn = model.draw(counts, np.random.RandomState(seed))
    np.testing.assert_array_equal(np.bincount(drawn.classes, minlength=2), counts)
    first = drawn.classes[drawn.visit == 0]
    np.testing.assert_array_equal(first[drawn.persons], drawn.classes)


def test_visits_a_person_keep_their_distribution():
    rng = np.random.RandomState(0)
    lengths = 1 + rng.geometric(0.3, size=600).clip(max=11)
    drawn = draw_lengths(lengths, int(lengths.sum()), rng)
    known, seen = (
        np.bincount(one, minlength=13) / len(one) for one in (lengths, drawn)
    )
    assert np.abs(known - seen).sum() / 2 < 0.03


def test_the_number_of_visits_of_one_person_is_not_handed_on():
    lengths = np.r_[np.repeat([1, 2, 3], 100), 50, 90]
    rng = np.random.RandomState(0)
    drawn = np.concatenate([draw_lengths(lengths, 740, rng) for _ in range(40)])
    assert (drawn > 3).sum() > 20
    assert np.mean(drawn == 90) < 0.001

    lengths = np.r_[np.repeat([1, 2, 3, 4, 5], 30), 90]
    drawn = [draw_lengths(lengths, 540, rng).max() for _ in range(30)]
    assert np.mean(np.array(drawn) == 90) < 0.2


def test_a_class_that_ends_histories_ends_them():
    def dies_at_the_end(persons, rng):
        last = np.r_[persons[1:] != persons[:-1], True]
        return last & (rng.uniform(size=len(persons)) < 0.4)

    real = histories_of([3] * 200, dies_at_the_end)
    counts = np.bincount(real.classes)
    drawn = HistoryModel.of(real, 2).draw(counts, np.random.RandomState(1))
    assert not drawn.classes[drawn.visit < 2].any()
    np.testing.assert_array_equal(np.bincount(drawn.classes), counts)


def test_classes_follow_one_another_as_they_did():
    def sticky(persons, rng):
        stays = rng.uniform(size=len(persons)) < 0.9
        values = np.empty(len(persons), dtype=int)
        for row, stay in enumerate(stays):
            is_first = row == 0 or persons[row] != persons[row - 1]
            values[row] = rng.randint(2) if is_first or not stay else values[row - 1]
        return values

    real = histories_of([6] * 300, sticky)
    drawn = HistoryModel.of(real, 2).draw(
        np.bincount(real.classes), np.random.RandomState(1)
    )

    def stays(one):
        later = np.flatnonzero(one.visit)
        return (one.classes[later] == one.classes[later - 1]).mean()

    assert abs(stays(real) - stays(drawn)) < 0.04
