"""Attribute inference: whose secret the nearest synthetic row discloses."""

import numpy as np
import pytest

from skl_synth.evaluation.intervals import risk_above_control
from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.inference import infer_attributes
from tests.audit_tables import attacked, rows, value_of


def infer(*parts, secrets=None, **parameters):
    context = attacked(*parts, **parameters)
    options = AttackOptions(secrets=secrets)
    return infer_attributes(context, options, np.random.RandomState(0))


def of(found, name):
    return tuple(value_of(found, "inference", scope="column", subject=name))


@pytest.mark.parametrize(
    ("guess", "is_right"),
    [(100.0, 1), (105.0, 1), (95.0, 1), (105.1, 0), (94.9, 0), (np.nan, 0)],
)
def test_a_number_may_be_off_by_a_twentieth(guess, is_right):
    real, others = rows([[1.0, 100], [50, 7]]), rows([[200.0, 5], [300, 6]])
    synthetic = rows([[1.0, guess], [50, 7], [200, -1], [300, -1]])
    found = infer(real, synthetic, others, secrets=["n1"])
    assert of(found, "n1") == risk_above_control(1 + is_right, 2, 0, 2)


def test_a_missing_number_is_guessed_by_a_missing_one():
    real, others = rows([[1.0, np.nan], [50, 7]]), rows([[200.0, 5], [300, np.nan]])
    synthetic = rows([[1.0, np.nan], [50, np.nan], [200, np.nan], [300, 1]])
    found = infer(real, synthetic, others, secrets=["n1"])
    assert of(found, "n1") == risk_above_control(1, 2, 0, 2)


def test_negative_numbers_are_near_by_their_size():
    real, others = rows([[1.0, -100], [50, 7]]), rows([[200.0, 5], [300, 6]])
    synthetic = rows([[1.0, -103], [50, -7], [200, -1], [300, -1]])
    found = infer(real, synthetic, others, secrets=["n1"])
    assert of(found, "n1") == risk_above_control(1, 2, 0, 2)


def test_a_level_is_guessed_or_it_is_not():
    real = rows([1.0, 50, 80], codes=[0, 1, 2])
    others = rows([200.0, 300, 400], codes=[0, 1, 2])
    synthetic = rows([1.0, 50, 80, 200, 300, 400], codes=[0, 1, 1, 0, 2, 1])
    found = infer(real, synthetic, others, secrets=["c0"])
    assert of(found, "c0") == risk_above_control(2, 3, 1, 3)


def test_the_secret_itself_is_not_known_to_the_attacker():
    """By the secret the first row would be nearest, by the rest it is the second."""
    real = rows([[1.0, 100], [2, 90]])
    synthetic = rows([[9.0, 100], [1, 5], [2, 90]])
    found = infer(real, synthetic, rows([[8.0, 1], [7, 2]]), secrets=["n1"])
    assert of(found, "n1") == risk_above_control(1, 2, 0, 2)


class TestWhichColumns:
    """All but constants, or those that are named."""

    def parts(self, n_columns):
        rng = np.random.default_rng(0)
        return [rows(rng.normal(size=(40, n_columns))) for _ in range(3)]

    def columns(self, found):
        frame = found.figures.frame()
        return frame[frame["scope"] == "column"]["subject"].tolist()

    def test_every_column_and_the_worst_of_them(self):
        found = infer(*self.parts(3))
        assert self.columns(found) == ["n0", "n1", "n2"]
        assert len(found.figures.frame()) == 4

    def test_of_many_the_first(self):
        assert len(self.columns(infer(*self.parts(25)))) == 20

    def test_a_constant_is_no_secret(self):
        parts = self.parts(3)
        assert self.columns(infer(*parts, constant=["n1"])) == ["n0", "n2"]
        nothing = infer(*parts, constant=["n1"], secrets=["n1"])
        assert not len(nothing.figures.frame())

    def test_one_column_alone_is_no_attack(self):
        assert not len(infer(*self.parts(1)).figures.frame())

    def test_two_columns_are(self):
        assert self.columns(infer(*self.parts(2))) == ["n0", "n1"]


def test_the_worst_column_is_chosen_on_one_half_and_measured_on_the_other():
    """Of ten columns of noise the worst reaches no more than any of them."""
    figures = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        parts = [rows(np.zeros(60), codes=rng.integers(0, 2, (60, 10))) for _ in "abc"]
        found = infer(*parts, constant=["n0"])
        figures.append(value_of(found, "inference")[0])
    assert abs(np.mean(figures)) < 0.12


def test_the_worst_column_is_found():
    rng = np.random.default_rng(0)
    known = [rng.normal(size=(80, 30)) for _ in range(2)]
    secret = [rng.integers(0, 8, 80) for _ in range(2)]
    noise = rng.integers(0, 8, 80)
    real = rows(known[0], codes=np.column_stack([secret[0], rng.permutation(noise)]))
    synthetic = rows(known[0], codes=np.column_stack([secret[0], noise]))
    others = rows(known[1], codes=np.column_stack([secret[1], noise]))
    found = infer(real, synthetic, others, secrets=["c0", "c1"])
    assert value_of(found, "inference")[0] > 0.8
    assert of(found, "c1")[0] < 0.3
