"""Sparse tables that are too large to be dense are refused before memory is taken."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from skl_synth import TypeAwareSMOTE
from skl_synth.errors import InputError
from skl_synth.table import dense_size
from skl_synth.table.dense_size import dense_bytes, in_full

FORMATS = ["csr", "csc", "coo", "dok", "lil"]


def large(kind):
    return getattr(sparse, kind)((2_000_000, 2_000_000), dtype=np.int8)


@pytest.mark.parametrize(
    "kind", [f"{f}_{t}" for f in FORMATS for t in ("matrix", "array")]
)
def test_a_large_table_is_refused_with_its_size(kind):
    X = large(kind) if "lil" not in kind else large("csr_array")
    with pytest.raises(InputError, match=r"29802\.3 GiB") as caught:
        TypeAwareSMOTE().fit(X, np.arange(2_000_000) % 2)
    assert "SelectKBest" in str(caught.value)


def test_a_frame_of_sparse_columns_is_refused(monkeypatch):
    monkeypatch.setattr(dense_size, "memory", lambda: 1000)
    X = pd.DataFrame({"a": pd.arrays.SparseArray(np.zeros(100))})
    assert dense_bytes(X) == 800
    with pytest.raises(InputError, match="100 rows and 1 columns"):
        TypeAwareSMOTE().fit(X, np.arange(100) % 2)


def test_what_fits_is_read():
    X = sparse.csr_array(np.eye(6))
    assert dense_bytes(X) == 288
    np.testing.assert_array_equal(in_full(X), np.eye(6))
    assert dense_bytes(np.eye(6)) == 0


def test_a_machine_that_has_less_than_it_says_refuses_as_well():
    class Greedy(sparse.csr_array):
        def toarray(self, order=None, out=None):
            raise MemoryError

    with pytest.raises(InputError, match="the table is sparse"):
        in_full(Greedy(np.eye(3)))


@pytest.mark.parametrize("text", ["12345", "max", None])
def test_the_limit_of_a_container_counts(text, tmp_path, monkeypatch):
    limit = tmp_path / "memory.max"
    if text is not None:
        limit.write_text(text)
    monkeypatch.setattr(dense_size, "LIMIT_FILES", (limit,))
    assert (dense_size.memory() == 12345) == (text == "12345")
