"""The people of shadow tables, what is fitted to them, and what is looked at."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TypeAwareCART
from skl_synth.errors import InputError
from skl_synth.evaluation.privacy.shadow.half_tables import draw_halves
from skl_synth.evaluation.privacy.shadow.release_features import DIFFERENT
from skl_synth.evaluation.privacy.shadow.shadow_models import attack_models, release_of
from skl_synth.evaluation.privacy.shadow.shadow_plan import (
    ShadowPlan,
    check_shadow_models,
)
from skl_synth.evaluation.privacy.shadow.shadow_pool import plan_shadows
from skl_synth.evaluation.tables import Persons, read_real
from tests.shadow_methods import Copying, Failing, patients


class NoWeights:
    """Looks at no counts."""

    def scores(self, counts):
        return np.zeros((3, 0))


def plan_of(synthesizer, n=60, n_holdout=60, persons=None, **parameters):
    X, y = patients(n + n_holdout)
    real, holdout = (X[:n], y[:n]), (X[n:], y[n:])
    table = read_real(*real)
    persons = Persons() if persons is None else persons
    return plan_shadows(
        synthesizer, table, real, holdout, persons, n_models=16, **parameters
    )


def inside_of(plan, targets, n_pairs=3):
    rng = np.random.RandomState(0)
    return draw_halves(plan.classes, plan.sizes, targets, n_pairs, rng)


@pytest.mark.parametrize("wrong", [3, 15, -1, 20.0, "64", True, None])
def test_too_few_are_refused(wrong):
    with pytest.raises(InputError, match="shadow_models=") as caught:
        check_shadow_models(wrong)
    assert "shadow_models=64" in str(caught.value)


def test_none_and_many_are_taken():
    check_shadow_models(0)
    check_shadow_models(np.int64(16))


@pytest.mark.parametrize("n_holdout", [20, 60, 150])
def test_tables_are_as_large_as_the_real_one_but_share_nobody(n_holdout):
    plan = plan_of(Copying(), n_holdout=n_holdout)
    assert plan.sizes.sum() <= 60
    assert plan.sizes.sum() >= 0.85 * min(60, (60 + n_holdout) / 2)
    assert (2 * plan.sizes <= np.bincount(plan.classes)).all()
    assert plan.is_real.sum() == 60


def test_a_shadow_table_is_of_the_people_in_it_alone():
    plan = plan_of(Copying())
    inside = inside_of(plan, np.array([0, 1]))[0]
    X, y = release_of(plan, inside, np.random.RandomState(0))
    among = plan.X[inside[plan.people.persons]]
    both = X.merge(among.drop_duplicates(), how="left", indicator=True)
    assert (both["_merge"] == "both").all()
    assert len(X) == inside.sum()
    assert y.sum() == plan.y[inside].sum()


def test_persons_stand_in_a_table_with_all_of_their_rows():
    persons = Persons(np.arange(60) // 3, None, 20 + np.arange(60) // 3)
    plan = plan_of(Copying(), persons=persons)
    assert len(plan.people) == 40
    inside = inside_of(plan, np.array([0, 1, 2]))
    for table in inside:
        rows = np.flatnonzero(table[plan.people.persons])
        whose, n_rows = np.unique(plan.people.persons[rows], return_counts=True)
        assert (n_rows == 3).all()
        assert len(whose) == table.sum()


def test_seeds_of_the_user_are_not_kept():
    plan = plan_of(TypeAwareCART(mode="replace", min_samples_leaf=2, random_state=0))
    inside = inside_of(plan, np.array([0]))[0]
    rng = np.random.RandomState(0)
    one, other = (release_of(plan, inside, rng)[0] for _ in range(2))
    assert not one.equals(other)


def test_a_copy_and_its_distance_are_seen():
    plan, targets = plan_of(Copying()), np.array([0, 1, 2])
    inside = inside_of(plan, targets, n_pairs=8)
    rng = np.random.RandomState(0)
    features, kept, failure = attack_models(plan, inside, targets, NoWeights(), rng)
    assert kept.all()
    assert not failure
    assert features.shape == (16, 3, 2 + len(DIFFERENT))
    is_in = inside[:, targets]
    assert features[is_in, 0].min() > features[~is_in, 0].max()
    assert (features[is_in, 2] > 0).all()
    assert not features[~is_in, 2].any()


def test_nothing_depends_on_the_number_of_jobs():
    targets = np.array([0, 1, 2])
    found = []
    for n_jobs in (1, 2):
        plan = plan_of(TypeAwareCART(mode="replace", min_samples_leaf=2), n_jobs=n_jobs)
        inside = inside_of(plan, targets, n_pairs=2)
        rng = np.random.RandomState(0)
        found.append(attack_models(plan, inside, targets, NoWeights(), rng).features)
    np.testing.assert_array_equal(*found)


def test_a_pair_of_which_one_failed_is_left_out_and_said():
    targets = np.array([0, 1, 2])
    plan = plan_of(Failing(never=0.3))
    inside = inside_of(plan, targets, n_pairs=12)
    rng = np.random.RandomState(0)
    features, kept, failure = attack_models(plan, inside, targets, NoWeights(), rng)
    assert 0 < kept.sum() < len(kept)
    assert (kept[::2] == kept[1::2]).all()
    assert len(features) == kept.sum()
    assert "it did not work" in failure


@pytest.mark.parametrize("kind", ["frame", "array", "list"])
def test_the_pool_is_in_the_container_of_the_user(kind):
    X, y = patients(40)
    X = X[["age", "bmi", "length_of_stay"]].fillna(0)
    parts = [(X[:30], y[:30]), (X[30:], y[30:])]
    if kind == "array":
        parts = [(one.to_numpy(), two.to_numpy()) for one, two in parts]
    if kind == "list":
        parts = [(one.to_numpy().tolist(), two.tolist()) for one, two in parts]
    table = read_real(*parts[0])
    plan = plan_shadows(Copying(), table, *parts, Persons(), n_models=16)
    assert type(plan.X) is type(parts[0][0])
    assert len(plan.X) == len(plan.table) == len(plan.y) == 40
    assert plan.n_real == 30


def test_a_plan_without_a_target():
    X, _ = patients(60)
    table = read_real(X[:30], None)
    parts = (X[:30], None), (X[30:], None)
    plan = plan_shadows(Copying(), table, *parts, Persons(), n_models=16)
    assert plan.y is None
    assert plan.sizes.tolist() == [30]
    assert isinstance(plan, ShadowPlan)
    assert isinstance(plan.X, pd.DataFrame)
