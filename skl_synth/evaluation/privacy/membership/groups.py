"""Groups of the people attacked: everyone, outliers, the smallest class, strata."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from skl_synth.errors import InputError
from skl_synth.evaluation.privacy.attack_context import OUTLYING_SHARE, AttackContext
from skl_synth.evaluation.privacy.membership.features import (
    N_NEIGHBORS,
    nearest_people,
)
from skl_synth.evaluation.table_data import Attribute, TableData

EVERYONE, OUTLIERS, SMALLEST_CLASS = "everyone", "outliers", "the smallest class"
"""The people who are attacked."""

STRATUM = "a stratum"

A_CLASS = "class *"
"""How the smallest class is called in figures: by its label."""

A_STRATUM = "stratum *"
"""How strata are called in figures: by their values."""

MOST_STRATA = 50
"""A number of more values is a measurement, and divides no table."""

FEW_OUTLIERS = 40
"""A tenth of few people is too few to be measured: then so many count as outliers."""

MOST_OUTLYING = 0.25
"""But never more than this share of the people."""


def groups_of(
    context: AttackContext, by: Sequence[Attribute] = ()
) -> dict[str, np.ndarray]:
    """Find the groups that are looked at apart.

    Parameters
    ----------
    context : AttackContext
        Who is attacked.
    by : sequence of Attribute, default=()
        What divides the table into strata.

    Returns
    -------
    dict of str to ndarray of bool
        Everyone; those who are least like other real people; where there are classes,
        the smallest; and the strata.
    """
    sparsity = _sparsity(context)
    groups = {EVERYONE: np.ones(len(sparsity), dtype=bool)}
    groups[OUTLIERS] = sparsity >= np.quantile(sparsity, 1 - _outlying(len(sparsity)))
    if context.tables.is_classes:
        labels = context.classes_of_people
        found, sizes = np.unique(labels, return_counts=True)
        smallest = found[sizes.argmin()]
        groups[A_CLASS.replace("*", str(smallest))] = labels == smallest
    return groups | _strata(context, by)


def _outlying(n: int) -> float:
    """The share of people who count as outliers: more of few, to be measured."""
    return max(OUTLYING_SHARE, min(MOST_OUTLYING, FEW_OUTLIERS / n))


def _sparsity(context: AttackContext) -> np.ndarray:
    """How far other people are from each person: the mean of all of their rows."""
    return context.mean_of_person(nearest_people(context)[0][:, N_NEIGHBORS - 1])


def _strata(context: AttackContext, by: Sequence[Attribute]) -> dict[str, np.ndarray]:
    """The people who have a row in each stratum."""
    if not by:
        return {}
    parts = [
        context.tables.real.take(context.members),
        context.control_data.take(context.controls),
    ]
    names = np.concatenate([_names(data, by) for data in parts])
    return {
        A_STRATUM.replace("*", name): context.of_person(names == name, np.logical_or)
        for name in np.unique(names).tolist()
    }


def _names(data: TableData, by: Sequence[Attribute]) -> np.ndarray:
    _refuse_measurements(data, by)
    columns = [_words(one, data.values(one)) for one in by]
    return np.array([", ".join(row) for row in zip(*columns, strict=True)])


def _refuse_measurements(data: TableData, by: Sequence[Attribute]) -> None:
    """Refuse what divides a table into nearly as many strata as there are people."""
    for one in by:
        n_values = len(np.unique(data.values(one)))
        if one.is_number and n_values > MOST_STRATA:
            raise InputError(
                "{parameter} names {column!r}, a number of {n} different values: each "
                "would be a stratum of few people",
                column=one.name,
                parameter="by",
                n=n_values,
                remedies=["name a column of few levels, or put the number into bands"],
            )


def _words(attribute: Attribute, values: np.ndarray) -> list[str]:
    if attribute.is_number:
        return [f"{value:g}" for value in values.tolist()]
    return [attribute.levels[code] for code in values.tolist()]
