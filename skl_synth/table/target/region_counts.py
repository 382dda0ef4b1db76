"""How many rows of each region of a continuous target: balanced, or the other way."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.table.target.regions import Regions, RegionTarget

BALANCES = ("balance", "extreme")
"""Words of a strategy that are for regions only."""


def final_counts(
    strategy: Any, mode: str, target: RegionTarget, real: np.ndarray
) -> np.ndarray:
    """Number of rows that each region is to have in the end.

    Parameters
    ----------
    strategy : float, str, mapping or callable
        As `TypeAwareSMOTE` explains it.
    mode : {"augment", "replace"}
        Whether the real rows are part of the output.
    target : RegionTarget
        The real target.
    real : ndarray of shape (n_regions,), dtype int
        Real rows of each region.

    Returns
    -------
    ndarray of shape (n_regions,), dtype int
        In augment mode no fewer than the real ones, unless the target may shrink.

    Raises
    ------
    InputError
        If the strategy is not for regions, or asks for what cannot be.
    """
    regions = target.known_regions
    if callable(strategy):
        strategy = strategy(target.encoded)
    if isinstance(strategy, Mapping):
        return _named(strategy, mode, target, real)
    if mode == "replace" and strategy == "auto":
        return real
    if regions.is_rare.all() or not regions.is_rare.any():
        # There is nothing to be balanced against.
        return real
    wanted = _wanted(strategy, regions, real)
    if mode == "replace":
        return wanted
    more, fewer = np.maximum(wanted, real), np.minimum(wanted, real)
    common = fewer if target.may_shrink else real
    return np.where(regions.is_rare, more, common)


def refuse_balances(strategy: Any) -> None:
    """Refuse a strategy that only regions of a continuous target have.

    Parameters
    ----------
    strategy : object
        As a user gave it.

    Raises
    ------
    InputError
        If it is one of `BALANCES`.
    """
    if not isinstance(strategy, str) or strategy not in BALANCES:
        return
    raise InputError(
        "sampling_strategy={value!r} balances a continuous target by its relevance, "
        "and none was asked for",
        parameter="sampling_strategy",
        value=strategy,
        remedies=[
            Remedy("for classes use {setting}", Setting("sampling_strategy", "auto")),
            Remedy(
                "for numbers use TypeAwareSMOTE, {setting}",
                Setting("relevance", "auto"),
            ),
        ],
    )


def balanced(real: np.ndarray) -> np.ndarray:
    """Share all rows among the regions alike.

    Parameters
    ----------
    real : ndarray of shape (n_regions,), dtype int
        Real rows of each region.

    Returns
    -------
    ndarray of shape (n_regions,), dtype int
        Each the mean, rounded half up.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.table.target.region_counts import balanced, inverted
    >>> balanced(np.array([50, 900, 50])), inverted(np.array([50, 900, 50]))
    (array([333, 333, 333]), array([486,  27, 486]))
    """
    mean = Fraction(int(real.sum()), len(real))
    return np.full(len(real), int(mean + Fraction(1, 2)))


def inverted(real: np.ndarray) -> np.ndarray:
    """Share all rows among the regions the other way round: the rarer, the more.

    Parameters
    ----------
    real : ndarray of shape (n_regions,), dtype int
        Real rows of each region, none without any.

    Returns
    -------
    ndarray of shape (n_regions,), dtype int
        In inverse proportion, with the same sum but for rounding.
    """
    shares = [Fraction(1, int(one)) for one in real]
    each = Fraction(int(real.sum())) / sum(shares)
    return np.array([int(one * each + Fraction(1, 2)) for one in shares])


def _wanted(strategy: Any, regions: Regions, real: np.ndarray) -> np.ndarray:
    if isinstance(strategy, numbers.Real):
        exact = Fraction(str(float(strategy)))
        largest = int(real[~regions.is_rare].max())
        wanted = int(largest * exact + Fraction(1, 2))
        return np.where(regions.is_rare, wanted, real)
    if strategy == "extreme":
        return inverted(real)
    if strategy in ("auto", "balance"):
        return balanced(real)
    raise InputError(
        "sampling_strategy={value!r} is for classes, and by relevance the target has "
        "regions",
        parameter="sampling_strategy",
        value=strategy,
        remedies=[
            Remedy("{setting}", Setting("sampling_strategy", "balance")),
            Remedy("{setting}", Setting("sampling_strategy", "extreme")),
            "give a ratio, or the rows of each region as in {{0: 100}}",
        ],
    )


def named_by_region(
    strategy: Mapping[Any, Any], regions: Regions, others: np.ndarray
) -> np.ndarray:
    """Counts that a mapping gives by region.

    Parameters
    ----------
    strategy : mapping of int to int
        Rows by position of the region.
    regions : Regions
        The regions.
    others : ndarray of shape (n_regions,)
        The numbers of those that the mapping leaves out.

    Returns
    -------
    ndarray of shape (n_regions,), dtype int
        Rows of each region.

    Raises
    ------
    InputError
        If there is no such region, or a number is no whole number.
    """
    counts = others.copy()
    for region, n_rows in strategy.items():
        is_region = isinstance(region, numbers.Integral) and not isinstance(
            region, bool
        )
        if not is_region or not 0 <= region < len(regions):
            raise InputError(
                "there is no region {value!r} of the target; there are {known}",
                parameter="sampling_strategy",
                value=region,
                known="; ".join(
                    regions.name(one).rstrip(",") for one in range(len(regions))
                ),
            )
        if not isinstance(n_rows, numbers.Integral) or n_rows < 0:
            raise InputError(
                "the number of rows of region {region} must be a whole number from 0 "
                "on; got {value!r}",
                parameter="sampling_strategy",
                value=n_rows,
                region=region,
            )
        counts[region] = int(n_rows)
    return counts


def _named(
    strategy: Mapping[Any, Any], mode: str, target: RegionTarget, real: np.ndarray
) -> np.ndarray:
    wanted = named_by_region(strategy, target.known_regions, real)
    too_few = wanted < real
    if mode == "replace" or target.may_shrink or not too_few.any():
        return wanted
    place = int(np.argmax(too_few))
    raise InputError(
        "sampling_strategy asks for {value} rows of {label} but in augment mode its "
        "{present} real rows stay in the output",
        parameter="sampling_strategy",
        value=int(wanted[place]),
        label=target.label(place),
        present=int(real[place]),
        remedies=[
            "ask for at least {present}",
            Remedy("let them be left out, {setting}", Setting("under_sample", True)),
        ],
    )
