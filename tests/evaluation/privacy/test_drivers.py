"""Which column drives membership: the one without which attacks see nothing."""

import numpy as np

from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.membership import infer_membership
from skl_synth.evaluation.privacy.membership.drivers import areas_without
from skl_synth.evaluation.privacy.membership.scores import scores_of
from tests.audit_tables import attacked, rows


def leaking():
    """Column c0 of the release is that of the members; the others are chance."""
    rng = np.random.default_rng(0)
    numbers = [rng.normal(size=(200, 2)) for _ in range(3)]
    levels = [rng.integers(60, size=200) for _ in range(3)]
    levels[1] = levels[0][rng.permutation(200)]
    return attacked(*map(rows, numbers, levels))


def test_the_column_that_leaks_is_named():
    context = leaking()
    scores = scores_of(context, np.random.RandomState(0))
    areas = areas_without(context, scores, np.random.RandomState(0))
    assert min(areas, key=areas.get) == "c0"
    assert areas["c0"] < areas["n0"] - 0.1


def test_it_is_measured_where_a_release_would_be_refused():
    frame = infer_membership(
        leaking(), AttackOptions(), np.random.RandomState(0)
    ).figures.frame()
    without = frame[frame["metric"] == "membership_without_column_auc"]
    assert without["subject"].tolist() == ["", "n0", "n1", "c0"]


def test_and_nowhere_else():
    rng = np.random.default_rng(1)
    context = attacked(*(rows(rng.normal(size=(600, 3))) for _ in range(3)))
    frame = infer_membership(
        context, AttackOptions(), np.random.RandomState(0)
    ).figures.frame()
    assert not (frame["metric"] == "membership_without_column_auc").any()
