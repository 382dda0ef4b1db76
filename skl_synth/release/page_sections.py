"""What the pages of a release have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

import skl_synth
from skl_synth.evaluation.evaluation_page import sections_of
from skl_synth.pages import Section, Text
from skl_synth.pages.page import Block

TITLE = "Report of a synthetic table"


def section(title: str, blocks: Iterable[Block]) -> Section | None:
    """Make a section, where something stands in it.

    Parameters
    ----------
    title : str
        Its head.
    blocks : iterable of blocks
        What stands in it.

    Returns
    -------
    Section or None
        None without blocks.
    """
    found = tuple(blocks)
    return Section(title, found) if found else None


def kept(*sections: Section | None) -> tuple[Section, ...]:
    """Leave out the sections that there are not.

    Parameters
    ----------
    *sections : Section or None
        In the order of reading.

    Returns
    -------
    tuple of Section
        The others.
    """
    return tuple(one for one in sections if one is not None)


def figure_sections(details: pd.DataFrame) -> tuple[Section | None, list[Section]]:
    """Show the figures over folds as the page of an evaluation does.

    Parameters
    ----------
    details : DataFrame
        As they may be read.

    Returns
    -------
    first : Section or None
        The columns that need attention.
    others : list of Section
        Utility, fidelity, privacy: what was measured.
    """
    if "section" not in details or not len(details):
        return None, []
    first, *others = sections_of(details.rename(columns={"mean": "value"}))
    return first, [one for one in others if one is not None]


def facts_of(about: Mapping[str, Any], **more: Any) -> Iterator[tuple[str, str]]:
    """Say in short what was released.

    Parameters
    ----------
    about : mapping
        As a report has it.
    **more : object
        What stands there besides; what is empty is left out.

    Yields
    ------
    (str, str)
        Name and value.
    """
    names = {
        "rows": "Real rows",
        "persons": "Persons",
        "released": "Released rows",
        "folds": "Folds",
        "target": "Target",
    }
    said = {**about, **more}
    for name, head in names.items():
        if said.get(name):
            yield head, str(said[name])
    if said.get("classes"):
        sizes = said["classes"].items()
        yield "Classes", ", ".join(f"{label}: {n}" for label, n in sizes)
    yield "skl_synth", skl_synth.__version__


def method_text(about: Mapping[str, Any]) -> Iterator[Text]:
    """Say what made the rows.

    Parameters
    ----------
    about : mapping
        As a report has it.

    Yields
    ------
    Text
        Class names and parameters.
    """
    if about.get("method"):
        yield Text((f"Method: {about['method']}.",))
