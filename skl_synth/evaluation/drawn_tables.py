"""Tables that a fitted synthesizer draws, of the size of the real one."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.base import BaseSynthesizer
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.table.real import RealTable


def synthetic_table(
    synthesizer: BaseSynthesizer, rng: np.random.RandomState
) -> tuple[Any, Any]:
    """Draw as many rows of each class as the synthesizer was given.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted.
    rng : RandomState
        Source of the seed.

    Returns
    -------
    (X, y)
        Synthetic rows and their target, in the containers of the real ones.
    """
    return synthesizer.sample(
        counts_of(synthesizer.table_), random_state=draw_seed(rng)
    )


def counts_of(table: RealTable) -> Any:
    """Say how many rows a table has, in terms of ``sample``.

    Parameters
    ----------
    table : RealTable
        A real table, with or without its rows.

    Returns
    -------
    dict of label to int, or int
        Rows of each class; of all where there are no classes.
    """
    classes = table.target.classes
    if classes is None:
        return int(table.counts.sum())
    return dict(zip(classes.tolist(), table.counts.tolist(), strict=True))
