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
        assert sorted(self.columns(found)) == ["n0", "n1", "n2"]
        assert len(found.figures.frame()) == 4

    def test_the_worst_stands_first(self):
        real, _, others = self.parts(3)
        noise = np.random.default_rng(1).permutation(real.numbers[:, 0])
        known = np.column_stack([noise, real.numbers[:, 1:]])
        frame = infer(real, rows(known), others).figures.frame()
        assert frame["scope"].tolist() == ["table", "column", "column", "column"]
        assert frame["value"][1:].is_monotonic_decreasing
        assert frame["subject"].iloc[-1] == "n0"

    def test_the_worst_are_named(self):
        real, _, others = self.parts(3)
        [note] = infer(real, real, others).notes
        assert note.startswith("attribute inference, worst columns above control: n")
        assert infer(real, others, others).notes == ()

    def test_of_many_the_first(self):
        assert len(self.columns(infer(*self.parts(25)))) == 20

    def test_a_constant_is_no_secret(self):
        parts = self.parts(3)
        assert sorted(self.columns(infer(*parts, constant=["n1"]))) == ["n0", "n2"]
        nothing = infer(*parts, constant=["n1"], secrets=["n1"])
        assert not len(nothing.figures.frame())

    def test_one_column_alone_is_no_attack(self):
        assert not len(infer(*self.parts(1)).figures.frame())

    def test_two_columns_are(self):
        assert sorted(self.columns(infer(*self.parts(2)))) == ["n0", "n1"]


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


class TestAgainstTheBestGuess:
    """What the release adds to what other people tell already."""

    def parts(self, seed, n=140):
        """A flag that two numbers foretell, and a level that nothing does."""
        rng = np.random.default_rng(seed)
        found = []
        for _ in range(3):
            numbers = rng.normal(size=(n, 3))
            flag = numbers[:, 0] + 0.3 * rng.normal(size=n) > 0
            codes = np.column_stack([flag, rng.integers(0, 4, n)])
            found.append(rows(numbers, codes, labels=rng.integers(0, 2, n)))
        return found

    def added(self, found, name=None):
        about = {} if name is None else {"scope": "column", "subject": name}
        return value_of(found, "inference_above_population", **about)

    def test_it_is_measured_where_a_column_is_named(self):
        parts = self.parts(0)
        found = infer(*parts)
        assert "inference_above_population" not in set(found.figures.frame()["metric"])
        [reason] = found.figures.not_applicable().to_dict("records")
        assert reason["metric"] == "inference_above_population"
        named = infer(*parts, secrets=["c0"])
        assert len(self.added(named, "c0")) == 3
        assert not len(named.figures.not_applicable())

    def test_other_people_add_nothing(self):
        """Of 36 intervals of 95 % some may lie beside what is true, and a few do."""
        beside = 0
        for seed in range(12):
            found = infer(*self.parts(seed), secrets=["c0", "n0"])
            for name in (None, "c0", "n0"):
                value, low, high = self.added(found, name)
                beside += not low <= 0 <= high
                assert abs(value) < 0.1
        assert beside <= 4

    @pytest.mark.parametrize("seed", range(10))
    def test_a_copy_adds_what_nobody_could_guess(self, seed):
        """Of the flag most is known already; of the level a quarter, by chance."""
        real, _, others = self.parts(seed)
        found = infer(real, real, others, secrets=["c0", "c1"])
        assert self.added(found, "c1")[1] > 0.5
        low, high = self.added(found, "c0")[1:]
        assert low > 0
        assert high < 0.4
        assert self.added(found)[0] == pytest.approx(
            self.added(found, "c1")[0], abs=0.02
        )

    @pytest.mark.parametrize("seed", range(5))
    def test_some_copies_among_other_people_add_as_much_as_they_are(self, seed):
        """The attacker trusts the release where it has a row that is near."""
        real, other, holdout = self.parts(seed, 300)
        n = 60
        mixed = rows(
            np.vstack([real.numbers[:n], other.numbers[n:]]),
            np.vstack([real.codes[:n], other.codes[n:]]),
            np.r_[real.labels[:n], other.labels[n:]],
        )
        value, low, _ = self.added(infer(real, mixed, holdout, secrets=["c1"]), "c1")
        assert low > 0
        assert value == pytest.approx(0.2 * 0.75, abs=0.08)

    def test_the_target_may_be_the_secret(self):
        real, other, holdout = self.parts(0)
        copied = infer(real, real, holdout, secrets=["target"])
        assert self.added(copied, "target")[1] > 0.3
        assert value_of(copied, "inference", scope="column", subject="target")[0] > 0.9
        honest = infer(real, other, holdout, secrets=["target"])
        assert self.added(honest, "target")[1] <= 0

    def test_people_with_several_rows_are_counted_once(self):
        real, _, holdout = self.parts(0, 120)
        persons = np.arange(120) // 3
        held = rows(holdout.numbers, holdout.codes, holdout.labels, persons=persons)
        own = rows(real.numbers, real.codes, real.labels, persons=persons)
        found = infer(own, real, held, secrets=["c1"])
        as_rows = infer(real, real, holdout, secrets=["c1"])
        wide, narrow = self.added(found, "c1"), self.added(as_rows, "c1")
        assert wide[0] == pytest.approx(narrow[0], abs=0.1)
        assert wide[2] - wide[1] > 0

    def test_a_number_that_is_missing_is_guessed_too(self):
        rng = np.random.default_rng(0)
        tables = []
        for _ in range(3):
            known = rng.normal(size=200)
            tables.append(
                rows(np.column_stack([known, np.where(known > 0, np.nan, 7)]))
            )
        found = infer(*tables, secrets=["n1"])
        assert abs(self.added(found, "n1")[0]) < 0.05, "everybody knows it already"
