"""The files of an evaluation: its figures, and its page. Both are for the owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from skl_synth.errors import InputError
from skl_synth.files import check_output
from skl_synth.pages import check_page_name


class EvaluationFiles(NamedTuple):
    """Where an evaluation is written to.

    Parameters
    ----------
    figures : Path or None
        JSON.
    page : Path or None
        HTML.
    """

    figures: Path | None
    page: Path | None

    def check(self, inputs: Iterable[Path]) -> None:
        """Check before the work starts whether they can be written.

        Parameters
        ----------
        inputs : iterable of Path
            Files that must not be overwritten.

        Raises
        ------
        OSError
            If one cannot be written.
        InputError
            If one is an input, a link or no regular file.
        """
        known = list(inputs)
        for path in self.given():
            check_output(path, known)

    def given(self) -> Iterator[Path]:
        """Go through those that were asked for.

        Yields
        ------
        Path
            The figures, then the page.
        """
        for path in self:
            if path is not None:
                yield path


def evaluation_files(json_path: Path | None, report: Path | None) -> EvaluationFiles:
    """Say what is written to which file.

    Parameters
    ----------
    json_path : Path or None
        File for the figures.
    report : Path or None
        By its ending the page, or the figures.

    Returns
    -------
    EvaluationFiles
        What was asked for.

    Raises
    ------
    InputError
        If the report has another ending, or is asked for where the figures are.
    """
    if report is None:
        return EvaluationFiles(json_path, None)
    if report.suffix.lower() == ".json":
        if json_path is not None:
            raise InputError(
                "--json {json_path} and --report {path} would both hold the figures",
                json_path=json_path,
                path=report,
                remedies=["leave out --json", "call the report .html"],
            )
        return EvaluationFiles(report, None)
    check_page_name(report)
    return EvaluationFiles(json_path, report)
