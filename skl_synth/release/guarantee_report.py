"""The report of a release with a formal guarantee: a part to share, and one to keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

import skl_synth
from skl_synth.evaluation.audit_report import wrapped
from skl_synth.pages import HtmlReport, Page
from skl_synth.release.guarantee import Guarantee
from skl_synth.release.held_margins import Margin, margins_in_words
from skl_synth.release.owner_audit import OwnerAudit
from skl_synth.release.pictured import Pictured

LABEL = "synthetic data, made from noisy counts of real rows"

NOT_AUDITED = "The method was not judged on folds: {reason}"


@dataclass(frozen=True, eq=False, repr=False)
class GuaranteeReport(HtmlReport):
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
    pictured : Pictured
        What is drawn on its page: the released table, and nothing of the real one.

    See Also
    --------
    publish : Makes it, with the table.
    ReleaseReport : The report of a release without such a guarantee.
    """

    guarantee: Guarantee
    about: dict[str, Any]
    margins: tuple[Margin, ...] | None
    owner: OwnerAudit
    pictured: Pictured = field(default_factory=Pictured)

    def frame(self) -> pd.DataFrame:
        """Return the measurements, one per line.

        Returns
        -------
        DataFrame
            Which margin was measured, with how much noise, and what it cost.
        """
        return self.guarantee.measurements.copy()

    def _page(self) -> Page:
        # The page takes reports, and comes after this.
        from skl_synth.release.guarantee_page import page_of_guarantee

        return page_of_guarantee(self)

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
            "pictures": self.pictured.to_dict(),
        }

    def __str__(self) -> str:
        parts = [str(self.guarantee)]
        if self.margins is not None:
            target = str(self.about.get("target", "y"))
            parts.append("\n".join(wrapped(margins_in_words(self.margins, target))))
        return "\n\n".join(parts)

    __repr__ = __str__
