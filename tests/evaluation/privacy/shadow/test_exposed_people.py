"""Whom an attacker looks for first."""

import numpy as np
import pytest

from skl_synth.evaluation.people import People
from skl_synth.evaluation.privacy.shadow.exposed_people import (
    BY_CHANCE,
    N_BY_CHANCE,
    N_MOST_EXPOSED,
    OUTLIERS,
    RARE_LEVELS,
    choose_targets,
)
from tests.audit_tables import audit_tables, rows

N = 200


@pytest.fixture
def tables():
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(N, 2))
    numbers[:3] += 30 * np.arange(1, 4)[:, None]
    codes = rng.integers(0, 3, N)
    codes[[50, 51]] = 3
    codes[60] = 4
    one = rows(numbers, codes=codes)
    return audit_tables(one, one)


def chosen(tables, people=None, allowed=None, seed=0):
    people = People(np.arange(N)) if people is None else people
    allowed = np.ones(len(people), dtype=bool) if allowed is None else allowed
    return choose_targets(tables, people, allowed, np.random.RandomState(seed))


def test_outliers_and_holders_of_rare_levels(tables):
    found = chosen(tables)
    assert {0, 1, 2} <= set(found[OUTLIERS])
    assert len(found[OUTLIERS]) == N_MOST_EXPOSED
    assert found[RARE_LEVELS].tolist() == [60, 50, 51]
    assert len(found[BY_CHANCE]) == N_BY_CHANCE


def test_who_is_drawn_by_chance_may_be_anybody_and_others_next_time(tables):
    draws = [chosen(tables, seed=seed) for seed in range(20)]
    assert {one[OUTLIERS].tobytes() for one in draws} == {draws[0][OUTLIERS].tobytes()}
    times = np.bincount(np.concatenate([one[BY_CHANCE] for one in draws]))
    assert len(times) == N
    assert times.min() > 4
    assert times.max() < 20


def test_nobody_but_who_may_be_chosen(tables):
    allowed = np.arange(N) % 2 == 0
    found = chosen(tables, allowed=allowed)
    assert all(allowed[who].all() for who in found.values())


def test_a_level_that_many_hold_is_not_rare():
    rng = np.random.default_rng(0)
    one = rows(rng.normal(size=(N, 2)), codes=np.arange(N) % 4)
    assert RARE_LEVELS not in chosen(audit_tables(one, one))


def test_people_count_and_not_rows(tables):
    """A level of one person is rare, in however many rows of theirs it stands."""
    persons = np.repeat(np.arange(N // 10), 10)
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 2, N)
    codes[persons == 7] = 2
    one = rows(rng.normal(size=(N, 2)), codes=codes, persons=persons)
    found = chosen(audit_tables(one, one), People(persons))
    assert found[RARE_LEVELS].tolist() == [7]
