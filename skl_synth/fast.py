"""The extra ``fast``: whether compiled kernels are there, and worth their loading."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


def is_fast(kernels: str, *, worth: bool) -> bool:
    """Say whether compiled kernels should be used.

    numba takes part of a second to import, and compiles the kernels once on each
    machine, which takes some seconds: small tables are done before.

    Parameters
    ----------
    kernels : str
        Name of the module of kernels.
    worth : bool
        Whether there is enough to do to load it.

    Returns
    -------
    bool
        Whether numba is installed, and the module is loaded already or worth loading.
    """
    if kernels in sys.modules:
        return True
    return worth and find_spec("numba") is not None


def load(kernels: str) -> ModuleType:
    """Load a module of kernels.

    Parameters
    ----------
    kernels : str
        Name of the module.

    Returns
    -------
    module
        The kernels.
    """
    return import_module(kernels)
