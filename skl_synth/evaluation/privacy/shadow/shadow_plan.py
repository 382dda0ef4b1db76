"""ShadowPlan: what shadow models are fitted to, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from numbers import Integral
from typing import Any

import numpy as np

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.evaluation.people import People, rarest_classes
from skl_synth.table.real import RealTable

DEFAULT_MODELS = 64
"""Shadow models where a thorough audit is asked for: enough to know the area of a group
of people to about 0.03, in a minute or two of the release setting at 1,000 rows."""

LEAST_MODELS = 16
"""With fewer, nothing can be learnt on some and measured on others."""


@dataclass(frozen=True, eq=False)
class ShadowPlan:
    """The people among whom shadow tables are drawn, and what is fitted to them.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Unfitted: the method that is attacked.
    table : RealTable
        The pool: the rows of the real table, then those that were held out.
    X, y : table and target
        The same as they came.
    n_real : int
        How many of these rows are of the real table; whoever is looked for is of it.
    n_models : int, default=64
        How many shadow models.
    n_jobs : int or None, default=None
        How many are fitted at a time. The result does not depend on it.
    """

    synthesizer: BaseSynthesizer
    table: RealTable
    X: Any
    y: Any
    n_real: int
    n_models: int = DEFAULT_MODELS
    n_jobs: int | None = None

    @cached_property
    def people(self) -> People:
        """Whom the rows of the pool belong to: themselves, where nothing is known."""
        persons = self.table.persons
        return People(np.arange(len(self.table)) if persons is None else persons)

    @cached_property
    def classes(self) -> np.ndarray:
        """The class of each person; zeros where there are none."""
        groups = self.table.target.groups
        return self.people.classes(groups, rarest_classes(groups))

    @cached_property
    def is_real(self) -> np.ndarray:
        """Who of the people is of the real table."""
        mask = np.zeros(len(self.people), dtype=bool)
        mask[self.people.persons[: self.n_real]] = True
        return mask

    @cached_property
    def sizes(self) -> np.ndarray:
        """How many people of each class a shadow table has.

        As many as the real one, but no more than half of the pool: where tables share
        most of their people, an attacker who has them knows too much of the rest.
        """
        n_classes = int(self.classes.max(initial=0)) + 1
        real = np.bincount(self.classes[self.is_real], minlength=n_classes)
        pool = np.bincount(self.classes, minlength=n_classes)
        share = min(1.0, len(self.people) / 2 / max(real.sum(), 1))
        return np.minimum(np.ceil(real * share).astype(int), pool // 2)


def check_shadow_models(n_models: Any) -> None:
    """Refuse a number of shadow models that nothing can be learnt from.

    Parameters
    ----------
    n_models : object
        What the user passed.

    Raises
    ------
    InputError
        If it is neither 0 nor a whole number from 16 on.
    """
    is_number = isinstance(n_models, Integral) and not isinstance(n_models, bool)
    if is_number and (n_models == 0 or n_models >= LEAST_MODELS):
        return
    raise InputError(
        "{parameter}={value!r} must be 0, for none, or a whole number from {least} on: "
        "an attack is learnt on some shadow models and measured on others",
        parameter="shadow_models",
        value=n_models,
        least=LEAST_MODELS,
        remedies=[Remedy("use {setting}", Setting("shadow_models", DEFAULT_MODELS))],
    )
