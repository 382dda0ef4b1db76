"""survival_report: censored times of a synthetic table beside the real ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone

from skl_synth.errors import InputError, Remedy
from skl_synth.evaluation.audit_report import AuditReport
from skl_synth.evaluation.compared import compared_in
from skl_synth.evaluation.figures import REAL, SYNTHETIC
from skl_synth.evaluation.survival.kaplan_meier import KaplanMeier
from skl_synth.evaluation.survival.survival_figures import (
    add_curves,
    compare_survival,
)
from skl_synth.evaluation.survival.survival_sample import SurvivalSample, samples_of
from skl_synth.evaluation.survival.survival_section import survival_section
from skl_synth.evaluation.survival.survival_verdict import survival_verdict
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.evaluation.tables import read_real, read_tables, reader_of, warn_of_notes
from skl_synth.evaluation.verdict import Verdict
from skl_synth.pages import Section
from skl_synth.table.encoder import TableEncoder
from skl_synth.table.survival_pairs import SurvivalPair

MOST_GROUPS = 12
"""A column of more levels divides the curves into more than anybody reads."""


@dataclass(frozen=True, eq=False, repr=False)
class SurvivalReport(AuditReport):
    """What `survival_report` found.

    It compares with the real table, and is for its owner.

    Parameters
    ----------
    figures : DataFrame
        Every figure, see `frame`.
    curves : DataFrame
        Kaplan-Meier estimates: rows ("real" or "synthetic"), group, time, survival,
        low and high (95 % band), at_risk and events, a line for each different time.
    hazards : DataFrame
        Log hazard ratios of a Cox model of all columns, by column: real, real_low,
        real_high, synthetic, synthetic_low, synthetic_high and overlap.
    horizon : float
        Up to where curves were compared, in the unit of the times.
    time : str
        The column of the times.
    notes : tuple of str
        What the reader should know besides.
    compared : Compared or None
        How many people the figures rest on; None without a hold-out.

    See Also
    --------
    survival_report : Makes it.
    SurvivalDisplay : Draws its curves.
    """

    curves: pd.DataFrame
    hazards: pd.DataFrame
    horizon: float
    time: str

    def verdict(self) -> Verdict:
        """Say what the figures come to.

        Returns
        -------
        Verdict
            Words and the figures that count.
        """
        return survival_verdict(self.figures, self.time, self.horizon, self.notes)

    def _sections(self) -> list[Section | None]:
        return [survival_section(self.figures, self.hazards)]


def survival_report(
    X_real: Any,
    y_real: Any,
    X_synthetic: Any,
    y_synthetic: Any,
    X_holdout: Any = None,
    y_holdout: Any = None,
    *,
    survival: Mapping | None = None,
    by: Any = None,
    horizon: float | None = None,
    encoder: Any = None,
    column_kinds: Any = "infer",
) -> SurvivalReport:
    """Compare the survival times of a synthetic table with the real ones.

    Parameters
    ----------
    X_real, y_real : table and target
        The real rows that the synthetic ones were made from. The targets may be None.
    X_synthetic, y_synthetic : same containers
        The synthetic rows, whoever made them.
    X_holdout, y_holdout : same containers, default=None
        Further real rows; what they reach is the ceiling of each figure. Without them
        no model is tested.
    survival : mapping of column to column, default=None
        The time and the event, ``{"time": "died"}`` or ``{"time": ("status", 2)}``, as
        in `TableEncoder`; None takes those of the encoder.
    by : hashable, default=None
        A column of levels, or the target by its name, for curves of each level, too.
    horizon : float or None, default=None
        Where curves are cut, in the unit of the times (durations: days); None for as
        long as ten real rows, and one in twenty, are at risk.
    encoder : TableEncoder, default=None
        All that is said of the columns; None infers it from the real rows.
    column_kinds : "infer" or mapping of column to kind, default="infer"
        Kinds that overrule the inferred ones, see `TableEncoder`.

    Returns
    -------
    SurvivalReport
        Distance of the Kaplan-Meier curves and overlap of their bands, restricted mean,
        log-rank test, share of events; overlap of the intervals of a Cox model of all
        columns, and its concordance on the hold-out.

    Raises
    ------
    ValueError
        If no time is named, the tables differ in their columns, or ``by`` is no column
        of levels.

    See Also
    --------
    fidelity_report : Has the same figures where its encoder names a time.
    inference_report : The same model by a formula of your own, by statsmodels.

    Notes
    -----
    The synthetic rows are compared as if they were people: a test or an interval does
    not know that they were drawn from these very real rows. The Cox model has one
    coefficient for each number and level, and no interactions.

    References
    ----------
    .. [1] J. P. Klein, M. L. Moeschberger, "Survival analysis: techniques for censored
       and truncated data", 2nd edition, Springer, 2003.
    .. [2] P. Royston, M. K. B. Parmar, "Restricted mean survival time: an alternative
       to the hazard ratio", BMC Medical Research Methodology 13, 152, 2013.
    .. [3] A. F. Karr et al., "A framework for evaluating the utility of data altered to
       protect confidentiality", The American Statistician 60(3), 2006.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from skl_synth import TableEncoder, TypeAwareCART, survival_report
    >>> rng = np.random.RandomState(0)
    >>> age, end = rng.normal(60, 10, 400), rng.exponential(12, 400)
    >>> time = rng.exponential(10 / np.exp(0.05 * (age - 60)))
    >>> died = (time <= end).astype(int)
    >>> X = pd.DataFrame({"age": age, "time": np.minimum(time, end), "died": died})
    >>> encoder = TableEncoder(survival={"time": "died"})
    >>> made, _ = TypeAwareCART(encoder=encoder, random_state=0).fit(X).sample(400)
    >>> report = survival_report(X, None, made, None, survival={"time": "died"})
    >>> bool(report.figure("survival_gap").value < 0.1)
    True
    >>> report.hazards.index.tolist()
    ['age']
    """
    said = clone(encoder) if encoder is not None else TableEncoder()
    if survival is not None:
        said.set_params(survival=survival)
    table = read_real(X_real, y_real, said, column_kinds)
    pair = _only(table.schema.survival)
    _check_horizon(horizon)
    tables = read_tables(
        table,
        (X_real, y_real),
        (X_synthetic, y_synthetic),
        (X_holdout, y_holdout),
        read=reader_of(table),
    ).with_target()
    warn_of_notes(tables.notes)
    samples = samples_of(tables, pair)
    _check_is_seen(horizon, samples[0])
    found = compare_survival(tables, pair, horizon)
    curves = [_curves_of(samples, "")]
    for level, parts in _groups(tables, by, samples).items():
        curves.append(_curves_of(parts, level))
        if len(parts[0]) and len(parts[1]):
            add_curves(found.figures, parts, found.horizon, level)
    return SurvivalReport(
        found.figures.frame(),
        pd.concat(curves, ignore_index=True),
        found.hazards,
        found.horizon,
        str(pair.time),
        notes=(*tables.notes, *found.notes),
        compared=compared_in(tables),
    )


def _only(pairs: tuple[SurvivalPair, ...]) -> SurvivalPair:
    if len(pairs) == 1:
        return pairs[0]
    raise InputError(
        "{n} times are named, and one is compared",
        parameter="survival",
        n=len(pairs),
        remedies=[
            Remedy(
                "pass the column of the time and that of the event, "
                "survival={{'time': 'died'}}",
                only="python",
            ),
            Remedy("type --survival time:died", only="command line"),
        ],
    )


def _check_horizon(horizon: Any) -> None:
    is_number = isinstance(horizon, Real) and not isinstance(horizon, bool)
    if horizon is not None and not (is_number and horizon > 0):
        raise InputError(
            "{parameter}={value!r} must be a number above 0",
            parameter="horizon",
            value=horizon,
            remedies=["give a time, in the unit of the column", "leave it out"],
        )


def _check_is_seen(horizon: float | None, real: SurvivalSample) -> None:
    """Refuse time in which nobody is seen: there, no two curves lie apart."""
    longest = float(np.max(real.time, initial=0.0))
    if horizon is not None and longest and horizon > longest:
        raise InputError(
            "{parameter}={value!r} lies beyond the longest time of a real row, "
            "{longest}, and behind that nothing can be compared",
            parameter="horizon",
            value=horizon,
            longest=f"{longest:.6g}",
            remedies=["give a shorter time", "leave it out"],
        )


def _groups(
    tables: AuditTables, by: Any, samples: list[SurvivalSample]
) -> dict[str, list[SurvivalSample]]:
    """Divide the times of all tables by a column of levels."""
    if by is None:
        return {}
    (one,) = tables.named([by], "by")
    if one.is_number or len(one.levels) > MOST_GROUPS:
        raise InputError(
            "{parameter} names {value!r}, which is no column of at most {most} levels",
            parameter="by",
            value=by,
            most=MOST_GROUPS,
            remedies=["name a column of a few levels", "group its values"],
        )
    return {
        f"{one.name}={level}": [
            sample.take(data.values(one)[sample.rows] == code)
            for sample, data in zip(samples, tables.parts, strict=True)
        ]
        for code, level in enumerate(one.levels)
    }


def _curves_of(samples: list[SurvivalSample], group: str) -> pd.DataFrame:
    frames = []
    for rows, sample in zip((REAL, SYNTHETIC), samples, strict=False):
        curve = KaplanMeier.of(sample)
        columns = {
            "rows": np.repeat(rows, len(curve.times)),
            "group": np.repeat(group, len(curve.times)),
            "time": curve.times,
            "survival": curve.survival,
            "low": curve.low,
            "high": curve.high,
            "at_risk": curve.at_risk,
            "events": curve.events.astype(int),
        }
        frames.append(pd.DataFrame(columns))
    return pd.concat(frames, ignore_index=True)
