"""DisclosureReport: what a few known columns give away, in frames and in words."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from skl_synth.evaluation.audit_report import AuditReport
from skl_synth.evaluation.privacy.disclosure.disclosure_verdict import (
    disclosure_verdict,
)
from skl_synth.evaluation.privacy.privacy_section import privacy_section
from skl_synth.evaluation.verdict import Verdict
from skl_synth.pages import Section


@dataclass(frozen=True, eq=False, repr=False)
class DisclosureReport(AuditReport):
    """What `disclosure_report` found.

    All of it rests on the real table and is for its owner. `identity`, `attributes` and
    `figures` are shares of many people; `checks` names values that few may have: do not
    share it.

    Parameters
    ----------
    figures : DataFrame
        Every figure, see `frame`; of several synthetic tables the mean.
    identity : DataFrame
        A line per synthetic table: UiO, UiS, UiOiS, repU, and UiOiS_control and
        repU_control where there is a hold-out. Shares from 0 to 1.
    attributes : DataFrame
        A line per synthetic table and secret: secret, Dorig, Dsyn, iS, DiS, DiSCO,
        DiSDiO, their controls where there is a hold-out, max_denom and mean_denom
        (synthetic rows that what is disclosed rests on), baseCAPd, CAPd, DCAP and TCAP.
    checks : DataFrame
        What might have been expected without the release: secret, value, column,
        column_value (the last two empty where the secret alone says it), n_disclosed
        and share. Lines of it can be passed as ``expected``.
    columns : DataFrame
        The quasi-identifiers: column, n_levels in the real table, and grouping.
    notes : tuple of str
        What the reader should know besides.
    compared : Compared or None
        Of how many people the figures speak; None without a hold-out.
    n_tables : int, default=1
        How many synthetic tables were compared.

    See Also
    --------
    disclosure_report : Makes it.
    DisclosureDisplay : Draws it.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import disclosure_report
    >>> real = pd.DataFrame(
    ...     {"age": [20, 20, 31, 42], "ward": ["a", "a", "b", "a"], "ill": list("ynyn")}
    ... )
    >>> synthetic = real.assign(age=[20, 31, 31, 42], ill=list("yyyy"))
    >>> report = disclosure_report(
    ...     real, None, synthetic, None, quasi_identifiers=["age"], secrets=["ill"]
    ... )
    >>> report.identity[["UiO", "repU"]].values.tolist()
    [[0.5, 0.25]]
    >>> report.worst_secret
    'ill'
    """

    identity: pd.DataFrame
    attributes: pd.DataFrame
    checks: pd.DataFrame
    columns: pd.DataFrame
    n_tables: int = field(default=1, kw_only=True)

    @property
    def worst_secret(self) -> str | None:
        """The secret of which DiSCO is highest; None where there is no secret."""
        summary = self.summary()
        return None if not len(summary) else str(summary["secret"].iloc[0])

    def summary(self) -> pd.DataFrame:
        """Average over the synthetic tables.

        Returns
        -------
        DataFrame
            A line per secret, as ``attributes`` without the table, and with check
            ("one-way", "two-way", both, or empty): whether what is disclosed might have
            been expected. The highest DiSCO first.
        """
        if not len(self.attributes):
            return self.attributes.drop(columns="table").assign(check="")
        means = self.attributes.drop(columns="table").groupby("secret", sort=False)
        summary = means.mean().reset_index()
        summary["check"] = [_checked(self.checks, one) for one in summary["secret"]]
        summary = summary.sort_values("DiSCO", ascending=False, kind="stable")
        return summary.reset_index(drop=True)

    def verdict(self) -> Verdict:
        """Say what the figures come to.

        Returns
        -------
        Verdict
            Words and the figures that count.
        """
        return disclosure_verdict(self.figures, self.notes, self.compared)

    def _sections(self) -> list[Section | None]:
        return [privacy_section(self.figures)]


def _checked(checks: pd.DataFrame, secret: str) -> str:
    found = checks[checks["secret"] == secret]
    ways = {"one-way" if not one else "two-way" for one in found["column"]}
    return " and ".join(sorted(ways))
