"""The dictionary of a command, as far as the file is read by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.dictionary.schema_shapes import OURS


@dataclass(frozen=True)
class KnownTable:
    """What is known of a table before its file is read; perhaps nothing.

    Parameters
    ----------
    dictionary : DataDictionary or None, default=None
        The dictionary, where there is one.
    """

    dictionary: DataDictionary | None = None

    @property
    def target(self) -> str | None:
        """The column of the classes."""
        return None if self.dictionary is None else self.dictionary.target

    @property
    def person(self) -> str | None:
        """The column that says whose a row is."""
        return None if self.dictionary is None else self.dictionary.person

    @property
    def tokens(self) -> tuple[str, ...]:
        """What stands for a missing value."""
        known = () if self.dictionary is None else self.dictionary.missing_values
        return tuple(filter(None, known))

    def dropped(self, frame: pd.DataFrame, drop: Sequence[str]) -> list[str]:
        """Name the columns that are left out, and were not named by an option.

        Parameters
        ----------
        frame : DataFrame
            The table.
        drop : sequence of str
            The columns that an option names.

        Returns
        -------
        list of str
            The columns.
        """
        known = () if self.dictionary is None else self.dictionary.drop
        return [name for name in known if name in frame.columns and name not in drop]

    def special_values(
        self, described: Mapping[str, Any] | None, frame: pd.DataFrame
    ) -> dict[str, list] | None:
        """Take special values from the file, of columns that are not described yet.

        Parameters
        ----------
        described : mapping or None
            What the file itself says of its columns, as a Table Schema.
        frame : DataFrame
            The table.

        Returns
        -------
        dict of str to list, or None
            The values by column.
        """
        fields = () if self.dictionary is None else self.dictionary.fields
        known = {one.name for one in fields}
        found = {
            one["name"]: one[OURS]["special_values"]
            for one in (described or {}).get("fields", ())
            if "special_values" in one.get(OURS, {})
            and one["name"] in frame.columns
            and one["name"] not in known
        }
        return found or None

    def for_encoder(self, identifiers: str) -> DataDictionary | None:
        """Give the dictionary as the table is to be read by it.

        Parameters
        ----------
        identifiers : str
            What an option says of all identifiers; ``"surrogate"`` is what it says
            where nobody has given it.

        Returns
        -------
        DataDictionary or None
            The dictionary, without what the option overrules.
        """
        if self.dictionary is None or identifiers == "surrogate":
            return self.dictionary
        return replace(self.dictionary, identifiers={})


def known_of(path: Path | None, drop: Sequence[str] = ()) -> KnownTable:
    """Read the dictionary of a command, without the columns that are left out.

    Parameters
    ----------
    path : Path or None
        The file of the dictionary.
    drop : sequence of str, default=()
        The columns that ``--drop`` names.

    Returns
    -------
    KnownTable
        What is known.

    Raises
    ------
    OSError
        If the file cannot be read.
    InputError
        If it holds no dictionary.
    """
    if path is None:
        return KnownTable()
    # A first dictionary describes all of the file, keys too, which are often dropped.
    return KnownTable(DataDictionary.read(path).without(drop))
