"""inference_report: a model on the real table beside the same on synthetic ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import chi2

from skl_synth.errors import InputError, warn
from skl_synth.inference.combining import CombinedEstimates, normal_quantile
from skl_synth.inference.formula_models import FormulaModel, formula_model
from skl_synth.inference.formula_report import InferenceReport
from skl_synth.inference.joined_table import joined
from skl_synth.inference.model_families import Fitted
from skl_synth.inference.syntheses import Syntheses
from skl_synth.table.target import check_pair


def inference_report(
    formula: str,
    X: Any,
    y: Any,
    syntheses: Syntheses,
    *,
    model: str = "auto",
    event: str | tuple[str, Any] | None = None,
    groups: Any = None,
    rule: str = "raab",
    level: float = 0.95,
    fit_kwargs: Mapping[str, Any] | None = None,
) -> InferenceReport:
    """Fit one model to the real table and to synthetic ones, and compare.

    Parameters
    ----------
    formula : str
        The model, as statsmodels reads it: ``"readmitted ~ age + C(ward)"``; a name
        that is no word as ``Q("length of stay")``.
    X : dataframe of shape (n_rows, n_columns)
        The real table, without the target.
    y : array-like of shape (n_rows,) or None
        Its target, by its name, or as ``y``.
    syntheses : Syntheses
        From `synthesize_many`.
    model : {"auto", "logit", "ols", "poisson", "cox"}, default="auto"
        What is fitted: by "auto", proportional hazards where there is an ``event``,
        logistic regression where the left side has two values, else linear regression.
        Of two values the greater counts as 1.
    event : str or (str, object), default=None
        Where times are explained: the column that says whether each ended in an event,
        or was censored. Where its values leave a doubt, and the synthesizer was not
        told, with the one that is the event: ``("status", 2)``; all others are then
        censored.
    groups : array-like of shape (n_rows,), default=None
        Which person each real row belongs to, where persons have several: standard
        errors are then those of persons (clusters), in synthetic tables too.
    rule : {"raab", "raghunathan", "reiter"}, default="raab"
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
        If the formula cannot be fitted, or the terms differ between tables.
    ImportError
        If statsmodels is not installed.

    Warns
    -----
    InputWarning
        Where persons have several rows, and ``groups`` does not say whose they are.

    See Also
    --------
    synthesize_many : Makes the tables.
    CoefficientsDisplay : Draws what comes out.

    Notes
    -----
    The overlap of intervals is that of Karr and others [1]_, with intervals as wide as
    the real one; the Wald test is that of lack of fit by Raab, Nowok and Dibben [2]_:
    the distance of the mean synthetic coefficients from the real ones, by the variance
    that the drawing of rows alone gives it.

    Of proportional hazards, ties are taken by Efron's way, as ``coxph`` of R does.

    The levels and scales of the terms are those of the real table. Rows in which
    something is missing that the formula names are left out of each fit. A term that a
    table says nothing of, since no row has it, is left out of what is combined.

    References
    ----------
    .. [1] A. F. Karr and others, "A framework for evaluating the utility of data
       altered to protect confidentiality", The American Statistician 60(3), 2006.
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
    _check_syntheses(syntheses)
    frame = joined(X, y)
    persons = _persons(frame, groups, syntheses)
    fitting = formula_model(
        formula,
        frame,
        model=model,
        event=event,
        told=syntheses.events,
        options=fit_kwargs,
    )
    real = fitting.of_real(frame, persons)
    terms = list(real.estimates.index)
    made = [
        fitting.fit(one, terms, None if persons is None else syntheses.persons_of(i))
        for i, one in enumerate(syntheses.frames())
    ]
    return _compared(
        fitting, real, made, syntheses, n_rows=len(frame), rule=rule, level=level
    )


def _check_syntheses(syntheses: Any) -> None:
    if not isinstance(syntheses, Syntheses):
        raise InputError(
            "{parameter} is a {kind}, and must be what synthesize_many returns",
            parameter="syntheses",
            kind=type(syntheses).__name__,
            remedies=["pass synthesize_many(synthesizer, X, y)"],
        )


def _persons(
    frame: pd.DataFrame, groups: Any, syntheses: Syntheses
) -> np.ndarray | None:
    """Number the persons of real rows, where standard errors are to be theirs."""
    if groups is None:
        if syntheses.has_visits:
            warn(
                "persons have several rows, and standard errors take rows for people: "
                "they come out too small",
                remedies=["pass groups to inference_report, too"],
                stacklevel=3,
            )
        return None
    check_pair(frame, groups, "groups")
    if any(syntheses.persons_of(place) is None for place in range(len(syntheses))):
        raise InputError(
            "the synthetic tables were made row by row, and nobody knows which rows "
            "are of one person: their standard errors cannot be those of persons",
            parameter="groups",
            remedies=[
                "make the tables by synthesize_many(TypeAwareCART(), X, y, "
                "groups=groups)"
            ],
        )
    return np.asarray(pd.factorize(np.asarray(groups))[0])


def _compared(
    fitting: FormulaModel,
    real: Fitted,
    made: list[Fitted],
    syntheses: Syntheses,
    *,
    n_rows: int,
    rule: str,
    level: float,
) -> InferenceReport:
    separated = _named(one.separated for one in (real, *made))
    left_out = _named(one.aliased for one in (real, *made))
    shared = [term for term in real.estimates.index if term not in left_out]
    if not shared:
        raise InputError(
            "no term of {formula!r} can be estimated from every table",
            formula=fitting.design.formula,
            remedies=["leave out terms that few rows have"],
        )
    results = [
        (one.estimates.loc[shared], one.covariance.loc[shared, shared]) for one in made
    ]
    combined = syntheses.combine(results, rule=rule, level=level)
    drawn = _drawn(syntheses)
    tested = [term for term in shared if term not in separated]
    return InferenceReport(
        fitting.design.formula,
        fitting.family.name,
        _of_real(real, level),
        combined,
        _wald(real, combined, tested, drawn),
        level,
        tuple(term for term in separated if term in shared),
        tuple(left_out),
        drawn,
        (n_rows, real.n_rows, float(np.mean([one.n_rows for one in made]))),
    )


def _named(terms: Any) -> list[str]:
    return sorted({term for some in terms for term in some})


def _drawn(syntheses: Syntheses) -> float:
    """The share of a real variance by which the drawing of rows moves estimates."""
    ratio = syntheses.n_real / syntheses.n_synthetic
    return (1 + ratio if syntheses.proper else ratio) / len(syntheses)


def _of_real(real: Fitted, level: float) -> pd.DataFrame:
    errors = np.sqrt(np.diag(real.covariance))
    half = normal_quantile(level) * errors
    values = real.estimates
    columns = {
        "estimate": values,
        "std_error": errors,
        "low": values - half,
        "high": values + half,
    }
    return pd.DataFrame(columns, values.index)


def _wald(
    real: Fitted, combined: CombinedEstimates, terms: list[str], drawn: float
) -> tuple[float, int, float]:
    """Test whether the synthesizer holds the model: by the drawing of rows alone."""
    if not terms:
        return 0.0, 0, 1.0
    shift = (combined.estimates[terms] - real.estimates[terms]).to_numpy()
    covariance = real.covariance.loc[terms, terms].to_numpy() * drawn
    statistic = float(shift @ np.linalg.pinv(covariance, hermitian=True) @ shift)
    return statistic, len(terms), float(chi2.sf(statistic, len(terms)))
