"""The pool of shadow tables: the real table and the hold-out, read as one."""

from __future__ import annotations

from typing import Any

import numpy as np

from skl_synth.base import BaseSynthesizer
from skl_synth.evaluation.privacy.shadow.shadow_plan import ShadowPlan
from skl_synth.evaluation.tables import Persons, in_order_of, read_real
from skl_synth.synthesizers import as_synthesizer
from skl_synth.table.real import RealTable


def plan_shadows(
    synthesizer: Any,
    table: RealTable,
    real: tuple[Any, Any],
    holdout: tuple[Any, Any],
    persons: Persons,
    *,
    encoder: Any = None,
    n_models: int,
    n_jobs: int | None = None,
) -> ShadowPlan:
    """Put the hold-out behind the real rows, and read both once.

    Parameters
    ----------
    synthesizer : object with ``fit_resample``
        Fitted or not: a copy is fitted to each shadow table.
    table : RealTable
        How the real table was read.
    real, holdout : (X, y)
        The tables as they came.
    persons : Persons
        Whom their rows belong to.
    encoder : TableEncoder or None, default=None
        All that is said of the columns; None for what the synthesizer says.
    n_models, n_jobs : int, int or None
        As in `ShadowPlan`.

    Returns
    -------
    ShadowPlan
        What shadow models are fitted to.

    Raises
    ------
    InputError
        If the tables cannot be read as one.
    """
    unfitted = as_synthesizer(synthesizer)
    X = table.container.append(real[0], in_order_of(real[0], holdout[0]))
    y = None if real[1] is None else _united(table, holdout[1])
    groups = None
    if persons.real is not None and persons.holdout is not None:
        groups = np.concatenate([persons.real, persons.holdout])
    said = unfitted._table_encoder() if encoder is None else encoder
    pool = read_real(X, y, said, groups=groups)
    return ShadowPlan(unfitted, pool, X, y, len(table), n_models, n_jobs)


def _united(table: RealTable, y: Any) -> Any:
    """The target of both, in the container of the real one."""
    target = table.target
    return target.decode(np.concatenate([target.encoded, target.encode(y)]))


def is_fitted(synthesizer: Any) -> bool:
    """Say whether further tables can be drawn from a synthesizer.

    Parameters
    ----------
    synthesizer : object
        What the user passed.

    Returns
    -------
    bool
        Whether it is one of ours, and fitted.
    """
    return isinstance(synthesizer, BaseSynthesizer) and hasattr(
        synthesizer, "generator_"
    )
