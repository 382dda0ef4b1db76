"""From rows to levels and back, for every kind of table."""

import numpy as np
import pytest
from hypothesis import given

from skl_synth import RealTable
from skl_synth.generators.neural.heads import Heads
from skl_synth.generators.neural.level_transform import LevelTransform
from tests.tables import mixed_table, tables


def transformed(X, y):
    rng = np.random.RandomState(0)
    real = RealTable.read(X, y)
    return real, LevelTransform.fit(real, rng), rng


@given(table=tables())
def test_rows_come_back(table):
    real, transform, rng = transformed(*table)
    rows = real.rows
    levels = transform.encode(rows, real.target.encoded, rng)
    assert (levels.levels < transform.head_sizes).all()
    decoded, of_target = transform.decode(levels, rng)
    assert of_target is None
    np.testing.assert_array_equal(decoded.codes, rows.codes)
    np.testing.assert_array_equal(np.isnan(decoded.numbers), np.isnan(rows.numbers))
    spread = real.layout.scale
    # Offsets are floats of single precision, and the far ends of a component are cut.
    close = np.isclose(
        decoded.numbers / spread, rows.numbers / spread, 1e-4, 1e-4, True
    )
    assert close.mean() > 0.8 if close.size else True


@given(table=tables(max_rows=30))
def test_columns_of_a_network_say_the_same(table):
    real, transform, rng = transformed(*table)
    levels = transform.encode(real.rows, real.target.encoded, rng)
    heads = Heads.of(transform)
    columns = heads.one_hot(levels)
    ones = columns[:, : heads.n_levels]
    np.testing.assert_array_equal(ones.sum(axis=1), len(heads.starts))
    for head in range(len(heads.starts)):
        part = ones[:, heads.starts[head] : heads.stops[head]]
        np.testing.assert_array_equal(part.argmax(axis=1), levels.levels[:, head])
    drawn = heads.draw(1e6 * ones, columns[:, heads.n_levels :], rng)
    np.testing.assert_array_equal(drawn.levels, levels.levels)
    np.testing.assert_array_equal(drawn.offsets, levels.offsets)


def test_levels_are_drawn_by_their_probability():
    _, transform, rng = transformed(*mixed_table(300))
    heads = Heads.of(transform)
    logits = np.zeros((20_000, heads.n_levels), dtype=np.float32)
    logits[:, heads.starts[-1]] = np.log(3.0)
    drawn = heads.draw(logits, np.zeros((20_000, len(heads.components))), rng)
    size = heads.stops[-1] - heads.starts[-1]
    share = (drawn.levels[:, -1] == 0).mean()
    assert share == pytest.approx(3 / (2 + size), abs=0.02)


def test_a_continuous_target_is_one_more_number():
    X, _ = mixed_table(300)
    y = X.pop("weight")
    real, transform, rng = transformed(X, y)
    levels = transform.encode(real.rows, real.target.encoded, rng)
    decoded, of_target = transform.decode(levels, rng)
    assert decoded.numbers.shape == real.rows.numbers.shape
    assert np.corrcoef(of_target, y)[0, 1] > 0.999
