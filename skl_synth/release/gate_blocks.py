"""The gates of a release on its page: a sentence each, then beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from skl_synth.errors import Words
from skl_synth.evaluation.registry import FOLDS, measure_of
from skl_synth.pages import Bullets, Figures, Picture
from skl_synth.pages.charts import Ranges
from skl_synth.pages.page import Mark
from skl_synth.release.gates import Gate

AREA = "_auc"

PLACE = {FOLDS: "on folds of the real rows", "table": "in the released table"}

HEADS = ("gate", "where", "figure", "low", "high", "let through", "by chance")


def gate_blocks(
    gates: Sequence[Gate], missing: Sequence[str], words: Words
) -> Iterator[Bullets | Picture]:
    """Say what was found at each gate.

    Parameters
    ----------
    gates : sequence of Gate
        In the order of reading, as the reader may read them.
    missing : sequence of str
        Gates that are expected and were not looked at.
    words : Words
        In whose words remedies are written.

    Yields
    ------
    Bullets or Picture
        Sentences, then areas and shares as pictures.
    """
    looked_at = [gate for gate in gates if _is_looked_at(gate)]
    is_closed = not all(gate.passed for gate in looked_at)
    lines: list[tuple[Mark, str]] = [
        ("passed" if gate.passed else "refused", sentence_of(gate, words))
        for gate in looked_at
    ]
    # Nothing more is measured once a gate is closed; else what lacks refuses.
    lacking: tuple[Mark, str] = ("refused", "There is no gate for {}.")
    if is_closed:
        lacking = ("neutral", "Not measured, since a gate was closed before: {}.")
    lines += [(lacking[0], lacking[1].format(name)) for name in missing]
    yield Bullets(tuple(lines))
    yield from _ranges([gate for gate in gates if gate.is_measured])


def idle_blocks(gates: Sequence[Gate]) -> Iterator[Figures]:
    """List the gates that do not apply, and why.

    Parameters
    ----------
    gates : sequence of Gate
        Of a release.

    Yields
    ------
    Figures
        One table, or none.
    """
    idle = [gate for gate in gates if not _is_looked_at(gate)]
    if idle:
        why = [(gate.name, PLACE[gate.where], gate.reason) for gate in idle]
        frame = pd.DataFrame(why, columns=["gate", "where", "why"])
        yield Figures(frame, "There is nothing to be measured", most=4)


def _is_looked_at(gate: Gate) -> bool:
    return gate.is_measured or not gate.passed


def others_reach(gate: Gate) -> float:
    """Say what people who were not in the table reach of a figure, by its definition.

    Parameters
    ----------
    gate : Gate
        A gate.

    Returns
    -------
    float
        NaN where it is not known beforehand.
    """
    ceiling = measure_of(gate.metric).ceiling if gate.metric else None
    return float(ceiling) if isinstance(ceiling, float) else float("nan")


def sentence_of(gate: Gate, words: Words) -> str:
    """Say what was found at a gate, and what is let through.

    Parameters
    ----------
    gate : Gate
        A gate that was looked at.
    words : Words
        In whose words remedies are written.

    Returns
    -------
    str
        One or two sentences.
    """
    name = f"{gate.name[:1].upper()}{gate.name[1:]} {PLACE[gate.where]}"
    if gate.is_measured:
        said = f"{name}: {_found(gate)}. {_let_through(gate)}{_by_chance(gate)}."
    else:
        said = f"{name}: {gate.reason or 'could not be measured'}."
    advice = "" if gate.passed else gate.advice(words)
    return f"{said} What can be done: {advice}." if advice else said


def _found(gate: Gate) -> str:
    area = "ROC AUC " if gate.metric.endswith(AREA) else ""
    figure = f"{area}{gate.figure:.{3 if gate.passed else 5}g}"
    if np.isnan(gate.low):
        return figure
    return f"{figure} ({gate.low:.3g} to {gate.high:.3g})"


def _let_through(gate: Gate) -> str:
    if gate.by_low_end:
        return f"The low end may be at most {gate.bound:.3g}"
    return f"At most {gate.bound:.3g} is let through"


def _by_chance(gate: Gate) -> str:
    reached = others_reach(gate)
    is_count = gate.rule is not None and gate.rule.is_count
    return "" if np.isnan(reached) or is_count else f"; chance gives {reached:.3g}"


def _line(gate: Gate) -> tuple[object, ...]:
    numbers = gate.figure, gate.low, gate.high, gate.bound, others_reach(gate)
    return gate.name, PLACE[gate.where], *numbers


def _ranges(gates: Sequence[Gate]) -> Iterator[Picture]:
    """Draw areas and shares, each beside its bound and what chance reaches."""
    areas = [gate for gate in gates if gate.metric.endswith(AREA)]
    others = [gate for gate in gates if gate not in areas and not np.isnan(gate.low)]
    for some, what in ((areas, "ROC AUC of attacks"), (others, "shares of people")):
        if some:
            yield _range_of(some, what)


def _range_of(gates: Sequence[Gate], what: str) -> Picture:
    lines = pd.DataFrame(map(_line, gates), columns=list(HEADS))
    nearest = min(gates, key=lambda gate: gate.bound - _judged(gate))
    return Picture(
        Ranges(
            names=[f"{gate.name}, {gate.where}" for gate in gates],
            values=lines["figure"].tolist(),
            low=lines["low"].tolist(),
            high=lines["high"].tolist(),
            bounds=lines["let through"].tolist(),
            ceilings=lines["by chance"].tolist(),
            ceiling_name="chance",
            what=what,
        ),
        f"Gates: {what}",
        f"Nearest to its bound, or farthest beyond it: {nearest.name}, "
        f"{_judged(nearest):.3g} of {nearest.bound:.3g}.",
        lines,
    )


def _judged(gate: Gate) -> float:
    return gate.low if gate.by_low_end and not np.isnan(gate.low) else gate.figure
