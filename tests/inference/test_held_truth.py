"""How often intervals hold the truth, foretold and counted."""

import numpy as np
import pytest

from skl_synth.inference.held_truth import chance_of, expected_coverage


@pytest.mark.parametrize("bias", [0.0, 1.0, 2.0, 3.0])
def test_it_is_as_often_as_by_counting(bias):
    """Real estimates around the truth, synthetic ones around these, moved by a bias."""
    rng = np.random.default_rng(0)
    drawn, n = 0.2, 40_000
    real = rng.normal(0.0, 1.0, n)
    synthetic = real + bias + rng.normal(0.0, np.sqrt(drawn), n)
    error = np.sqrt(1 + drawn)
    held = np.mean(np.abs(synthetic) <= 1.96 * error)
    foretold = expected_coverage(synthetic - real, drawn, error, np.inf, 0.95).mean()
    assert foretold == pytest.approx(held, abs=0.03)


def test_no_interval_holds_more_than_its_level():
    found = expected_coverage(np.linspace(-3, 3, 50), 0.2, 1.1, np.inf, 0.9)
    assert (found <= 0.9 + 1e-12).all()
    assert found[0] == pytest.approx(found[-1])
    assert found[0] < 0.5


def test_chance_is_even_where_only_rows_are_drawn():
    rng = np.random.default_rng(0)
    found = chance_of(rng.normal(0, np.sqrt(0.2), 20_000), 0.2)
    assert np.mean(found < 0.05) == pytest.approx(0.05, abs=0.01)
