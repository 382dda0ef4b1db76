"""Models in one registry: what a table can tell apart, and what each estimates."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.inference.model_families import (
    FAMILIES,
    Sample,
    fit_family,
    identified,
    independent,
)

statsmodels = pytest.importorskip("statsmodels.api", reason="no statsmodels")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(0, 3))
def test_as_many_are_independent_as_the_rank(seed, n_free, n_bound):
    rng = np.random.default_rng(seed)
    free = rng.normal(size=(30, n_free))
    bound = free @ rng.integers(-2, 3, (n_free, n_bound))
    columns = np.column_stack([free, bound])[:, rng.permutation(n_free + n_bound)]
    kept, told = independent(columns), identified(columns)
    assert kept.sum() == np.linalg.matrix_rank(columns)
    assert (told <= kept).all()
    for place in range(columns.shape[1]):
        others = np.delete(columns, place, axis=1)
        rank = np.linalg.matrix_rank(others) if others.shape[1] else 0
        assert told[place] == (rank < np.linalg.matrix_rank(columns))


def sample(rng, n=400):
    x = rng.normal(size=n)
    terms = pd.DataFrame({"Intercept": 1.0, "x": x})
    return x, terms


def test_each_finds_what_was_planted():
    rng = np.random.default_rng(0)
    x, terms = sample(rng, 2000)
    rate = np.exp(0.3 + 0.5 * x)
    time, censored = rng.exponential(1 / rate), rng.exponential(3.0, 2000)
    outcomes = {
        "ols": 0.3 + 0.5 * x + rng.normal(size=2000),
        "logit": (rng.random(2000) < 1 / (1 + np.exp(-0.3 - 0.5 * x))).astype(float),
        "poisson": rng.poisson(rate),
        "cox": np.minimum(time, censored),
    }
    assert set(outcomes) == set(FAMILIES)
    for name, y in outcomes.items():
        family = FAMILIES[name]
        used = terms if family.has_intercept else terms[["x"]]
        event = (time <= censored).astype(float) if family.has_event else None
        fitted = fit_family(family, Sample(y, used, event=event), {})
        error = np.sqrt(fitted.covariance.loc["x", "x"])
        assert abs(fitted.estimates["x"] - 0.5) < 4 * error, name
        assert error < 0.1
        assert fitted.separated == fitted.aliased == ()


def test_times_that_are_read_as_if_all_had_ended_are_other_ones():
    """A censored time is no event: the status is not left by the way."""
    rng = np.random.default_rng(0)
    x, terms = sample(rng)
    time, censored = rng.exponential(np.exp(-x)), rng.exponential(0.5, 400)
    event = (time <= censored).astype(float)
    y = np.minimum(time, censored)
    known, unknown = (
        fit_family(FAMILIES["cox"], Sample(y, terms[["x"]], event=one), {})
        for one in (event, None)
    )
    assert known.estimates["x"] > unknown.estimates["x"] + 0.1


def test_hazards_of_times_in_whole_years_are_no_nearer_to_one():
    rng = np.random.default_rng(0)
    x, terms = sample(rng, 2000)
    time, censored = rng.exponential(3 * np.exp(-x)), rng.uniform(2, 8, 2000)
    event = (time <= censored).astype(float)
    exact = np.minimum(time, censored)
    of_exact, of_years = (
        fit_family(FAMILIES["cox"], Sample(y, terms[["x"]], event=event), {})
        for y in (exact, np.ceil(exact))
    )
    assert of_years.estimates["x"] == pytest.approx(of_exact.estimates["x"], abs=0.1)


@pytest.mark.parametrize("name", ["ols", "logit", "poisson", "cox"])
def test_errors_of_persons_with_several_rows(name):
    """Every row ten times: the errors of rows are too small by the root of ten."""
    rng = np.random.default_rng(1)
    x, terms = sample(rng, 200)
    y = (rng.random(200) < 1 / (1 + np.exp(-x))).astype(float)
    y = rng.exponential(np.exp(-x)) if name == "cox" else y
    used = terms[["x"]] if name == "cox" else terms
    persons = np.repeat(np.arange(200), 10)
    often = Sample(np.repeat(y, 10), used.loc[persons].reset_index(drop=True))
    family = FAMILIES[name]
    one = fit_family(family, Sample(y, used, np.arange(200)), {})
    by_rows = fit_family(family, often, {})
    by_persons = fit_family(family, often._replace(persons=persons), {})
    once, rows, people = (
        np.sqrt(fitted.covariance.loc["x", "x"])
        for fitted in (one, by_rows, by_persons)
    )
    assert people == pytest.approx(once, rel=0.15)
    assert rows < 0.5 * people


def test_a_level_without_rows_is_no_zero():
    rng = np.random.default_rng(0)
    x, terms = sample(rng)
    terms["nobody"] = 0.0
    fitted = fit_family(FAMILIES["ols"], Sample(x + rng.normal(size=400), terms), {})
    assert fitted.aliased == ("nobody",)
    assert list(fitted.estimates.index) == ["Intercept", "x"]


def test_where_no_fit_ends_a_level_of_one_outcome_is_left_out():
    """Some versions of statsmodels stop at it; the others come out the same."""
    rng = np.random.default_rng(0)
    x, terms = sample(rng)
    terms["few"] = (np.arange(400) < 5).astype(float)
    y = (rng.random(400) < 1 / (1 + np.exp(-x))) | (terms["few"] == 1)
    whole = Sample(np.asarray(y, dtype=float), terms)
    logit = FAMILIES["logit"]

    def stops(sample, options):
        if "few" in sample.terms:
            raise np.linalg.LinAlgError("Singular matrix")
        return logit.fit(sample, options)

    fitted = fit_family(replace(logit, fit=stops), whole, {})
    assert fitted.aliased == ("few",)
    assert fitted.n_rows == 400
    known = fit_family(logit, Sample(whole.y[5:], terms[["Intercept", "x"]][5:]), {})
    pd.testing.assert_series_equal(fitted.estimates, known.estimates)
    never = replace(logit, fit=lambda *_: np.linalg.inv(np.zeros((2, 2))))
    with pytest.raises(np.linalg.LinAlgError):
        fit_family(never, Sample(whole.y, terms[["Intercept", "x"]]), {})
