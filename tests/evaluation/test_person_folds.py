"""Folds of people: nobody is split, and classes are in every part."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    LeaveOneGroupOut,
    StratifiedGroupKFold,
)

from skl_synth.errors import InputError, InputWarning
from skl_synth.evaluation.person_folds import split_persons
from skl_synth.evaluation.splits import draw_splits

PERSONS = np.repeat(np.arange(30), np.tile([1, 2, 6], 10))
LABELS = (PERSONS % 5 == 0).astype(int)


def splits(cv, persons=PERSONS, labels=LABELS, *, is_classes=True, seed=0):
    rng = np.random.RandomState(seed)
    X = np.zeros((len(labels), 1))
    return draw_splits(cv, X, labels, is_classes=is_classes, rng=rng, persons=persons)


@settings(deadline=None)
@given(st.integers(2, 5), st.integers(0, 5), st.booleans())
def test_nobody_stands_on_both_sides(n_folds, seed, is_classes):
    found = splits(n_folds, is_classes=is_classes, seed=seed)
    assert len(found) == n_folds
    tests = np.concatenate([one.test for one in found])
    assert sorted(tests) == list(range(len(PERSONS)))
    for one in found:
        assert not set(PERSONS[one.train]) & set(PERSONS[one.test])
        assert sorted([*one.train, *one.test]) == list(range(len(PERSONS)))


@settings(deadline=None)
@given(st.integers(2, 6), st.integers(0, 5))
def test_folds_hold_as_many_people_of_each_class(n_folds, seed):
    found = splits(n_folds, seed=seed)
    people = [np.unique(PERSONS[one.test]) for one in found]
    assert np.ptp([len(one) for one in people]) <= 1
    assert np.ptp([(one % 5 == 0).sum() for one in people]) <= 1


def test_the_folds_are_those_of_the_seed():
    one, same, other = (splits(3, seed=seed)[0].test.tolist() for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_rows_are_split_as_ever_where_nobody_has_several():
    labels = np.tile([0, 1], 20)
    plain = splits(4, None, labels)
    alone = splits(4, np.arange(40)[::-1], labels)
    for one, other in zip(plain, alone, strict=True):
        assert one.test.tolist() == other.test.tolist()
        assert one.seed == other.seed


def test_a_splitter_is_given_the_people():
    for splitter in (GroupKFold(3), StratifiedGroupKFold(3)):
        for one in splits(splitter, is_classes=False):
            assert not set(PERSONS[one.train]) & set(PERSONS[one.test])
    with pytest.warns(InputWarning, match="30 folds of cv test on rows of one class"):
        assert len(splits(LeaveOneGroupOut())) == 30


@pytest.mark.parametrize("as_list", [True, False])
def test_a_splitter_that_splits_people_is_warned_of(as_list):
    splitter = KFold(2, shuffle=True, random_state=0)
    cv = list(splitter.split(PERSONS)) if as_list else splitter
    torn = {
        person
        for train, test in splitter.split(PERSONS)
        for person in set(PERSONS[train]) & set(PERSONS[test])
    }
    said = rf"cv puts rows of {len(torn)} of 30 persons .* use cv=2, or use GroupKFold"
    with pytest.warns(InputWarning, match=said):
        assert len(splits(cv)) == 2


def test_one_person_is_refused():
    nobody = np.zeros(len(LABELS), dtype=int)
    for cv in (3, KFold(2)):
        with pytest.raises(InputError, match="groups has one value in all 90 rows"):
            splits(cv, nobody)


def test_fewer_persons_than_folds():
    three = np.repeat([0, 1, 2], 10)
    with pytest.warns(InputWarning, match="3 persons only: 3 folds .* instead of cv=5"):
        found = splits(5, three, np.linspace(0, 1, 30), is_classes=False)
    assert len(found) == 3


def test_fewer_persons_in_a_class_than_folds():
    labels = np.isin(PERSONS, [2, 5, 8]).astype(int)
    said = "3 persons in class 1 only: 3 folds are used instead of cv=5"
    with pytest.warns(InputWarning, match=said):
        found = splits(5, labels=labels)
    assert len(found) == 3
    for one in found:
        assert len(np.unique(PERSONS[one.test][labels[one.test] == 1])) == 1


def test_too_few_persons_in_a_class_are_refused():
    labels = np.isin(PERSONS, [2, 5]).astype(int)
    said = re.escape("class 1 has rows of 2 persons, too few")
    with pytest.raises(InputError, match=said):
        splits(3, labels=labels)


def test_one_class_only_is_refused():
    with pytest.raises(InputError, match="one class only, 0"):
        splits(3, labels=np.zeros_like(LABELS))
    with pytest.raises(InputError, match="one class only, 0"):
        splits(GroupKFold(3), labels=np.zeros_like(LABELS))


def test_everybody_may_have_rows_in_every_class():
    persons = np.repeat(np.arange(12), 2)
    labels = np.tile([0, 1], 12)
    sides = split_persons(4, persons, labels, np.random.RandomState(0))
    for train, test in sides:
        assert len(np.unique(persons[test])) == 3
        assert np.bincount(labels[train]).tolist() == [9, 9]
