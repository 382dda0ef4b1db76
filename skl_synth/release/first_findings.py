"""What a first look finds, for the owner of the real table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from skl_synth.errors import PYTHON, Words, in_words
from skl_synth.progress.said_progress import duration

WILL_BE_REFUSED, MAY_BE_REFUSED, TO_KNOW = "refused", "may be refused", "to know"
"""What a finding means: publish refuses the table, or may, or goes on."""

HEADINGS = {
    WILL_BE_REFUSED: "Will be refused",
    MAY_BE_REFUSED: "May be refused",
    TO_KNOW: "To know",
}


class FirstFinding(NamedTuple):
    """One thing that a first look found.

    Parameters
    ----------
    subject : str
        What it is about.
    outcome : {"refused", "may be refused", "to know"}
        What it means.
    said : exception or warning
        What there is to say.
    """

    subject: str
    outcome: str
    said: Exception

    def text(self, words: Words = PYTHON) -> str:
        """Say it.

        Parameters
        ----------
        words : Words, default=PYTHON
            Who speaks.

        Returns
        -------
        str
            A sentence or two.
        """
        return in_words(self.said, words)


@dataclass(frozen=True)
class FirstLook:
    """What a first look at a table found; not to be shared.

    Parameters
    ----------
    findings : tuple of FirstFinding
        What will be refused first, then what may be.
    seconds : float, default=nan
        About how long one setting takes to be judged; NaN where that is not known.
    """

    findings: tuple[FirstFinding, ...]
    seconds: float = math.nan

    @property
    def will_be_refused(self) -> bool:
        """Whether `publish` will refuse the table, without measuring anything."""
        return any(one.outcome == WILL_BE_REFUSED for one in self.findings)

    def lines(self, words: Words = PYTHON) -> list[str]:
        """Say what was found.

        Parameters
        ----------
        words : Words, default=PYTHON
            Who speaks.

        Returns
        -------
        list of str
            A line for each finding, and one on the time.
        """
        found = [f"{HEADINGS[one.outcome]}: {one.text(words)}" for one in self.findings]
        if not self.will_be_refused:
            found = found or ["Nothing speaks against it at a first look."]
            if not math.isnan(self.seconds):
                found.append(
                    f"Each setting that is tried takes about {duration(self.seconds)}."
                )
        return found

    def frame(self) -> pd.DataFrame:
        """Put the findings into a table.

        Returns
        -------
        DataFrame
            Columns subject, outcome and text.
        """
        found = [(one.subject, one.outcome, one.text()) for one in self.findings]
        return pd.DataFrame(found, columns=["subject", "outcome", "text"])

    def __str__(self) -> str:
        return "\n".join(["First look, for you alone:", *self.lines()])
