"""Counterparts: the synthesizer of one machine that decides as one for dask frames."""

from __future__ import annotations

from inspect import signature
from typing import Any

from skl_synth.base import BaseSynthesizer


def counterpart(synthesizer: Any) -> Any:
    """Make the synthesizer of one machine with the same parameters.

    Parameters
    ----------
    synthesizer : object
        A synthesizer for dask frames, or any other; what it wraps, too.

    Returns
    -------
    object
        Of the class of the same name in `skl_synth`, unfitted; anything else as it is.
    """
    if not is_for_dask(synthesizer):
        return synthesizer
    alone: Any = next(
        one
        for one in type(synthesizer).__mro__
        if issubclass(one, BaseSynthesizer) and not _is_ours(one)
    )
    known = signature(alone.__init__).parameters
    said = synthesizer.get_params(deep=False)
    return alone(
        **{name: counterpart(value) for name, value in said.items() if name in known}
    )


def is_for_dask(synthesizer: Any) -> bool:
    """Whether a synthesizer takes dask frames.

    Parameters
    ----------
    synthesizer : object
        Anything.

    Returns
    -------
    bool
        True for those of `skl_synth.dask`.
    """
    return isinstance(synthesizer, BaseSynthesizer) and _is_ours(type(synthesizer))


def _is_ours(kind: type) -> bool:
    return kind.__module__.startswith("skl_synth.dask.")
