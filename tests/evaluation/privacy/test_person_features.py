"""People looked at as a whole: what belongs to them, and the means of their rows."""

from dataclasses import replace

import numpy as np
import pytest

from skl_synth.evaluation.privacy.membership.features import nearest_others
from skl_synth.evaluation.privacy.membership.learned import features_of
from skl_synth.evaluation.privacy.membership.person_features import (
    nearest_by_means,
    nearest_by_person,
    personal_columns,
)
from skl_synth.evaluation.privacy.membership.scores import SCORES, scores_for
from tests.audit_tables import attacked, rows

N = 30
PERSONS = np.repeat(np.arange(N), 3)


def people(seed, *, slips=0):
    """A number and a level of the person, a number of the visit."""
    rng = np.random.default_rng(seed)
    own = rng.normal(size=N)[PERSONS]
    level = rng.integers(0, 3, N)[PERSONS]
    own[: 3 * slips : 3] += 1
    numbers = np.column_stack([rng.normal(size=3 * N), own])
    return rows(numbers, level, persons=PERSONS)


@pytest.fixture
def context():
    return attacked(people(0), people(1), people(2))


def test_what_belongs_to_the_person_is_found(context):
    personal = personal_columns(context)
    names = [one.name for one in context.tables.varying]
    assert {names[place] for place in context.owner[personal]} == {"n1", "c0"}


@pytest.mark.parametrize(("slips", "belongs"), [(3, True), (4, False)])
def test_a_slip_of_the_pen_changes_nothing(slips, belongs):
    found = attacked(people(0, slips=slips), people(1), people(2))
    place = [one.name for one in found.tables.varying].index("n1")
    assert personal_columns(found)[found.owner == place].all() == belongs


def test_missing_in_all_rows_is_the_same_in_all_rows():
    parts = [people(seed) for seed in range(3)]
    for part in parts:
        part.numbers[PERSONS < 10, 1] = np.nan
    found = attacked(*parts)
    place = [one.name for one in found.tables.varying].index("n1")
    assert personal_columns(found)[found.owner == place].all()


def test_people_are_near_by_what_belongs_to_them(context):
    (distances, places), (others, _) = nearest_by_person(context)
    columns = personal_columns(context)
    first = np.unique(PERSONS, return_index=True)[1]
    mine = context.rows[context.starts][:, columns]
    made = context.synthetic[first][:, columns]
    gaps = np.linalg.norm(mine[:, None] - made[None], axis=2)
    np.testing.assert_allclose(distances, np.sort(gaps, axis=1)[:, :5])
    np.testing.assert_array_equal(places[:, 0], gaps.argmin(axis=1))
    assert (others > 0).all()


def test_people_are_near_by_the_means_of_their_rows(context):
    distances = nearest_by_means(context)[0][0]
    mine = context.mean_of_person(context.rows)
    made = context.synthetic.reshape(N, 3, -1).mean(axis=1)
    gaps = np.linalg.norm(mine[:, None] - made[None], axis=2)
    np.testing.assert_allclose(distances, np.sort(gaps, axis=1)[:, :5])


def test_the_numbers_of_synthetic_persons_mean_nothing(context):
    other = replace(context.tables.synthetic, persons=7 * PERSONS[::-1] + 3)
    same = replace(context, tables=replace(context.tables, synthetic=other))
    for search in (nearest_by_person, nearest_by_means):
        one = search(context)[0][0]
        np.testing.assert_allclose(one, search(same)[0][0])


def test_attacks_are_those_that_can_be_made(context):
    assert list(scores_for(context)) == [*SCORES, "personal", "means"]
    rows_only = replace(context.tables.synthetic, persons=None)
    found = replace(context, tables=replace(context.tables, synthetic=rows_only))
    assert list(scores_for(found)) == [*SCORES, "personal"]
    visits = [
        rows(part.numbers[:, :1], persons=PERSONS) for part in map(people, range(3))
    ]
    assert list(scores_for(attacked(*visits))) == [*SCORES, "means"]


def test_a_person_is_described_by_one_line_of_numbers(context):
    features = features_of(context)
    assert features.shape[0] == 2 * N
    assert np.isfinite(features).all()
    rows_only = replace(context.tables.synthetic, persons=None)
    fewer = replace(context, tables=replace(context.tables, synthetic=rows_only))
    assert features_of(fewer).shape[1] == features.shape[1] - 10


def test_other_people_are_found_behind_any_number_of_own_rows():
    persons = np.repeat([0, 1, 2], [1, 4, 9])
    numbers = np.arange(14.0)[:, None]
    distances, places = nearest_others(numbers, persons, 3)
    assert (persons[places] != persons[:, None]).all()
    gaps = np.abs(numbers - numbers.T)
    gaps[persons[:, None] == persons] = np.inf
    np.testing.assert_allclose(distances, np.sort(gaps, axis=1)[:, :3])
