"""SurvivalDisplay: the curves that are drawn are those of the report."""

import numpy as np
import pytest

from skl_synth import SurvivalDisplay, survival_report
from skl_synth.errors import InputError
from tests.survival_tables import proportional_hazards

REPORT = survival_report(
    *(proportional_hazards(200), None, proportional_hazards(150, 1), None),
    survival={"time": "died"},
    by="treated",
)


def test_curves_begin_at_one_and_count_those_at_risk():
    display = SurvivalDisplay.from_report(REPORT).plot(name="Everybody")
    for rows, n_rows in (("real", 200), ("synthetic", 150)):
        own = REPORT.curves.query("rows == @rows and group == ''")
        drawn = np.asarray(display.lines_[rows].get_ydata())
        assert drawn[0] == 1
        assert drawn[1:] == pytest.approx(own["survival"].to_numpy())
        assert str(n_rows) in [one.get_text() for one in display.ax_.texts]
    assert display.ax_.get_title(loc="left") == "Everybody"
    assert display.frame().equals(REPORT.curves)


def test_each_group_has_axes():
    display = SurvivalDisplay.from_report(REPORT).plot(by_group=True)
    titles = [ax.get_title(loc="left") for ax in display.ax_]
    assert titles == ["treated=no", "treated=yes"]
    with pytest.raises(InputError, match="leave it out"):
        SurvivalDisplay.from_report(REPORT).plot(display.ax_[0], by_group=True)


def test_without_groups_none_are_drawn():
    curves = REPORT.curves.query("group == ''")
    display = SurvivalDisplay(curves=curves, horizon=1.0)
    with pytest.raises(InputError, match="by='arm'"):
        display.plot(by_group=True)
