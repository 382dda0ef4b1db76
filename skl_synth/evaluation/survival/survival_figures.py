"""The figures of survival times: real beside synthetic, and beside other real rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import NAN, REAL, SYNTHETIC, Interval
from skl_synth.evaluation.registry import (
    HELD_OUT,
    HIGHER,
    LOWER,
    SHARE,
    TRAINED_ON_REAL,
    Measure,
    register,
)
from skl_synth.evaluation.survival.concordance_index import concordance
from skl_synth.evaluation.survival.cox_columns import CoxColumns, cox_columns
from skl_synth.evaluation.survival.cox_fit import CoxFit, fit_cox
from skl_synth.evaluation.survival.hazard_ratios import (
    NOTHING,
    hazard_frame,
    hazard_overlap,
)
from skl_synth.evaluation.survival.kaplan_meier import (
    KaplanMeier,
    band_overlap,
    mean_gap,
)
from skl_synth.evaluation.survival.log_rank_test import log_rank
from skl_synth.evaluation.survival.survival_sample import SurvivalSample, samples_of
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.table.survival_pairs import SurvivalPair

LEAST_EVENTS = 10
"""With fewer real events nothing of them is said."""


class SurvivalFigures(NamedTuple):
    """What was measured of one pair of time and event.

    Parameters
    ----------
    figures : FigureList
        The figures.
    horizon : float
        Up to where curves were compared.
    hazards : DataFrame
        Log hazard ratios, a line for each column of the model: real, real_low,
        real_high, synthetic, synthetic_low, synthetic_high and overlap.
    notes : tuple of str
        What the reader should know besides.
    """

    figures: FigureList
    horizon: float
    hazards: pd.DataFrame
    notes: tuple[str, ...] = ()


def measure_pairs(
    tables: AuditTables, pairs: Sequence[SurvivalPair]
) -> tuple[FigureList, tuple[str, ...]]:
    """Compare all times that a table names, in an audit.

    Parameters
    ----------
    tables : AuditTables
        The tables.
    pairs : sequence of SurvivalPair
        The times and their events; of several the first is measured.

    Returns
    -------
    figures : FigureList
        The figures; none where no time is named.
    notes : tuple of str
        What the reader should know besides.
    """
    if not pairs:
        return FigureList(), ()
    found = compare_survival(tables.with_target(), pairs[0])
    if len(pairs) < 2:
        return found.figures, found.notes
    note = f"of several times, {pairs[0].time} alone is compared as a survival time."
    return found.figures, (*found.notes, note)


@register(
    "fidelity",
    11,
    Measure(
        "survival_gap",
        LOWER,
        "Mean absolute difference of the Kaplan-Meier curves, up to the time until "
        "which one real row in twenty is at risk.",
        label="survival curves apart, in the mean",
        unit=SHARE,
        ceiling=HELD_OUT,
        scopes=("table", "group"),
    ),
    Measure(
        "survival_band_overlap",
        HIGHER,
        "Share of that time in which the 95 % bands of the two Kaplan-Meier curves "
        "have something in common.",
        label="their bands overlap (share of time)",
        unit=SHARE,
        ceiling=HELD_OUT,
        scopes=("table", "group"),
    ),
    Measure(
        "survival_mean_gap",
        LOWER,
        "Difference of the restricted mean survival times (absolute), up to the same "
        "time and as a share of it.",
        label="restricted mean survival apart",
        unit=SHARE,
        ceiling=HELD_OUT,
        scopes=("table", "group"),
    ),
    Measure(
        "survival_log_rank",
        LOWER,
        "Chi-squared of the log-rank test of synthetic against real rows, on one "
        "degree of freedom: above 3.8 they differ by more than chance.",
        label="log-rank test (chi-squared)",
        ceiling=HELD_OUT,
        scopes=("table", "group"),
    ),
    Measure(
        "survival_event_gap",
        LOWER,
        "Difference of the shares of rows that end with the event (absolute).",
        label="share of events apart",
        unit=SHARE,
        ceiling=HELD_OUT,
        scopes=("table", "group"),
    ),
    Measure(
        "survival_hazard_overlap",
        HIGHER,
        "Mean overlap of the 95 % intervals of the log hazard ratios of a Cox model of "
        "all columns, by the width of the real ones; 1 is the same, below 0 they are "
        "apart.",
        label="Cox model: intervals overlap (best 1)",
        ceiling=HELD_OUT,
    ),
    Measure(
        "survival_concordance",
        HIGHER,
        "Concordance index (Harrell's C) of a Cox model trained on synthetic rows, on "
        "real rows that were held out; 0.5 is chance.",
        label="Cox model: concordance, from {rows} rows",
        ceiling=TRAINED_ON_REAL,
        rows=(SYNTHETIC, REAL),
    ),
)
def compare_survival(
    tables: AuditTables, pair: SurvivalPair, horizon: float | None = None
) -> SurvivalFigures:
    """Compare the times of two tables, and of real rows that were held out.

    Parameters
    ----------
    tables : AuditTables
        The tables, the target among the attributes.
    pair : SurvivalPair
        The time and the event.
    horizon : float or None, default=None
        Where curves are cut; None for as long as enough real rows are at risk.

    Returns
    -------
    SurvivalFigures
        What was found.
    """
    samples, figures = samples_of(tables, pair), FigureList()
    n_events = int(samples[0].event.sum())
    horizon = samples[0].horizon if horizon is None else horizon
    if n_events < LEAST_EVENTS or horizon <= 0 or not len(samples[1]):
        note = (
            f"{pair.time} is not compared as a survival time: it takes {LEAST_EVENTS} "
            f"real events, and some synthetic rows; there are {n_events} and "
            f"{len(samples[1])}."
        )
        return SurvivalFigures(
            figures, horizon, hazard_frame([], NOTHING, NOTHING), (note,)
        )
    add_curves(figures, samples, horizon)
    columns = cox_columns(tables, pair, n_events)
    fits = [
        fit_cox(sample, matrix[sample.rows])
        for sample, matrix in zip(samples, columns.matrices, strict=True)
    ]
    _add_models(figures, samples, columns, fits)
    return SurvivalFigures(
        figures, horizon, hazard_frame(columns.names, fits[0], fits[1]), _notes(samples)
    )


def add_curves(
    figures: FigureList,
    samples: Sequence[SurvivalSample],
    horizon: float,
    subject: str = "",
) -> None:
    """Add what Kaplan-Meier curves and tests say.

    Parameters
    ----------
    figures : FigureList
        Where to.
    samples : sequence of SurvivalSample
        Real, synthetic, and held out if there are any.
    horizon : float
        Where curves are cut.
    subject : str, default=""
        The group, where it is one.
    """
    curves = [KaplanMeier.of(one) for one in samples]
    found = [
        _apart(samples[0], other, curves[0], curve, horizon)
        for other, curve in zip(samples[1:], curves[1:], strict=True)
    ]
    scope = "group" if subject else "table"
    for name, value in found[0].items():
        ceiling = found[1][name] if len(found) > 1 else NAN
        figures.add(name, value, scope=scope, subject=subject, ceiling=ceiling)


def _apart(
    real: SurvivalSample,
    other: SurvivalSample,
    curve: KaplanMeier,
    other_curve: KaplanMeier,
    horizon: float,
) -> dict[str, float]:
    if not len(other):
        return dict.fromkeys(
            [
                *("survival_gap", "survival_band_overlap", "survival_mean_gap"),
                *("survival_log_rank", "survival_event_gap"),
            ],
            NAN,
        )
    means = [one.restricted_mean(horizon) for one in (curve, other_curve)]
    return {
        "survival_gap": mean_gap(curve, other_curve, horizon),
        "survival_band_overlap": band_overlap(curve, other_curve, horizon),
        "survival_mean_gap": abs(means[0] - means[1]) / horizon,
        "survival_log_rank": log_rank(real, other).statistic,
        "survival_event_gap": float(abs(real.event.mean() - other.event.mean())),
    }


def _add_models(
    figures: FigureList,
    samples: Sequence[SurvivalSample],
    columns: CoxColumns,
    fits: list[CoxFit],
) -> None:
    """Add what Cox models say: of coefficients, and of who has the event earlier."""
    if not columns.names:
        figures.skip("survival_hazard_overlap", "there is no column to explain it by")
        return
    overlaps = [hazard_overlap(fits[0], fit) for fit in fits[1:]]
    ceiling = overlaps[1] if len(overlaps) > 1 else NAN
    figures.add("survival_hazard_overlap", overlaps[0], ceiling=ceiling)
    if len(samples) < 3:
        return
    test = columns.matrices[2][samples[2].rows]
    real, made = (concordance(samples[2], fit.risk(test)) for fit in fits[:2])
    figures.add("survival_concordance", Interval(made), ceiling=real)
    figures.add("survival_concordance", Interval(real), rows=REAL, ceiling=real)


def _notes(samples: Sequence[SurvivalSample]) -> tuple[str, ...]:
    """Say where the two are not alike in what no curve shows."""
    real, made = samples[:2]
    beyond = int((made.time > real.time.max()).sum())
    if not beyond:
        return ()
    return (
        f"{beyond} synthetic times are beyond the longest real one: nobody was "
        "followed that long.",
    )
