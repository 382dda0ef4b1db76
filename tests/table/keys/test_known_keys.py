"""Real keys, remembered only as well as is needed to avoid them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.table.keys.known_keys import KnownKeys, normal_form


def texts(*values):
    return np.array(values, dtype=object)


@given(st.lists(st.text(max_size=12), min_size=1, max_size=40))
def test_every_member_is_known(keys):
    assert KnownKeys.of(texts(*keys)).may_hold(texts(*keys)).all()


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=40))
def test_the_neighbours_of_numbers_are_known(numbers):
    known = KnownKeys.of(texts(*map(str, numbers)))
    for step in (-1, 1):
        close = [str(one + step) for one in numbers if one + step >= 0]
        assert known.may_hold(texts(*close)).all()


@pytest.mark.parametrize("close", ["MRN-00099/x", "mrn 00101 X", "MRN-00100/x"])
def test_spelling_and_the_last_number_make_no_other_key(close):
    assert KnownKeys.of(texts("MRN-00100/x")).may_hold(texts(close)).all()


def test_half_of_all_others_are_taken_for_known():
    """So that to find a number among the known ones says little about it."""
    rng = np.random.default_rng(0)
    known = KnownKeys.of(rng.integers(10**9, 10**10, 2000).astype(str).astype(object))
    others = rng.integers(10**9, 10**10, 20_000).astype(str).astype(object)
    assert 0.4 < known.may_hold(others).mean() < 0.6
    # Fewer bits than keys and their neighbours: the keys cannot be read from them.
    assert len(known.bits) < 1.5 * 3 * 2000


def test_hashes_are_those_of_saved_files():
    """A file knows the real keys by them: others would let real keys through."""
    known = KnownKeys.of(texts("9434765919", "MRN-017", "p1"))
    assert np.flatnonzero(known.bits).tolist() == [0, 1, 2, 4, 5, 7, 8, 10, 12]
    assert len(known.bits) == 13


def test_a_key_of_signs_alone_is_itself():
    assert normal_form(texts("---", "A-1 b", "")).tolist() == ["---", "a1b", ""]
