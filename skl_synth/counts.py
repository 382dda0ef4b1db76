"""How many rows of each class: asked for, present, and to be generated."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from skl_synth.compat import Interval, StrOptions, check_sampling_strategy
from skl_synth.errors import InputError, Remedy
from skl_synth.table.real import RealTable
from skl_synth.table.target import Target
from skl_synth.table.target.region_counts import (
    BALANCES,
    final_counts,
    named_by_region,
    refuse_balances,
)
from skl_synth.table.target.regions import RegionTarget


class _Ratio(Interval):
    """Real numbers above 0 and up to 1, fractions among them."""

    def __init__(self) -> None:
        super().__init__(numbers.Real, 0, 1, closed="right")

    def __contains__(self, val: Any) -> bool:
        # numpy, which is asked whether it is missing, knows no fractions.
        is_fraction = isinstance(val, Fraction)
        return bool(super().__contains__(float(val) if is_fraction else val))


COUNT_CONSTRAINTS: dict = {
    "sampling_strategy": [
        _Ratio(),
        StrOptions(
            {"auto", "minority", "not minority", "not majority", "all", *BALANCES}
        ),
        Mapping,
        callable,
    ],
    "mode": [StrOptions({"augment", "replace"})],
    "random_state": ["random_state"],
}
"""Constraints of the parameters that every synthesizer has."""


def counts_to_generate(strategy: Any, mode: str, table: RealTable) -> np.ndarray:
    """Number of synthetic rows of each class that a strategy asks for.

    Parameters
    ----------
    strategy : float, str, mapping or callable
        As in imbalanced-learn. A mapping gives the final number of rows of a class in
        the output; a class that it leaves out keeps its real count.
    mode : {"augment", "replace"}
        Whether the real rows are part of the output.
    table : RealTable
        The real table.

    Returns
    -------
    ndarray of shape (n_classes,), dtype int
        Synthetic rows per class; one number where there are no classes.

    Raises
    ------
    InputError
        If the strategy names an unknown class, asks in augment mode for fewer rows
        than there are, or is a ratio and there are not two classes.
    """
    target, real = table.target, table.counts
    if isinstance(target, RegionTarget):
        final = final_counts(strategy, mode, target, real)
        return final if mode == "replace" else np.maximum(final - real, 0)
    refuse_balances(strategy)
    if target.kind != "classes":
        # There is nothing to balance: as many rows as the real table has.
        return real
    assert target.classes is not None
    labels = target.classes.tolist()
    if callable(strategy):
        strategy = strategy(target.classes[target.encoded])
    if isinstance(strategy, Mapping):
        wanted = named_counts(strategy, target, real)
        return _generated(wanted, real, mode, labels)
    if isinstance(strategy, numbers.Real):
        wanted = _by_ratio(strategy, real)
        return _generated(wanted, real, mode, labels, is_ratio=True)
    if mode == "replace" and strategy == "auto":
        return real
    extra = check_sampling_strategy(strategy, target.encoded, "over-sampling")
    added = np.array([extra.get(group, 0) for group in range(len(real))])
    return added if mode == "augment" else real + added


def is_number_asked_for(strategy: Any, mode: str) -> bool:
    """Whether a strategy asks for numbers of rows, which are met or refused.

    Parameters
    ----------
    strategy : float, str, mapping or callable
        As in imbalanced-learn. A callable gives a mapping.
    mode : {"augment", "replace"}
        Whether the real rows are part of the output.

    Returns
    -------
    bool
        False where classes are to be evened out as far as the table allows, by a word
        or by a ratio: then what cannot be had is missing, and a warning says so.

    Examples
    --------
    >>> from skl_synth.counts import is_number_asked_for
    >>> is_number_asked_for("auto", "augment"), is_number_asked_for(0.5, "augment")
    (False, False)
    >>> is_number_asked_for({1: 50}, "augment"), is_number_asked_for("auto", "replace")
    (True, True)
    """
    return mode == "replace" or isinstance(strategy, Mapping) or callable(strategy)


def rows_by_ratio(n_majority: int, ratio: Any) -> int:
    """Number of rows of the smaller class at a ratio, rounded half up.

    Parameters
    ----------
    n_majority : int
        Rows of the larger class.
    ratio : real number
        Rows of the smaller class for each of the larger one, taken as the decimal that
        was typed: 0.29 is 29 of 100, though the nearest binary number is a little less.

    Returns
    -------
    int
        Rows of the smaller class.

    Examples
    --------
    >>> from skl_synth.counts import rows_by_ratio
    >>> rows_by_ratio(100, 0.29), rows_by_ratio(300, 0.41), rows_by_ratio(3, 0.5)
    (29, 123, 2)
    """
    is_exact = isinstance(ratio, numbers.Rational)
    # The text of a float, of whatever precision, is the shortest decimal that gives it.
    exact = Fraction(ratio) if is_exact else Fraction(str(ratio))
    return int(n_majority * exact + Fraction(1, 2))


def named_counts(
    strategy: Mapping[Any, int], target: Target, others: np.ndarray
) -> np.ndarray:
    """Counts that a mapping gives by label.

    Parameters
    ----------
    strategy : mapping of class to int
        The numbers of rows.
    target : Target
        The real target, with classes.
    others : ndarray of shape (n_classes,)
        The numbers for classes that the mapping leaves out.

    Returns
    -------
    ndarray of shape (n_classes,), dtype int
        Rows per class.

    Raises
    ------
    InputError
        If a class is unknown or a number is no whole number.
    """
    if isinstance(target, RegionTarget):
        return named_by_region(strategy, target.known_regions, others)
    assert target.classes is not None
    counts = others.copy()
    for label, n_rows in strategy.items():
        counts[_position(label, target.classes.tolist())] = _whole(label, n_rows)
    return counts


def counts_for(n_samples: Any, target: Target) -> np.ndarray:
    """Number of rows of each class in a sample of a given size.

    Parameters
    ----------
    n_samples : int or mapping of class to int
        How many rows; an int is shared among the classes as in the real table.
    target : Target
        The real target.

    Returns
    -------
    ndarray of shape (n_classes,), dtype int
        Rows per class, with exactly the sum asked for.

    Raises
    ------
    InputError
        If the number is no whole number or negative, or a class is unknown.
    """
    if isinstance(n_samples, Mapping):
        if target.classes is None and not isinstance(target, RegionTarget):
            raise InputError(
                "n_samples gives rows per class, but the target has no classes",
                parameter="n_samples",
                value=n_samples,
                remedies=["give one whole number"],
            )
        return named_counts(n_samples, target, np.zeros(target.n_groups, np.intp))
    total = _whole(None, n_samples)
    share = np.bincount(target.groups, minlength=target.n_groups) * total
    counts, rest = np.divmod(share, len(target.groups))
    # Largest remainders first; a stable sort makes ties fall to the first class.
    order = np.argsort(-rest, kind="stable")
    counts[order[: total - counts.sum()]] += 1
    return counts


def _position(label: Any, labels: list) -> int:
    if label not in labels:
        raise InputError(
            "the class {value!r} is not in the target; its classes are {labels}",
            value=label,
            labels=labels,
        )
    return labels.index(label)


def _whole(label: Any, n_rows: Any) -> int:
    if not isinstance(n_rows, numbers.Integral) or n_rows < 0:
        of_class = "" if label is None else f" of class {label!r}"
        raise InputError(
            "the number of rows{of_class} must be a whole number from 0 on; got "
            "{value!r}",
            value=n_rows,
            of_class=of_class,
        )
    return int(n_rows)


def _by_ratio(ratio: Any, real: np.ndarray) -> np.ndarray:
    """Final rows of each class, the smaller one at a ratio to the larger."""
    if len(real) != 2:
        raise InputError(
            '"sampling_strategy" can be a float only when the type of target is '
            "binary, and there are {n} labels here. For multi-class, use a dict",
            parameter="sampling_strategy",
            value=ratio,
            n=len(real),
        )
    majority = int(np.argmax(real))
    wanted = real.copy()
    wanted[1 - majority] = rows_by_ratio(int(real[majority]), ratio)
    return wanted


def _generated(
    wanted: np.ndarray,
    real: np.ndarray,
    mode: str,
    labels: list,
    *,
    is_ratio: bool = False,
) -> np.ndarray:
    if mode == "replace":
        return wanted
    for label, asked, present in zip(
        labels, wanted.tolist(), real.tolist(), strict=True
    ):
        if asked < present:
            least = least_ratio(present, int(real.max())) if is_ratio else present
            raise InputError(
                "sampling_strategy asks for {value} rows of class {label!r}, but in "
                "augment mode its {present} real rows stay in the output",
                parameter="sampling_strategy",
                value=asked,
                label=label,
                present=present,
                least=least,
                remedies=[
                    "ask for a ratio of at least {least}"
                    if is_ratio
                    else "ask for at least {least}",
                    *([] if is_ratio else ["leave the class out"]),
                    Remedy("use mode='replace'", only="python"),
                ],
            )
    return wanted - real


def least_ratio(present: int, n_majority: int) -> float:
    """Give the least ratio of three decimals at which a class keeps all its rows.

    Parameters
    ----------
    present, n_majority : int
        Rows of the smaller and of the larger class.

    Returns
    -------
    float
        At most 1.
    """
    return -(-present * 1000 // n_majority) / 1000
