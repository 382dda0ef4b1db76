"""How far the counts of two tables of cells differ: the measures of the field."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from skl_synth.evaluation.figures import NAN


class CellMeasures(NamedTuple):
    """What two lists of counts, cell by cell, come to.

    Parameters
    ----------
    pmse : float
        Mean squared error of the propensities, the synthetic share of each cell.
    s_pmse : float
        The same over what a correct synthesizer gives in the mean.
    pmse_ratio : float
        The same over what two samples of one population give in the mean.
    vw : float
        Voas and Williamson's sum of squares.
    ft : float
        Freeman and Tukey's.
    jsd : float
        Jensen–Shannon divergence, in bits.
    specks : float
        Kolmogorov–Smirnov distance of the propensities, which here is the total
        variation distance of the tables.
    mabsdd : float
        Sum of the absolute differences of shares.
    wmabsdd : float
        The same, each over what it is in the mean for a correct synthesizer.
    po50 : float
        Rows beyond half that are told apart by their cells, in per cent, where both
        tables weigh the same.
    dbhatt : float
        Bhattacharyya distance.
    df : float
        One less than the cells that hold a row of either table.
    """

    pmse: float
    s_pmse: float
    pmse_ratio: float
    vw: float
    ft: float
    jsd: float
    specks: float
    mabsdd: float
    wmabsdd: float
    po50: float
    dbhatt: float
    df: int


def measure_cells(
    real: np.ndarray, synthetic: np.ndarray, spread: float | None = None
) -> CellMeasures:
    """Compare counts by every measure.

    Parameters
    ----------
    real, synthetic : ndarray of shape (n_cells,)
        Rows of either table in each cell.
    spread : float or None, default=None
        What stands in for the degrees of freedom where rows are not independent of one
        another, see `cells_of_persons`; None for as many as there are.

    Returns
    -------
    CellMeasures
        The measures; standardised ones are NaN where there is one cell only.

    Notes
    -----
    As defined in the appendix of [1]_, for tables of any sizes. Left out are G, which
    passes over the cells that one of the tables leaves empty, and U.

    References
    ----------
    .. [1] G. M. Raab, B. Nowok, C. Dibben, "Assessing, visualizing and improving the
       utility of synthetic data", arXiv:2109.12717, 2021.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.evaluation.fidelity.cell_measures import measure_cells
    >>> found = measure_cells(np.array([50, 50]), np.array([60, 40]))
    >>> round(found.pmse, 6), round(found.s_pmse, 2), round(found.specks, 2)
    (0.002525, 4.04, 0.1)
    """
    used = (real + synthetic) > 0
    o, s = real[used].astype(float), synthetic[used].astype(float)
    n_real, n_synthetic, n = o.sum(), s.sum(), o.sum() + s.sum()
    c, df = float(n_synthetic / n), len(o) - 1
    gap = s - o * (n_synthetic / n_real)
    vw = float((gap**2 / (c * (o + s))).sum())
    pmse = vw * c * (1 - c) ** 2 / float(n)
    expected = (df if spread is None else spread) * c * (1 - c) / float(n)
    ratio = pmse / expected if df else NAN
    p, q = o / n_real, s / n_synthetic
    distance = float(np.abs(p - q).sum())
    of_chance = np.sqrt(2 * c * (o + s) / np.pi)
    return CellMeasures(
        pmse=pmse,
        s_pmse=ratio / (1 - c),
        pmse_ratio=ratio,
        vw=vw,
        ft=4 * float(((np.sqrt(s) - np.sqrt(o * n_synthetic / n_real)) ** 2).sum()),
        jsd=(_bits(p, (p + q) / 2) + _bits(q, (p + q) / 2)) / 2,
        specks=distance / 2,
        mabsdd=distance,
        wmabsdd=float((np.abs(gap) / of_chance).sum()),
        po50=25 * distance,
        dbhatt=float(np.sqrt(max(1 - np.sqrt(p * q).sum(), 0.0))),
        df=df,
    )


def _bits(p: np.ndarray, q: np.ndarray) -> float:
    """Kullback–Leibler divergence; what never occurs adds nothing."""
    here = p > 0
    return float((p[here] * np.log2(p[here] / q[here])).sum())


def cells_of_persons(
    cells: np.ndarray, persons: np.ndarray, is_synthetic: np.ndarray
) -> float:
    """Say what the degrees of freedom come to where rows belong to persons.

    Parameters
    ----------
    cells : ndarray of int, shape (n_rows,)
        The cell of each row of both tables.
    persons : ndarray of int, shape (n_rows,)
        Whom it belongs to; nobody has rows in both tables.
    is_synthetic : ndarray of bool, shape (n_rows,)
        Which table it is of.

    Returns
    -------
    float
        As many as there are, where everybody has one row; more where the rows of a
        person are alike, since few people then differ by more than many would.
    """
    c = float(is_synthetic.mean())
    size = int(cells.max()) + 1
    total = np.bincount(cells, minlength=size)
    spread = 0.0
    for side, weight in ((is_synthetic, (1 - c) ** 2), (~is_synthetic, c**2)):
        spread += weight * _between(cells[side], persons[side], total)
    return spread / (c * (1 - c))


def _between(cells: np.ndarray, persons: np.ndarray, total: np.ndarray) -> float:
    """Sum over cells, each over its rows: variance of the counts of persons."""
    whose = np.unique(persons, return_inverse=True)[1].ravel()
    rows_of = np.bincount(whose)
    share = np.bincount(cells, minlength=len(total)) / len(cells)
    pairs, counts = np.unique(whose * len(total) + cells, return_counts=True)
    who, cell = pairs // len(total), pairs % len(total)
    # A person of r rows is expected to have r times the share of each cell there.
    weight = 1 / np.maximum(total, 1)
    within = (
        weight[cell] * (counts**2 - 2 * counts * rows_of[who] * share[cell])
    ).sum()
    expected = (rows_of**2).sum() * (weight * share**2).sum()
    people = len(rows_of)
    return float((within + expected) * people / max(people - 1, 1))
