"""A file asks for no more memory, time and depth than it may, whatever it says."""

import io
import json
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import skl_synth
from skl_synth.errors import InputError
from skl_synth.saving.array_parts import read_array
from skl_synth.saving.limits import (
    MAX_RATIO,
    MIN_BYTES,
    Budget,
    allowed,
    check_keys,
    check_nested,
    plain_values,
)
from skl_synth.saving.objects import ObjectDecoder
from skl_synth.saving.tally import Tally
from tests.files_of_harm import BOMBS, file_of


@pytest.fixture
def path(tmp_path):
    return tmp_path / "bomb.synth"


@pytest.mark.parametrize(("build", "words"), BOMBS.values(), ids=BOMBS)
def test_a_file_that_was_built_to_do_harm(build, words, path):
    path.write_bytes(build())
    with pytest.raises(InputError, match=rf"bomb\.synth cannot be loaded: .*{words}"):
        skl_synth.load(path)


def test_more_is_allowed_where_more_is_asked_for(path):
    path.write_bytes(file_of([[0] * 10**6]))
    with pytest.raises(InputError, match=r"give at least max_bytes=\d+ if") as refused:
        skl_synth.load(path)
    needed = str(refused.value).partition("give at least max_bytes=")[2].split()[0]
    # What stands behind the bound is another matter.
    with pytest.raises(InputError, match="no synthesizer"):
        skl_synth.load(path, max_bytes=int(needed) * 2)


def test_a_file_that_is_no_regular_one(tmp_path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("only on systems that have them")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="no regular file"):
        skl_synth.load(tmp_path / "pipe")


def test_what_a_file_may_unpack_to_grows_with_it(path):
    path.write_bytes(bytes(10))
    assert allowed(path) == MIN_BYTES
    path.write_bytes(bytes(MIN_BYTES))
    assert allowed(path) == MIN_BYTES * MAX_RATIO


def _array(array):
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, allow_pickle=False)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).reshape(2, 3),
        np.asfortranarray(np.arange(6).reshape(2, 3)),
        np.array(5),
        np.empty((0, 3)),
        np.empty((4, 0)),
        np.array(["a", "ü"]),
        np.array([b"a"]),
        np.array([True, False]),
        np.array([1 + 2j]),
        np.array(["2020-01-01", "NaT"], dtype="M8[s]"),
        np.array([1, 2], dtype="m8[25us]"),
        np.arange(3, dtype=">i2"),
        np.zeros(2**21, dtype=np.uint8),
    ],
)
def test_arrays_come_back(array):
    content = _array(array)
    back = read_array(io.BytesIO(content), len(content))
    np.testing.assert_array_equal(back, array)
    assert back.dtype == array.dtype
    assert back.flags.f_contiguous == array.flags.f_contiguous


@given(st.integers(0, 200), st.binary(min_size=1, max_size=8))
def test_whatever_stands_before_an_array_it_is_one_or_none(place, new):
    content = _array(np.arange(50))
    changed = content[:place] + new + content[place + len(new) :]
    try:
        array = read_array(io.BytesIO(changed), len(changed))
    except ValueError:
        return
    assert array.nbytes <= len(changed)


@pytest.mark.parametrize("text", [b"[NaN]", b"[Infinity]", b'{"a": 1, "a": 2}', b"{"])
def test_json_that_is_none(text):
    with pytest.raises(ValueError, match=r"no number|is there twice|Expecting"):
        plain_values(text)


def test_keys_that_fall_together():
    check_keys(range(10_000))
    with pytest.raises(ValueError, match="fall together"):
        check_keys((2**61 - 1) * k for k in range(2_000))


def test_files_within_a_part_are_counted():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("matrix.npy", bytes(10**6))
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("matrix.npz", inner.getvalue())
    check_nested(outer.getvalue(), Budget(2 * 10**6))
    with pytest.raises(InputError, match="would unpack to"):
        check_nested(outer.getvalue(), Budget(10**6))


def test_what_is_spoken_of_again_is_counted_again():
    tally = Tally(10**6)
    with tally.one(0):
        pass
    for number in range(1, 18):
        with tally.one(number):
            tally.again(number - 1)
            tally.again(number - 1)
    tally.again(17)
    with pytest.raises(ValueError, match="again and again"):
        tally.again(17)


def test_cells_that_are_lists_stay_cells():
    class Nothing:
        max_bytes = 10**6

    items = [{"kind": "tuple", "items": [k, k + 1], "number": k} for k in range(2)]
    parts = {"kind": "objects", "shape": [2], "items": items, "number": 9}
    array = ObjectDecoder(Nothing()).decode(json.loads(json.dumps(parts)))
    assert array.tolist() == [(0, 1), (1, 2)]


def test_a_file_in_whose_place_none_is(path):
    with pytest.raises(FileNotFoundError):
        skl_synth.load(Path(path))
