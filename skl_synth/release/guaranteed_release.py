"""publish with an ε: nothing that reads real rows touches the output."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputError, InputWarning, warn
from skl_synth.evaluation import SyntheticEvaluator
from skl_synth.evaluation.tables import LEAST_CONTROLS
from skl_synth.release.guarantee import Guarantee
from skl_synth.release.guarantee_report import (
    NOT_AUDITED,
    GuaranteeReport,
    OwnerAudit,
)
from skl_synth.release.held_margins import margins_held
from skl_synth.release.judging import Demands, RealCase
from skl_synth.release.release_report import Release
from skl_synth.table.real import RealTable


def publish_from_noise(
    maker: BaseSynthesizer, real: tuple[Any, Any], groups: Any, demands: Demands
) -> Release:
    """Make a table from noisy counts alone; then tell its owner what attacks reach.

    Parameters
    ----------
    maker : PrivateMarginals
        Unfitted.
    real : (X, y)
        The real table.
    groups : array-like or None
        Which person each row belongs to.
    demands : Demands
        How it is audited, for the owner; its bounds decide nothing.

    Returns
    -------
    Release
        The table with a `GuaranteeReport`.

    Raises
    ------
    InputError
        If the dictionary or the guarantee cannot be used.

    Warns
    -----
    InputWarning
        Where the smallest class times ε is small, and much will be lost.
    """
    X, y = real
    fitted: Any = clone(maker).set_params(random_state=demands.seed)
    fitted.fit(X, y, groups=groups)
    released = fitted.sample()
    guarantee = _guarantee_of(fitted, released)
    # The release is made; from here on real rows are read for their owner alone.
    owner = audit_for_owner(maker, RealCase(_read(maker, X, y, groups), X, y), demands)
    for note in guarantee.warnings:
        warn("{note}.", note=note, stacklevel=4)
    target = str(getattr(y, "name", None) or "target")
    # The dictionary stands in the report, and not where it lay.
    method = repr(clone(maker).set_params(dictionary=None))
    about = {"method": " ".join(method.split()), "target": target}
    report = GuaranteeReport(guarantee, about, margins_held(fitted), owner)
    return Release(released[0], released[1], report)


def _guarantee_of(fitted: Any, released: tuple[Any, Any]) -> Guarantee:
    target = fitted.table_.target
    classes: dict[str, int] = {}
    if target.classes is not None:
        sizes = pd.Series(np.asarray(released[1])).value_counts()
        classes = {str(one): int(sizes.get(one, 0)) for one in target.classes.tolist()}
    return Guarantee(
        fitted.epsilon_,
        fitted.delta_,
        fitted.rho_,
        fitted.rows_per_person,
        fitted.class_counts,
        len(released[1]),
        classes,
        _public(fitted),
        fitted.measurements_,
    )


def _public(fitted: Any) -> dict[str, Any]:
    """What was known before: the dictionary, as JSON can hold it."""
    dictionary = fitted.dictionary
    return dict(dictionary) if isinstance(dictionary, Mapping) else {}


def _read(maker: Any, X: Any, y: Any, groups: Any) -> RealTable:
    encoder = maker._table_encoder()
    return RealTable.read(X, y, encoder=encoder, groups=groups)


def audit_for_owner(
    maker: BaseSynthesizer, real: RealCase, demands: Demands
) -> OwnerAudit:
    """Judge the method on folds, for the owner of the real table alone.

    Parameters
    ----------
    maker : BaseSynthesizer
        Unfitted. On each fold the real rows are measured once more; nothing of that is
        published, and so nothing of it counts against the guarantee.
    real : RealCase
        The real table, as the maker reads it.
    demands : Demands
        Folds, sections and seed.

    Returns
    -------
    OwnerAudit
        What was found; or why nothing could be measured.
    """
    n_controls = real.table.n_persons // demands.folds
    if n_controls < LEAST_CONTROLS:
        reason = f"each would hold out {n_controls} people, and {LEAST_CONTROLS} are"
        return _not_audited(f"{reason} needed.", demands)
    evaluator = SyntheticEvaluator(
        clone(maker),
        cv=demands.folds,
        sections=demands.sections,
        n_jobs=demands.n_jobs,
        random_state=demands.seed,
        shadow_models=demands.shadow_models,
    )
    try:
        with warnings.catch_warnings():
            # What is to be said of a fit was said of the one that is released.
            warnings.simplefilter("ignore", InputWarning)
            evaluator._fit_table(*real, evaluator.synthesizer)
    except InputError as error:
        return _not_audited(str(error), demands)
    return OwnerAudit(
        evaluator.report(),
        evaluator.notes_,
        demands.seed,
        evaluator.n_splits_,
        evaluator.summary_,
        evaluator.details_,
    )


def _not_audited(reason: str, demands: Demands) -> OwnerAudit:
    said = NOT_AUDITED.format(reason=reason)
    return OwnerAudit(said, (said,), demands.seed)
