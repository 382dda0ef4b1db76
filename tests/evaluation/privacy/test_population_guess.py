"""What is guessed from other people, never from a person's own rows."""

import numpy as np
import pytest

from skl_synth.evaluation.privacy.population_guess import guess_from_others


def guesses(known, secret, persons=None, *, is_number=False, seed=0):
    known = np.asarray(known, dtype=float).reshape(len(secret), -1)
    persons = np.arange(len(secret)) if persons is None else persons
    rng = np.random.RandomState(seed)
    return guess_from_others(known, secret, persons, is_number=is_number, rng=rng)


def test_what_others_tell_is_guessed():
    known = np.random.default_rng(0).normal(size=300)
    for guess in guesses(known, (known > 0).astype(int)):
        assert (guess == (known > 0)).mean() > 0.95


@pytest.mark.parametrize("is_number", [True, False])
def test_a_fact_that_is_ones_own_is_not(is_number):
    """Everybody has a value that nobody else has, and all else in common."""
    secret = np.arange(60)
    for guess in guesses(np.zeros(60), secret + 0.0 * is_number, is_number=is_number):
        assert not (guess == secret).any()


def test_other_rows_of_the_same_person_are_their_own():
    persons = np.repeat(np.arange(50), 4)
    known = np.random.default_rng(0).normal(size=50)[persons]
    secret = persons.copy()
    for guess in guesses(known, secret, persons):
        assert not (guess == secret).any()
    # Else it is no test: who is asked about one row alone is known by the others.
    assert all((guess == secret).mean() > 0.5 for guess in guesses(known, secret))


def test_a_number_is_guessed_near_and_missing_ones_are_missing():
    rng = np.random.default_rng(0)
    known = rng.normal(size=500)
    secret = np.where(known > 1, np.nan, 50 + 10 * known)
    for guess in guesses(known, secret, is_number=True):
        assert (np.isnan(guess) == np.isnan(secret)).mean() > 0.95
        both = ~np.isnan(guess) & ~np.isnan(secret)
        assert np.median(np.abs(guess - secret)[both]) < 2


def test_the_guesses_are_those_of_the_seed():
    known = np.random.default_rng(0).normal(size=80)
    secret = np.random.default_rng(1).integers(0, 3, 80)
    one, same, other = (guesses(known, secret, seed=seed)[0] for seed in (1, 1, 2))
    assert (one == same).all()
    assert not (one == other).all()
