"""A lower bound on epsilon from an attack: one person with a level of their own.

The attack sees what is drawn, or the noisy counts, many times over, with and without
the person, and bounds by Clopper and Pearson how far the two can be told apart. It can
never exceed the epsilon that is stated; and a tenth of the noise is caught.
"""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

from skl_synth.generators.generator import Request
from skl_synth.generators.marginals import ledger
from skl_synth.generators.marginals.ledger import Budget
from skl_synth.generators.marginals.marginals_generator import MarginalsGenerator
from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.dictionary.read_by import read_by

BUDGET = Budget(epsilon=2.0, delta=1e-6)
N_FITS, N_ROWS, N_CUTS, CONFIDENCE = 500, 2000, 20, 0.95
DICTIONARY = DataDictionary.read(
    {
        "fields": [
            {"name": "ward", "constraints": {"enum": ["A", "own"], "required": True}}
        ]
    }
)


def from_rows(generator, rng):
    """Rows that are drawn with the level of that one person."""
    drawn = generator.draw(Request(np.array([N_ROWS])), rng)
    return int((drawn.rows.codes[:, 0] == 1).sum())


def from_counts(generator, rng):
    """The count of that level as it was measured, which may be published."""
    return generator.seen[-1].values.reshape(-1, 2)[:, 1].sum()


class Watched(MarginalsGenerator):
    """A generator whose noisy counts of the column are seen."""

    def learn(self, real, rng):
        self.seen = []
        true = ledger.Ledger.measure

        def measure(books, margin, counts, rho):
            measured = true(books, margin, counts, rho)
            self.seen += [measured] if margin == ("ward",) else []
            return measured

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ledger.Ledger, "measure", measure)
            super().learn(real, rng)


def scores(attack, table, rng):
    """Attack many fits to one table; ties are broken at random."""
    found = []
    for _ in range(N_FITS):
        generator = Watched("none", budget=BUDGET)
        generator.learn(table, rng)
        found.append(attack(generator, rng))
    return np.array(found) + rng.uniform(0, 1e-6, N_FITS)


def bound(n_hit, n, *, upper):
    """Clopper and Pearson's bound, for so many rates at once."""
    level = (1 - CONFIDENCE) / (4 * N_CUTS)
    if upper:
        return 1.0 if n_hit == n else float(beta.ppf(1 - level, n_hit + 1, n - n_hit))
    return 0.0 if n_hit == 0 else float(beta.ppf(level, n_hit, n - n_hit + 1))


def least_epsilon(with_them, without, delta):
    """The epsilon below which the two could not be told apart so well."""
    both = np.concatenate([with_them, without])
    cuts = np.quantile(both, (np.arange(N_CUTS) + 0.5) / N_CUTS)
    return max(0.0, *(at_cut(cut, with_them, without, delta) for cut in cuts))


def at_cut(cut, with_them, without, delta):
    n = len(with_them)
    found, false = int((with_them >= cut).sum()), int((without >= cut).sum())
    power = bound(found, n, upper=False) - delta
    missed = bound(n - false, n, upper=False) - delta
    return max(
        math.log(power / bound(false, n, upper=True)) if power > 0 else -math.inf,
        math.log(missed / bound(n - found, n, upper=True)) if missed > 0 else -math.inf,
    )


def attacked(attack):
    """Bound epsilon by two tables, one of which holds the person."""
    rng = np.random.RandomState(0)
    tables = [pd.DataFrame({"ward": ["A"] * 20 + own}) for own in (["own"], [])]
    with_them, without = (
        scores(attack, read_by(DICTIONARY, one).table, rng) for one in tables
    )
    return least_epsilon(with_them, without, BUDGET.delta)


@pytest.mark.parametrize("attack", [from_rows, from_counts])
def test_the_stated_epsilon_is_not_exceeded(attack):
    assert attacked(attack) <= BUDGET.epsilon


def test_a_tenth_of_the_noise_is_caught(monkeypatch):
    true = ledger.discrete_gaussian

    def weak(counts, *, sensitivity, rho):
        return true(counts, sensitivity=sensitivity / 10, rho=rho)

    monkeypatch.setattr(ledger, "discrete_gaussian", weak)
    assert attacked(from_counts) > 1.5 * BUDGET.epsilon
