"""The models that a formula can be fitted by: each a few lines, in one registry."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

SEPARATED = 50.0
"""Log odds by which a standard deviation of a term may be uncertain: where no row or
every row of a level has the outcome, they run away, and mean nothing."""


class Sample(NamedTuple):
    """What a model is fitted to.

    Parameters
    ----------
    y : ndarray of shape (n_rows,)
        What is explained.
    terms : DataFrame of shape (n_rows, n_terms)
        By what.
    persons : ndarray of shape (n_rows,) or None
        Whom the rows belong to, where persons have several.
    event : ndarray of shape (n_rows,) or None
        Of times: 1 where they ended in an event.
    """

    y: np.ndarray
    terms: pd.DataFrame
    persons: np.ndarray | None = None
    event: np.ndarray | None = None


Fit = Callable[[Sample, Mapping[str, Any]], Any]


@dataclass(frozen=True)
class Family:
    """A kind of model, by what it explains and how statsmodels fits it.

    Parameters
    ----------
    name : str
        What users call it.
    fit : callable
        Takes a sample, and what is passed to ``fit`` of statsmodels; gives what that
        returns.
    has_two_values : bool, default=False
        Whether what is explained has two values, of which the greater counts as 1.
    has_intercept : bool, default=True
        Whether it estimates one.
    has_event : bool, default=False
        Whether times are explained, with a column that says where one ended in an
        event.
    may_separate : bool, default=True
        Whether coefficients run away where a level has one outcome only.
    """

    name: str
    fit: Fit
    has_two_values: bool = False
    has_intercept: bool = True
    has_event: bool = False
    may_separate: bool = True


@dataclass(frozen=True, eq=False)
class Fitted:
    """What a model estimated from one table.

    Parameters
    ----------
    estimates : Series
        By term.
    covariance : DataFrame
        Theirs.
    separated : tuple of str
        Terms that say nothing, since a level has one outcome only.
    aliased : tuple of str
        Terms that this table says nothing of: they follow from others, or no row has
        them, or all that have them have one outcome and no fit ends.
    n_rows : int
        Rows that it was fitted to: those in which nothing is missing.
    """

    estimates: pd.Series
    covariance: pd.DataFrame
    separated: tuple[str, ...]
    aliased: tuple[str, ...]
    n_rows: int


def _robust(persons: np.ndarray | None) -> dict[str, Any]:
    """Standard errors for persons with several rows, which are no people each."""
    if persons is None:
        return {}
    return {"cov_type": "cluster", "cov_kwds": {"groups": persons}}


def _ols(sample: Sample, options: Mapping[str, Any]) -> Any:
    from statsmodels.api import OLS

    return OLS(sample.y, sample.terms).fit(**{**_robust(sample.persons), **options})


def _logit(sample: Sample, options: Mapping[str, Any]) -> Any:
    from statsmodels.api import Logit

    quiet = {"disp": 0, **_robust(sample.persons)}
    return Logit(sample.y, sample.terms).fit(**{**quiet, **options})


def _poisson(sample: Sample, options: Mapping[str, Any]) -> Any:
    from statsmodels.api import Poisson

    quiet = {"disp": 0, **_robust(sample.persons)}
    return Poisson(sample.y, sample.terms).fit(**{**quiet, **options})


def _cox(sample: Sample, options: Mapping[str, Any]) -> Any:
    from statsmodels.api import PHReg

    # Of times in months or years many are tied, and by Breslow's way, which is the
    # default of statsmodels, hazard ratios then come out nearer to one.
    model = PHReg(sample.y, sample.terms, status=sample.event, ties="efron")
    of_persons = {} if sample.persons is None else {"groups": sample.persons}
    return model.fit(**{**of_persons, **options})


FAMILIES = {
    one.name: one
    for one in (
        Family("logit", _logit, has_two_values=True),
        Family("ols", _ols, may_separate=False),
        Family("poisson", _poisson),
        Family("cox", _cox, has_intercept=False, has_event=True),
    )
}
"""By the name that users give."""


def fit_family(family: Family, sample: Sample, options: Mapping[str, Any]) -> Fitted:
    """Fit a model to one table, by the terms that the table can tell apart.

    Parameters
    ----------
    family : Family
        What is fitted.
    sample : Sample
        To what.
    options : mapping
        Passed to ``fit`` of statsmodels.

    Returns
    -------
    Fitted
        Estimates and their covariance.

    Raises
    ------
    Exception
        Whatever statsmodels raises: its errors have no class in common.
    """
    try:
        return _fitted(family, sample, options)
    except np.linalg.LinAlgError:
        # Versions differ in whether a coefficient may run away, or ends the fit.
        one_sided = _one_sided(sample)
        if not family.may_separate or not one_sided.any():
            raise
        return _without(family, sample, one_sided, options)


def _fitted(family: Family, sample: Sample, options: Mapping[str, Any]) -> Fitted:
    matrix = sample.terms.to_numpy(float)
    told = identified(matrix)
    used = sample.terms.loc[:, independent(matrix)]
    if used.empty:
        return _nothing(sample)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = family.fit(sample._replace(terms=used), options)
    names = list(used.columns)
    covariance = pd.DataFrame(np.asarray(result.cov_params()), names, names)
    ran_away = _ran_away(covariance, used) if family.may_separate else []
    kept = [name for name in names if told[sample.terms.columns.get_loc(name)]]
    return Fitted(
        pd.Series(np.asarray(result.params, dtype=float), names).loc[kept],
        covariance.loc[kept, kept],
        tuple(one for one in ran_away if one in kept),
        tuple(one for one in sample.terms.columns if one not in kept),
        len(sample.terms),
    )


def _one_sided(sample: Sample) -> np.ndarray:
    """Find levels all of whose rows have one outcome."""
    outcome = sample.y if sample.event is None else sample.event
    return np.array(
        [
            np.isin(column, (0.0, 1.0)).all() and np.ptp(outcome[column == 1.0]) == 0
            if (column == 1.0).any()
            else False
            for column in sample.terms.to_numpy(float).T
        ]
    )


def _without(
    family: Family, sample: Sample, left_out: np.ndarray, options: Mapping[str, Any]
) -> Fitted:
    """Leave terms out with their rows: in the limit, the others come out the same."""
    columns = sample.terms.columns[left_out]
    rows = ~(sample.terms[columns] == 1.0).any(axis=1).to_numpy()
    others = Sample(
        sample.y[rows],
        sample.terms.loc[rows].drop(columns=columns),
        None if sample.persons is None else sample.persons[rows],
        None if sample.event is None else sample.event[rows],
    )
    fitted = _fitted(family, others, options)
    aliased = (*fitted.aliased, *columns)
    return replace(fitted, aliased=aliased, n_rows=len(sample.y))


def _nothing(sample: Sample) -> Fitted:
    """A table that says nothing of any term, which statsmodels does not expect."""
    all_terms = tuple(map(str, sample.terms.columns))
    return Fitted(pd.Series(dtype=float), pd.DataFrame(), (), all_terms, len(sample.y))


def _ran_away(covariance: pd.DataFrame, terms: pd.DataFrame) -> list[str]:
    errors = np.sqrt(np.abs(np.diag(covariance)))
    is_wide = ~(errors * terms.to_numpy(float).std(axis=0) <= SEPARATED)
    return list(terms.columns[is_wide])


TOLERANCE = 1e-7
"""Share of a column that others must leave unexplained, so that it has a coefficient;
that of R's ``lm``."""

FREE = 1e-6
"""Weight that a term has in a sum of terms that is zero in every row, if any."""


def independent(columns: np.ndarray) -> np.ndarray:
    """Find the columns that do not follow from those before them.

    Parameters
    ----------
    columns : ndarray of shape (n_rows, n_terms)
        The terms.

    Returns
    -------
    ndarray of shape (n_terms,), dtype bool
        As R drops them: of terms that say the same the first is kept.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.inference.model_families import independent
    >>> independent(np.array([[1.0, 2.0, 3.0], [1.0, 0.0, 1.0], [1.0, 5.0, 6.0]]))
    array([ True,  True, False])
    """
    basis = np.empty((len(columns), 0))
    kept = np.zeros(columns.shape[1], dtype=bool)
    for place, column in enumerate(columns.T):
        rest = column - basis @ (basis.T @ column)
        # Once more: what is left of rounding would pass for a column of its own.
        rest = rest - basis @ (basis.T @ rest)
        size = float(np.linalg.norm(rest))
        if size > TOLERANCE * float(np.linalg.norm(column)):
            basis = np.column_stack([basis, rest / size])
            kept[place] = True
    return kept


def identified(columns: np.ndarray) -> np.ndarray:
    """Find the columns that do not follow from all the others.

    Where a table lacks the level that others are compared with, each of these has a
    coefficient still, against another level, under the same name.

    Parameters
    ----------
    columns : ndarray of shape (n_rows, n_terms)
        The terms.

    Returns
    -------
    ndarray of shape (n_terms,), dtype bool
        Whether the coefficient is the same whichever columns are left out.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.inference.model_families import identified
    >>> identified(np.array([[1.0, 1.0, 0.0, 3.0], [1.0, 0.0, 1.0, 1.0]] * 3))
    array([False, False, False, False])
    >>> identified(np.array([[1.0, 0.0, 3.0], [1.0, 0.0, 1.0]] * 3))
    array([ True, False,  True])
    """
    sizes = np.linalg.norm(columns, axis=0)
    scaled = columns / np.where(sizes > 0, sizes, 1.0)
    # No row says more than the triangle, which is small.
    triangle = np.linalg.qr(scaled, mode="r")
    whole = np.zeros((columns.shape[1],) * 2)
    whole[: len(triangle)] = triangle
    _, spreads, directions = np.linalg.svd(whole)
    free = directions[spreads <= TOLERANCE]
    return ~(np.abs(free) > FREE).any(axis=0)
