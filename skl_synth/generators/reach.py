"""Within reach: whether a generator makes rows of a table, and of which classes.

A number that is asked for is met or refused. Where classes are to be evened out as far
as can be, a class that a generator refuses (of a single row, say) is left as it is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skl_synth.errors import InputError, Remedy, warn
from skl_synth.generators.generator import Generator, Request
from skl_synth.generators.shortage import FEWER_ROWS
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates


def check_persons(name: str, generator: Generator, table: RealTable) -> None:
    """Refuse one person alone, and rows that would each become somebody else.

    Parameters
    ----------
    name : str
        What the synthesizer is called.
    generator : Generator
        What draws.
    table : RealTable
        The table.

    Raises
    ------
    InputError
        If it is of one person, or of persons with several rows, which are not drawn.
    """
    if table.persons is not None and table.n_persons < 2:
        raise InputError(
            "{parameter} says that all rows are of one person, and whatever is made of "
            "them is that person",
            parameter="groups",
            remedies=["give rows of several persons"],
        )
    if not table.has_visits or generator.makes_persons:
        return
    raise InputError(
        "{name} draws row by row, and {n} persons have {n_rows} rows: every synthetic "
        "row would be somebody else, with half of a history",
        parameter="groups",
        name=name,
        n=table.n_persons,
        n_rows=len(table),
        remedies=[
            Remedy(
                "use TypeAwareCART, which draws persons and then their rows",
                only="python",
            ),
            "keep one row for each person, the first or a summary of all",
        ],
    )


def check_reach(generator: Generator, real: RealTable, request: Request) -> None:
    """Refuse what cannot be drawn, before time is spent on learning.

    Parameters
    ----------
    generator : Generator
        What would draw.
    real : RealTable
        The table, with or without its rows.
    request : Request
        What would be asked.

    Raises
    ------
    InputError
        If a number is asked for of a class that the generator refuses; or if it refuses
        the table, whatever is asked for.
    """
    _refusals(generator, real, request)


def within_reach(generator: Generator, real: RealTable, request: Request) -> Request:
    """Ask for no rows of a class that the generator refuses, and say so.

    Parameters
    ----------
    generator : Generator
        What draws.
    real : RealTable
        The table, with or without its rows.
    request : Request
        What is asked.

    Returns
    -------
    Request
        The same, without what is not to be had.

    Raises
    ------
    InputError
        As `check_reach`.

    Warns
    -----
    InputWarning
        For each class that is left as it is.
    """
    refusals = _refusals(generator, real, request)
    counts = request.counts.copy()
    for group, refusal in refusals.items():
        warn(
            "{label} gains 0 rows of {asked}, and {asked} are missing: {why}",
            label=real.target.label(group),
            asked=int(counts[group]),
            why=refusal,
            stacklevel=4,
        )
        counts[group] = 0
    return replace(request, counts=counts) if refusals else request


def refuse_fewer(real: RealTable, request: Request, drawn: Candidates) -> None:
    """Refuse a draw of fewer rows than were asked for: generators may be anybody's.

    Parameters
    ----------
    real : RealTable
        The table, with or without its rows.
    request : Request
        What was asked.
    drawn : Candidates
        What was drawn.

    Raises
    ------
    InputError
        If a number was asked for and is not met.
    """
    groups = real.target.groups_of(drawn.target)
    had = np.bincount(groups, minlength=real.n_groups)
    if not request.exact or (had == request.counts).all():
        return
    group = int(np.argmax(had != request.counts))
    raise InputError(
        "{had} rows of {label} were drawn where {asked} were asked for",
        had=int(had[group]),
        asked=int(request.counts[group]),
        label=real.target.label(group),
        remedies=[
            FEWER_ROWS,
            Remedy("let the generator draw exactly as many", only="python"),
        ],
    )


def _refusals(
    generator: Generator, real: RealTable, request: Request
) -> dict[int, InputError]:
    """Find the classes that the generator refuses, each asked for by itself."""
    try:
        generator.check(real, request)
    except InputError:
        if request.exact:
            raise
    else:
        return {}
    nothing = np.zeros_like(request.counts)
    # What is wrong whatever is asked for is wrong with the table.
    generator.check(real, replace(request, counts=nothing))
    refusals = {}
    for group in np.flatnonzero(request.counts).tolist():
        one = np.where(np.arange(len(nothing)) == group, request.counts, 0)
        try:
            generator.check(real, replace(request, counts=one))
        except InputError as error:
            refusals[group] = error
    return refusals
