"""Singling out: statements of which it is known of whom they hold."""

import numpy as np
import pytest

from skl_synth.evaluation.intervals import risk_above_control
from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.singling_out import N_GUESSES, single_out
from tests.audit_tables import attacked, rows, value_of


def guess(*parts, seed=0, **parameters):
    context = attacked(*parts, **parameters)
    return single_out(context, AttackOptions(), np.random.RandomState(seed))


def one_column(found):
    return tuple(value_of(found, "singling_out_one_column"))


def test_numbers_that_occur_once_and_the_ends():
    """5 and 9 occur once; at most 1 (twice) and at least 9 are the ends."""
    real, others = rows([5.0, 6, 6, 10]), rows([7.0, 7, 8, 8])
    found = guess(real, rows([1.0, 1, 5, 9]), others)
    # Of members "is 5" and "at least 9" hold of one; of controls nothing does.
    assert one_column(found) == risk_above_control(2, 4, 0, 4)


def test_the_low_end():
    real, others = rows([0.5, 6, 6, 6]), rows([7.0, 7, 8, 8])
    found = guess(real, rows([1.0, 1, 5, 9]), others)
    assert one_column(found) == risk_above_control(1, 4, 0, 4)


@pytest.mark.parametrize("end", [1.0, 9.0])
def test_the_ends_themselves_are_part_of_the_statement(end):
    """The lowest number occurs twice and the highest, too: only the ends are left."""
    real, others = rows([end, 6, 6, 6]), rows([7.0, 7, 8, 8])
    found = guess(real, rows([1.0, 1, 9, 9]), others)
    assert one_column(found) == risk_above_control(1, 2, 0, 2)


def test_a_statement_that_holds_of_two_people_singles_out_nobody():
    real, others = rows([5.0, 5, 6, 6]), rows([5.0, 7, 8, 8])
    found = guess(real, rows([1.0, 1, 5, 9]), others)
    assert one_column(found) == risk_above_control(0, 4, 1, 4)


def test_levels_that_occur_once_have_no_ends():
    real = rows(np.zeros(4), codes=[0, 1, 1, 2])
    others = rows(np.zeros(4), codes=[1, 1, 1, 1])
    synthetic = rows(np.zeros(4), codes=[0, 1, 1, 2])
    found = guess(real, synthetic, others, constant=["n0"])
    assert one_column(found) == risk_above_control(2, 2, 0, 2)


def test_a_missing_number_is_no_statement_about_one_column():
    real, others = rows([np.nan, 6, 6, 6]), rows([7.0, 7, 8, 8])
    found = guess(real, rows([np.nan, 6, 6, 9]), others)
    # "is 9", "at most 6" and "at least 9": the second holds of three.
    assert one_column(found) == risk_above_control(0, 3, 0, 3)


def test_nothing_can_be_said_of_a_release_without_numbers():
    real, others = rows([1.0, 2, 3]), rows([4.0, 5, 6])
    found = guess(real, rows([np.nan] * 3), others)
    assert not len(found.figures.frame())


@pytest.fixture(scope="module")
def parts():
    rng = np.random.default_rng(0)
    return [
        rows(rng.normal(size=(300, 3)), codes=rng.integers(0, 4, (300, 2)))
        for _ in range(3)
    ]


def test_a_copy_singles_out_its_people(parts):
    real, _, others = parts
    copied = guess(real, real, others)
    assert value_of(copied, "singling_out_several_columns")[1] > 0.5
    assert one_column(copied)[1] > 0.9


def test_other_people_single_out_nobody(parts):
    """Whoever of the two takes the place of the members."""
    real, synthetic, others = parts
    found = [
        value_of(guess(*tables), "singling_out_several_columns")[0]
        for tables in ((real, synthetic, others), (others, synthetic, real))
    ]
    assert abs(np.mean(found)) < 0.03
    assert max(found) < 0.15


def test_so_many_guesses_and_no_more(parts):
    real, _, others = parts
    hits = N_GUESSES
    expected = risk_above_control(hits, N_GUESSES, 0, N_GUESSES)
    assert one_column(guess(real, real, others)) == pytest.approx(expected, abs=0.02)


def test_one_column_alone_has_no_combinations():
    found = guess(rows([1.0, 2, 3]), rows([1.0, 2, 3]), rows([4.0, 5, 6]))
    assert set(found.figures.frame()["metric"]) == {"singling_out_one_column"}


def test_missing_values_take_part_in_combinations():
    """Who lacks one number and has the other high is one person only."""
    rng = np.random.default_rng(1)
    numbers = rng.normal(size=(60, 2))
    numbers[0] = [np.nan, 9.0]
    others = rng.normal(size=(60, 2))
    found = guess(rows(numbers), rows(numbers), rows(others))
    assert value_of(found, "singling_out_several_columns")[0] > 0.3


def test_the_guesses_are_those_of_the_seed(parts):
    one, same, other = (guess(*parts, seed=seed).figures.frame() for seed in (1, 1, 2))
    assert one.equals(same)
    assert not one.equals(other)
