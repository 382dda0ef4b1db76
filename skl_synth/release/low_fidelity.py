"""Low fidelity on purpose: each column alone, or chosen margins, and nothing else."""

from __future__ import annotations

from typing import Any

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.synthesizers import PrivateMarginals

COLUMNS = "columns"
"""Each column alone, the target too: the coarsest that there is."""

MOST_TOGETHER = 3
"""Columns of one margin; of more, cells hold single people."""


def pairs_for(fidelity: Any) -> Any:
    """Say which columns are counted together.

    Parameters
    ----------
    fidelity : "columns" or list of tuple of str
        What `publish` was asked for.

    Returns
    -------
    "none" or list of tuple
        The parameter ``pairs`` of `PrivateMarginals`.

    Raises
    ------
    InputError
        If it is neither.
    """
    if isinstance(fidelity, str) and fidelity == COLUMNS:
        return "none"
    if (
        isinstance(fidelity, list | tuple)
        and fidelity
        and all(map(_is_margin, fidelity))
    ):
        return [tuple(margin) for margin in fidelity]
    raise InputError(
        "{parameter}={value!r} must be 'columns', or a list of margins, each a tuple "
        "of two or three names of columns",
        parameter="fidelity",
        value=fidelity,
        remedies=[
            Remedy("for each column alone, use {setting}", Setting("fidelity", COLUMNS))
        ],
    )


def _is_margin(margin: Any) -> bool:
    is_several = isinstance(margin, list | tuple) and 2 <= len(margin) <= MOST_TOGETHER
    return is_several and len(set(margin)) == len(margin)


def low_fidelity_synthesizer(fidelity: Any) -> BaseSynthesizer:
    """Make what holds some margins of a table, and nothing else.

    Parameters
    ----------
    fidelity : "columns" or list of tuple of str
        Each column alone; or these margins besides.

    Returns
    -------
    PrivateMarginals
        Unfitted, without noise.

    Raises
    ------
    InputError
        If the margins are none.
    """
    return PrivateMarginals(epsilon=None, pairs=pairs_for(fidelity))
