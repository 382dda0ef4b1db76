"""Privacy: what a synthetic table discloses about the people it was made from."""

from skl_synth.evaluation.privacy.privacy_report import PrivacyReport, privacy_report

__all__ = ["PrivacyReport", "privacy_report"]
