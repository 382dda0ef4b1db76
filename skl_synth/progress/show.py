"""show_progress: whoever waits sees how far long work is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

from skl_synth.errors import InputError
from skl_synth.progress.in_notebook import NotebookProgress, is_notebook
from skl_synth.progress.lines_of_progress import ProgressLines
from skl_synth.progress.styles import STYLES
from skl_synth.progress.track import report_progress

if TYPE_CHECKING:
    from rich.console import Console


@contextmanager
def show_progress(work: str = "", *, style: str = "auto") -> Iterator[None]:
    """Show how far long work is while the block lasts, and how long it still takes.

    Parameters
    ----------
    work : str, default=""
        What the work is called.
    style : {"auto", "bar", "lines", "json", "none"}, default="auto"
        A bar on a terminal; lines of text, the first after five seconds, then one every
        ten at most; for other programs ``progress`` and a JSON object, once a second;
        or nothing. "auto" is a line that changes in a notebook, a bar on a terminal,
        and lines elsewhere, or where no thread can be started. All but a notebook's is
        written to standard error.

    Yields
    ------
    None
        Nothing; what is done in the block is shown.

    Raises
    ------
    InputError
        If there is no such style.

    See Also
    --------
    report_progress : Be told, in place of being shown.

    Examples
    --------
    >>> from skl_synth import ProximityFilter, show_progress
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(200, random_state=0, return_X_y=True)
    >>> X = X.drop(columns="patient_id")
    >>> with show_progress("Synthetic patients"):
    ...     X_new, y_new = ProximityFilter(random_state=0).fit_resample(X, y)
    """
    if style not in STYLES:
        raise InputError(
            "{parameter}={value!r} must be one of {styles}",
            parameter="style",
            value=style,
            styles=", ".join(map(repr, STYLES)),
        )
    with _shown(work, style):
        yield


def _shown(work: str, style: str) -> AbstractContextManager[None]:
    if style == "none":
        return nullcontext()
    if style == "auto" and is_notebook():
        return _in_notebook(work)
    if style in ("lines", "json"):
        is_json = style == "json"
        return lines_shown(work, for_programs=is_json, often=is_json)
    return _on_terminal(work, is_asked_for=style == "bar")


@contextmanager
def _in_notebook(work: str) -> Iterator[None]:
    shown = NotebookProgress(work)
    try:
        with report_progress(shown):
            yield
    finally:
        shown.end()


@contextmanager
def lines_shown(
    work: str, *, for_programs: bool = False, often: bool = False
) -> Iterator[None]:
    """Write lines on how far long work is while the block lasts.

    Parameters
    ----------
    work : str
        What the work is called.
    for_programs, often : bool, default=False
        As in `ProgressLines`.

    Yields
    ------
    None
        Nothing.
    """
    lines = ProgressLines(_write, work, for_programs=for_programs, often=often)
    with report_progress(lines):
        yield


@contextmanager
def _on_terminal(work: str, *, is_asked_for: bool) -> Iterator[None]:
    from skl_synth.threads import can_start_threads

    console = _console()
    # A bar is drawn by a thread, so that its clock goes on while the work is busy.
    if not (is_asked_for or console.is_terminal) or not can_start_threads():
        with lines_shown(work):
            yield
        return
    from skl_synth.progress.bar_on_terminal import bar_shown

    with bar_shown(work, console) as listener, report_progress(listener):
        yield


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True, markup=False, emoji=False, highlight=False)


def _write(line: str) -> None:
    # Standard error as it is now: it may have been redirected since the import.
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
