"""The evaluator's report: what was judged, and the verdict on each section."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd

from skl_synth.evaluation.compared import Compared
from skl_synth.evaluation.fidelity.fidelity_verdict import fidelity_verdict
from skl_synth.evaluation.privacy.privacy_verdict import privacy_verdict
from skl_synth.evaluation.utility.utility_verdict import utility_verdict
from skl_synth.evaluation.verdict import WIDTH, Verdict
from skl_synth.table.target import Target


def verdicts_of(
    details: pd.DataFrame, notes: tuple[str, ...], compared: Compared | None = None
) -> list[Verdict]:
    """Say what the figures over folds come to, section by section.

    Parameters
    ----------
    details : DataFrame
        From `summarise`.
    notes : tuple of str
        What the reader should know besides.
    compared : Compared or None, default=None
        How many people the figures rest on, those of all folds together.

    Returns
    -------
    list of Verdict
        Utility, fidelity, privacy.
    """
    figures = details.rename(columns={"mean": "value"})
    of = dict(list(figures.groupby("section")))
    write = {
        "utility": utility_verdict,
        "fidelity": fidelity_verdict,
        "privacy": privacy_verdict,
    }
    measured = [name for name in write if name in of]
    return [
        write[name](of[name], notes if name == measured[-1] else (), compared)
        for name in measured
    ]


def header_of(
    name: str, mode: str, target: Target, n_splits: int, n_persons: int
) -> str:
    """Say what was judged.

    Parameters
    ----------
    name : str
        What it is called.
    mode : str
        What it makes.
    target : Target
        That of all real rows.
    n_splits : int
        Number of folds.
    n_persons : int
        Number of people whom the rows belong to.

    Returns
    -------
    str
        A sentence.
    """
    n_rows = len(target.encoded)
    rows = f"{n_rows} real rows"
    if n_persons < n_rows:
        rows += f" of {n_persons} persons"
    what = f"{name}, mode {mode!r}: {rows}, {_folds(n_splits)}"
    if target.classes is not None and len(target.classes) <= 6:
        sizes = np.bincount(target.encoded, minlength=target.n_groups)
        pairs = zip(target.classes.tolist(), sizes.tolist(), strict=True)
        what += "; classes " + ", ".join(f"{label!r}: {size}" for label, size in pairs)
    if target.kind == "none":
        what += "; no target, and no model that could be compared"
    interval = " (95 % interval)" if n_splits > 1 else ""
    return f"{what}. Mean over folds{interval}."


def _folds(n_splits: int) -> str:
    return "1 fold" if n_splits == 1 else f"{n_splits} folds"


def write_report(header: str, verdicts: list[Verdict]) -> str:
    """Write a report for a terminal.

    Parameters
    ----------
    header : str
        What was judged.
    verdicts : list of Verdict
        The sections.

    Returns
    -------
    str
        The report, lines of at most 78 characters.
    """
    paragraphs = [textwrap.fill(header, WIDTH), *(one.text() for one in verdicts)]
    return "\n\n".join(paragraphs)
