"""Margins that a release holds by its making, and nothing else of the real table."""

from __future__ import annotations

from skl_synth.base import BaseSynthesizer
from skl_synth.evaluation.fidelity.moved_shares import Moves
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.synthesizers import PrivateMarginals

Margin = tuple[str, ...]
"""The columns that are counted together; one alone, or more with what ties them."""

WHOLE_TABLE = ("auto", "tree")
"""Choices of pairs by which all columns are tied to one another somehow."""

IN_WORDS = 12
"""Columns that are named one by one; of more, the first and how many."""


def margins_held(synthesizer: BaseSynthesizer) -> tuple[Margin, ...] | None:
    """Say which margins a synthesizer holds, where it holds chosen ones only.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted.

    Returns
    -------
    tuple of tuple of str, or None
        The margins; None where it follows the table as a whole.
    """
    if not isinstance(synthesizer, PrivateMarginals):
        return None
    if isinstance(synthesizer.pairs, str) and synthesizer.pairs in WHOLE_TABLE:
        return None
    return tuple(tuple(map(str, margin)) for margin in synthesizer.margins_)


def moves_judged(
    moved: Moves, margins: tuple[Margin, ...] | None, tables: AuditTables
) -> Moves:
    """Leave out what a release was never to hold: a column within the classes.

    Parameters
    ----------
    moved : Moves
        What moved further than chance.
    margins : tuple of tuple of str, or None
        What the release holds; None for everything.
    tables : AuditTables
        The tables that were compared.

    Returns
    -------
    Moves
        What moved of that which it holds.
    """
    if margins is None:
        return moved
    held = [set(margin) for margin in margins]
    moves = tuple(
        one
        for one in moved.moves
        if not one.label or any({one.column, tables.target_name} <= m for m in held)
    )
    figures = FigureList()
    figures.add("moved_further_than_chance", float(len(moves)))
    return Moves(figures, moved.notes, moves)


def margins_in_words(margins: tuple[Margin, ...], target: str) -> str:
    """Say what a release holds, and what it does not.

    Parameters
    ----------
    margins : tuple of tuple of str
        The margins.
    target : str
        The name of the target.

    Returns
    -------
    str
        A paragraph.
    """
    alone = sorted({name for margin in margins for name in margin} - {target})
    joint = [margin for margin in margins if len(margin) > 1]
    return " ".join(
        [
            f"The release holds these margins and nothing else of the table: "
            f"{_columns(alone)}, and the target {target}, each alone{_and(joint)}.",
            _not_there(alone, joint, target),
        ]
    )


def _columns(names: list[str]) -> str:
    shown = ", ".join(names[:IN_WORDS])
    more = len(names) - IN_WORDS
    return f"{shown} and {more} more columns" if more > 0 else shown


def _and(joint: list[Margin]) -> str:
    return f"; and {', '.join(' × '.join(margin) for margin in joint)}" if joint else ""


def _not_there(alone: list[str], joint: list[Margin], target: str) -> str:
    """Name the associations that a reader must not look for."""
    if not joint:
        return (
            "No column is associated with another, nor with the target: a model that "
            "is trained on it learns nothing."
        )
    untied = [name for name in alone if not _are_tied(name, target, joint)]
    without = f" {_columns(untied)}: not associated with {target}." if untied else ""
    rest = "Any other association is there only so far as it follows from these."
    return rest + without


def _are_tied(one: str, other: str, joint: list[Margin]) -> bool:
    """Whether a chain of margins leads from one column to the other."""
    reached, waiting = {other}, [set(margin) for margin in joint]
    while touching := [margin for margin in waiting if margin & reached]:
        reached = reached.union(*touching)
        waiting = [margin for margin in waiting if margin not in touching]
    return one in reached
