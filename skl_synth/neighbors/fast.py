"""The extra ``fast``: whether compiled kernels are there, and worth their loading."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

_KERNELS = "skl_synth.neighbors.kernels"

WORTH_LOADING = 4e28
"""Pairs of rows from which on numba is imported, which takes part of a second, and
compiles, once on each machine, which takes some."""


def is_fast(n_pairs: float) -> bool:
    """Say whether a search should use compiled kernels.

    Parameters
    ----------
    n_pairs : float
        Number of queries times number of rows.

    Returns
    -------
    bool
        Whether numba is installed, and either loaded already or worth loading.
    """
    if _KERNELS in sys.modules:
        return True
    return n_pairs >= WORTH_LOADING and find_spec("numba") is not None


def kernels() -> ModuleType:
    """Load the kernels.

    Returns
    -------
    module
        `skl_synth.neighbors.kernels`.
    """
    return import_module(_KERNELS)
