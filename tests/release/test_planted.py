"""Releases in which real people are planted: each kind is refused, over ten seeds."""

import pytest

from benchmarks.attacks_planted import PLANTED, Planting, planted_table
from skl_synth import RefusedReleaseError, publish
from skl_synth.errors import InputError

SLOW = {"copies dropped, coarse"}
"""Refused on folds only, which takes a benchmark."""

TOO_SMALL = {"class of 25, one column changed"}
"""Refused before anything is made."""


@pytest.mark.parametrize("kind", sorted(set(PLANTED) - SLOW - TOO_SMALL))
def test_it_is_refused_by_what_the_table_itself_shows(kind):
    for seed in range(10):
        X, y = planted_table(kind, 300, seed)
        with pytest.raises(RefusedReleaseError) as caught:
            publish(X, y, synthesizer=Planting(kind), folds=5, random_state=seed)
        closed = [gate for gate in caught.value.report.gates if not gate.passed]
        assert closed
        assert all(gate.is_measured for gate in closed)


@pytest.mark.parametrize("kind", sorted(TOO_SMALL))
def test_a_class_that_cannot_be_measured_is_refused_at_once(kind):
    X, y = planted_table(kind, 300, 0)
    with pytest.raises(InputError, match="cannot be measured"):
        publish(X, y, synthesizer=Planting(kind), folds=5, random_state=0)
