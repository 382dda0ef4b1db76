"""skl_synth: synthetic tables of the same columns, types and classes as real ones.

Nothing is loaded before it is used: ``import skl_synth`` takes no time, and a name
brings with it what it needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # For editors and type checkers alone; a test holds it against the table below.
    from skl_synth.base import BaseSynthesizer as BaseSynthesizer
    from skl_synth.evaluation import Anonymity as Anonymity
    from skl_synth.evaluation import DisclosureReport as DisclosureReport
    from skl_synth.evaluation import FidelityReport as FidelityReport
    from skl_synth.evaluation import PrivacyReport as PrivacyReport
    from skl_synth.evaluation import PropensityUtility as PropensityUtility
    from skl_synth.evaluation import SurvivalReport as SurvivalReport
    from skl_synth.evaluation import SyntheticEvaluator as SyntheticEvaluator
    from skl_synth.evaluation import UtilityReport as UtilityReport
    from skl_synth.evaluation import UtilityTables as UtilityTables
    from skl_synth.evaluation import disclosure_report as disclosure_report
    from skl_synth.evaluation import fidelity_report as fidelity_report
    from skl_synth.evaluation import fidelity_scorer as fidelity_scorer
    from skl_synth.evaluation import k_anonymity as k_anonymity
    from skl_synth.evaluation import l_diversity as l_diversity
    from skl_synth.evaluation import make_fidelity_scorer as make_fidelity_scorer
    from skl_synth.evaluation import make_privacy_scorer as make_privacy_scorer
    from skl_synth.evaluation import (
        make_utility_privacy_scorer as make_utility_privacy_scorer,
    )
    from skl_synth.evaluation import (
        most_private_within_one_se as most_private_within_one_se,
    )
    from skl_synth.evaluation import phi_weighted_error as phi_weighted_error
    from skl_synth.evaluation import pmse as pmse
    from skl_synth.evaluation import privacy_report as privacy_report
    from skl_synth.evaluation import privacy_scorer as privacy_scorer
    from skl_synth.evaluation import sera as sera
    from skl_synth.evaluation import survival_report as survival_report
    from skl_synth.evaluation import utility_privacy_scorer as utility_privacy_scorer
    from skl_synth.evaluation import utility_report as utility_report
    from skl_synth.evaluation import utility_tables as utility_tables
    from skl_synth.generators import Generator as Generator
    from skl_synth.generators import Request as Request
    from skl_synth.inference import CombinedEstimates as CombinedEstimates
    from skl_synth.inference import InferenceReport as InferenceReport
    from skl_synth.inference import Syntheses as Syntheses
    from skl_synth.inference import combine as combine
    from skl_synth.inference import inference_report as inference_report
    from skl_synth.inference import synthesize_many as synthesize_many
    from skl_synth.plotting import ClassMomentsDisplay as ClassMomentsDisplay
    from skl_synth.plotting import CoefficientsDisplay as CoefficientsDisplay
    from skl_synth.plotting import DisclosureDisplay as DisclosureDisplay
    from skl_synth.plotting import DistanceDisplay as DistanceDisplay
    from skl_synth.plotting import MarginalsDisplay as MarginalsDisplay
    from skl_synth.plotting import MembershipRocDisplay as MembershipRocDisplay
    from skl_synth.plotting import PairDifferenceDisplay as PairDifferenceDisplay
    from skl_synth.plotting import PrivacyUtilityDisplay as PrivacyUtilityDisplay
    from skl_synth.plotting import RelevanceDisplay as RelevanceDisplay
    from skl_synth.plotting import RocDisplay as RocDisplay
    from skl_synth.plotting import SmoteStepsDisplay as SmoteStepsDisplay
    from skl_synth.plotting import SurvivalDisplay as SurvivalDisplay
    from skl_synth.plotting import TrainingCurveDisplay as TrainingCurveDisplay
    from skl_synth.plotting import UtilityDisplay as UtilityDisplay
    from skl_synth.plotting import UtilityTablesDisplay as UtilityTablesDisplay
    from skl_synth.probabilities import HonestProbabilities as HonestProbabilities
    from skl_synth.progress import Cancelled as Cancelled
    from skl_synth.progress import report_progress as report_progress
    from skl_synth.progress import show_progress as show_progress
    from skl_synth.release import FirstLook as FirstLook
    from skl_synth.release import Gate as Gate
    from skl_synth.release import Guarantee as Guarantee
    from skl_synth.release import GuaranteeReport as GuaranteeReport
    from skl_synth.release import RefusedReleaseError as RefusedReleaseError
    from skl_synth.release import Release as Release
    from skl_synth.release import ReleaseReport as ReleaseReport
    from skl_synth.release import first_look as first_look
    from skl_synth.release import publish as publish
    from skl_synth.release import release_synthesizer as release_synthesizer
    from skl_synth.saving import RealRowsWarning as RealRowsWarning
    from skl_synth.saving import load as load
    from skl_synth.selection import MarginalCalibrator as MarginalCalibrator
    from skl_synth.selection import ProximityFilter as ProximityFilter
    from skl_synth.synthesizers import PrivateMarginals as PrivateMarginals
    from skl_synth.synthesizers import SamplerAdapter as SamplerAdapter
    from skl_synth.synthesizers import TypeAwareCART as TypeAwareCART
    from skl_synth.synthesizers import TypeAwareGAN as TypeAwareGAN
    from skl_synth.synthesizers import TypeAwareSMOTE as TypeAwareSMOTE
    from skl_synth.synthesizers import TypeAwareVAE as TypeAwareVAE
    from skl_synth.table import Candidates as Candidates
    from skl_synth.table import DataDictionary as DataDictionary
    from skl_synth.table import DatePart as DatePart
    from skl_synth.table import Elapsed as Elapsed
    from skl_synth.table import FixedCombinations as FixedCombinations
    from skl_synth.table import FunctionOf as FunctionOf
    from skl_synth.table import Inequality as Inequality
    from skl_synth.table import Linear as Linear
    from skl_synth.table import OneHotArgmaxRestorer as OneHotArgmaxRestorer
    from skl_synth.table import Product as Product
    from skl_synth.table import RealTable as RealTable
    from skl_synth.table import Relevance as Relevance
    from skl_synth.table import RelevanceFunction as RelevanceFunction
    from skl_synth.table import Schema as Schema
    from skl_synth.table import Shift as Shift
    from skl_synth.table import Sum as Sum
    from skl_synth.table import SumTo as SumTo
    from skl_synth.table import TableEncoder as TableEncoder

__version__ = "0.1.0"

_ROOM_OF = {
    "Anonymity": "evaluation",
    "BaseSynthesizer": "base",
    "Cancelled": "progress",
    "Candidates": "table",
    "ClassMomentsDisplay": "plotting",
    "CoefficientsDisplay": "plotting",
    "CombinedEstimates": "inference",
    "DataDictionary": "table",
    "DatePart": "table",
    "DisclosureDisplay": "plotting",
    "DisclosureReport": "evaluation",
    "DistanceDisplay": "plotting",
    "Elapsed": "table",
    "FidelityReport": "evaluation",
    "FirstLook": "release",
    "FixedCombinations": "table",
    "FunctionOf": "table",
    "Gate": "release",
    "Generator": "generators",
    "Guarantee": "release",
    "GuaranteeReport": "release",
    "HonestProbabilities": "probabilities",
    "Inequality": "table",
    "InferenceReport": "inference",
    "Linear": "table",
    "MarginalCalibrator": "selection",
    "MarginalsDisplay": "plotting",
    "MembershipRocDisplay": "plotting",
    "OneHotArgmaxRestorer": "table",
    "PairDifferenceDisplay": "plotting",
    "PrivacyReport": "evaluation",
    "PrivacyUtilityDisplay": "plotting",
    "PrivateMarginals": "synthesizers",
    "Product": "table",
    "PropensityUtility": "evaluation",
    "ProximityFilter": "selection",
    "RealRowsWarning": "saving",
    "RealTable": "table",
    "RefusedReleaseError": "release",
    "Release": "release",
    "ReleaseReport": "release",
    "Relevance": "table",
    "RelevanceDisplay": "plotting",
    "RelevanceFunction": "table",
    "Request": "generators",
    "RocDisplay": "plotting",
    "SamplerAdapter": "synthesizers",
    "Schema": "table",
    "Shift": "table",
    "SmoteStepsDisplay": "plotting",
    "Sum": "table",
    "SumTo": "table",
    "SurvivalDisplay": "plotting",
    "SurvivalReport": "evaluation",
    "Syntheses": "inference",
    "SyntheticEvaluator": "evaluation",
    "TableEncoder": "table",
    "TrainingCurveDisplay": "plotting",
    "TypeAwareCART": "synthesizers",
    "TypeAwareGAN": "synthesizers",
    "TypeAwareSMOTE": "synthesizers",
    "TypeAwareVAE": "synthesizers",
    "UtilityDisplay": "plotting",
    "UtilityReport": "evaluation",
    "UtilityTables": "evaluation",
    "UtilityTablesDisplay": "plotting",
    "combine": "inference",
    "disclosure_report": "evaluation",
    "fidelity_report": "evaluation",
    "fidelity_scorer": "evaluation",
    "inference_report": "inference",
    "first_look": "release",
    "k_anonymity": "evaluation",
    "l_diversity": "evaluation",
    "load": "saving",
    "make_fidelity_scorer": "evaluation",
    "make_privacy_scorer": "evaluation",
    "make_utility_privacy_scorer": "evaluation",
    "most_private_within_one_se": "evaluation",
    "pmse": "evaluation",
    "phi_weighted_error": "evaluation",
    "privacy_report": "evaluation",
    "privacy_scorer": "evaluation",
    "publish": "release",
    "release_synthesizer": "release",
    "report_progress": "progress",
    "sera": "evaluation",
    "show_progress": "progress",
    "survival_report": "evaluation",
    "synthesize_many": "inference",
    "utility_privacy_scorer": "evaluation",
    "utility_report": "evaluation",
    "utility_tables": "evaluation",
}
"""The room that each public name is imported from when it is first asked for."""

_ROOMS = frozenset(
    {*_ROOM_OF.values(), "dask", "datasets", "errors", "files", "neighbors"}
)
"""What can be reached as an attribute without an import of its own."""

__all__ = sorted(_ROOM_OF)


if not TYPE_CHECKING:
    # A type checker that saw this would believe in any name at all.
    def __getattr__(name: str) -> object:
        if name in _ROOM_OF:
            value = getattr(import_module(f"skl_synth.{_ROOM_OF[name]}"), name)
            # Kept, so that it is looked up here once only.
            globals()[name] = value
            return value
        if name in _ROOMS:
            return import_module(f"skl_synth.{name}")
        raise AttributeError(f"module 'skl_synth' has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__, *_ROOMS})
