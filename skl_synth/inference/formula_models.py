"""A model that is written as a formula, fitted alike to a real table and others."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from skl_synth.errors import InputError
from skl_synth.inference.ended import ended_by
from skl_synth.inference.formula_design import Columns, FormulaDesign, cannot_be_fitted
from skl_synth.inference.model_families import (
    FAMILIES,
    Family,
    Fitted,
    Sample,
    fit_family,
    independent,
)
from skl_synth.inference.plain_columns import column_named, plain_columns


def check_model(model: str, event: str | None) -> None:
    """Refuse a model that there is none of.

    Parameters
    ----------
    model : str
        What the user asks for, "auto" among them.
    event : str or None
        The column of events, which one model alone has.

    Raises
    ------
    InputError
        If it is not known, or an event is named for a model that has none.
    """
    if model != "auto" and model not in FAMILIES:
        raise InputError(
            "{parameter}={value!r} must be one of {known}",
            parameter="model",
            value=model,
            known=", ".join(("auto", *FAMILIES)),
        )
    if event is not None and model in FAMILIES and not FAMILIES[model].has_event:
        raise InputError(
            "model={model!r} has no events, and {parameter}={value!r} names them",
            parameter="event",
            value=event,
            model=model,
            remedies=["pass model='cox', or leave out event"],
        )


def family_for(
    formula: str, frame: pd.DataFrame, *, model: str = "auto", event: str | None = None
) -> Family:
    """Choose a model, by what is to be explained where it is not said.

    Parameters
    ----------
    formula : str
        Such as ``"readmitted ~ age + C(ward)"``.
    frame : DataFrame
        The real table.
    model : str, default="auto"
        What the user asks for.
    event : str or None, default=None
        The column of events.

    Returns
    -------
    Family
        Of those that there are.

    Raises
    ------
    InputError
        If what stands on the left suits none.
    """
    check_model(model, event)
    if model != "auto":
        return FAMILIES[model]
    return FAMILIES["cox" if event is not None else _by_outcome(formula, frame)]


def _by_outcome(formula: str, frame: pd.DataFrame) -> str:
    left = formula.partition("~")[0]
    plain = plain_columns(left, frame)
    name = column_named(left, plain)
    if name is None:
        return "ols"
    column = plain[name]
    n_values = column.nunique()
    if n_values == 2:
        return "logit"
    if n_values > 2 and is_numeric_dtype(column) and not is_bool_dtype(column):
        return "ols"
    raise InputError(
        "{column!r} has {n} values that are no numbers, which no model here explains"
        if n_values > 2
        else "{column!r} has {n} value in all rows, which no model explains",
        column=name,
        n=n_values,
        remedies=["explain a column of two values, or of numbers"],
    )


@dataclass(frozen=True, eq=False)
class FormulaModel:
    """A formula that is laid out by the real table, and what fits it.

    Parameters
    ----------
    design : FormulaDesign
        Its terms.
    options : mapping
        Passed to ``fit`` of statsmodels.
    """

    design: FormulaDesign
    options: Mapping[str, Any]

    @property
    def family(self) -> Family:
        """What is fitted."""
        return self.design.family

    def of_real(self, frame: pd.DataFrame, persons: np.ndarray | None) -> Fitted:
        """Fit it to the real table: of terms that say the same, the first is kept.

        Parameters
        ----------
        frame : DataFrame
            The real table.
        persons : ndarray of shape (n_rows,) or None
            Whom the rows belong to, where persons have several.

        Returns
        -------
        Fitted
            Estimates, and the terms that are left out.

        Raises
        ------
        InputError
            If it cannot be fitted.
        """
        columns = self.design.columns(frame)
        is_kept = independent(columns.terms.to_numpy(float))
        names = columns.terms.columns
        fitted = self._fit(columns, list(names[is_kept]), persons)
        return replace(fitted, aliased=(*fitted.aliased, *names[~is_kept]))

    def fit(
        self, frame: pd.DataFrame, terms: Sequence[str], persons: np.ndarray | None
    ) -> Fitted:
        """Fit it to a synthetic table.

        Parameters
        ----------
        frame : DataFrame
            The table.
        terms : sequence of str
            Those that the real table has coefficients of.
        persons : ndarray of shape (n_rows,) or None
            Whom the rows belong to, where persons have several.

        Returns
        -------
        Fitted
            Estimates, and the terms that the table says nothing of.

        Raises
        ------
        InputError
            If it cannot be fitted.
        """
        return self._fit(self.design.columns(frame), terms, persons)

    def _fit(
        self, columns: Columns, terms: Sequence[str], persons: np.ndarray | None
    ) -> Fitted:
        sample = Sample(
            columns.y,
            columns.terms[list(terms)],
            None if persons is None else persons[columns.rows],
            columns.event,
        )
        try:
            return fit_family(self.family, sample, self.options)
        # What statsmodels raises has no class in common.
        except Exception as error:
            raise cannot_be_fitted(self.design.formula, error) from error


def formula_model(
    formula: str,
    frame: pd.DataFrame,
    *,
    model: str = "auto",
    event: Any = None,
    told: Mapping[Hashable, Any] | None = None,
    options: Mapping[str, Any] | None = None,
) -> FormulaModel:
    """Lay out a formula by the real table.

    Parameters
    ----------
    formula : str
        The model.
    frame : DataFrame
        The real table.
    model : str, default="auto"
        What is fitted.
    event : str, (str, object) or None, default=None
        Of times, the column that says whether they ended in an event, perhaps with the
        value that is the event.
    told : mapping, default=None
        The event by its column, where it is known from elsewhere.
    options : mapping, default=None
        Passed to ``fit`` of statsmodels.

    Returns
    -------
    FormulaModel
        Which can be fitted to any table with the same columns.

    Raises
    ------
    InputError
        If formula and table do not suit each other.
    ImportError
        If statsmodels is not installed.
    """
    if not isinstance(formula, str) or "~" not in formula:
        raise InputError(
            "{parameter}={value!r} has no ~ between what is explained and by what",
            parameter="formula",
            value=formula,
            remedies=["write it such as 'readmitted ~ age + C(ward)'"],
        )
    ended = ended_by(event, frame, told)
    family = family_for(formula, frame, model=model, event=ended.column)
    design = FormulaDesign.of(formula, frame, family, ended)
    return FormulaModel(design, dict(options or {}))
