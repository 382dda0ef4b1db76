"""survival_report: what differs is seen, and what does not is not."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    SyntheticEvaluator,
    TableEncoder,
    TypeAwareCART,
    survival_report,
)
from skl_synth.errors import InputError
from skl_synth.evaluation.registry import MEASURES
from tests.survival_tables import proportional_hazards

REAL, OTHER, THIRD = (proportional_hazards(2000, seed) for seed in (0, 1, 2))
PAIR = {"time": "died"}
NAMES = {name for name in MEASURES if name.startswith("survival_")}


def _report(made, holdout=THIRD, **about):
    return survival_report(REAL, None, made, None, holdout, None, **PAIRED, **about)


PAIRED = {"survival": PAIR}


def test_other_people_are_as_near_as_others():
    report = _report(OTHER)
    assert report.figure("survival_gap").value < 0.04
    assert report.figure("survival_band_overlap").value > 0.9
    assert report.figure("survival_log_rank").value < 6
    assert report.figure("survival_hazard_overlap").value > 0.3
    made = report.figure("survival_concordance").value
    real = report.figure("survival_concordance", rows="real").value
    assert made == pytest.approx(real, abs=0.03)
    assert real > 0.6
    assert {*report.frame()["metric"]} == NAMES
    assert report.frame()["ceiling"].notna().all()


def test_times_that_are_longer_are_seen():
    report = _report(OTHER.assign(time=(OTHER["time"] * 1.5).clip(upper=20)))
    assert report.figure("survival_log_rank").value > 10
    assert report.figure("survival_gap").value > 0.05
    assert report.figure("survival_mean_gap").value > 0.05
    assert report.verdict().mark == "attention"
    assert "more than chance" in str(report)


def test_events_torn_from_their_times_are_seen_in_the_hazards():
    torn = OTHER.assign(died=OTHER["died"].sample(frac=1, random_state=0).to_numpy())
    report = _report(torn)
    whole = _report(OTHER).figure("survival_hazard_overlap").value
    assert report.figure("survival_hazard_overlap").value < whole - 0.5


def test_hazard_ratios_stand_side_by_side():
    frame = _report(OTHER).hazards
    assert frame.index.tolist() == ["age", "treated=yes", "late=True"]
    inside = (frame["real_low"] < frame["real"]) & (frame["real"] < frame["real_high"])
    assert inside.all()


def test_groups_have_curves_and_figures_of_their_own():
    report = _report(OTHER, by="treated")
    groups = ["", "treated=no", "treated=yes"]
    assert list(dict.fromkeys(report.curves["group"])) == groups
    figures = report.frame()
    assert set(figures.loc[figures["scope"] == "group", "subject"]) == set(groups[1:])
    assert report.figure("survival_gap", scope="group", subject="treated=no").value > 0
    for wrong in ("age", "nothing"):
        with pytest.raises(InputError):
            _report(OTHER, by=wrong)


def test_the_event_may_be_the_target_of_any_label():
    parts = []
    for table in (REAL, OTHER, THIRD):
        y = table["died"].map({0: "lives", 1: "is dead"}).rename("fate")
        parts += [table.drop(columns="died"), y]
    report = survival_report(*parts, survival={"time": ("fate", "is dead")})
    expected = _report(OTHER).figure("survival_gap").value
    assert report.figure("survival_gap").value == pytest.approx(expected)


def test_durations_and_missing_values_are_read():
    def changed(table):
        out = table.copy()
        out["time"] = pd.to_timedelta(out["time"], unit="D")
        out.loc[out.index[:20], "time"] = pd.NaT
        out["died"] = out["died"].astype("Int64")
        out.loc[out.index[20:40], "died"] = pd.NA
        out.loc[out.index[40:80], "age"] = np.nan
        return out

    report = survival_report(
        *(changed(REAL), None, changed(OTHER), None), survival=PAIR
    )
    plain = survival_report(
        *(REAL[40:], None, OTHER[40:], None), survival=PAIR, horizon=report.horizon
    )
    found, expected = (one.figure("survival_gap").value for one in (report, plain))
    assert found == pytest.approx(expected, abs=1e-6)
    assert report.horizon == pytest.approx(20.0, abs=0.1)
    assert "age is missing" in report.hazards.index


def test_few_events_are_not_judged():
    real = REAL.assign(died=(np.arange(2000) < 5).astype(int))
    report = survival_report(real, None, OTHER, None, survival=PAIR)
    assert not len(report.frame())
    assert "could not be compared" in str(report)
    assert "10 real events" in str(report)
    assert "May be said" not in str(report)


def test_a_horizon_is_positive_and_a_time_is_named():
    for horizon in (0, "5", float("nan")):
        with pytest.raises(InputError, match="must be a number above 0"):
            _report(OTHER, horizon=horizon)
    with pytest.raises(InputError, match="0 times are named"):
        survival_report(REAL, None, OTHER, None)
    with pytest.raises(InputError, match="beyond the longest time"):
        _report(OTHER, horizon=1e6)
    early = _report(OTHER, horizon=5.0)
    assert early.horizon == 5.0


def test_a_table_without_other_columns_has_curves_alone():
    pair = ["time", "died"]
    report = survival_report(
        *(REAL[pair], None, OTHER[pair], None, THIRD[pair], None), survival=PAIR
    )
    assert "survival_hazard_overlap" not in set(report.frame()["metric"])
    assert report.figure("survival_gap").value < 0.05


def test_folds_of_the_evaluator_have_them():
    X, y = REAL.loc[:300, ["time", "died", "treated"]], REAL.loc[:300, "late"]
    encoder = TableEncoder(survival=PAIR)
    maker = TypeAwareCART(encoder=encoder, n_estimators=2, min_samples_leaf=5)
    evaluator = SyntheticEvaluator(
        maker, cv=2, sections=["fidelity"], random_state=0
    ).fit(X, y)
    assert set(evaluator.results_["metric"]) >= NAMES


def test_the_page_shows_the_hazard_ratios(tmp_path):
    _report(OTHER).write_html(tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Log hazard ratios" in page
    assert "treated=yes" in page


def test_curves_that_cross_are_not_said_to_be_alike():
    """The log-rank test adds what is more early to what is less late."""
    rng = np.random.default_rng(0)
    died = np.ones(1000, dtype=int)
    real = pd.DataFrame({"time": rng.exponential(10, 1000), "died": died})
    crossed = pd.DataFrame({"time": 12 * rng.weibull(2, 1000), "died": died})
    report = survival_report(real, None, crossed, None, survival=PAIR)
    assert report.figure("survival_log_rank").value < 3.84
    assert report.figure("survival_band_overlap").value < 0.9
    assert "curves that cross" in str(report).replace("\n", " ")
    assert report.verdict().mark == "attention"
