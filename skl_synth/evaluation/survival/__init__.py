"""Survival times: curves, tests and models of censored times, real beside synthetic."""

from skl_synth.evaluation.survival.survival_report import (
    SurvivalReport,
    survival_report,
)

__all__ = ["SurvivalReport", "survival_report"]
