"""Conditions and persons with several rows: what is refused, and why."""

from __future__ import annotations

from skl_synth.errors import InputError, Remedy
from skl_synth.generators.generator import Generator
from skl_synth.generators.visits import VisitsGenerator


def refuse_persons(generator: Generator) -> None:
    """Refuse conditions on the rows of persons who have several.

    A condition would hold in some rows of a person and not in others, and persons with
    one row of many would be drawn by how many rows they have.

    Parameters
    ----------
    generator : Generator
        What has learnt a table.

    Raises
    ------
    InputError
        If it draws whole persons.
    """
    inner = generator
    while hasattr(inner, "inner"):
        inner = inner.inner
    if not isinstance(inner, VisitsGenerator):
        return
    raise InputError(
        "{parameter} is for tables of one row for each person, and whole persons are "
        "drawn here, with all their rows",
        parameter="given",
        remedies=[
            Remedy(
                "sample without it, and keep the persons who are as you want them",
                only="python",
            ),
            "keep one row for each person before the table is learnt",
        ],
    )
