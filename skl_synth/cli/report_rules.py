"""What holds in every row, told beside the rows that were made."""

from __future__ import annotations

from skl_synth.base import BaseSynthesizer
from skl_synth.cli.console import print_text
from skl_synth.table.constraints.rule_outcomes import outcomes_in_words


def report_rules(synthesizer: BaseSynthesizer) -> None:
    """Say how many rules hold in every row and are kept, and which are lost.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted, after its sample.
    """
    rows = synthesizer.provenance_.rows
    told = outcomes_in_words(synthesizer.table_.rules.outcomes(rows))
    if told:
        print_text(f"\n{told}")
