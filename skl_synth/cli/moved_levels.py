"""Levels whose share moved far between the real rows and the synthetic ones."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from skl_synth.cli.console import print_table, print_text
from skl_synth.cli.generated import Generated
from skl_synth.synthesizers import TypeAwareSMOTE
from skl_synth.table.schema import Schema
from skl_synth.table.variables import IdentifierVariable, NumberVariable

FAR = 0.05
"""A share that moved by less is nothing to act on."""

STANDARD_ERRORS = 4
"""And one that moved by less than so many is chance."""

MOST_SHOWN = 8
"""So many levels are shown: those that moved most."""


class MovedLevel(NamedTuple):
    """A level, and its share of the rows of either table."""

    column: Hashable
    level: object
    real: float
    synthetic: float


def moved_levels(
    schema: Schema, real: pd.DataFrame, synthetic: pd.DataFrame
) -> list[MovedLevel]:
    """Find levels and special values whose share moved far, and beyond chance.

    Parameters
    ----------
    schema : Schema
        What the columns are.
    real, synthetic : DataFrame
        The rows, as they stand in files.

    Returns
    -------
    list of MovedLevel
        The one that moved most first.
    """
    moved = [
        MovedLevel(name, level, one, other)
        for name, levels in _levels_of(schema, real)
        for level, one, other in _shares(levels, real[name], synthetic[name])
        if _is_far(one, other, len(real), len(synthetic))
    ]
    return sorted(moved, key=lambda one: -abs(one.real - one.synthetic))


def report_moved(generated: Generated) -> None:
    """Say which levels have another share than in the real table.

    Nothing is said where classes were made equally large: other shares are meant then.

    Parameters
    ----------
    generated : Generated
        The rows and what is known of them.
    """
    synthesizer = generated.synthesizer
    if synthesizer.mode != "replace":
        return
    schema = synthesizer.table_.schema
    moved = moved_levels(schema, generated.source.frame, generated.synthetic)
    if not moved:
        return
    rows = [(one.column, one.level, *map(_percent, one[2:])) for one in moved]
    shares = ["real", "synthetic"]
    title = "Shares that moved"
    print_table(
        title,
        ["column", "level", *shares],
        rows[:MOST_SHOWN],
        right=shares,
        shorten=True,
    )
    more = f"{len(rows) - MOST_SHOWN} more moved. " if len(rows) > MOST_SHOWN else ""
    if isinstance(synthesizer.sampler, TypeAwareSMOTE):
        more += (
            "SMOTE draws towards what is frequent, and the filter away from it: "
            "--method cart keeps such shares."
        )
    if more:
        print_text(f"\n{more.strip()}")


def _levels_of(
    schema: Schema, real: pd.DataFrame
) -> Iterator[tuple[Hashable, list[object]]]:
    for variable in schema.variables:
        if isinstance(variable, NumberVariable):
            if variable.special:
                yield variable.name, list(variable.special)
        elif variable.n_levels and not isinstance(variable, IdentifierVariable):
            for name in variable.columns:
                yield name, real[name].dropna().unique().tolist()


def _shares(
    levels: list[object], real: pd.Series, synthetic: pd.Series
) -> Iterator[tuple[object, float, float]]:
    shares = [side.value_counts() / max(len(side), 1) for side in (real, synthetic)]
    for level in levels:
        one, other = (float(side.get(level, 0.0)) for side in shares)
        yield level, one, other


def _is_far(real: float, synthetic: float, n_real: int, n_synthetic: int) -> bool:
    mean = (real + synthetic) / 2
    error = np.sqrt(mean * (1 - mean) * (1 / n_real + 1 / max(n_synthetic, 1)))
    return abs(real - synthetic) > max(FAR, STANDARD_ERRORS * error)


def _percent(share: float) -> str:
    return f"{share:.1%}"
