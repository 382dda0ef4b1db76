"""People who are missed in a release: by hand, and where copies were dropped."""

import numpy as np
import pytest

from skl_synth.evaluation.curves import area_under, count_by_score
from skl_synth.evaluation.privacy.absence import absence_scores
from tests.audit_tables import attacked, rows

RNG = np.random.RandomState(0)


def scores(*parts):
    context = attacked(*parts)
    return context, absence_scores(context, RNG)


def test_who_stands_in_the_release_is_not_missed():
    """Beside each person of whom nothing is released lie rows that differ in one."""
    real = rows(np.array([[0.0, 0], [1, 1]]))
    others = rows(np.array([[0.0, 1], [1, 0]]))
    released = rows(np.array([[0.0, 1], [0, 1], [1, 0]]))
    context, found = scores(real, released, others)
    by_person = dict(zip(map(tuple, context.rows), found, strict=True))
    assert sorted(found)[:2] == [-2, -1]
    # Three rows agree in one column or the other; two of five would have its value.
    share = 2 / 5
    assert sorted(found)[2:] == pytest.approx([3 * share / (1 - share) / 2] * 2)
    assert len(by_person) == 4


def test_rows_of_a_person_are_added_up():
    persons = [0, 0, 1]
    real = rows(np.array([[0.0, 0], [0, 0], [1, 1]]), persons=persons)
    released = rows(np.array([[0.0, 0], [5, 5]]))
    others = rows(np.array([[7.0, 7], [8, 8], [9, 9]]), persons=persons)
    _, found = scores(real, released, others)
    assert sorted(found.tolist()) == [-2, 0, 0, 0]


def test_without_columns_nobody_is_missed():
    blank = rows(np.ones((4, 1)))
    context = attacked(blank, blank, blank, constant=["n0"])
    assert len(set(absence_scores(context, RNG).tolist())) == 1


def coarse(n, seed):
    rng = np.random.default_rng(seed)
    return rng.choice(4, size=(n, 5), p=[0.5, 0.25, 0.15, 0.1]).astype(float)


def area(real, released, others):
    context, found = scores(*map(rows, (real, released, others)))
    return float(area_under(count_by_score(found, context.is_member)))


@pytest.mark.parametrize("seed", range(10))
def test_who_drops_every_copy_tells_who_is_in_the_table(seed):
    real, others, fresh = (coarse(400, 10 * seed + k) for k in range(3))
    known = set(map(tuple, real))
    avoiding = np.array([row for row in coarse(1600, seed) if tuple(row) not in known])
    # As many rows as people, all of them honest draws.
    assert area(real, avoiding[:400], others) > 0.55
    assert area(real, fresh, others) == pytest.approx(0.5, abs=0.075)


@pytest.mark.parametrize("seed", range(10))
def test_where_nobody_shares_a_row_nobody_is_missed(seed):
    rng = np.random.default_rng(seed)
    parts = [rng.normal(size=(200, 4)).round(3) for _ in range(3)]
    assert area(*parts) == 0.5
