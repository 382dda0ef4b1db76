"""The propensity score figures of an audit: by logistic regression and by a tree."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.fidelity.cart_propensity import PropensityTree
from skl_synth.evaluation.fidelity.few_levels import MOST_LEVELS, with_few_levels
from skl_synth.evaluation.fidelity.logit_propensity import PropensityLogit
from skl_synth.evaluation.fidelity.propensity import Propensity
from skl_synth.evaluation.fidelity.propensity_terms import MOST_TERMS, Terms
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import NAN
from skl_synth.evaluation.people import people_of
from skl_synth.evaluation.registry import HELD_OUT, LOWER, Measure, register
from skl_synth.evaluation.table_data import AuditTables, TableData

MOST_ROWS = 1000
"""Of each table, from which trees are grown: an audit grows several in each fold."""

N_PERMUTATIONS = 3
"""The error of a tree of many leaves is a mean over them, and varies little."""


@register(
    "fidelity",
    1,
    Measure(
        "pmse_ratio",
        LOWER,
        "Propensity score mean squared error (pMSE) of a logistic regression, over "
        "that of two samples of one population; 1 is best.",
        label="propensity error over chance (best 1)",
        ceiling=HELD_OUT,
    ),
    Measure(
        "cart_pmse_ratio",
        LOWER,
        "The same of a classification tree (CART), of no more than 1,000 rows of each "
        "table; what two samples of one population give is found by permutation.",
        label="  the same by a tree (CART)",
        ceiling=HELD_OUT,
    ),
    Measure(
        "pmse",
        LOWER,
        "Propensity score mean squared error of the logistic regression itself: 0 "
        "where it cannot tell the tables apart, and c (1 - c) at most, for a share c "
        "of synthetic rows.",
        ceiling=HELD_OUT,
    ),
    Measure(
        "s_pmse",
        LOWER,
        "The same error over that of a correct synthesizer, of which the synthetic "
        "rows alone are drawn by chance (S_pMSE of synthpop); 1 is best, below 10, or "
        "better 3, is called acceptable there.",
        ceiling=HELD_OUT,
    ),
    Measure(
        "pmse_standardised",
        LOWER,
        "Standard deviations by which the error lies above that of two samples of one "
        "population; 0 is best.",
        ceiling=HELD_OUT,
    ),
)
def compare_propensities(tables: AuditTables, rng: np.random.RandomState) -> FigureList:
    """Measure how well a model tells which table a row is of.

    Parameters
    ----------
    tables : AuditTables
        The tables, with the target as a column.
    rng : RandomState
        Source of the rows that trees are grown from, and of permutations.

    Returns
    -------
    FigureList
        ``pmse_ratio``, ``cart_pmse_ratio``, ``pmse``, ``s_pmse`` and
        ``pmse_standardised``; none where no column varies, and those of the regression
        only where terms are no more than half of the rows.

    References
    ----------
    .. [1] J. Snoke, G. M. Raab, B. Nowok, C. Dibben, A. Slavkovic, "General and
       specific utility measures for synthetic data", Journal of the Royal Statistical
       Society A 181, 663-688, 2018.
    """
    figures = FigureList()
    few = with_few_levels(tables)
    if not few.varying:
        return figures
    found = _by_regression(tables)
    for metric, values in (
        ("pmse_ratio", [one.ratio for one in found]),
        ("cart_pmse_ratio", _by_trees(few, rng)),
        ("pmse", [one.pmse for one in found]),
        ("s_pmse", [one.s_pmse for one in found]),
        ("pmse_standardised", [one.standardised for one in found]),
    ):
        if values:
            ceiling = values[1] if len(values) > 1 else NAN
            figures.add(metric, values[0], ceiling=ceiling)
    return figures


def _by_regression(tables: AuditTables) -> list[Propensity]:
    """Of the synthetic rows and of the hold-out; nothing where columns are too many.

    Of half as many terms as rows any two tables are told apart.
    """
    n_columns = max(len(tables.attributes), 1)
    most = min(MOST_LEVELS, MOST_TERMS // n_columns - 1)
    if most < 1:
        return []
    few = with_few_levels(tables, most)
    terms = Terms(few)
    n_rows = len(few.real) + min(len(data) for data in few.parts[1:])
    if 2 * terms.n_terms > n_rows:
        return []
    models = [PropensityLogit(terms, few.real, other) for other in few.parts[1:]]
    return [model.propensity() for model in models]


def _by_trees(tables: AuditTables, rng: np.random.RandomState) -> list[float]:
    """The ratio of a tree, of the synthetic rows and of the hold-out.

    All are cut to one number of rows: chance is then the same for both.
    """
    n = min(MOST_ROWS, *(len(data) for data in tables.parts))
    parts = [_some_rows(data, n, rng) for data in tables.parts]
    trees = [PropensityTree(tables.varying, parts[0], other) for other in parts[1:]]
    by_chance = trees[0].by_chance(N_PERMUTATIONS, rng)
    return [tree.propensity(rng).beside(by_chance).ratio for tree in trees]


def _some_rows(data: TableData, n: int, rng: np.random.RandomState) -> TableData:
    """Draw so many rows; of persons with several, persons until there are as many."""
    if data.persons is None or data.n_people == len(data):
        return data.take(np.sort(rng.permutation(len(data))[:n]))
    people = people_of(data.persons)
    order = rng.permutation(len(people))
    return data.take(people.rows_of(order)[:n])
