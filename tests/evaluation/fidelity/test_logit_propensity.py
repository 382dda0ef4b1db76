"""Propensities by logistic regression: known shifts, and what chance gives."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from skl_synth.evaluation.fidelity.logit_propensity import PropensityLogit
from skl_synth.evaluation.fidelity.propensity_terms import Terms
from tests.audit_tables import audit_tables, rows


def propensity(real, other, max_order=0):
    tables = audit_tables(real, other)
    terms = Terms(tables, max_order)
    return PropensityLogit(terms, tables.real, tables.synthetic).propensity()


def people(rng, n, n_rows=1):
    """Rows of three numbers and one of four levels; those of a person are alike."""
    numbers = np.repeat(rng.normal(size=(n, 3)), n_rows, axis=0)
    numbers += rng.normal(scale=0.2, size=numbers.shape)
    codes = np.repeat(rng.integers(0, 4, size=n), n_rows)
    persons = np.repeat(np.arange(n), n_rows) if n_rows > 1 else None
    return rows(numbers, codes, persons=persons)


@pytest.mark.parametrize("sizes", [(300, 300), (200, 500)])
def test_two_samples_of_one_population_are_at_one_and_at_nought(sizes):
    rng = np.random.default_rng(0)
    found = [propensity(*(people(rng, n) for n in sizes)) for _ in range(150)]
    assert {one.n_terms for one in found} == {6}
    # Six terms: the standard error of the mean is sqrt(2 / 6 / 150) = 0.047.
    assert np.mean([one.ratio for one in found]) == pytest.approx(1, abs=0.15)
    z = [one.standardised for one in found]
    assert np.mean(z) == pytest.approx(0, abs=0.25)
    assert np.std(z) == pytest.approx(1, abs=0.35)
    c, n = sizes[1] / sum(sizes), sum(sizes)
    assert found[0].expected == pytest.approx(6 * c * (1 - c) / n)
    # Snoke and others 2018: (k - 1) (1 - c)^2 c / N, of k parameters.
    exact = found[0].pmse / (6 * (1 - c) ** 2 * c / n)
    assert found[0].s_pmse == pytest.approx(exact)


def test_rows_of_a_person_say_less_than_rows_of_people():
    rng = np.random.default_rng(0)
    found = [
        propensity(people(rng, 100, n_rows=4), people(rng, 70, n_rows=5))
        for _ in range(120)
    ]
    assert np.mean([one.ratio for one in found]) == pytest.approx(1, abs=0.2)
    by_rows = [
        one.pmse / (one.n_terms * one.share * (1 - one.share) / 750) for one in found
    ]
    assert np.mean(by_rows) > 3, "as if rows were people"


@pytest.mark.parametrize("shift", [0.3, 0.8])
def test_a_known_shift_has_the_error_that_theory_says(shift):
    rng = np.random.default_rng(0)
    real, other = rng.normal(size=(2, 20_000))
    found = propensity(rows(real), rows(other + shift))

    def error(x):
        one, two = norm.pdf(x), norm.pdf(x - shift)
        return (one + two) / 2 * (two / (one + two) - 0.5) ** 2

    assert found.pmse == pytest.approx(quad(error, -9, 10)[0], rel=0.06)


def test_only_interactions_see_a_lost_correlation():
    rng = np.random.default_rng(0)
    one, other, noise = rng.normal(size=(3, 2000))
    real = rows(np.column_stack([one, 0.7 * one + 0.7 * noise]))
    lost = rows(np.column_stack([other, rng.normal(size=2000)]))
    assert propensity(real, lost).ratio < 4
    assert propensity(real, lost, max_order=1).ratio > 30


def test_separated_tables_have_the_largest_error_and_are_said_to_be():
    rng = np.random.default_rng(0)
    found = propensity(rows(rng.normal(size=60)), rows(rng.normal(size=90) + 40))
    assert found.pmse == pytest.approx(0.4 * 0.6, rel=0.01)
    assert found.certain == 1


def test_equal_tables_have_no_error():
    rng = np.random.default_rng(0)
    table = people(rng, 100)
    found = propensity(table, table)
    assert found.pmse == pytest.approx(0, abs=1e-12)
    assert found.certain == 0


def test_terms_that_follow_from_others_are_not_counted():
    rng = np.random.default_rng(0)
    number, code = rng.normal(size=(2, 200)), rng.integers(0, 3, size=(2, 200))
    found = propensity(
        *(
            rows(np.column_stack([n, 2 * n]), c)
            for n, c in zip(number, code, strict=True)
        )
    )
    assert found.n_terms == 3, "one number, and three levels less one"


def test_too_many_interactions_are_refused_with_what_to_do():
    rng = np.random.default_rng(0)
    table = rows(rng.normal(size=(50, 40)))
    with pytest.raises(ValueError, match="makes more than 600 terms of 40 columns"):
        propensity(table, table, max_order=1)
