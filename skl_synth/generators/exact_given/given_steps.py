"""What conditions say, attribute after attribute."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from skl_synth.generators.exact_given.column_conditions import (
    conditions_on,
    conditions_on_target,
)
from skl_synth.generators.exact_given.given_step import StepConditions
from skl_synth.generators.sequence import Step
from skl_synth.table.given import Condition
from skl_synth.table.real import RealTable
from skl_synth.table.variables import PRESENT


def said_of_steps(
    real: RealTable, steps: Sequence[Step], conditions: tuple[Condition, ...]
) -> list[StepConditions]:
    """Find what conditions say of attributes.

    Parameters
    ----------
    real : RealTable
        The table.
    steps : sequence of Step
        The attributes, in the order in which they are drawn.
    conditions : tuple of Condition
        The conditions.

    Returns
    -------
    list of StepConditions
        What they say, in the same order.
    """
    return [_said_of(real, step, conditions) for step in steps]


def _said_of(
    real: RealTable, step: Step, conditions: tuple[Condition, ...]
) -> StepConditions:
    if not step.is_number:
        # Of a number that may be missing it is what stands in its place.
        return StepConditions.on_code(
            conditions_on(conditions, -1, step.position, step.n_levels)
        )
    if step.is_target:
        precision = real.target.precision
        assert precision is not None
        said = conditions_on_target(conditions)
        drawn = np.zeros(len(conditions), dtype=bool)
        return StepConditions.on_number(
            said,
            precision.snap,
            (precision.low, precision.high),
            precision.decimals_of,
            real.target.encoded,
            drawn,
        )
    variable = real.schema.numbers[step.position]
    said = conditions_on(conditions, step.position, -1, 0)
    masks = [one.levels.get(step.missing_code) for one in conditions]
    skipped = [mask is not None and not mask[PRESENT] for mask in masks]
    precision = variable.precision
    return StepConditions.on_number(
        said,
        variable.snap,
        (precision.low, precision.high),
        precision.decimals_of,
        real.rows.numbers[:, step.position],
        np.array(skipped, dtype=bool),
    )
