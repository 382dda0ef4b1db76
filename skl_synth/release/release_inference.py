"""A model of the owner's, fitted to the real rows of a release and to syntheses."""

from __future__ import annotations

from dataclasses import replace
from numbers import Integral
from typing import Any

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.inference import InferenceReport, inference_report
from skl_synth.inference.ended import events_of
from skl_synth.inference.formula_models import formula_model
from skl_synth.inference.joined_table import joined
from skl_synth.inference.syntheses import Syntheses, syntheses_of
from skl_synth.release.judging import RealCase
from skl_synth.release.owner_audit import OwnerAudit
from skl_synth.release.release_report import ReleaseReport
from skl_synth.release.shared_inference import (
    FormulaDemand,
    shared_inference,
    withheld,
)
from skl_synth.table.real import RealTable

SEED_SHIFT = 7_919
"""Added to the seed of a release, so that its other tables are not made again."""


def formula_demand(
    formula: str | None, event: Any, n_syntheses: Any
) -> FormulaDemand | None:
    """Check what is asked of a model, before the minutes of work begin.

    Parameters
    ----------
    formula : str or None
        The model.
    event : str, (str, object) or None
        The column of events.
    n_syntheses : object
        How many tables.

    Returns
    -------
    FormulaDemand or None
        None where none is asked for.

    Raises
    ------
    InputError
        If there are too few tables, or an event without a model.
    """
    if formula is None:
        if event is not None:
            raise InputError(
                "{parameter}={value!r} is of times that a formula explains, and there "
                "is none",
                parameter="event",
                value=event,
                remedies=["pass formula='time ~ age', say", "leave out event"],
            )
        return None
    is_number = isinstance(n_syntheses, Integral) and not isinstance(n_syntheses, bool)
    if not is_number or n_syntheses < 2:
        raise InputError(
            "{parameter}={value!r} must be a whole number from 2 on",
            parameter="n_syntheses",
            value=n_syntheses,
            remedies=[Remedy("pass {setting}", Setting("n_syntheses", 5))],
        )
    return FormulaDemand(formula, event, int(n_syntheses))


def check_on_table(demand: FormulaDemand | None, table: RealTable, y: Any) -> None:
    """Refuse a model that the real table does not suit, before the work begins.

    Parameters
    ----------
    demand : FormulaDemand or None
        What is asked for.
    table : RealTable
        The real table, as it was read.
    y : array-like or None
        The target, as it came.

    Raises
    ------
    InputError
        If it cannot be fitted to the real rows.
    ImportError
        If statsmodels is not installed.
    """
    if demand is None:
        return
    frame = joined(_as_read(table), y)
    fitting = formula_model(
        demand.formula, frame, event=demand.event, told=events_of(table.schema)
    )
    fitting.of_real(frame, None)


def infer(
    demand: FormulaDemand, synthesizer: BaseSynthesizer, real: RealCase, seed: int
) -> InferenceReport:
    """Fit a model to the real table and to several that a synthesizer draws.

    Parameters
    ----------
    demand : FormulaDemand
        The model.
    synthesizer : BaseSynthesizer
        Fitted: what drew the released table.
    real : RealCase
        The real table.
    seed : int
        Seed of the release.

    Returns
    -------
    InferenceReport
        Everything, for the owner.

    Raises
    ------
    InputError
        If it cannot be fitted to every table.
    """
    other_seed = (seed + SEED_SHIFT) % 2**32
    tables = syntheses_of(synthesizer, real.table, demand.n_syntheses, other_seed)
    X, y = as_released(real)
    return inference_report(
        demand.formula, X, y, tables, event=demand.event, groups=_persons(real, tables)
    )


def _persons(real: RealCase, tables: Syntheses) -> Any:
    """Whom rows belong to, where persons have several and were made whole."""
    made = [tables.persons_of(place) for place in range(len(tables))]
    is_known = tables.has_visits and all(one is not None for one in made)
    return real.table.persons if is_known else None


def add_inference(
    report: ReleaseReport,
    demand: FormulaDemand,
    synthesizer: BaseSynthesizer,
    real: RealCase,
    seed: int,
) -> ReleaseReport:
    """Add to the report of a release what was found of a model.

    Parameters
    ----------
    report : ReleaseReport
        Of a release that passed.
    demand : FormulaDemand
        The model.
    synthesizer : BaseSynthesizer
        What drew the released table.
    real : RealCase
        The real table.
    seed : int
        Seed of the release.

    Returns
    -------
    ReleaseReport
        With classes for others, and with everything for the owner.
    """
    assert report.owner is not None
    try:
        exact = infer(demand, synthesizer, real, seed)
    except InputError as error:
        shared = withheld("it could not be fitted to every table")
        return replace(report, inference=shared, owner=_noted(report.owner, error))
    shared = shared_inference(demand, exact, real.table, joined(*as_released(real)))
    return replace(report, inference=shared, owner=with_exact(report.owner, exact))


def _noted(owner: OwnerAudit, error: Exception) -> OwnerAudit:
    return replace(owner, notes=(*owner.notes, f"No model was fitted: {error}"))


def with_exact(owner: OwnerAudit, exact: InferenceReport) -> OwnerAudit:
    """Add a model's real and synthetic coefficients to what is the owner's.

    Parameters
    ----------
    owner : OwnerAudit
        What the owner alone may read.
    exact : InferenceReport
        Everything that was found.

    Returns
    -------
    OwnerAudit
        With the coefficients among its findings, and in its text.
    """
    frame = exact.frame().rename_axis("term").reset_index()
    findings = {**owner.findings, "inference": frame}
    return replace(owner, findings=findings, text=f"{owner.text}\n\n{exact}")


def for_owner_alone(
    owner: OwnerAudit,
    demand: FormulaDemand,
    fitted: BaseSynthesizer,
    real: RealCase,
    seed: int,
) -> OwnerAudit:
    """Fit a model beside a release with a guarantee: nothing of it may be shared.

    Parameters
    ----------
    owner : OwnerAudit
        What the owner alone may read.
    demand : FormulaDemand
        The model.
    fitted : BaseSynthesizer
        What drew the release, whose further tables cost nothing of the guarantee.
    real : RealCase
        The real table.
    seed : int
        Seed of the tables.

    Returns
    -------
    OwnerAudit
        With the coefficients, or with why there are none.
    """
    try:
        return with_exact(owner, infer(demand, fitted, real, seed))
    # The budget is spent: whether there is a release must not depend on this.
    except Exception as error:
        return _noted(owner, error)


def as_released(real: RealCase) -> tuple[Any, Any]:
    """Write real rows as a release reads them: levels merged, and tails coded.

    Parameters
    ----------
    real : RealCase
        The real table.

    Returns
    -------
    X, y : table and target
        The target as it came.
    """
    return _as_read(real.table), real.y


def _as_read(table: RealTable) -> Any:
    """The real rows as the release reads them: levels merged, and tails coded."""
    return table.container.write(table.decode(table.rows, table.persons))
