"""What became of each setting of the ladder, and what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.evaluation.fidelity.marginals import compare_columns
from skl_synth.evaluation.fidelity.pairs import compare_pairs
from skl_synth.evaluation.figures import NAN, SYNTHETIC
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.release.gates import Gate
from skl_synth.release.judging import Judged
from skl_synth.release.shared_figures import to_digits

PUBLISHED, REFUSED = "published", "refused"
NOT_POSSIBLE, NOT_TRIED = "not possible", "not tried"

WORST = "membership_worst_auc"

RUNG_FIGURES = {
    "worst_attack": "worst attack",
    "worst_group": "worst attack on a group",
    "column_similarity": "columns alike",
    "pair_similarity": "pairs alike",
    "two_sample_unseen_auc": "two-sample AUC",
    "utility_ratio": "utility (ratio to real)",
}
"""The figures of a setting, and what they are called in a line."""

OF_FOLDS = {
    "r2_ratio": "utility_ratio",
    "roc_auc_ovr_ratio": "utility_ratio",
    "roc_auc_ratio": "utility_ratio",
    "two_sample_unseen_auc": "two_sample_unseen_auc",
}
"""The figures of an audit that are named so here; a target has one of the ratios."""

SECOND_LOOK = (
    "{tried} of {n} settings were tried, all from one start and with the same bounds. "
    "Taking the first that passes is a second look at the same people: its figures "
    "are a little too favourable, the more so the more settings were tried. Columns "
    "and pairs are those of the released table beside the real one."
)


@dataclass(frozen=True)
class RungOutcome:
    """What became of a setting of the ladder.

    Parameters
    ----------
    name, what : str
        The setting, see `Rung`.
    outcome : {"published", "refused", "not possible", "not tried"}
        Whether its table passed.
    reason : str, default=""
        The gates that were closed, as others may read it; or that nothing was made.
    owners_reason : str, default=""
        The same with exact figures, or with the message of an error, which may name
        levels and rows.
    figures : mapping of str to float
        What the table costs in fidelity and utility, and what the attacks reached:
        what was not measured is not there.
    """

    name: str
    what: str
    outcome: str = NOT_TRIED
    reason: str = ""
    owners_reason: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def was_tried(self) -> bool:
        """Whether a table was made, or attempted."""
        return self.outcome != NOT_TRIED


def closed_in_words(gates: Iterable[Gate]) -> str:
    """Name the gates that are closed, with their figures.

    Parameters
    ----------
    gates : iterable of Gate
        All that were looked at.

    Returns
    -------
    str
        Empty where all are open.
    """
    closed = [gate for gate in gates if not gate.passed]
    return "; ".join(gate.text().removeprefix("REFUSED: ") for gate in closed)


def figures_of(judged: Judged, seed: int) -> dict[str, float]:
    """Say what a setting costs and discloses, as far as it was measured.

    Parameters
    ----------
    judged : Judged
        What became of it.
    seed : int
        Seed of resamples.

    Returns
    -------
    dict of str to float
        Some of `RUNG_FIGURES`.
    """
    return {
        **_attacks(judged.gates),
        **_likeness(judged.tables, seed),
        **_of_folds(judged.audit.summary),
    }


def _attacks(gates: list[Gate]) -> dict[str, float]:
    found = [gate for gate in gates if gate.metric == WORST and gate.is_measured]
    everyone = [gate.figure for gate in found if gate.group == "everyone"]
    groups = [gate.figure for gate in found if gate.group != "everyone"]
    areas = {"worst_attack": everyone, "worst_group": groups}
    return {name: max(values) for name, values in areas.items() if values}


def _likeness(tables: AuditTables, seed: int) -> dict[str, float]:
    """Compare the released table itself, as is quickly done of a refused one, too."""
    whole, rng = tables.with_target(), np.random.RandomState(seed)
    columns = compare_columns(whole, rng)
    # The interval is not shown.
    pairs, _ = compare_pairs(whole, rng, n_resamples=1)
    found: dict[str, float] = {}
    for figures in (columns.frame(), pairs.frame()):
        of_table = figures[figures["scope"] == "table"].set_index("metric")["value"]
        found |= {name: of_table[name] for name in RUNG_FIGURES if name in of_table}
    return {name: float(value) for name, value in found.items() if value == value}


def _of_folds(summary: pd.DataFrame) -> dict[str, float]:
    """What is measured of the table that passed, on people whom nobody was given."""
    synthetic = summary[summary["rows"] == SYNTHETIC]
    means = synthetic.set_index("metric")["mean"]
    measured = {metric: float(means.get(metric, NAN)) for metric in OF_FOLDS}
    return {
        OF_FOLDS[metric]: value for metric, value in measured.items() if value == value
    }


def ladder_frame(
    outcomes: Iterable[RungOutcome], *, for_owner: bool = False
) -> pd.DataFrame:
    """Put outcomes into a table.

    Parameters
    ----------
    outcomes : iterable of RungOutcome
        Of a walk.
    for_owner : bool, default=False
        Whether the exact reasons and figures stand there.

    Returns
    -------
    DataFrame
        Columns setting, what, outcome, reason, and one for each figure, NaN where it
        was not measured.
    """
    lines: list[dict[str, Any]] = [
        {
            "setting": one.name,
            "what": one.what,
            "outcome": one.outcome,
            "reason": one.owners_reason if for_owner else one.reason,
            **dict.fromkeys(RUNG_FIGURES, float("nan")),
            **{
                name: figure if for_owner else to_digits(figure)
                for name, figure in one.figures.items()
            },
        }
        for one in outcomes
    ]
    columns = ["setting", "what", "outcome", "reason", *RUNG_FIGURES]
    return pd.DataFrame(lines, columns=columns)


def ladder_lines(outcomes: Iterable[RungOutcome]) -> Iterator[str]:
    """Write outcomes for a terminal.

    Parameters
    ----------
    outcomes : iterable of RungOutcome
        Of a walk.

    Yields
    ------
    str
        Lines; what was not measured says so.
    """
    for number, one in enumerate(outcomes, start=1):
        yield f"{number}. {one.name} ({one.what}): {one.outcome}"
        if one.reason:
            yield f"   {one.reason}"
        if one.figures:
            yield f"   {_figures_in_words(one.figures)}"


def _figures_in_words(figures: Mapping[str, float]) -> str:
    known = [
        f"{words} {figures[name]:.3f}"
        for name, words in RUNG_FIGURES.items()
        if name in figures
    ]
    lacking = [words for name, words in RUNG_FIGURES.items() if name not in figures]
    rest = [f"not measured: {', '.join(lacking)}"] if lacking else []
    return "; ".join([", ".join(known), *rest])


def second_look(outcomes: tuple[RungOutcome, ...]) -> str:
    """Say how many settings were tried, and what that does to the figures.

    Parameters
    ----------
    outcomes : tuple of RungOutcome
        Of a walk.

    Returns
    -------
    str
        A paragraph.
    """
    tried = sum(one.was_tried for one in outcomes)
    return SECOND_LOOK.format(tried=tried, n=len(outcomes))
