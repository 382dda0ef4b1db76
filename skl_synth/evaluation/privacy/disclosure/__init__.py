"""Disclosure from tables: who is alone with a few known columns, and what follows."""

from skl_synth.evaluation.privacy.disclosure.disclosure_report import disclosure_report
from skl_synth.evaluation.privacy.disclosure.disclosure_result import DisclosureReport
from skl_synth.evaluation.privacy.disclosure.k_anonymity import (
    Anonymity,
    k_anonymity,
    l_diversity,
)

__all__ = [
    "Anonymity",
    "DisclosureReport",
    "disclosure_report",
    "k_anonymity",
    "l_diversity",
]
