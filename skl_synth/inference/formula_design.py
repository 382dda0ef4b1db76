"""A formula as columns of numbers: laid out by the real table, filled by any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError
from skl_synth.inference.ended import Ended, with_event_last
from skl_synth.inference.model_families import Family
from skl_synth.inference.plain_columns import column_named, plain_columns
from skl_synth.inference.statsmodels_guard import require_statsmodels

INTERCEPT = "Intercept"

MOST_ENDS = 10
"""Values of a column that may say how times ended, if one is named as the event."""


@dataclass(frozen=True, eq=False)
class Columns:
    """What a formula makes of one table, rows with anything missing left out.

    Parameters
    ----------
    y : ndarray of shape (n_used,)
        What is explained.
    terms : DataFrame of shape (n_used, n_terms)
        By what.
    rows : ndarray of shape (n_used,), dtype int
        Positions of the rows that are used.
    event : ndarray of shape (n_used,) or None
        Of times: 1 where they ended in an event.
    """

    y: np.ndarray
    terms: pd.DataFrame
    rows: np.ndarray
    event: np.ndarray | None


@dataclass(frozen=True, eq=False)
class FormulaDesign:
    """The terms of a formula, with levels and scales as they are in the real table.

    Each table by itself may lack a level, and would then compare the others with
    another one under the same name: so all are laid out by one.

    Parameters
    ----------
    formula : str
        The formula.
    family : Family
        What is fitted.
    event : str or None
        The column that says whether a time ended in an event.
    levels : mapping of str to list
        The values of what is coded as 0 and 1: the last counts as 1.
    categories : mapping of str to list
        The categories that real rows have, in their order.
    layout : tuple of DesignInfo, default=()
        Of what is explained and of the terms, as patsy writes them.
    """

    formula: str
    family: Family
    event: str | None
    levels: Mapping[str, list[Any]]
    categories: Mapping[str, list[Any]]
    layout: tuple[Any, ...] = field(default=())

    @classmethod
    def of(
        cls, formula: str, frame: pd.DataFrame, family: Family, ended: Ended
    ) -> FormulaDesign:
        """Lay out a formula by the real table.

        Parameters
        ----------
        formula : str
            A formula.
        frame : DataFrame
            The real table.
        family : Family
            What is fitted.
        ended : Ended
            Of times, the column that says whether they ended in an event, and which.

        Returns
        -------
        FormulaDesign
            Which writes any table with the same columns.

        Raises
        ------
        InputError
            If the formula cannot be read, or does not suit the table.
        """
        require_statsmodels()
        event = ended.column
        plain = plain_columns(f"{formula} {event or ''}", frame)
        levels = _levels(formula, plain, family, ended)
        categories = {
            str(name): list(plain[name].cat.categories)
            for name in plain.columns
            if isinstance(plain[name].dtype, pd.CategoricalDtype) and name not in levels
        }
        bare = cls(formula, family, event, levels, categories)
        layout = _laid_out(formula, bare._coded(plain))
        return cls(formula, family, event, levels, categories, layout)

    def columns(self, frame: pd.DataFrame) -> Columns:
        """Write a table as what is explained and the terms.

        Parameters
        ----------
        frame : DataFrame
            The real table, or a synthetic one.

        Returns
        -------
        Columns
            Of the rows in which nothing that the formula names is missing.

        Raises
        ------
        InputError
            If the table lacks a column, or has a level that real rows do not.
        """
        plain = plain_columns(f"{self.formula} {self.event or ''}", frame)
        coded = self._coded(plain)
        is_known = _is_known(self.event, coded)
        coded = coded[is_known]
        y, terms = _filled(self.formula, self.layout, coded)
        used = terms.index.to_numpy()
        if not len(used):
            raise _no_rows(self.formula)
        if y.shape[1] != 1:
            raise _many_values(self.formula, y.shape[1])
        _check_finite(self.formula, y, terms)
        if not self.family.has_intercept:
            terms = terms.drop(columns=INTERCEPT, errors="ignore")
        event = None if self.event is None else coded.loc[used, self.event].to_numpy()
        return Columns(y.to_numpy(float).ravel(), terms, used, event)

    def _coded(self, plain: pd.DataFrame) -> pd.DataFrame:
        """Write two values as 0 and 1, and categories as real rows have them."""
        coded = plain.copy()
        for name, levels in self.levels.items():
            # What is missing equals neither, and would count as the lesser value.
            is_one = (plain[name] == levels[-1]).astype(float)
            coded[name] = is_one.where(plain[name].isin(levels))
        for name, categories in self.categories.items():
            if name in coded:
                coded[name] = pd.Categorical(plain[name], categories=categories)
        return coded


def _is_known(event: str | None, coded: pd.DataFrame) -> np.ndarray:
    if event is None:
        return np.ones(len(coded), dtype=bool)
    known: np.ndarray = coded[event].notna().to_numpy()
    return known


def _levels(
    formula: str, plain: pd.DataFrame, family: Family, ended: Ended
) -> dict[str, list[Any]]:
    """The columns that are coded as 0 and 1."""
    if family.has_two_values:
        name = column_named(formula.partition("~")[0], plain)
        return {} if name is None else {name: _two_values(plain[name], family)}
    if family.has_event:
        name = _event_named(ended.column, plain)
        return {name: _ends(plain[name], family, ended)}
    return {}


def _event_named(event: str | None, plain: pd.DataFrame) -> str:
    if isinstance(event, str) and event in plain.columns:
        return event
    raise InputError(
        "model='cox' explains times, and {parameter}={value!r} names no column that "
        "says whether each ended in an event",
        parameter="event",
        value=event,
        remedies=["pass event='died', say, by the name of a column"],
    )


def _ends(column: pd.Series, family: Family, ended: Ended) -> list[Any]:
    """The values of a column of ends, the event behind those that are censored."""
    levels = sorted(column.dropna().unique().tolist())
    # Nobody may have been censored.
    if levels in ([1], [True]):
        return [0, 1]
    if ended.level is None and not 2 < len(levels) <= MOST_ENDS:
        levels = _two_values(column, family)
    return with_event_last(levels, ended)


def _two_values(column: pd.Series, family: Family) -> list[Any]:
    levels = sorted(column.dropna().unique().tolist())
    if len(levels) != 2:
        means = "explains" if family.has_two_values else "reads as events"
        raise InputError(
            "{parameter}={value!r} {means} two values, and {column!r} has {n}",
            parameter="model",
            value=family.name,
            means=means,
            column=column.name,
            n=len(levels),
        )
    return levels


def _laid_out(formula: str, coded: pd.DataFrame) -> tuple[Any, ...]:
    from patsy import EvalEnvironment, dmatrices

    # The names of this module are none of the formula's.
    known = EvalEnvironment([{"np": np, "pd": pd}])
    try:
        # What is infinite is refused, with the rows counted.
        with np.errstate(all="ignore"):
            left, right = dmatrices(formula, coded, known)
    except Exception as error:
        raise cannot_be_fitted(formula, error) from error
    return left.design_info, right.design_info


def _filled(
    formula: str, layout: tuple[Any, ...], coded: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    from patsy import build_design_matrices

    try:
        with np.errstate(all="ignore"):
            y, terms = build_design_matrices(
                list(layout), coded, NA_action="drop", return_type="dataframe"
            )
    except Exception as error:
        if "expected levels" in str(error):
            raise _other_levels(formula, error) from error
        raise cannot_be_fitted(formula, error) from error
    return y, terms


def _other_levels(formula: str, error: Exception) -> InputError:
    """Levels may have been merged before rows were made."""
    return InputError(
        "the model {formula!r} cannot be fitted: a table has levels that real rows do "
        "not ({reason})",
        formula=formula,
        reason=" ".join(str(error).split())[:200],
        remedies=["merge the same levels in the real table first"],
    )


def cannot_be_fitted(formula: str, error: Exception) -> InputError:
    """Say why a model cannot be fitted, in the words of what was asked to fit it.

    Parameters
    ----------
    formula : str
        The formula.
    error : Exception
        What patsy or statsmodels raised: they have no class in common.

    Returns
    -------
    InputError
        To be raised.
    """
    return InputError(
        "the model {formula!r} cannot be fitted: {reason}",
        formula=formula,
        reason=" ".join(str(error).split())[:300] or type(error).__name__,
        remedies=["name columns of the table, and use Q('…') for names with blanks"],
    )


def _no_rows(formula: str) -> InputError:
    return InputError(
        "the model {formula!r} cannot be fitted: every row lacks something that it "
        "names",
        formula=formula,
        remedies=["leave out columns that are mostly missing"],
    )


def _check_finite(formula: str, y: pd.DataFrame, terms: pd.DataFrame) -> None:
    """Refuse what no model can be fitted to, and would else be left out of it."""
    for name, column in (*y.items(), *terms.items()):
        n_rows = int(np.isinf(column.to_numpy(float)).sum())
        if n_rows:
            raise InputError(
                "the model {formula!r} cannot be fitted: {term!r} is infinite in {n} "
                "rows of a table, such as the logarithm of 0",
                formula=formula,
                term=str(name),
                n=n_rows,
                remedies=[
                    "write np.log1p(…) for np.log(…), or explain by the column itself"
                ],
            )


def _many_values(formula: str, n: int) -> InputError:
    return InputError(
        "the model {formula!r} cannot be fitted: its left side makes {n} columns, and "
        "one is explained",
        formula=formula,
        n=n,
        remedies=["explain a column of numbers, or of two values"],
    )
