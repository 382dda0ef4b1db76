"""pmse: how well a model tells a synthetic table from the real one, beside chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state
from threadpoolctl import threadpool_limits

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.evaluation.audit_report import wrapped
from skl_synth.evaluation.fidelity.cart_propensity import PropensityTree
from skl_synth.evaluation.fidelity.logit_propensity import PropensityLogit
from skl_synth.evaluation.fidelity.propensity import Propensity
from skl_synth.evaluation.fidelity.propensity_terms import Terms
from skl_synth.evaluation.fidelity.several_tables import (
    SeveralTables,
    check_choice,
    check_whole,
)
from skl_synth.evaluation.figure_text import percent
from skl_synth.evaluation.table_data import AuditTables

METHODS = ("cart", "logit")
NULLS = ("auto", "formula", "permutation", "pairs")

MODEL_IN_WORDS = {"cart": "a tree (CART)", "logit": "a logistic regression"}

ACCEPTABLE = 10
"""S_pMSE below which Raab, Nowok and Dibben call the utility acceptable."""


@dataclass(frozen=True, eq=False, repr=False)
class PropensityUtility:
    """What `pmse` found.

    Parameters
    ----------
    figures : DataFrame
        One line for each synthetic table, see `frame`.
    method : {"cart", "logit"}
        The model.
    null : {"formula", "permutation", "pairs"}
        How it was found what two samples of one population give.

    See Also
    --------
    pmse : Makes it.
    """

    figures: pd.DataFrame
    method: str
    null: str

    @property
    def pmse(self) -> float:
        """The error, mean over the synthetic tables."""
        return float(self.figures["pmse"].mean())

    @property
    def pmse_ratio(self) -> float:
        """The error over that of two samples of one population, mean over the tables.

        1 where the synthetic rows are as good as further people.
        """
        return float(self.figures["pmse_ratio"].mean())

    @property
    def s_pmse(self) -> float:
        """The error over that of a correct synthesizer, mean over the tables.

        1 where the synthetic rows are drawn from the right model, fitted to the real
        ones.
        """
        return float(self.figures["s_pmse"].mean())

    def frame(self) -> pd.DataFrame:
        """Return one line for each synthetic table.

        Returns
        -------
        DataFrame
            Columns pmse; expected, what two samples of one population give; pmse_ratio,
            the one over the other; s_pmse, the same over what a correct synthesizer
            gives; pmse_standardised, standard deviations above expected; n_terms,
            terms of the model or leaves less one; certain, share of rows of which the
            model is certain; n_real and n_synthetic.
        """
        return self.figures.copy()

    def __str__(self) -> str:
        model, n = MODEL_IN_WORDS[self.method], len(self.figures)
        tables = "the synthetic table" if n == 1 else f"each of {n} synthetic tables"
        if np.isnan(self.pmse):
            return "No column that could differ."
        if np.isnan(self.pmse_ratio):
            return "Too few rows: by chance the model finds nothing at all."
        lines = wrapped(
            f"Told from the real one by {model}, {tables} has a propensity error "
            f"(pMSE) of {self.pmse:.4f}: {self.pmse_ratio:.2f} times that of two "
            f"samples of one population, {self.s_pmse:.2f} times that of a correct "
            f"synthesizer (S_pMSE; acceptable below {ACCEPTABLE}, better 3)."
        )
        certain = float(self.figures["certain"].mean())
        if self.method == "logit" and certain > 0:
            lines += wrapped(
                f"Of {percent(certain)} of all rows the model is certain: something "
                "occurs in one of the tables alone, and coefficients have no end."
            )
        return "\n".join(lines)

    __repr__ = __str__


def pmse(
    X_real: Any,
    y_real: Any,
    X_synthetic: Any,
    y_synthetic: Any = None,
    *,
    method: str = "cart",
    max_order: int = 1,
    null: str = "auto",
    n_permutations: int = 20,
    min_leaf: int | None = None,
    groups_real: Any = None,
    groups_synthetic: Any = None,
    encoder: Any = None,
    column_kinds: Any = "infer",
    random_state: Any = None,
) -> PropensityUtility:
    """Measure how well a model tells synthetic rows from real ones.

    Parameters
    ----------
    X_real, y_real : table and target
        The real rows. The target may be None; else it is one more column.
    X_synthetic, y_synthetic : same containers
        The synthetic rows, as many as there are; of several synthetic tables a list of
        each, or what `synthesize_many` returns alone.
    method : {"cart", "logit"}, default="cart"
        The model: a classification tree, which finds interactions by itself, or a
        logistic regression.
    max_order : int, default=1
        By "logit": 0 for main effects alone, 1 for products of two columns besides, 2
        of three.
    null : {"auto", "formula", "permutation", "pairs"}, default="auto"
        How it is found what chance gives: in closed form (by "logit" alone), by
        permuting which table a row is of, or from pairs of synthetic tables. By "auto"
        the first that there is.
    n_permutations : int, default=20
        How often.
    min_leaf : int or None, default=None
        By "cart": rows of a leaf, at least; None for the square root of their number.
    groups_real, groups_synthetic : array-like, default=None
        Which person each row belongs to. Persons are then permuted, and the closed form
        counts what rows of one person have in common once.
    encoder, column_kinds : object
        As in `fidelity_report`.
    random_state : int, RandomState instance or None, default=None
        Seed of permutations and trees.

    Returns
    -------
    PropensityUtility
        The error, its ratios to what chance gives, and how it was found.

    Raises
    ------
    ValueError
        If the tables differ in their columns, a column cannot be read, a parameter is
        none of those above, there are too many terms, or "pairs" finds one table only.

    See Also
    --------
    utility_tables : Which columns, and pairs of columns, differ.
    fidelity_report : The same figures among others, with those of held-out rows.

    Notes
    -----
    For a share c of synthetic rows among N, and k terms besides the intercept, two
    samples of one population give k c (1 - c) / N in the mean, and a correct
    synthesizer (1 - c) times that [1]_. Ratios grow with the number of rows, for tables
    that differ: compare those of tables of one size. Levels beyond the twenty commonest
    of a column are taken as one.

    References
    ----------
    .. [1] J. Snoke, G. M. Raab, B. Nowok, C. Dibben, A. Slavkovic, "General and
       specific utility measures for synthetic data", Journal of the Royal Statistical
       Society A 181, 663-688, 2018.
    .. [2] G. M. Raab, B. Nowok, C. Dibben, "Assessing, visualizing and improving the
       utility of synthetic data", arXiv:2109.12717, 2021.

    Examples
    --------
    >>> from skl_synth import TypeAwareCART, pmse
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(400, random_state=0, return_X_y=True)
    >>> X = X.drop(columns="patient_id")
    >>> cart = TypeAwareCART(mode="replace", random_state=0)
    >>> found = pmse(X, y, *cart.fit_resample(X, y), method="logit", max_order=0)
    >>> bool(0 < found.s_pmse < 3)
    True
    >>> found.frame().columns.tolist()[:4]
    ['pmse', 'expected', 'pmse_ratio', 's_pmse']
    """
    null = _checked(method, max_order, null, n_permutations, min_leaf)
    tables = SeveralTables(
        (X_real, y_real, groups_real),
        (X_synthetic, y_synthetic, groups_synthetic),
        encoder=encoder,
        column_kinds=column_kinds,
    )
    _check_pairs(null, len(tables))
    config = _Config(method, max_order, min_leaf)
    rng = check_random_state(random_state)
    with threadpool_limits(1):
        compared = tables.beside_real()
        models = [config.model(one) for one in compared]
        found = [_told(model, rng) for model in models]
        if null == "permutation":
            found = [
                one
                if model is None
                else one.beside(model.by_chance(n_permutations, rng))
                for one, model in zip(found, models, strict=True)
            ]
        if null == "pairs":
            pairs = [_told(config.model(pair), rng) for pair in tables.in_pairs()]
            found = [one.beside_pairs(pairs) for one in found]
    figures = map(_line, found, compared)
    return PropensityUtility(pd.DataFrame(list(figures)), method, null)


class _Config(NamedTuple):
    """Which model tells tables apart."""

    method: str
    max_order: int
    min_leaf: int | None

    def model(self, tables: AuditTables) -> PropensityLogit | PropensityTree | None:
        """Make the model of two tables; None where no column varies."""
        parts = tables.real, tables.synthetic
        if not tables.varying:
            return None
        if self.method == "logit":
            return PropensityLogit(Terms(tables, self.max_order), *parts)
        return PropensityTree(tables.varying, *parts, self.min_leaf)


def _told(
    model: PropensityLogit | PropensityTree | None, rng: np.random.RandomState
) -> Propensity:
    if model is None:
        return Propensity()
    return (
        model.propensity(rng)
        if isinstance(model, PropensityTree)
        else model.propensity()
    )


def _line(found: Propensity, tables: AuditTables) -> dict[str, Any]:
    return {
        "pmse": found.pmse,
        "expected": found.expected,
        "pmse_ratio": found.ratio,
        "s_pmse": found.s_pmse,
        "pmse_standardised": found.standardised,
        "n_terms": found.n_terms,
        "certain": found.certain,
        "n_real": len(tables.real),
        "n_synthetic": len(tables.synthetic),
    }


def _checked(
    method: str, max_order: Any, null: str, n_permutations: Any, min_leaf: Any
) -> str:
    """Refuse what makes no sense; say how chance is found."""
    check_choice("method", method, METHODS)
    check_choice("null", null, NULLS)
    check_whole("max_order", max_order, 0)
    check_whole("n_permutations", n_permutations, 2)
    if min_leaf is not None:
        check_whole("min_leaf", min_leaf, 1)
    if null == "auto":
        return "formula" if method == "logit" else "permutation"
    if null == "formula" and method == "cart":
        raise InputError(
            "{parameter}={value!r} is of a model whose terms are given, and a tree "
            "finds its own",
            parameter="null",
            value=null,
            remedies=[
                Remedy("use {setting}", Setting("null", "permutation")),
                Remedy("use {setting}", Setting("method", "logit")),
            ],
        )
    return null


def _check_pairs(null: str, n_tables: int) -> None:
    if null == "pairs" and n_tables < 2:
        raise InputError(
            "{parameter}={value!r} compares synthetic tables with one another, and "
            "there is one only",
            parameter="null",
            value=null,
            remedies=[
                Remedy("use {setting}", Setting("null", "permutation")),
                "pass several tables, as synthesize_many makes them",
            ],
        )
