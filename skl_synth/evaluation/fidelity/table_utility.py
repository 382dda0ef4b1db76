"""utility_tables: which columns, and pairs of them, a synthesizer has not kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.evaluation.audit_report import wrapped
from skl_synth.evaluation.fidelity.cell_measures import CellMeasures
from skl_synth.evaluation.fidelity.few_levels import MOST_LEVELS
from skl_synth.evaluation.fidelity.several_tables import SeveralTables, check_whole
from skl_synth.evaluation.fidelity.table_cells import N_GROUPS, CellGroups
from skl_synth.evaluation.privacy.check_options import check_names
from skl_synth.evaluation.table_data import Attribute, AuditTables

MOST_TABLES = 20_000
"""More are refused: they take minutes, and nobody reads them."""

MOST_ORDER = 3
"""Cells of more columns hold a row each."""

N_WORST = 5


@dataclass(frozen=True, eq=False, repr=False)
class UtilityTables:
    """What `utility_tables` found.

    Parameters
    ----------
    tables : DataFrame
        One line for each combination of columns, see `frame`.
    n_syntheses : int, default=1
        Over how many synthetic tables the measures are means.

    See Also
    --------
    utility_tables : Makes it.
    UtilityTablesDisplay : Draws it.
    """

    tables: pd.DataFrame
    n_syntheses: int = 1

    def frame(self) -> pd.DataFrame:
        """Return one line for each combination of columns.

        Returns
        -------
        DataFrame
            The columns that were crossed (column_1 and so on), and the measures of
            their cells: pmse, s_pmse, pmse_ratio, vw, ft, jsd, specks, mabsdd, wmabsdd,
            po50, dbhatt and df.
        """
        return self.tables.copy()

    def worst(self, n: int = N_WORST, *, by: str = "s_pmse") -> pd.DataFrame:
        """Return the combinations that differ most.

        Parameters
        ----------
        n : int, default=5
            How many.
        by : str, default="s_pmse"
            The measure.

        Returns
        -------
        DataFrame
            As `frame`, the worst first.

        Raises
        ------
        ValueError
            If there is no such measure.
        """
        check_measure(by)
        order = self.tables[by].sort_values(ascending=False, kind="stable").index
        return self.tables.loc[order].head(n).reset_index(drop=True)

    def __str__(self) -> str:
        known = self.tables["s_pmse"].dropna()
        if not len(known):
            return "No cells that could differ."
        names = [one for one in self.tables if str(one).startswith("column_")]
        lines = wrapped(
            f"S_pMSE of {_counted(len(known), 'table')} of "
            f"{_counted(len(names), 'column')}: median "
            f"{known.median():.2f}, highest {known.max():.2f} (1: a correct "
            "synthesizer; acceptable below 10, better 3). The highest:"
        )
        shown = self.worst()[[*names, "s_pmse", "pmse_ratio", "specks", "df"]]
        return "\n".join([*lines, shown.round(3).to_string(index=False)])

    __repr__ = __str__


def _counted(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def utility_tables(
    X_real: Any,
    y_real: Any,
    X_synthetic: Any,
    y_synthetic: Any = None,
    *,
    order: int = 2,
    columns: Sequence[Any] | None = None,
    n_groups: int = N_GROUPS,
    max_levels: int = MOST_LEVELS,
    groups_real: Any = None,
    groups_synthetic: Any = None,
    encoder: Any = None,
    column_kinds: Any = "infer",
) -> UtilityTables:
    """Compare the cells of all tables of one, two or three columns.

    Parameters
    ----------
    X_real, y_real : table and target
        The real rows. The target may be None; else it is one more column.
    X_synthetic, y_synthetic : same containers
        The synthetic rows, as many as there are; of several synthetic tables a list of
        each, or what `synthesize_many` returns alone. Measures are means over these.
    order : int, default=2
        How many columns are crossed: 1, 2 or 3.
    columns : sequence or None, default=None
        The columns, by name; None for all.
    n_groups : int, default=5
        Groups of a number, which hold as many real rows each. Missing numbers are one
        more.
    max_levels : int, default=20
        Levels that are kept of a column; rarer ones are one.
    groups_real, groups_synthetic : array-like, default=None
        Which person each row belongs to: what rows of one person have in common is then
        counted once.
    encoder, column_kinds : object
        As in `fidelity_report`.

    Returns
    -------
    UtilityTables
        A line for each combination of columns, of measures of its cells.

    Raises
    ------
    ValueError
        If the tables differ in their columns, a column cannot be read or is unknown, a
        parameter is none of those above, or there are more than 20,000 combinations.

    See Also
    --------
    pmse : One figure for all columns.
    UtilityTablesDisplay : Draws the measures of all pairs.

    Notes
    -----
    ``s_pmse`` is 1 in the mean for a correct synthesizer, which draws its rows from the
    right model, fitted to the real rows; ``pmse_ratio`` is 1 for other people of the
    same population. ``vw``, ``ft`` and ``wmabsdd`` are ``df`` in the mean for a correct
    synthesizer. ``specks``, half of ``mabsdd``, is the total variation distance.

    References
    ----------
    .. [1] G. M. Raab, B. Nowok, C. Dibben, "Assessing, visualizing and improving the
       utility of synthetic data", arXiv:2109.12717, 2021.
    .. [2] D. Voas, P. Williamson, "Evaluating goodness-of-fit measures for synthetic
       microdata", Geographical and Environmental Modelling 5, 177-200, 2001.

    Examples
    --------
    >>> from skl_synth import TypeAwareCART, utility_tables
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("iris", return_X_y=True)
    >>> cart = TypeAwareCART(mode="replace", random_state=0)
    >>> found = utility_tables(X, y, *cart.fit_resample(X, y))
    >>> found.frame().columns.tolist()[:4]
    ['column_1', 'column_2', 'pmse', 's_pmse']
    >>> len(found.frame()), len(found.worst(3))
    (10, 3)
    """
    check_whole("order", order, 1)
    check_whole("n_groups", n_groups, 2)
    check_whole("max_levels", max_levels, 1)
    tables = SeveralTables(
        (X_real, y_real, groups_real),
        (X_synthetic, y_synthetic, groups_synthetic),
        encoder=encoder,
        column_kinds=column_kinds,
        most_levels=max_levels,
    )
    with threadpool_limits(1):
        compared = tables.beside_real()
        chosen = _chosen(compared[0], columns)
        _check_order(order, len(chosen))
        found = [_crossed(one, chosen, order, n_groups) for one in compared]
    return UtilityTables(_means(found), len(found))


def check_measure(name: str, parameter: str = "by") -> None:
    """Refuse a measure that there is not.

    Parameters
    ----------
    name : str
        Its name.
    parameter : str, default="by"
        What the user passed it as.

    Raises
    ------
    InputError
        If there is none.
    """
    if name not in CellMeasures._fields:
        raise InputError(
            "{parameter}={value!r} must be one of {known}",
            parameter=parameter,
            value=name,
            known=", ".join(CellMeasures._fields),
        )


def _chosen(tables: AuditTables, columns: Sequence[Any] | None) -> list[str]:
    if columns is None:
        return [one.name for one in tables.attributes]
    check_names(columns, "columns")
    names = [str(name) for name in columns]
    if not names:
        raise InputError(
            "{parameter} names none, and nothing would be compared",
            parameter="columns",
            remedies=["leave it out, for all columns"],
        )
    return [one.name for one in tables.named(list(dict.fromkeys(names)), "columns")]


def _check_order(order: int, n_columns: int) -> None:
    """Refuse tables of more columns than there are, or than can be read."""
    most = min(MOST_ORDER, n_columns)
    if order > most:
        raise InputError(
            "{parameter}={value!r} crosses more than {most} of {n_columns} columns",
            parameter="order",
            value=order,
            most=most,
            n_columns=n_columns,
            remedies=[Remedy("use {setting}", Setting("order", most))],
        )
    if comb(n_columns, order) > MOST_TABLES:
        raise InputError(
            "{parameter}={value!r} makes {n} tables of {n_columns} columns, more than "
            "{most}",
            parameter="order",
            value=order,
            n=comb(n_columns, order),
            n_columns=n_columns,
            most=MOST_TABLES,
            remedies=[
                Remedy("use {setting}", Setting("order", order - 1)),
                "name fewer columns",
            ],
        )


def _crossed(
    tables: AuditTables, chosen: list[str], order: int, n_groups: int
) -> pd.DataFrame:
    known = {one.name: one for one in tables.attributes}
    attributes: list[Attribute] = [known[name] for name in chosen]
    groups = CellGroups(attributes, tables.real, n_groups)
    names = [f"column_{place + 1}" for place in range(order)]
    lines = [
        dict(zip(names, one.names, strict=True)) | one.measures._asdict()
        for one in groups.cross(tables.real, tables.synthetic, order)
    ]
    return pd.DataFrame(lines, columns=[*names, *CellMeasures._fields])


def _means(found: list[pd.DataFrame]) -> pd.DataFrame:
    """Mean of the measures over synthetic tables, line by line."""
    if len(found) == 1:
        return found[0]
    measures = np.mean(
        [one[[*CellMeasures._fields]].to_numpy() for one in found], axis=0
    )
    return found[0].assign(**dict(zip(CellMeasures._fields, measures.T, strict=True)))
