"""What is given of a table, as far as it can be said of what is drawn for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from skl_synth.generators.derived.derivation import Derivation
from skl_synth.table.given import Condition, Given


def given_inside(derivation: Derivation, given: Given) -> Given:
    """Say of the columns that are drawn what is given of the table.

    What follows from other columns is not drawn, and of two in an order a gap stands in
    place of the end: nothing is said of these, and rows are judged once they are
    whole.

    Parameters
    ----------
    derivation : Derivation
        How the table follows from what is drawn.
    given : Given
        What is given of rows of the table.

    Returns
    -------
    Given
        What is given of the rows that are drawn.
    """
    gaps = {gap.place for gap in derivation.gaps}
    whole, inner = derivation.schema, derivation.inner
    numbers = _moved(whole.numbers, inner.numbers)
    numbers = {old: new for old, new in numbers.items() if old not in gaps}
    codes = {
        old: new
        for old, new in _moved(whole.codes, inner.codes).items()
        if whole.codes[old].n_levels == inner.codes[new].n_levels
    }
    conditions = [_inside(one, numbers, codes) for one in given.conditions]
    return replace(given, conditions=tuple(conditions))


def _moved(whole: list, inner: list) -> dict[int, int]:
    """Map the positions of the table to those of what is drawn."""
    places = {one.name: place for place, one in enumerate(inner)}
    return {
        old: places[one.name] for old, one in enumerate(whole) if one.name in places
    }


def _inside(
    condition: Condition, numbers: Mapping[int, int], codes: Mapping[int, int]
) -> Condition:
    def moved(parts: Mapping[int, Any], places: Mapping[int, int]) -> dict[int, Any]:
        return {places[one]: part for one, part in parts.items() if one in places}

    return replace(
        condition,
        levels=moved(condition.levels, codes),
        ranges=moved(condition.ranges, numbers),
        points=moved(condition.points, numbers),
    )
