"""Which sections the page of an evaluation has."""

from __future__ import annotations

import pandas as pd

from skl_synth.evaluation.fidelity.column_section import column_section
from skl_synth.evaluation.fidelity.fidelity_section import fidelity_section
from skl_synth.evaluation.privacy.privacy_section import privacy_section
from skl_synth.evaluation.utility.utility_section import utility_section
from skl_synth.pages import Section


def sections_of(figures: pd.DataFrame) -> list[Section | None]:
    """Show the figures of an evaluation, what needs attention first.

    Parameters
    ----------
    figures : DataFrame
        Every figure, as `AuditReport.frame`.

    Returns
    -------
    list of Section or None
        Of what was measured.
    """
    show = {
        "utility": utility_section,
        "fidelity": fidelity_section,
        "privacy": privacy_section,
    }
    of = dict(list(figures.groupby("section")))
    return [
        column_section(figures),
        *(section(of[name]) for name, section in show.items() if name in of),
    ]
