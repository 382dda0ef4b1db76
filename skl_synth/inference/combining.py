"""combine: what was estimated from several synthetic tables, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm
from scipy.stats import t as student

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.inference.estimates import Estimates, read_estimates

RULES = ("raab", "raghunathan", "reiter")


@dataclass(frozen=True, eq=False)
class CombinedEstimates:
    """Estimates for the population, from synthetic tables alone.

    Parameters
    ----------
    estimates : Series
        The mean over the tables, by term.
    covariance : DataFrame
        Of these estimates around the truth of the population.
    df : Series
        Degrees of freedom of the intervals; infinite where they are normal.
    within : DataFrame
        The mean of the covariances that the tables gave each by itself.
    between : DataFrame
        The covariance of the estimates between the tables; NaN of a single one.
    m : int
        How many tables.
    rule : {"raab", "raghunathan", "reiter"}
        Which rule put them together.
    level : float
        The level of the intervals.
    adjusted : tuple of str, default=()
        Terms whose variance came out below zero and was replaced.

    See Also
    --------
    combine : Makes it.
    """

    estimates: pd.Series
    covariance: pd.DataFrame
    df: pd.Series
    within: pd.DataFrame
    between: pd.DataFrame
    m: int
    rule: str
    level: float = 0.95
    adjusted: tuple[str, ...] = ()

    @property
    def std_errors(self) -> pd.Series:
        """Standard errors, by term."""
        return _roots(self.covariance)

    def frame(self) -> pd.DataFrame:
        """Return one line per term.

        Returns
        -------
        DataFrame
            Columns estimate, std_error, low and high (the interval), df, within and
            between (standard deviations).
        """
        half = self.std_errors * student.ppf(0.5 + self.level / 2, self.df)
        return pd.DataFrame(
            {
                "estimate": self.estimates,
                "std_error": self.std_errors,
                "low": self.estimates - half,
                "high": self.estimates + half,
                "df": self.df,
                "within": _roots(self.within),
                "between": _roots(self.between),
            }
        )


def combine(
    results: Sequence[Any],
    *,
    n_real: int,
    n_synthetic: int | None = None,
    proper: bool = False,
    rule: str = "raab",
    level: float = 0.95,
) -> CombinedEstimates:
    r"""Put together what was estimated from several fully synthetic tables.

    Parameters
    ----------
    results : sequence
        One per table: a fitted model of statsmodels, or anything with ``params`` and
        ``cov_params()``; or a pair of estimates and their standard errors (or their
        covariance matrix).
    n_real : int
        Rows of the real table.
    n_synthetic : int, default=None
        Rows of each synthetic table; None for as many as there are real ones.
    proper : bool, default=False
        Whether the synthesizer was fitted anew to a bootstrap sample, or its
        parameters drawn from their posterior, for each table.
    rule : {"raab", "raghunathan", "reiter"}, default="raab"
        "raab" [1]_ takes the spread from within the tables, and is right for any
        number of them, one too. "raghunathan" [2]_ takes it from between them, and
        needs proper synthesis and many tables. "reiter" [4]_ is for tables in which
        some columns are real, row by row.
    level : float, default=0.95
        The level of the intervals.

    Returns
    -------
    CombinedEstimates
        Estimates and intervals for the population that the real table was drawn from.

    Raises
    ------
    ValueError
        If results have different terms, a number is not one, or the rule does not hold
        for how the tables were made.

    See Also
    --------
    synthesize_many : Makes the tables, and knows ``n_real`` and ``proper``.
    inference_report : The same beside the real table.

    Notes
    -----
    With :math:`n` real rows, :math:`k` synthetic ones, :math:`m` tables, :math:`\bar v`
    the mean of their variances and :math:`b` the variance between their estimates, the
    variance is :math:`\bar v (k/n + 1/m)`, or :math:`\bar v (k/n + (1 + k/n)/m)` after
    proper synthesis [1]_, or :math:`(1 + 1/m) b - \bar v` by [2]_; where this is below
    zero, it is replaced by :math:`\bar v k/n` [3]_. Of partially synthetic tables it is
    :math:`\bar v + b/m` [4]_.

    All presume that the synthesizer holds the relation that is estimated. Where it does
    not, the intervals are around the wrong place, and no rule can see it: see how far
    `inference_report` finds the estimates from those of the real table.

    References
    ----------
    .. [1] G. M. Raab, B. Nowok, C. Dibben, "Practical data synthesis for large
       samples", Journal of Privacy and Confidentiality 7(3), 2017.
    .. [2] T. E. Raghunathan, J. P. Reiter, D. B. Rubin, "Multiple imputation for
       statistical disclosure limitation", Journal of Official Statistics 19(1), 2003.
    .. [3] J. P. Reiter, "Satisfying disclosure restrictions with synthetic data sets",
       Journal of Official Statistics 18(4), 2002.
    .. [4] J. P. Reiter, "Inference for partially synthetic, public use microdata sets",
       Survey Methodology 29(2), 2003.

    Examples
    --------
    >>> from skl_synth import combine
    >>> results = [([2.0], [0.1]), ([2.2], [0.1])]
    >>> combine(results, n_real=100).frame()[["estimate", "std_error"]].round(3)
        estimate  std_error
    x0       2.1      0.122
    """
    _check(results, n_real, n_synthetic, rule, level)
    if rule != "raab":
        _check_between(len(results), rule)
    if rule == "raghunathan":
        _check_proper(proper)
    found = read_estimates(results)
    ratio = (n_synthetic or n_real) / n_real
    if rule == "raab":
        return _by_raab(found, ratio, proper, level)
    if rule == "reiter":
        return _by_reiter(found, level)
    return _by_raghunathan(found, ratio, level)


def _by_raab(
    found: Estimates, ratio: float, proper: bool, level: float
) -> CombinedEstimates:
    drawn = (1 + ratio if proper else 1.0) / found.m
    covariance = found.within * (ratio + drawn)
    return _combined(found, covariance, np.inf, "raab", level)


def _by_reiter(found: Estimates, level: float) -> CombinedEstimates:
    spread = found.between / found.m
    ends = np.diag(spread)
    with np.errstate(divide="ignore"):
        df = (found.m - 1) * (1 + np.diag(found.within) / ends) ** 2
    return _combined(found, found.within + spread, df, "reiter", level)


def _by_raghunathan(found: Estimates, ratio: float, level: float) -> CombinedEstimates:
    m, within, between = found.m, found.within, found.between
    spread = (1 + 1 / m) * between
    covariance = spread - within
    negative = np.diag(covariance) <= 0
    # Of a term whose variance is replaced, no covariance with others is known either.
    covariance[negative, :] = covariance[:, negative] = 0.0
    places = np.flatnonzero(negative)
    covariance[places, places] = np.diag(within)[places] * ratio
    with np.errstate(divide="ignore"):
        df = (m - 1) * (1 - np.diag(within) / np.diag(spread)) ** 2
    df = np.where(negative, np.inf, df)
    terms = tuple(found.terms[place] for place in places)
    return _combined(found, covariance, df, "raghunathan", level, terms)


def _combined(
    found: Estimates,
    covariance: np.ndarray,
    df: Any,
    rule: str,
    level: float,
    adjusted: tuple[str, ...] = (),
) -> CombinedEstimates:
    terms = list(found.terms)
    return CombinedEstimates(
        pd.Series(found.means, terms),
        pd.DataFrame(covariance, terms, terms),
        pd.Series(df, terms, dtype=float),
        pd.DataFrame(found.within, terms, terms),
        pd.DataFrame(found.between, terms, terms),
        found.m,
        rule,
        level,
        adjusted,
    )


def _roots(covariance: pd.DataFrame) -> pd.Series:
    return pd.Series(np.sqrt(np.diag(covariance)), covariance.index)


def _check(
    results: Sequence[Any], n_real: Any, n_synthetic: Any, rule: str, level: Any
) -> None:
    if len(results) == 0:
        raise InputError(
            "there are no results to combine",
            parameter="results",
            remedies=["fit a model to each synthetic table"],
        )
    for name, value in (("n_real", n_real), ("n_synthetic", n_synthetic)):
        if value is not None and not value > 0:
            raise InputError(
                "{parameter}={value!r} must be a number of rows",
                parameter=name,
                value=value,
            )
    if rule not in RULES:
        raise InputError(
            "{parameter}={value!r} must be one of {known}",
            parameter="rule",
            value=rule,
            known=", ".join(RULES),
        )
    if not 0 < level < 1:
        raise InputError(
            "{parameter}={value!r} must lie between 0 and 1",
            parameter="level",
            value=level,
            remedies=[Remedy("pass {setting}", Setting("level", 0.95))],
        )


def _check_between(m: int, rule: str) -> None:
    if m < 2:
        raise InputError(
            "{parameter}={value!r} needs two tables at least, since it takes the "
            "spread from between them",
            parameter="rule",
            value=rule,
            remedies=[Remedy("pass {setting}", Setting("rule", "raab"))],
        )


def _check_proper(proper: bool) -> None:
    """Refuse what the rule of Raghunathan and others does not hold for."""
    if not proper:
        raise InputError(
            "{parameter}={value!r} holds for proper synthesis alone: tables of one "
            "fitted synthesizer differ too little",
            parameter="rule",
            value="raghunathan",
            remedies=[
                Remedy("pass {setting}", Setting("rule", "raab")),
                Remedy(
                    "make the tables by synthesize_many with {setting}",
                    Setting("proper", True),
                ),
            ],
        )


def normal_quantile(level: float) -> float:
    """Give the half width of a normal interval, in standard errors.

    Parameters
    ----------
    level : float
        The level.

    Returns
    -------
    float
        1.96 for 0.95.
    """
    return float(norm.ppf(0.5 + level / 2))
