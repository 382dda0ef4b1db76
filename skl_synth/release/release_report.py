"""What a release comes with: its report; and the error where there is none."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

import pandas as pd

import skl_synth
from skl_synth.evaluation.audit_report import WIDTH
from skl_synth.release.gates import Gate

LABEL = "synthetic data, made from real rows"

GATES = "Gates (intervals by the people in the folds; those above, between folds)"

LIMITS = (
    "Membership and reconstruction were measured by making tables from a part of the "
    "real rows in the same way; the other part was the control. Of the very table, "
    "copies and reconstruction were looked for.",
    "May not be said: that nobody can be recognised, or that the rows are no personal "
    "data. Attacks that were not tried may do better.",
    "The seed repeats the table from the real rows: keep it, and this report, to "
    "yourself, or leave the seed out where you share the report.",
)


@dataclass(frozen=True, eq=False, repr=False)
class ReleaseReport:
    """The figures of a release, and whether its table may go out.

    Parameters
    ----------
    gates : list of Gate
        What was demanded, and found.
    about : dict
        Method, seed, rows, classes and folds.
    summary, details : DataFrame
        Every figure over folds, as in `SyntheticEvaluator`.
    audit : str
        The same in words.
    notes : tuple of str
        What the reader should know besides.
    """

    gates: list[Gate]
    about: dict[str, Any]
    summary: pd.DataFrame
    details: pd.DataFrame
    audit: str
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every gate is open."""
        return all(gate.passed for gate in self.gates)

    def frame(self) -> pd.DataFrame:
        """Return the gates, one per line.

        Returns
        -------
        DataFrame
            Columns name, where, figure, low, high, bound, passed, by_low_end.
        """
        return pd.DataFrame(self.gates, columns=Gate._fields)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON can hold it.

        Returns
        -------
        dict
            Label, version, verdict, gates, what the release is, figures, limits.
        """
        gates = [
            {**record, "remedy": None if gate.passed else gate.remedy}
            for record, gate in zip(records(self.frame()), self.gates, strict=True)
        ]
        return {
            "label": LABEL,
            "skl_synth": skl_synth.__version__,
            "verdict": "passed" if self.passed else "refused",
            **self.about,
            "gates": gates,
            "limits": list(LIMITS),
            "notes": list(self.notes),
            "summary": records(self.summary),
            "details": records(self.details),
        }

    def __str__(self) -> str:
        gates = "\n".join(f"  {gate.text()}" for gate in self.gates)
        limits = "\n".join(textwrap.fill(text, WIDTH) for text in LIMITS)
        return f"{self.audit}\n\n{GATES}\n{gates}\n\n{limits}"

    __repr__ = __str__


@dataclass(frozen=True, eq=False)
class Release:
    """A table that passed every gate, and its report.

    Parameters
    ----------
    X, y : same containers as the real ones
        The synthetic rows and their target.
    report : ReleaseReport
        What was measured.
    """

    X: Any
    y: Any
    report: ReleaseReport


class RefusedReleaseError(ValueError):
    """A gate is closed: there is no table.

    Parameters
    ----------
    report : ReleaseReport
        What was measured.
    """

    def __init__(self, report: ReleaseReport) -> None:
        self.report = report
        closed = [gate for gate in report.gates if not gate.passed]
        texts = [gate.text().removeprefix("REFUSED: ") for gate in closed]
        remedies = dict.fromkeys(gate.remedy for gate in closed)
        super().__init__(
            f"the release is refused: {'; '.join(texts)}. What to do: "
            f"{'; '.join(remedies)}."
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.report,)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn a frame into rows that JSON can hold, which has no NaN.

    Parameters
    ----------
    frame : DataFrame
        Plain values.

    Returns
    -------
    list of dict
        One per row.
    """
    plain = frame.astype(object).where(frame.notna(), None)
    return [dict(zip(frame.columns, row, strict=True)) for row in plain.to_numpy()]
