"""A formal guarantee in words and figures: what holds, for whom, and what it costs."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from skl_synth.evaluation.audit_report import wrapped
from skl_synth.release.frame_records import records
from skl_synth.release.guarantee_ceilings import Ceiling, ceiling_of, ceiling_of_rho

WEAK_FROM = 4.0
"""An ε above this is to be asked for in so many words."""

ENOUGH = 500
"""Smallest class × ε: with less, too much of what is measured of that class is noise
(with more, models trained on the release reached .93 to .98 of the AUC, with less .81
to .96)."""

MEANS = (
    "Whoever knows everything about everybody else, and how the table was made, cannot "
    "tell well from the release whether one given person was in the real table: no "
    "attack, known or not, reaches a ROC AUC above {auc} (chance is 0.5), nor "
    "finds more than {five} % of the members at 5 % of false alarms, or {one} "
    "% at 1 %. These ceilings are by the sum of all measurements (zero-concentrated "
    "differential privacy, ρ = {rho:.3g}); ε and δ alone would allow {auc_alone}, "
    "{five_alone} % and {one_alone} %."
)

RESTS_ON = (
    "It rests on a dictionary that was written without looking at the real values, on "
    "noise that was drawn from the operating system and cannot be repeated, and on one "
    "release: each further one with an ε of its own adds to it, and so does choosing "
    "among several. More rows of the same fit cost nothing.",
    "May not be said: that the release discloses nothing. What holds for people in "
    "general is learnt, whether one of them was in the table or not, and groups of "
    "people who belong together are protected less than one person.",
)

LOST = (
    "the smallest class has about {n} rows, times ε = {epsilon:.3g} that is "
    "{product:.0f}: below {enough}, much of what the columns say of this class is lost "
    "in the noise, and models that are trained on the release may find it badly"
)

WEAK = (
    "ε = {epsilon:g} is a weak guarantee: above 4 it rules out little that an attacker "
    "could hope for, see the ceilings"
)


@dataclass(frozen=True, eq=False)
class Guarantee:
    """What is guaranteed of a release to each person in the real table.

    Parameters
    ----------
    epsilon, delta : float
        (ε, δ)-differential privacy for persons.
    rho : float
        What all measurements together spent, from which ε follows.
    rows_per_person : int
        The most rows that one person has in what was measured.
    class_counts : {"noisy", "public"}
        Whether the sizes of the classes were measured, or taken for known.
    n_rows : int
        Rows of the release.
    classes : mapping of str to int
        Rows of each class there; empty for a target without classes.
    public : mapping of str to object
        What was known before: the dictionary.
    measurements : DataFrame
        Each measurement with its margin, noise, cost and cells, as it may be
        published.

    See Also
    --------
    GuaranteeReport : Says it, beside what only the owner should read.
    PrivateMarginals : Makes such tables.
    """

    epsilon: float
    delta: float
    rho: float
    rows_per_person: int
    class_counts: str
    n_rows: int
    classes: Mapping[str, int]
    public: Mapping[str, Any]
    measurements: pd.DataFrame

    @property
    def ceiling(self) -> Ceiling:
        """The most that any attack reaches, by the sum of the measurements."""
        by_rho, alone = ceiling_of_rho(self.rho), self.ceiling_alone
        return Ceiling(*map(min, by_rho, alone))

    @property
    def ceiling_alone(self) -> Ceiling:
        """The same by ε and δ alone."""
        return ceiling_of(self.epsilon, self.delta)

    @property
    def unit(self) -> str:
        """Say of whom it holds: in which way two tables may differ."""
        rows = (
            "one person, with one row,"
            if self.rows_per_person == 1
            else f"one person, with up to {self.rows_per_person} rows,"
        )
        if self.class_counts == "public":
            return (
                f"{rows} is replaced by another of the same class (the sizes of the "
                "classes are taken for known)"
            )
        return f"{rows} is in the table or not"

    @property
    def size(self) -> int:
        """Rows of the smallest class of the release; of all without classes."""
        return min(self.classes.values(), default=self.n_rows)

    @property
    def loss(self) -> str:
        """What will be lost of the smallest class; empty where that is not much."""
        product = self.size * self.epsilon
        if product >= ENOUGH:
            return ""
        return LOST.format(
            n=self.size, epsilon=self.epsilon, product=product, enough=ENOUGH
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the owner should think of before publishing."""
        weak = WEAK.format(epsilon=self.epsilon) if self.epsilon > WEAK_FROM else ""
        return tuple(filter(None, (self.loss, weak)))

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it.

        Returns
        -------
        dict
            What it costs (ε, δ, ρ), for whom it is, ceilings, rows, what was public,
            measurements, warnings.
        """
        return {
            "epsilon": self.epsilon,
            "delta": self.delta,
            "rho": self.rho,
            "neighbours": self.unit,
            "rows_per_person": self.rows_per_person,
            "class_counts": self.class_counts,
            "ceiling": self.ceiling._asdict(),
            "ceiling_by_epsilon_and_delta": self.ceiling_alone._asdict(),
            "rows": self.n_rows,
            "classes": dict(self.classes),
            "public": dict(self.public),
            "measurements": records(self.measurements),
            "warnings": list(self.warnings),
        }

    def __str__(self) -> str:
        paragraphs = [
            f"FORMAL GUARANTEE  {self.in_short}.",
            *self.meaning(),
            *(f"Note: {text}." for text in self.warnings),
            RESTS_ON[1],
        ]
        parts = ["\n".join(wrapped(text)) for text in paragraphs]
        return "\n\n".join([*parts, self._table()])

    @property
    def in_short(self) -> str:
        """What is guaranteed, and to whom, without what it means."""
        return (
            f"(ε, δ)-differential privacy for persons, ε = {_up(self.epsilon, 3)}, "
            f"δ = {self.delta:g}: {self.unit}"
        )

    @property
    def ceiling_in_words(self) -> str:
        """The largest area that any attack reaches, not rounded down."""
        return _up(self.ceiling.auc, 3)

    def meaning(self) -> tuple[str, ...]:
        """Say what it means, what it rests on, and what was public.

        Returns
        -------
        tuple of str
            Paragraphs.
        """
        return self._meaning(), RESTS_ON[0], self._sizes()

    def _meaning(self) -> str:
        ceiling, alone = self.ceiling, self.ceiling_alone
        return MEANS.format(
            rho=self.rho,
            auc=_up(ceiling.auc, 3),
            five=_up(100 * ceiling.tpr_at_5, 1),
            one=_up(100 * ceiling.tpr_at_1, 1),
            auc_alone=_up(alone.auc, 3),
            five_alone=_up(100 * alone.tpr_at_5, 1),
            one_alone=_up(100 * alone.tpr_at_1, 1),
        )

    def _sizes(self) -> str:
        classes = ", ".join(f"{label}: {n}" for label, n in self.classes.items())
        known = (
            "as known" if self.class_counts == "public" else "as measured with noise"
        )
        of_classes = f" ({classes})" if classes else ""
        return (
            f"The release has {self.n_rows} rows{of_classes}, {known}. Public before "
            "anything was measured: the dictionary, with kinds, levels and bounds of "
            "all columns."
        )

    def _table(self) -> str:
        shown = self.measurements.to_string(index=False, float_format="{:.4g}".format)
        indented = textwrap.indent(shown, "  ")
        return f"Measurements, all of which may be published\n{indented}"


def _up(bound: float, digits: int) -> str:
    """Write a bound so that it still is one: it is never rounded down."""
    return f"{math.ceil(bound * 10**digits - 1e-9) / 10**digits:g}"
