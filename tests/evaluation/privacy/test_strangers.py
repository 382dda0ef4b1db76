"""How often strangers are alike: by hand, and against SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from skl_synth.evaluation.privacy.strangers import (
    above_strangers,
    free_columns,
    n_released,
    persons_of,
)
from tests.audit_tables import audit_tables, rows


def newcombe(shares):
    """The interval by Newcombe from Wilson's, which SciPy has."""
    ends = [binomtest(k, n).proportion_ci(method="wilson") for k, n in shares]
    one, other = (k / n for k, n in shares)
    low = np.hypot(one - ends[0].low, ends[1].high - other)
    high = np.hypot(ends[0].high - one, other - ends[1].low)
    return one - other, one - other - low, one - other + high


class TestAboveStrangers:
    """The difference of two shares."""

    @given(st.integers(0, 40), st.integers(0, 30))
    def test_the_interval_is_that_of_half_as_many_people(self, shown, hits):
        figure = above_strangers(shown / 40, hits / 30, 40, 60)
        assert figure == pytest.approx(newcombe([(shown, 40), (hits, 30)]), abs=1e-9)

    def test_what_strangers_never_show_is_above_chance(self):
        figure = above_strangers(1 / 700, 0.0, 700, 700, by_chance=False)
        assert figure.low == figure.value == 1 / 700
        assert above_strangers(1 / 700, 0.0, 700, 700).low < 0
        assert above_strangers(0.0, 0.0, 700, 700, by_chance=False).low == 0

    def test_what_strangers_show_now_and_then_has_an_interval(self):
        assert above_strangers(3 / 700, 1 / 700, 700, 700, by_chance=False).low < 0
        assert above_strangers(0.2, 0.1, 700, 700, by_chance=False).low > 0.05

    def test_nobody(self):
        assert np.isnan(above_strangers(0.0, 0.0, 0, 5).value)


class TestFreeColumns:
    """Columns that change only together with another one do not count."""

    def names(self, *columns):
        data = rows(np.column_stack(columns).astype(float))
        return [one.name for one in free_columns(audit_tables(data, data))]

    def test_a_code_beside_its_label(self):
        rng = np.random.default_rng(0)
        code, other = rng.integers(0, 5, 60), rng.integers(0, 3, 60)
        assert self.names(code, other, 10 - code) == ["n0", "n1"]

    def test_a_band_beside_its_number(self):
        age = np.repeat(np.arange(20, 40), 5)
        other = np.tile(np.arange(5), 20)
        assert self.names(age // 10, other, age) == ["n1", "n2"]

    def test_numbers_that_nobody_shares_determine_nothing(self):
        rng = np.random.default_rng(0)
        fine, coarse = rng.normal(size=60), rng.integers(0, 3, 60)
        assert self.names(fine, coarse, rng.normal(size=60)) == ["n0", "n1", "n2"]

    def test_what_is_determined_in_the_first_rows_only(self):
        code = np.repeat(np.arange(4), 300)
        other = code.copy()
        other[-1] = 1
        assert self.names(code, other) == ["n0", "n1"]


def test_people_of_rows():
    assert persons_of(rows([1.0, 2, 3])).tolist() == [0, 1, 2]
    assert persons_of(rows([1.0, 2, 3], persons=[7, 3, 7])).tolist() == [1, 0, 1]


def test_released_rows_tell_of_so_many_people():
    real = rows(np.zeros(4), persons=[0, 0, 1, 1])
    assert n_released(audit_tables(real, rows(np.zeros(6)))) == 3
    known = rows(np.zeros(6), persons=[0, 0, 0, 0, 1, 1])
    assert n_released(audit_tables(real, known)) == 2
