"""statsmodels is an extra: it is imported where a formula is fitted, and not before."""

from __future__ import annotations

from typing import Any


def require_statsmodels() -> Any:
    """Import the formulas of statsmodels.

    Returns
    -------
    module
        ``statsmodels.formula.api``.

    Raises
    ------
    ImportError
        If it is not installed; the message says how to install it.
    """
    try:
        import statsmodels.formula.api as formulas
    except ImportError as error:
        raise ImportError(
            "statsmodels is needed to fit formulas, and is not installed: "
            'pip install "skl_synth[inference]".'
        ) from error
    return formulas
