"""The extra ``fast``: whether compiled kernels can be used, and pay for their loading.

Modules of kernels import numba at their top, and are named here by a string: so neither
is imported before it is used, and everything runs without the extra.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


def is_fast(kernels: str, *, worth: bool) -> bool:
    """Say whether compiled kernels should be used.

    numba takes part of a second to import, and compiles the kernels once on each
    machine, which takes some seconds: small tables are finished before that.

    Parameters
    ----------
    kernels : str
        Name of the module of kernels.
    worth : bool
        Whether there is enough work for the loading to pay.

    Returns
    -------
    bool
        Whether the module is loaded already, or numba is installed and loading pays.
    """
    # Once loaded it costs nothing more. That a small table is then searched by another
    # engine than in a fresh process is allowed, since all of them give the same answer.
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
