"""Whose each row of a dask frame is, where a dictionary names the column that says."""

from __future__ import annotations

from skl_synth.dask.parts import Parts
from skl_synth.table.dictionary import DataDictionary


def with_said_persons(parts: Parts, dictionary: DataDictionary | None) -> Parts:
    """Take the persons from the column that a dictionary names, where none are given.

    Parameters
    ----------
    parts : Parts
        The partitions of a table.
    dictionary : DataDictionary or None
        What is known of it.

    Returns
    -------
    Parts
        The same, with persons where the dictionary knows a column of them.
    """
    if parts.groups is not None or dictionary is None:
        return parts
    named = {str(name): name for name in parts.table_like.columns}
    if dictionary.person not in named:
        return parts
    return parts.with_groups_of(named[dictionary.person])
