"""The report of a release with a formal guarantee: a part to share, and one to keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

import skl_synth
from skl_synth.evaluation.audit_report import wrapped
from skl_synth.evaluation.results import SUMMARY_COLUMNS
from skl_synth.release.frame_records import described, records
from skl_synth.release.guarantee import Guarantee
from skl_synth.release.held_margins import Margin, margins_in_words

LABEL = "synthetic data, made from noisy counts of real rows"

FOR_THE_OWNER = (
    "FOR THE OWNER OF THE REAL TABLE ALONE. What follows was read from real rows "
    "without noise: no guarantee covers it. It changed nothing of the release; nothing "
    "of it may be published, and no release may be chosen by it."
)

NOT_AUDITED = "The method was not judged on folds: {reason}"


@dataclass(frozen=True, eq=False)
class OwnerAudit:
    """What was found by reading the real rows, for whoever has them anyway.

    Parameters
    ----------
    text : str
        What the folds showed, in words.
    notes : tuple of str
        What the owner should know besides, such as rows that lay outside the domain.
    seed : int
        Seed of the rows and of the folds.
    n_folds : int
        How many folds were judged.
    summary, details : DataFrame
        Every figure over folds, as in `SyntheticEvaluator`.
    """

    text: str
    notes: tuple[str, ...]
    seed: int
    n_folds: int = 0
    summary: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=SUMMARY_COLUMNS)
    )
    details: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=SUMMARY_COLUMNS)
    )

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it.

        Returns
        -------
        dict
            What it is, seed, folds, notes, figures and what they mean.
        """
        return {
            "label": FOR_THE_OWNER,
            "skl_synth": skl_synth.__version__,
            "seed": self.seed,
            "folds": self.n_folds,
            "notes": list(self.notes),
            "summary": records(self.summary),
            "details": records(self.details),
            "measures": described(self.details["metric"]),
        }

    def __str__(self) -> str:
        # What the folds showed ends with notes of its own.
        said = " ".join(self.text.split())
        notes = [one for one in self.notes if " ".join(one.split()) not in said]
        told = [FOR_THE_OWNER, *(f"Note: {note}" for note in notes)]
        return "\n\n".join(["\n".join(wrapped(one)) for one in told] + [self.text])


@dataclass(frozen=True, eq=False, repr=False)
class GuaranteeReport:
    """What a release with a formal guarantee comes with.

    Everything but ``owner`` may be shared with the release: it rests on the dictionary
    and on noisy measurements alone. No gate was looked at, because a release that is
    chosen by looking at real rows has no guarantee.

    Parameters
    ----------
    guarantee : Guarantee
        What holds for each person, and what it cost.
    about : dict
        Method and target.
    margins : tuple of tuple of str, or None
        The margins that the release holds, where it holds nothing else of the table.
    owner : OwnerAudit
        What the audit says, for the owner of the real table alone.

    See Also
    --------
    publish : Makes it, with the table.
    ReleaseReport : The report of a release without such a guarantee.
    """

    guarantee: Guarantee
    about: dict[str, Any]
    margins: tuple[Margin, ...] | None
    owner: OwnerAudit

    def frame(self) -> pd.DataFrame:
        """Return the measurements, one per line.

        Returns
        -------
        DataFrame
            Which margin was measured, with how much noise, and what it cost.
        """
        return self.guarantee.measurements.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return the part that may be shared as JSON can hold it.

        Returns
        -------
        dict
            Label, version, method, guarantee, margins; nothing of the owner's.
        """
        held = (
            {} if self.margins is None else {"margins": list(map(list, self.margins))}
        )
        return {
            "label": LABEL,
            "skl_synth": skl_synth.__version__,
            **self.about,
            "guarantee": self.guarantee.to_dict(),
            **held,
        }

    def __str__(self) -> str:
        parts = [str(self.guarantee)]
        if self.margins is not None:
            target = str(self.about.get("target", "y"))
            parts.append("\n".join(wrapped(margins_in_words(self.margins, target))))
        return "\n\n".join(parts)

    __repr__ = __str__
