"""The histograms of distances, by what is drawn."""

import numpy as np
import pytest

from skl_synth import DistanceDisplay, privacy_report


def test_histograms_and_medians_are_those_of_the_report(privacy):
    display = DistanceDisplay.from_report(privacy)
    assert display.plot(bins=10) is display
    for rows, part in privacy.distances.groupby("rows"):
        values = part["distance"].to_numpy()
        median = display.median_lines_[rows].get_xdata()
        np.testing.assert_allclose(median, np.median(values))
        corners = display.patches_[rows][0].get_xy()
        edges = np.linspace(0, display.ax_.get_xlim()[1], 11)
        shares = np.histogram(values, edges)[0] / len(values)
        assert corners[:, 1].max() == pytest.approx(shares.max())
    assert display.frame().equals(privacy.distances)


def test_tables_give_the_same_as_their_report(patients):
    real, synthetic, holdout = patients
    frame = DistanceDisplay.from_tables(real[0], synthetic[0], holdout[0]).frame()
    assert set(frame["rows"]) >= {"synthetic", "holdout"}
    assert frame.query("rows == 'synthetic'")["distance"].min() > 0


def test_copies_lie_at_zero(patients):
    real, _, holdout = patients
    display = DistanceDisplay.from_tables(real[0], real[0], holdout[0]).plot()
    assert display.median_lines_["synthetic"].get_xdata()[0] == 0


def test_a_report_without_distances_is_refused(patients):
    real, synthetic, holdout = patients
    report = privacy_report(*real, *synthetic, *holdout, attacks=["copies"])
    with pytest.raises(ValueError, match="run privacy_report with 'distances'"):
        DistanceDisplay.from_report(report)
