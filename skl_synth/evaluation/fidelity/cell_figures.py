"""Pairs of columns as tables of cells: how far they are from what chance gives."""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.fidelity.few_levels import with_few_levels
from skl_synth.evaluation.fidelity.table_cells import CellGroups
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import NAN
from skl_synth.evaluation.registry import HELD_OUT, LOWER, Measure, register
from skl_synth.evaluation.table_data import AuditTables, TableData


@register(
    "fidelity",
    4,
    Measure(
        "pair_pmse_ratio",
        LOWER,
        "Propensity score mean squared error of the cross table of two columns, "
        "numbers in fifths, over that of two samples of one population; of the table, "
        "the mean over all pairs.",
        label="cross tables over chance, mean (best 1)",
        ceiling=HELD_OUT,
        scopes=("table", "pair"),
    ),
    Measure(
        "worst_pair_pmse_ratio",
        LOWER,
        "The same of the pair of columns that differs most.",
        label="  that of the worst pair",
        ceiling=HELD_OUT,
    ),
)
def compare_cross_tables(tables: AuditTables) -> FigureList:
    """Compare the cross tables of all pairs of columns.

    Parameters
    ----------
    tables : AuditTables
        The tables, with the target as a column.

    Returns
    -------
    FigureList
        ``pair_pmse_ratio`` per pair and for the table, and ``worst_pair_pmse_ratio``;
        none where fewer than two columns vary.

    References
    ----------
    .. [1] G. M. Raab, B. Nowok, C. Dibben, "Assessing, visualizing and improving the
       utility of synthetic data", arXiv:2109.12717, 2021.
    """
    figures = FigureList()
    few = with_few_levels(tables)
    groups = CellGroups(few.varying, few.real)
    found = _ratios(groups, few.real, few.synthetic)
    if not found:
        return figures
    ceilings = dict.fromkeys(found, NAN)
    if few.holdout is not None:
        ceilings = _ratios(groups, few.real, few.holdout)
    for names, value in found.items():
        figures.add(
            "pair_pmse_ratio",
            value,
            scope="pair",
            subject=" × ".join(names),
            ceiling=ceilings[names],
        )
    _add_summary(figures, list(found.values()), list(ceilings.values()))
    return figures


def _ratios(
    groups: CellGroups, real: TableData, other: TableData
) -> dict[tuple[str, ...], float]:
    return {
        table.names: table.measures.pmse_ratio for table in groups.cross(real, other, 2)
    }


def _add_summary(
    figures: FigureList, values: list[float], ceilings: list[float]
) -> None:
    """Mean and worst of the pairs that could be measured."""
    for name, sum_up in (
        ("pair_pmse_ratio", np.mean),
        ("worst_pair_pmse_ratio", np.max),
    ):
        value, ceiling = (
            float(sum_up(known)) if len(known) else NAN
            for known in (_known(values), _known(ceilings))
        )
        figures.add(name, value, ceiling=ceiling)


def _known(values: list[float]) -> np.ndarray:
    found = np.array(values, dtype=float)
    return found[~np.isnan(found)]
