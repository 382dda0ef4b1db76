"""A model that is written as a formula, fitted to a table by statsmodels."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from skl_synth.errors import InputError

MODELS = ("logit", "ols", "poisson")


SEPARATED = 50.0
"""Log odds by which a standard deviation of a term may be uncertain: where no row or
every row of a level has the outcome, they run away, and mean nothing."""


def require_statsmodels() -> Any:
    """Import the formulas of statsmodels.

    Returns
    -------
    module
        ``statsmodels.formula.api``.

    Raises
    ------
    ImportError
        If it is not installed; the message says how to install it.
    """
    try:
        import statsmodels.formula.api as formulas
    except ImportError as error:
        raise ImportError(
            "statsmodels is needed to fit formulas, and is not installed: "
            'pip install "skl_synth[inference]".'
        ) from error
    return formulas


def model_for(formula: str, frame: pd.DataFrame) -> str:
    """Choose a model by what is to be explained.

    Parameters
    ----------
    formula : str
        Such as ``"readmitted ~ age + C(ward)"``.
    frame : DataFrame
        The real table.

    Returns
    -------
    {"logit", "ols"}
        Logistic regression of two values, linear regression of numbers.

    Raises
    ------
    InputError
        If what stands on the left is neither.
    """
    column = explained(formula, frame)
    if column is None or (is_numeric_dtype(column) and column.nunique() > 2):
        return "ols"
    if column.nunique() == 2:
        return "logit"
    raise InputError(
        "{column!r} has {n} values that are no numbers, which no model here explains",
        column=column.name,
        n=column.nunique(),
        remedies=["explain a column of two values, or of numbers"],
    )


def explained(formula: str, frame: pd.DataFrame) -> pd.Series | None:
    """Find the column that a formula explains.

    Parameters
    ----------
    formula : str
        A formula.
    frame : DataFrame
        The table.

    Returns
    -------
    Series or None
        None where the left side is not one column by its name.
    """
    name = formula.partition("~")[0].strip()
    return frame[name] if name in frame.columns else None


def coded(formula: str, frame: pd.DataFrame, levels: list[Any] | None) -> pd.DataFrame:
    """Write two values on the left of a formula as 0 and 1.

    Parameters
    ----------
    formula : str
        A formula.
    frame : DataFrame
        A table.
    levels : list or None
        The two values; None leaves the table as it is.

    Returns
    -------
    DataFrame
        A copy, or the table.
    """
    column = explained(formula, frame)
    if levels is None or column is None:
        return frame
    return frame.assign(**{str(column.name): (column == levels[1]).astype(float)})


def levels_of(formula: str, frame: pd.DataFrame, model: str) -> list[Any] | None:
    """Find the two values that a logistic regression explains, in their order.

    Parameters
    ----------
    formula : str
        A formula.
    frame : DataFrame
        The real table.
    model : str
        The model.

    Returns
    -------
    list or None
        None where it explains none by name.

    Raises
    ------
    InputError
        If there are not two.
    """
    column = explained(formula, frame) if model == "logit" else None
    if column is None:
        return None
    levels = sorted(column.dropna().unique())
    if len(levels) != 2:
        raise InputError(
            "{parameter}={value!r} explains two values, and {column!r} has {n}",
            parameter="model",
            value=model,
            column=column.name,
            n=len(levels),
        )
    return levels


def fit_formula(
    formula: str, frame: pd.DataFrame, model: str, fit_kwargs: Mapping[str, Any]
) -> Any:
    """Fit a formula to a table.

    Parameters
    ----------
    formula : str
        A formula.
    frame : DataFrame
        The table.
    model : {"logit", "ols", "poisson"}
        The model.
    fit_kwargs : mapping
        Passed to ``fit`` of statsmodels, such as ``cov_type``.

    Returns
    -------
    statsmodels results
        The fitted model.

    Raises
    ------
    InputError
        If the formula cannot be read, or the model not fitted.
    """
    formulas = require_statsmodels()
    quiet = {} if model == "ols" else {"disp": 0}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            built = getattr(formulas, model)(formula, frame)
            return built.fit(**{**quiet, **fit_kwargs})
    except ImportError:
        raise
    # What patsy and statsmodels raise has no class in common.
    except Exception as error:
        raise InputError(
            "the model {formula!r} cannot be fitted: {reason}",
            formula=formula,
            reason=" ".join(str(error).split())[:300],
            remedies=[
                "name columns of the table, and use Q('…') for names with blanks"
            ],
        ) from error


def are_separated(result: Any, model: str) -> np.ndarray:
    """Find terms whose coefficient ran away, since a level has one outcome only.

    Parameters
    ----------
    result : statsmodels results
        The model on the real table.
    model : {"logit", "ols", "poisson"}
        What it is.

    Returns
    -------
    ndarray of shape (n_terms,), dtype bool
        Whether a term says nothing.
    """
    spread = np.asarray(result.model.exog).std(axis=0)
    is_wide = np.asarray(result.bse) * spread > SEPARATED
    return is_wide & (model != "ols")
