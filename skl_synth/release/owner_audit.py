"""What the owner of the real table alone may read of a release: one shape for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

import skl_synth
from skl_synth.evaluation.audit_report import wrapped
from skl_synth.evaluation.results import SUMMARY_COLUMNS
from skl_synth.pages import HtmlReport, Page
from skl_synth.release.frame_records import described, records
from skl_synth.release.pictured import Pictured

FOR_THE_OWNER = (
    "FOR THE OWNER OF THE REAL TABLE ALONE. What follows was read from real rows "
    "without noise: no guarantee covers it. It changed nothing of the release; nothing "
    "of it may be published, and no release may be chosen by it."
)
"""Of a release with a guarantee."""

OWNERS_COPY = (
    "FOR THE OWNER OF THE REAL TABLE ALONE. With the real rows and the seed the same "
    "table is made again, and some of what follows rests on single people: share "
    "nothing of it."
)
"""Of a release that was judged by gates."""

SHOWN = ("merged_levels",)
"""The findings that are written out; the others are longer than anybody reads."""


def _no_figures() -> pd.DataFrame:
    return pd.DataFrame(columns=SUMMARY_COLUMNS)


@dataclass(frozen=True, eq=False)
class OwnerAudit(HtmlReport):
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
    label : str
        Why it is for the owner alone.
    method : str, default=""
        What made the rows, with every parameter.
    findings : mapping of str to DataFrame
        What rests on few people: ``gates`` with exact figures, ``ladder``, ``rules``
        with the rows that they rest on, ``merged_levels`` and ``few_people``; and the
        coefficients of a model that was asked for, ``inference``.
    pictured : Pictured
        What is drawn on the owner's page, with exact shares of real rows.

    See Also
    --------
    ReleaseReport : What may be shared.
    GuaranteeReport : What may be shared of a release with a guarantee.
    """

    text: str
    notes: tuple[str, ...]
    seed: int
    n_folds: int = 0
    summary: pd.DataFrame = field(default_factory=_no_figures)
    details: pd.DataFrame = field(default_factory=_no_figures)
    label: str = FOR_THE_OWNER
    method: str = ""
    findings: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    pictured: Pictured = field(default_factory=Pictured)

    def _page(self) -> Page:
        # The page takes audits, and comes after this.
        from skl_synth.release.owner_page import page_of_owner

        return page_of_owner(self)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it.

        Returns
        -------
        dict
            What it is, seed, folds, notes, figures and what they mean, findings.
        """
        method = {"method": self.method} if self.method else {}
        return {
            "label": self.label,
            "skl_synth": skl_synth.__version__,
            "seed": self.seed,
            "folds": self.n_folds,
            **method,
            "notes": list(self.notes),
            **{name: records(frame) for name, frame in self.findings.items()},
            "summary": records(self.summary),
            "details": records(self.details),
            "measures": described(self.details["metric"]),
        }

    def __str__(self) -> str:
        # What the folds showed ends with notes of its own.
        said = " ".join(self.text.split())
        notes = [one for one in self.notes if " ".join(one.split()) not in said]
        told = [self.label, *(f"Note: {note}" for note in notes)]
        parts = ["\n".join(wrapped(one)) for one in told]
        return "\n\n".join([*parts, *self._lists(), self.text])

    def _lists(self) -> list[str]:
        """Write the findings out that are short."""
        return [
            f"{name.replace('_', ' ').capitalize()}\n{frame.to_string(index=False)}"
            for name, frame in self.findings.items()
            if name in SHOWN and len(frame)
        ]
