"""How large a table is once it is no longer sparse, asked before it is made."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from skl_synth.errors import InputError, Remedy

GIB = 2**30

USUAL = 32 * GIB
"""Memory of a machine that does not say how much it has."""

SHARE = 0.5
"""Of the memory: what is read stands beside what is computed from it."""

LIMIT_FILES = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
"""Where a container says how much of the machine's memory it may use."""

AT_LEAST = 8
"""Bytes of a number: whatever its own type, it is computed with as a float64."""


def check_dense_size(X: Any) -> None:
    """Refuse a sparse table that does not fit into memory once it is dense.

    Parameters
    ----------
    X : dataframe, sparse matrix or object
        A table; what is not sparse is in memory already, and passes.

    Raises
    ------
    InputError
        If it is too large; the message says how large it would be.
    """
    size, room = dense_bytes(X), int(SHARE * memory())
    if size > room:
        raise too_large(X, size, room)


def in_full(X: Any) -> np.ndarray:
    """Write every cell of a sparse matrix out.

    Parameters
    ----------
    X : sparse matrix
        The table.

    Returns
    -------
    ndarray
        The same, dense.

    Raises
    ------
    InputError
        If there is less memory than the machine says.
    """
    try:
        return X.toarray()
    except MemoryError as error:
        size = dense_bytes(X)
        raise too_large(X, size, min(size, int(SHARE * memory()))) from error


def too_large(X: Any, size: int, room: int) -> InputError:
    """Say that a sparse table does not fit, and what can be done.

    Parameters
    ----------
    X : dataframe or sparse matrix
        The table.
    size, room : int
        Bytes that it takes, and that there are for it.

    Returns
    -------
    InputError
        To be raised.
    """
    return InputError(
        "the table is sparse, and its {n_rows} rows and {n_columns} columns take "
        "{size:.1f} GiB once every cell is written out, as nearest neighbours and "
        "kinds of columns ask for; there is room for {room:.1f} GiB (half the memory)",
        parameter="X",
        n_rows=X.shape[0],
        n_columns=X.shape[1],
        size=size / GIB,
        room=room / GIB,
        remedies=[
            Remedy(
                "keep the columns that tell the classes apart, sklearn."
                "feature_selection.SelectKBest(k=100).fit_transform(X, y)",
                only="python",
            ),
            Remedy(
                "take a few sums of columns in their place, sklearn.decomposition."
                "TruncatedSVD(n_components=100).fit_transform(X)",
                only="python",
            ),
            "take fewer rows",
        ],
    )


def dense_bytes(X: Any) -> int:
    """Count the bytes that the sparse part of a table takes once it is dense.

    Parameters
    ----------
    X : dataframe, sparse matrix or object
        A table.

    Returns
    -------
    int
        The bytes; zero for what is not sparse.

    Examples
    --------
    >>> from scipy import sparse
    >>> from skl_synth.table.dense_size import dense_bytes
    >>> dense_bytes(sparse.csr_array((100_000, 200_000))) // 2**30
    149
    """
    if sparse.issparse(X):
        width = max(AT_LEAST, np.dtype(X.dtype).itemsize)
        return int(np.prod(X.shape, dtype=object)) * width
    if not isinstance(X, pd.DataFrame):
        return 0
    is_sparse = [isinstance(one, pd.SparseDtype) for one in X.dtypes]
    return len(X) * sum(is_sparse) * AT_LEAST


def memory() -> int:
    """Say how much memory there is: of the machine, or of the container in it.

    Returns
    -------
    int
        Bytes.
    """
    return min(_of_machine(), *map(_of_container, LIMIT_FILES))


def _of_machine() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return USUAL


def _of_container(path: Path) -> int:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        # No such file, or "max", which is no limit.
        return 2**63
