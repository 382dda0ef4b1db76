"""A guarantee that is asked for, and what would end it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.release.guarantee import WEAK_FROM
from skl_synth.release.low_fidelity import pairs_for
from skl_synth.synthesizers import PrivateMarginals
from skl_synth.table.dictionary import DataDictionary

FROM_DATA = "from_data"
"""The domain is read from the real rows, and nothing is guaranteed."""

ENDED_BY = {
    "synthesizer": "only PrivateMarginals makes rows from noisy counts alone",
    "by": "the sizes of the strata would be read from the real rows",
    "encoder": "what is known of the table stands in the dictionary, and what an "
    "encoder finds in the real rows would get out",
    "membership_bound": "no gate decides on such a release, because gates read real "
    "rows",
    "group_bound": "no gate decides on such a release, because gates read real rows",
}
"""Why a parameter of `publish` would end the guarantee, or would do nothing."""


@dataclass(frozen=True)
class GuaranteeDemand:
    """The guarantee that is asked for, as far as something was said of it.

    Parameters
    ----------
    epsilon, delta : float or None
        (ε, δ)-differential privacy for persons; no ε for no guarantee.
    dictionary : DataDictionary, path, mapping or None
        What is public of the table.
    class_counts : {"noisy", "public"} or None
        Whether the sizes of the classes are measured.
    rows_per_person : int or None
        The most rows that one person has in what is measured.
    weak_guarantee : bool
        Whether a large ε was asked for in so many words.
    """

    epsilon: float | None = None
    delta: float | None = None
    dictionary: Any = None
    class_counts: str | None = None
    rows_per_person: int | None = None
    weak_guarantee: bool = False


def refuse_without_epsilon(demand: GuaranteeDemand) -> None:
    """Refuse what says how a guarantee is to be, where none was asked for.

    Parameters
    ----------
    demand : GuaranteeDemand
        Without an ε.

    Raises
    ------
    InputError
        If anything was said.
    """
    said = {
        "delta": demand.delta,
        "dictionary": demand.dictionary,
        "class_counts": demand.class_counts,
        "rows_per_person": demand.rows_per_person,
        "weak_guarantee": demand.weak_guarantee or None,
    }
    for name, value in said.items():
        if value is not None:
            raise InputError(
                "{parameter} says how a formal guarantee is to be, and none was asked "
                "for",
                parameter=name,
                value=value,
                remedies=[
                    Remedy("ask for one, {setting}", Setting("epsilon", 1.0)),
                    "leave it out",
                ],
            )


def guaranteed_synthesizer(
    demand: GuaranteeDemand,
    *,
    fidelity: Any,
    groups: Any,
    others: Mapping[str, Any],
) -> PrivateMarginals:
    """Make what measures a table with noise, once nothing ends its guarantee.

    Parameters
    ----------
    demand : GuaranteeDemand
        What is asked for.
    fidelity : object
        The margins that are asked for; None for all that the budget carries.
    groups : array-like or None
        Which person each row belongs to.
    others : mapping of str to object
        Further parameters, by name; None where one was not given.

    Returns
    -------
    PrivateMarginals
        Unfitted.

    Raises
    ------
    InputError
        If the rows are to be made, or the columns to be read, in another way; if the
        domain is to be read from the data, persons have more rows than was said, ε is
        no number above 0, or it is large and nobody said so.
    """
    _refuse_others(demand, others)
    _refuse_no_epsilon(demand)
    _refuse_weak(demand)
    _refuse_no_domain(demand)
    said = {"delta": demand.delta, "class_counts": demand.class_counts}
    maker = PrivateMarginals(
        demand.epsilon,
        dictionary=demand.dictionary,
        pairs="auto" if fidelity is None else pairs_for(fidelity),
        rows_per_person=rows_each(groups, demand.rows_per_person),
    )
    given = {name: value for name, value in said.items() if value is not None}
    maker.set_params(**given)
    return maker


def _refuse_others(demand: GuaranteeDemand, others: Mapping[str, Any]) -> None:
    for name, value in others.items():
        if value is not None:
            raise InputError(
                "{parameter}={value!r} cannot be used with {epsilon}: {reason}",
                parameter=name,
                value=value,
                epsilon=Setting("epsilon", demand.epsilon),
                reason=ENDED_BY[name],
                remedies=["leave it out"],
            )


def _refuse_no_epsilon(demand: GuaranteeDemand) -> None:
    epsilon: Any = demand.epsilon
    is_number = isinstance(epsilon, Real) and not isinstance(epsilon, bool)
    if is_number and 0 < float(epsilon) < np.inf:
        return
    raise InputError(
        "{parameter}={value!r} must be a number above 0: the smaller, the stronger the "
        "guarantee and the larger the noise",
        parameter="epsilon",
        value=epsilon,
        remedies=[
            Remedy("begin with {setting}", Setting("epsilon", 1.0)),
            "leave it out, for a release without a guarantee",
        ],
    )


def _refuse_no_domain(demand: GuaranteeDemand) -> None:
    if demand.dictionary is None:
        raise InputError(
            "a guarantee needs to know what the table can hold without looking at it",
            parameter="dictionary",
            remedies=[
                Remedy(
                    "give a dictionary with public levels and bounds, {setting}",
                    Setting("dictionary", "patients.json"),
                ),
                Remedy(
                    "let skl-synth inspect write a first one by --write patients.json, "
                    "and correct it by hand",
                    only="command line",
                ),
                Remedy(
                    "let DataDictionary.from_table(X, y).write('patients.json') write "
                    "a first one, and correct it by hand",
                    only="python",
                ),
            ],
        )
    if isinstance(demand.dictionary, str) and demand.dictionary == FROM_DATA:
        raise InputError(
            "{parameter}={value!r} reads kinds, bounds and levels from the real rows, "
            "and then nothing is guaranteed",
            parameter="dictionary",
            value=demand.dictionary,
            remedies=[
                "write a dictionary from what is known without the rows",
                "publish without a guarantee, by leaving out the epsilon",
            ],
        )
    if DataDictionary.read(demand.dictionary).public:
        return
    raise InputError(
        "{parameter} says that it is not public: it was written from real rows, and "
        "what stands in it discloses who holds the outermost values and rare levels",
        parameter="dictionary",
        remedies=[
            "go through it, write the bounds and levels that any such table could "
            'have, and set "public": true in it',
            Remedy("say so by its method as_public()", only="python"),
        ],
    )


def _refuse_weak(demand: GuaranteeDemand) -> None:
    is_weak = isinstance(demand.epsilon, Real) and float(demand.epsilon) > WEAK_FROM
    if is_weak and not demand.weak_guarantee:
        raise InputError(
            "{parameter}={value!r} is a guarantee in name only: above {most:g} it "
            "rules out little that an attacker could hope for",
            parameter="epsilon",
            value=demand.epsilon,
            most=WEAK_FROM,
            remedies=[
                Remedy("use {setting} or less", Setting("epsilon", WEAK_FROM)),
                Remedy(
                    "say that you want it all the same, {setting}",
                    Setting("weak_guarantee", True),
                ),
            ],
        )


def rows_each(groups: Any, given: int | None) -> int:
    """Say how many rows of each person are measured at most.

    Parameters
    ----------
    groups : array-like or None
        Which person each row belongs to.
    given : int or None
        What the user said.

    Returns
    -------
    int
        The number.

    Raises
    ------
    InputError
        If persons have several rows, and nobody said how many count.

    Examples
    --------
    >>> from skl_synth.release.guarantee_demand import rows_each
    >>> rows_each(["ann", "bob"], None)
    1
    >>> rows_each(["ann", "ann", "bob"], 3)
    3
    """
    if given is not None or groups is None:
        return 1 if given is None else given
    most = int(pd.Series(np.asarray(groups)).value_counts().max())
    if most == 1:
        return 1
    raise InputError(
        "persons have up to {n} rows, and a guarantee is for as many rows of each as "
        "it was asked for: the more, the more noise",
        parameter="rows_per_person",
        n=most,
        remedies=[
            Remedy(
                "say how many may count, {setting}", Setting("rows_per_person", most)
            ),
            "keep one row for each person, the first or a summary of all",
        ],
    )
