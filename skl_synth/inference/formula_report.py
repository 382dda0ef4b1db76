"""inference_report: a model on the real table beside the same on synthetic ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import chi2

from skl_synth.errors import InputError
from skl_synth.evaluation.audit_report import wrapped
from skl_synth.inference.combining import CombinedEstimates, normal_quantile
from skl_synth.inference.estimates import read_estimates
from skl_synth.inference.formula_models import (
    MODELS,
    are_separated,
    coded,
    fit_formula,
    levels_of,
    model_for,
)
from skl_synth.inference.joined_table import joined
from skl_synth.inference.syntheses import Syntheses

GOOD_OVERLAP = 0.9
"""From here on a difference is small beside the width of the real interval."""

CHANCE = 0.05
"""Below this p-value drawing does not explain how far the coefficients lie apart."""


@dataclass(frozen=True, eq=False, repr=False)
class InferenceReport:
    """The coefficients of one model, from real rows and from synthetic ones.

    It compares with the real table, and is for its owner: real coefficients are figures
    of the real table.

    Parameters
    ----------
    formula : str
        The model.
    model : str
        What was fitted.
    real : DataFrame
        One line per term: estimate, std_error, low and high.
    combined : CombinedEstimates
        The same from the synthetic tables, for the population.
    wald : (float, int, float)
        How far all synthetic coefficients together lie from the real ones, by no more
        than the drawing of rows explains: statistic, degrees of freedom, p-value.
    level : float, default=0.95
        Of the intervals.
    separated : tuple of str, default=()
        Terms that say nothing, since a level of the real table has one outcome only;
        they are left out of overlap and test.

    See Also
    --------
    inference_report : Makes it.
    CoefficientsDisplay : Draws it.
    """

    formula: str
    model: str
    real: pd.DataFrame
    combined: CombinedEstimates
    wald: tuple[float, int, float]
    level: float = 0.95
    separated: tuple[str, ...] = ()

    @property
    def overlap(self) -> float:
        """The mean overlap of intervals; 1 where all are the same."""
        return float(self.frame()["overlap"].mean())

    def frame(self) -> pd.DataFrame:
        """Return one line per term.

        Returns
        -------
        DataFrame
            Columns real, real_low, real_high, synthetic, synthetic_low,
            synthetic_high, overlap (of intervals as wide as those of the real table;
            below 0 where they are apart) and std_difference (in real standard errors).
        """
        real, values = self.real, self.combined.estimates
        half = normal_quantile(self.level) * self.real["std_error"]
        made = self.combined.frame()
        frame = pd.DataFrame(
            {
                "real": real["estimate"],
                "real_low": real["low"],
                "real_high": real["high"],
                "synthetic": values,
                "synthetic_low": made["low"],
                "synthetic_high": made["high"],
                "overlap": interval_overlap(real["estimate"] - values, half),
                "std_difference": (values - real["estimate"]) / real["std_error"],
            }
        )
        frame.loc[list(self.separated), ["overlap", "std_difference"]] = np.nan
        return frame

    def __str__(self) -> str:
        frame = self.frame()
        differences = frame["std_difference"]
        worst = int(np.argmax(differences.abs().fillna(0.0)))
        statistic, df, p_value = self.wald
        lines = [
            *wrapped(
                f"INFERENCE  {self.formula} ({self.model}) on the real table and on "
                f"{self.combined.m} synthetic ones: intervals overlap by "
                f"{self.overlap:.2f} in the mean (1 is the same)."
            ),
            *wrapped(
                f"Furthest: {frame.index[worst]}, {differences.iloc[worst]:+.1f} "
                "standard errors from the real estimate; all together: Wald "
                f"{statistic:.1f} on "
                f"{df} degrees of freedom, p = {p_value:.2g}."
            ),
            frame.round(3).to_string(),
            *self._left_out(),
            *wrapped(self._sentence()),
        ]
        return "\n".join(lines)

    def _left_out(self) -> list[str]:
        if not self.separated:
            return []
        return wrapped(
            f"Left out of overlap and test, since all of a level have one outcome: "
            f"{', '.join(self.separated)}."
        )

    def _sentence(self) -> str:
        if self.wald[2] >= CHANCE:
            return (
                "May be said: the coefficients lie no further apart than the drawing "
                "of rows explains. May not: that those of other models do not."
            )
        if self.overlap >= GOOD_OVERLAP:
            return (
                "The coefficients lie further apart than the drawing of rows explains, "
                "and by little beside how uncertain the real ones are."
            )
        return (
            "May not be said: that conclusions from this model hold for real people. "
            "The synthesizer does not hold all that it asks for."
        )

    __repr__ = __str__


def inference_report(
    formula: str,
    X: Any,
    y: Any,
    syntheses: Syntheses,
    *,
    model: str = "auto",
    rule: str = "raab",
    level: float = 0.95,
    fit_kwargs: Mapping[str, Any] | None = None,
) -> InferenceReport:
    """Fit one model to the real table and to synthetic ones, and compare.

    Parameters
    ----------
    formula : str
        The model, as statsmodels reads it: ``"readmitted ~ age + C(ward)"``.
    X : DataFrame of shape (n_rows, n_columns)
        The real table, without the target.
    y : array-like of shape (n_rows,) or None
        Its target, by its name, or as ``y``.
    syntheses : Syntheses
        From `synthesize_many`.
    model : {"auto", "logit", "ols", "poisson"}, default="auto"
        What is fitted: by "auto", logistic regression where the left side has two
        values, else linear regression. Of two values the greater counts as 1.
    rule : {"raab", "raghunathan"}, default="raab"
        As in `combine`.
    level : float, default=0.95
        Of the intervals.
    fit_kwargs : mapping, default=None
        Passed to ``fit`` of statsmodels.

    Returns
    -------
    InferenceReport
        Coefficients side by side.

    Raises
    ------
    ValueError
        If the formula cannot be fitted to one of the tables.
    ImportError
        If statsmodels is not installed.

    References
    ----------
    .. [1] A. F. Karr et al., "A framework for evaluating the utility of data altered to
       protect confidentiality", The American Statistician 60(3), 2006.
    .. [2] G. M. Raab, B. Nowok, C. Dibben, "Guidelines for producing useful synthetic
       data", arXiv 1712.04078, 2017.

    Examples
    --------
    >>> from skl_synth import TypeAwareCART, inference_report, synthesize_many
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(600, random_state=0, return_X_y=True)
    >>> X = X.drop(columns="patient_id")
    >>> tables = synthesize_many(TypeAwareCART(), X, y, m=3, random_state=0)
    >>> report = inference_report("readmitted ~ age + length_of_stay", X, y, tables)
    >>> report.frame().index.tolist()
    ['Intercept', 'age', 'length_of_stay']
    """
    if not isinstance(syntheses, Syntheses):
        raise InputError(
            "{parameter} is a {kind}, and must be what synthesize_many returns",
            parameter="syntheses",
            kind=type(syntheses).__name__,
            remedies=["pass synthesize_many(synthesizer, X, y)"],
        )
    if model != "auto" and model not in MODELS:
        raise InputError(
            "{parameter}={value!r} must be one of {known}",
            parameter="model",
            value=model,
            known=", ".join(("auto", *MODELS)),
        )
    frame = joined(X, y)
    model = model_for(formula, frame) if model == "auto" else model
    levels, kwargs = levels_of(formula, frame, model), dict(fit_kwargs or {})

    def fitted(table: pd.DataFrame) -> Any:
        return fit_formula(formula, coded(formula, table, levels), model, kwargs)

    real = fitted(frame)
    separated = {
        str(term)
        for term, is_one in zip(
            real.params.index, are_separated(real, model), strict=True
        )
        if is_one
    }
    results = list(map(fitted, syntheses.frames()))
    combined = syntheses.combine(results, rule=rule, level=level)
    return InferenceReport(
        formula,
        model,
        _of_real(real, list(combined.estimates.index), level),
        combined,
        _wald(real, combined, syntheses, separated),
        level,
        tuple(sorted(separated)),
    )


def interval_overlap(difference: Any, half: Any) -> Any:
    """Say how much two intervals of one width overlap.

    Parameters
    ----------
    difference : float or Series
        Between their middles.
    half : float or Series
        Half their width.

    Returns
    -------
    float or Series
        The part that they have in common; below 0 where they are apart.

    Examples
    --------
    >>> from skl_synth.inference.formula_report import interval_overlap
    >>> interval_overlap(0.0, 1.0), interval_overlap(1.0, 1.0), interval_overlap(3.0, 1)
    (1.0, 0.5, -0.5)
    """
    return 1 - abs(difference) / (2 * half)


def _of_real(result: Any, terms: list[str], level: float) -> pd.DataFrame:
    found = read_estimates([result])
    errors = np.sqrt(np.diag(found.within))
    half = normal_quantile(level) * errors
    columns = {
        "estimate": found.means,
        "std_error": errors,
        "low": found.means - half,
        "high": found.means + half,
    }
    _require_terms(set(found.terms), set(terms))
    return pd.DataFrame(columns, list(found.terms)).loc[terms]


def _require_terms(real: set[str], made: set[str]) -> None:
    if differing := sorted(real ^ made):
        raise InputError(
            "the term {term!r} is estimated from one of real and synthetic rows alone",
            term=differing[0],
            remedies=["merge levels that few rows have"],
        )


def _wald(
    real: Any, combined: CombinedEstimates, syntheses: Syntheses, separated: set[str]
) -> tuple[float, int, float]:
    """Test whether the synthesizer holds the model: by the drawing of rows alone."""
    found = read_estimates([real])
    terms = [term for term in combined.estimates.index if term not in separated]
    order = [found.terms.index(term) for term in terms]
    shift = combined.estimates[terms].to_numpy() - found.means[order]
    ratio = syntheses.n_real / syntheses.n_synthetic
    drawn = (1 + ratio if syntheses.proper else ratio) / len(syntheses)
    covariance = found.within[np.ix_(order, order)] * drawn
    statistic = float(shift @ np.linalg.pinv(covariance) @ shift)
    return statistic, len(terms), float(chi2.sf(statistic, len(terms)))
