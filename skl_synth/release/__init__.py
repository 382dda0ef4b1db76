"""Release: one setting with a name, and the gates that a table passes or does not."""

from skl_synth.release.first_findings import FirstLook
from skl_synth.release.gates import Gate
from skl_synth.release.guarantee import Guarantee
from skl_synth.release.guarantee_report import GuaranteeReport
from skl_synth.release.looking_first import first_look
from skl_synth.release.publishing import publish
from skl_synth.release.release_report import RefusedReleaseError, Release, ReleaseReport
from skl_synth.release.release_setting import release_synthesizer

__all__ = [
    "FirstLook",
    "Gate",
    "Guarantee",
    "GuaranteeReport",
    "RefusedReleaseError",
    "Release",
    "ReleaseReport",
    "first_look",
    "publish",
    "release_synthesizer",
]
