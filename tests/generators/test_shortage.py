"""Rows that cannot be had: asked for, they are refused; else as many as there are."""

import warnings

import numpy as np
import pytest
from imblearn.over_sampling.base import BaseOverSampler

from skl_synth import (
    MarginalCalibrator,
    ProximityFilter,
    Request,
    SamplerAdapter,
    TableEncoder,
    TypeAwareSMOTE,
)
from skl_synth.generators.constrained import Constrained
from skl_synth.generators.shortage import exhausted
from skl_synth.generators.smote import SmoteGenerator
from skl_synth.table.constraints import Rules
from skl_synth.table.real import RealTable


class FewRows(BaseOverSampler):
    """An over-sampler that gives three new rows a draw, whatever is asked."""

    def _fit_resample(self, X, y):
        new = X[y == 1][:3] + np.random.RandomState(self.seed_of()).normal(size=(3, 1))
        return np.r_[X, new], np.r_[y, np.ones(3, dtype=y.dtype)]

    def __init__(self, sampling_strategy="auto", random_state=None):
        super().__init__(sampling_strategy=sampling_strategy)
        self.random_state = random_state

    def seed_of(self):
        return self.random_state


def unbalanced(n_rare=10):
    rng = np.random.default_rng(0)
    return rng.normal(size=(100 + n_rare, 2)), np.repeat([0, 1], [100, n_rare])


def test_an_over_sampler_that_gives_too_few():
    X, y = unbalanced()
    synthesizer = SamplerAdapter(FewRows(), random_state=0)
    with pytest.warns(UserWarning, match="class 1 gains 30 rows of 90, and 60 are"):
        _, y_all = synthesizer.fit_resample(X, y)
    assert (y_all == 1).sum() == 40
    with pytest.raises(ValueError, match="gave 30 of 90 rows of class 1"):
        synthesizer.set_params(sampling_strategy={1: 100}).fit_resample(X, y)


def test_who_asks_again_says_nothing_of_what_was_missing_before():
    X, y = unbalanced()
    synthesizer = ProximityFilter(FewRows(), removal_fraction=0.0, random_state=0)
    _, y_all = synthesizer.fit_resample(X, y)
    assert (y_all == 1).sum() == 100


def test_a_calibrator_chooses_among_what_there_is():
    """Whole numbers near one another: few lie between those of the rare class."""
    # One odd number: else numbers between those of the rare class could not be.
    X = np.r_[1, np.arange(4, 400, 4), 1000 + 2 * np.arange(12)][:, None]
    y = np.repeat([0, 1], [100, 12])
    inner = ProximityFilter(TypeAwareSMOTE(k_neighbors=2), removal_fraction=0.0)
    synthesizer = MarginalCalibrator(inner, random_state=0)
    words = r"class 1 gains \d+ rows of 88, and \d+ are missing"
    with pytest.warns(UserWarning, match=words) as told:
        _, y_all = synthesizer.fit_resample(X, y)
    assert len(told) == 1
    assert 0 < (y_all == 1).sum() - 12 < 25
    with pytest.raises(ValueError, match=r"of \d+ rows of class 1 could be had"):
        synthesizer.set_params(sampling_strategy={1: 100}).fit_resample(X, y)


class HardlyEver:
    """A rule that the first few rows keep, and then none."""

    left = 7

    def _learn(self, reader):
        return None

    def _repair(self, reader, learned):
        return reader.rows

    def _holds(self, reader, learned):
        keeps = np.arange(len(reader.rows)) < self.left
        self.left = 0
        return keeps

    def __str__(self):
        return "hardly ever"


@pytest.mark.parametrize("silent", [False, True])
def test_rules_that_few_rows_keep(silent):
    X, y = unbalanced()
    real = RealTable.read(X, y, encoder=TableEncoder())
    generator = Constrained(SmoteGenerator())
    generator.learn(real, np.random.RandomState(0))
    generator.rules = Rules(real.schema, ((HardlyEver(), None),))
    request = Request(np.array([0, 20]), exact=False, silent=silent)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        made = generator.draw(request, np.random.RandomState(0))
    assert len(made) == 7
    words = ["class 1 gains 7 rows of 20, and 13 are missing"] * (not silent)
    assert [str(one.message).partition(":")[0] for one in told] == words
    with pytest.raises(ValueError, match="only 0 of 20 rows"):
        generator.draw(Request(request.counts), np.random.RandomState(0))


def test_a_class_is_exhausted_by_itself():
    counts, made = np.array([10, 10]), np.array([9999, 100])
    had = np.array([3, 3])
    assert exhausted(counts, had, made).tolist() == [True, False]
    assert exhausted(counts, np.array([10, 3]), made).tolist() == [False, False]
