"""Counterparts: the synthesizer of one machine that decides as one for dask frames."""

from __future__ import annotations

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
    kind: Any = next(
        one
        for one in type(synthesizer).__mro__
        if issubclass(one, BaseSynthesizer) and not _takes_dask_frames(one)
    )
    given = {name: getattr(synthesizer, name) for name in kind._get_param_names()}
    return kind(**{name: counterpart(value) for name, value in given.items()})


def is_for_dask(synthesizer: Any) -> bool:
    """Whether a synthesizer takes dask frames.

    Parameters
    ----------
    synthesizer : object
        Anything.

    Returns
    -------
    bool
        True for those of `skl_synth.dask`, and what a user derives from them.
    """
    return _takes_dask_frames(type(synthesizer))


def _takes_dask_frames(kind: type) -> bool:
    return getattr(kind, "_takes_dask_frames", False)
