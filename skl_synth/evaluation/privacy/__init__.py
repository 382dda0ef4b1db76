"""Privacy: what a synthetic table discloses about the people it was made from."""

from skl_synth.evaluation.privacy.disclosure import (
    Anonymity,
    DisclosureReport,
    disclosure_report,
    k_anonymity,
    l_diversity,
)
from skl_synth.evaluation.privacy.privacy_report import PrivacyReport, privacy_report

__all__ = [
    "Anonymity",
    "DisclosureReport",
    "PrivacyReport",
    "disclosure_report",
    "k_anonymity",
    "l_diversity",
    "privacy_report",
]
