"""Measures of cells: against their definitions, and against what chance gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.evaluation.fidelity.cell_measures import (
    cells_of_persons,
    measure_cells,
)

COUNTS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=9
).filter(lambda pairs: sum(o for o, _ in pairs) and sum(s for _, s in pairs))


def test_a_small_table_by_hand():
    """Shares .5, .3, .2 and .4, .4, .2 of 100 rows each."""
    found = measure_cells(np.array([50, 30, 20]), np.array([40, 40, 20]))
    vw = 100 / 45 + 100 / 35
    assert found.vw == pytest.approx(vw)
    assert found.pmse == pytest.approx(vw / 8 / 200)
    assert found.s_pmse == pytest.approx(vw / 2)
    assert found.pmse_ratio == pytest.approx(vw / 4)
    roots = np.sqrt([50, 40, 30])
    assert found.ft == pytest.approx(4 * (np.diff(roots) ** 2).sum())
    assert found.mabsdd == pytest.approx(0.2)
    assert found.specks == pytest.approx(0.1)
    assert found.po50 == pytest.approx(5)
    assert found.df == 2
    bhattacharyya = np.sqrt(0.5 * 0.4) + np.sqrt(0.3 * 0.4) + 0.2
    assert found.dbhatt == pytest.approx(np.sqrt(1 - bhattacharyya))


@given(COUNTS)
def test_every_measure_is_that_of_the_rows(pairs):
    """By propensities, row by row, as they are defined."""
    o, s = np.array(pairs).T
    found = measure_cells(o, s)
    used = o + s > 0
    o, s = o[used], s[used]
    n_real, n_synthetic = o.sum(), s.sum()
    n = n_real + n_synthetic
    c, k = n_synthetic / n, len(o)
    p = s / (o + s)
    pmse = ((o + s) * (p - c) ** 2).sum() / n
    assert found.pmse == pytest.approx(pmse)
    assert found.pmse == pytest.approx(found.vw * c * (1 - c) ** 2 / n)
    if k > 1:
        assert found.s_pmse == pytest.approx(pmse / ((k - 1) * (1 - c) ** 2 * c / n))
        assert found.pmse_ratio == pytest.approx(found.s_pmse * (1 - c))
    order = np.argsort(p, kind="stable")
    ends = np.append(np.diff(p[order]) > 0, True)
    gap = np.cumsum(o[order]) / n_real - np.cumsum(s[order]) / n_synthetic
    assert found.specks == pytest.approx(np.abs(gap[ends]).max())
    assert found.mabsdd == pytest.approx(2 * found.specks)
    assert found.ft == pytest.approx(
        4 * ((np.sqrt(s) - np.sqrt(o * c / (1 - c))) ** 2).sum()
    )
    assert 0 <= found.jsd <= 1 + 1e-9


def test_equal_tables_of_other_sizes_are_the_same():
    found = measure_cells(np.array([5, 10, 0]), np.array([10, 20, 0]))
    assert found.df == 1
    np.testing.assert_allclose(found[:10], 0, atol=1e-12)


def test_tables_that_share_no_cell_are_as_far_apart_as_can_be():
    found = measure_cells(np.array([9, 0]), np.array([0, 9]))
    assert found.pmse == pytest.approx(0.25)
    assert (found.specks, found.jsd, found.po50, found.dbhatt) == (1, 1, 50, 1)


def test_one_cell_cannot_be_standardised():
    found = measure_cells(np.array([7]), np.array([3]))
    assert np.isnan([found.s_pmse, found.pmse_ratio]).all()
    assert found.pmse == 0


@pytest.mark.parametrize("n_synthetic", [300, 1200])
def test_in_the_mean_it_is_one_by_chance(n_synthetic):
    """Two samples of one population, and a correct synthesizer."""
    rng = np.random.default_rng(0)
    shares = rng.dirichlet(np.full(6, 3.0))
    ratios, standardised = [], []
    for _ in range(600):
        real = rng.multinomial(300, shares)
        other = rng.multinomial(n_synthetic, shares)
        drawn = rng.multinomial(n_synthetic, real / 300)
        ratios.append(measure_cells(real, other).pmse_ratio)
        standardised.append(measure_cells(real, drawn).s_pmse)
    # Standard error: sqrt(2 / 5 / 600) = 0.026.
    assert np.mean(ratios) == pytest.approx(1, abs=0.08)
    assert np.mean(standardised) == pytest.approx(1, abs=0.08)


def test_a_correct_synthesis_is_where_its_authors_found_it():
    """Of two variables, 14 cells and 5,000 rows they print 1.01, 1.01 and 1.04.

    Raab, Nowok and Dibben (2021), table "average standardised utility measures".
    """
    rng = np.random.default_rng(0)
    real = rng.multinomial(5000, rng.dirichlet(np.full(14, 3.0)))
    found = [
        measure_cells(real, rng.multinomial(5000, real / 5000)) for _ in range(400)
    ]
    standardised = [
        (one.s_pmse, one.ft / one.df, one.wmabsdd / one.df) for one in found
    ]
    printed = [1.01, 1.01, 1.04]
    np.testing.assert_allclose(np.mean(standardised, axis=0), printed, atol=0.04)


def test_rows_of_one_person_count_as_one():
    rng = np.random.default_rng(0)
    n_rows, ratios = 4, []
    for _ in range(300):
        sides = [np.repeat(rng.integers(0, 5, size=n), n_rows) for n in (80, 120)]
        cells = np.concatenate(sides)
        persons = np.repeat(np.arange(200), n_rows)
        is_synthetic = persons >= 80
        spread = cells_of_persons(cells, persons, is_synthetic)
        counts = [np.bincount(side, minlength=5) for side in sides]
        ratios.append(measure_cells(*counts, spread).pmse_ratio)
    assert np.mean(ratios) == pytest.approx(1, abs=0.12)


def test_where_everybody_has_one_row_persons_change_little():
    rng = np.random.default_rng(0)
    cells = rng.integers(0, 6, size=3000)
    spread = cells_of_persons(cells, np.arange(3000), np.arange(3000) >= 1200)
    assert spread == pytest.approx(5, rel=0.05)
