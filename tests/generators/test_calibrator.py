"""What the calibrator counts: bins by the size of a class, each column once."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import MarginalCalibrator, TypeAwareCART
from skl_synth.generators.margins import levels_of


def fitted(sizes, **parameters):
    rng = np.random.default_rng(0)
    n_rows = sum(sizes)
    X = pd.DataFrame(
        {
            "weight": rng.normal(70, 12, n_rows),
            "ward": rng.choice(list("abc"), n_rows),
            "glucose": np.where(rng.random(n_rows) < 0.2, np.nan, rng.random(n_rows)),
        }
    )
    y = np.repeat(np.arange(len(sizes)), sizes)
    calibrator = MarginalCalibrator(TypeAwareCART(n_estimators=2), **parameters)
    return calibrator.set_params(mode="replace", random_state=0).fit(X, y), X, y


@pytest.mark.filterwarnings("ignore:class 2 has 16 rows:UserWarning")
def test_a_bin_holds_five_rows_at_least():
    """Without missing values a number has its bins, and one level for the missing."""
    calibrator, _, _ = fitted([200, 60, 16])
    bins = [tally.cuts[0].n_levels - 1 for tally in calibrator.generator_._tallies]
    assert bins == [20, 12, 3]
    calibrator, _, _ = fitted([200, 60, 16], n_bins=7)
    bins = [tally.cuts[0].n_levels - 1 for tally in calibrator.generator_._tallies]
    assert bins == [7, 7, 3]


def test_bins_are_those_of_the_class():
    calibrator, X, y = fitted([100, 100])
    for group, tally in enumerate(calibrator.generator_._tallies):
        values = X["weight"].to_numpy()[y == group]
        levels = levels_of(tally.cuts[:1], values[:, None], np.empty((100, 0)))
        *sizes, missing = np.bincount(levels[:, 0], minlength=21).tolist()
        assert missing == 0
        assert set(sizes) <= {4, 5, 6}


def test_a_number_that_may_be_missing_is_counted_once():
    calibrator, X, _ = fitted([150, 150])
    calibrator.sample()
    counted = calibrator.deviation_.groupby("class")["column"].agg(list)
    assert counted.tolist() == [["weight", "glucose", "ward"]] * 2
    # The share of missing values is one of the levels that are matched.
    made = calibrator.sample()[0]
    assert abs(made["glucose"].isna().mean() - X["glucose"].isna().mean()) < 0.02


def test_the_deviation_is_that_of_the_rows_that_come_out():
    calibrator, X, y = fitted([150, 150])
    made, labels = calibrator.sample()
    deviation = calibrator.deviation_.set_index(["class", "column"])["chosen"]
    for label in (0, 1):
        shares = [
            table["ward"][mask == label].value_counts(normalize=True)
            for table, mask in ((X, y), (made, np.asarray(labels)))
        ]
        off = shares[0].sub(shares[1], fill_value=0).abs().sum() / 2
        assert deviation[label, "ward"] == pytest.approx(off)
