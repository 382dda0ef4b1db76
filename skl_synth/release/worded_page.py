"""The page of a release in the words of whoever writes it."""

from __future__ import annotations

from skl_synth.errors import Words
from skl_synth.pages import HtmlReport, Page
from skl_synth.release.guarantee_report import GuaranteeReport
from skl_synth.release.release_page import page_of_release
from skl_synth.release.release_report import ReleaseReport


class WordedPage(HtmlReport):
    """A report whose remedies are written as they are typed elsewhere.

    Parameters
    ----------
    report : ReleaseReport or GuaranteeReport
        Of a release, or of a refusal.
    words : Words
        Who speaks: Python or the command line.
    """

    def __init__(self, report: ReleaseReport | GuaranteeReport, words: Words) -> None:
        self.report = report
        self.words = words

    def _page(self) -> Page:
        if isinstance(self.report, GuaranteeReport):
            return self.report._page()
        return page_of_release(self.report, self.words)
