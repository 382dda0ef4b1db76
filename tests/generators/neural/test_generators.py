"""The networks as plain generators: a table that was read, counts, candidates."""

import numpy as np
import pytest

from skl_synth import RealTable, Request
from skl_synth.errors import InputError
from skl_synth.generators.neural import GanGenerator, VaeGenerator
from tests.tables import mixed_table

pytest.importorskip("torch", reason="the extra neural is not installed")

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

both = pytest.mark.parametrize("kind", [VaeGenerator, GanGenerator])


def brief(kind, **changed):
    return kind(**{"latent_dim": 4, "hidden_layers": (16,), "epochs": 2, **changed})


@both
def test_it_draws_as_many_rows_of_each_class_as_are_asked_for(kind):
    real = RealTable.read(*mixed_table(120))
    generator = brief(kind)
    generator.learn(real, np.random.RandomState(0))
    drawn = generator.draw(Request(np.array([3, 8])), np.random.RandomState(1))
    assert np.bincount(drawn.target).tolist() == [3, 8]
    snapped = real.snap(drawn.rows)
    np.testing.assert_array_equal(snapped.numbers, drawn.rows.numbers)
    assert drawn.parents.shape == (11, 0)


@both
def test_two_sources_of_randomness_are_all_that_it_depends_on(kind):
    real = RealTable.read(*mixed_table(120))
    request = Request(np.array([20, 20]))
    drawn = []
    for learnt, asked in [(0, 1), (0, 1), (2, 1), (0, 2)]:
        generator = brief(kind)
        generator.learn(real, np.random.RandomState(learnt))
        candidates = generator.draw(request, np.random.RandomState(asked))
        drawn.append(candidates.rows.numbers)
    np.testing.assert_array_equal(drawn[0], drawn[1])
    assert not np.array_equal(drawn[0], drawn[2], equal_nan=True)
    assert not np.array_equal(drawn[0], drawn[3], equal_nan=True)


@both
def test_it_forgets_the_real_rows_and_leaves_the_table_alone(kind):
    real = RealTable.read(*mixed_table(120))
    generator = brief(kind)
    generator.learn(real, np.random.RandomState(0))
    assert not generator.holds_real_rows
    assert len(generator.table) == 0
    assert generator.table.counts.tolist() == real.counts.tolist()
    assert len(real) == 120


@both
def test_a_class_of_one_row_is_refused_before_and_a_table_of_one_row_always(kind):
    X, y = mixed_table(30)
    y[:] = 0
    y[7] = 1
    real = RealTable.read(X, y)
    brief(kind).check(real, Request(np.array([9, 0])))
    with pytest.raises(InputError, match=r"class 1 has 1 row .*would be that row"):
        brief(kind).check(real, Request(np.array([0, 1])))
    with pytest.raises(InputError, match="would be that row"):
        brief(kind).learn(RealTable.read(X[:1]), np.random.RandomState(0))


@both
@pytest.mark.parametrize(
    ("n_rows", "batch"), [(60, 32), (200, 32), (1000, 100), (9000, 500)]
)
def test_a_batch_is_a_tenth_of_the_rows_within_bounds(kind, n_rows, batch):
    from skl_synth.generators.neural.training.train_gan import GanConfiguration
    from skl_synth.generators.neural.training.train_vae import VaeConfiguration

    of = {VaeGenerator: VaeConfiguration, GanGenerator: GanConfiguration}[kind]
    assert brief(kind)._configuration(of, n_rows).batch_size == batch
    assert brief(kind, batch_size=7)._configuration(of, n_rows).batch_size == 7


def test_the_parameter_that_is_wrong_can_be_read():
    with pytest.raises(InputError) as caught:
        brief(VaeGenerator, hidden_layers=(0,))._widths()
    assert caught.value.parameter == "hidden_layers"
    assert caught.value.value == (0,)
