"""What somebody has put right on the page, and how it gets into the dictionary."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from skl_synth.cli.command_words import KINDS
from skl_synth.cli.inspect import columns_shown
from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.dictionary.dictionary_field import BOUNDED_KINDS

UNREADABLE = "cannot be read"
"""What stands for the kind of a column until somebody gives it one."""

EDITED = ("kind", "leave out", "least", "largest")
"""The columns of the table on the page that can be changed."""

SHOWN_NAMES = {"least": "minimum", "largest": "maximum"}


@dataclass
class Corrections:
    """What somebody has said of a table on the page.

    Parameters
    ----------
    kinds : dict of str to str
        Kinds that columns were given.
    drop : list of str
        Columns that are left out.
    bounds : dict of str to dict
        The least and the largest value of columns, as they were written.
    struck : set of str
        Rules that are not to be kept.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    drop: list[str] = field(default_factory=list)
    bounds: dict[str, dict[str, str]] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)

    def take(
        self,
        before: pd.DataFrame,
        after: pd.DataFrame,
        groups: Mapping[str, list[str]],
    ) -> None:
        """Take over what was changed in the table of the columns.

        Parameters
        ----------
        before, after : DataFrame
            The table as it was shown, and as it is now.
        groups : mapping of str to list of str
            The columns of one-hot groups, which are one line each.
        """
        rows = zip(before.to_dict("records"), after.to_dict("records"), strict=True)
        for old, new in rows:
            name = str(old["column"])
            if bool(old["leave out"]) != bool(new["leave out"]):
                names = groups.get(name, [name])
                rest = [one for one in self.drop if one not in names]
                self.drop = [*rest, *names] if new["leave out"] else rest
            self._take_row(name, old, new)

    def _take_row(self, name: str, old: Mapping, new: Mapping) -> None:
        if new["kind"] != old["kind"] and new["kind"] in KINDS:
            self.kinds[name] = str(new["kind"])
            # Those of another kind mean nothing any more.
            self.bounds.pop(name, None)
            return
        for shown, word in SHOWN_NAMES.items():
            if _text(new[shown]) != _text(old[shown]):
                self.bounds.setdefault(name, {})[word] = _text(new[shown])

    def of(self, names: Iterable[str]) -> Corrections:
        """Leave out what is said of columns that are not there.

        Parameters
        ----------
        names : iterable of str
            The columns of the table.

        Returns
        -------
        Corrections
            The rest.
        """
        known = set(names)
        return replace(
            self,
            kinds={name: kind for name, kind in self.kinds.items() if name in known},
            drop=[name for name in self.drop if name in known],
        )

    def corrected(self, found: DataDictionary) -> DataDictionary:
        """Put bounds and rules right in a dictionary.

        Parameters
        ----------
        found : DataDictionary
            What the table was taken for, by the kinds that were given.

        Returns
        -------
        DataDictionary
            The same with these bounds, and without the rules that were struck out.

        Raises
        ------
        InputError
            If a bound is none of its column.
        """
        rules = found.rules and tuple(
            replace(one, keep=one.keep and str(one.rule) not in self.struck)
            for one in found.rules
        )
        if not self.bounds:
            return replace(found, rules=rules)
        described = copy.deepcopy(replace(found, rules=rules).to_mapping())
        for one in described["fields"]:
            for word, text in self.bounds.get(one["name"], {}).items():
                one.setdefault("constraints", {})[word] = _number_or_text(text)
        return DataDictionary.read(described)


def _number_or_text(text: str) -> Any:
    """Read a bound as JSON would: what is no number is a date, or refused later."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value).strip()


def editable(
    described: pd.DataFrame, dictionary: DataDictionary | None, dropped: Iterable[str]
) -> pd.DataFrame:
    """Lay out the columns of a table so that they can be corrected.

    Parameters
    ----------
    described : DataFrame
        From `RealTable.describe`.
    dictionary : DataDictionary or None
        The same as a dictionary, which knows the bounds.
    dropped : iterable of str
        Columns that are left out, and are not described any more.

    Returns
    -------
    DataFrame
        One line a column. Of keys, names and free text no value is shown.
    """
    shown = columns_shown(described).astype(object)
    bounds = {} if dictionary is None else _bounds(dictionary)
    for place, head in enumerate(SHOWN_NAMES):
        shown[head] = [bounds.get(name, ("", ""))[place] for name in shown["column"]]
    shown["leave out"] = False
    gone = [
        {"column": name, "kind": "", "leave out": True, "why": "left out"}
        for name in dropped
    ]
    table = pd.concat([shown, pd.DataFrame(gone, dtype=object)], ignore_index=True)
    table["leave out"] = table["leave out"].astype(bool)
    table["missing"] = pd.to_numeric(table["missing"]).astype("Int64")
    heads = ["column", "kind", "leave out", "missing", *SHOWN_NAMES, "values", "why"]
    return table[heads].fillna({"values": "", "least": "", "largest": "", "why": ""})


def _bounds(dictionary: DataDictionary) -> dict[str, tuple[str, str]]:
    """The bounds of each column as they stand in the file of a dictionary."""
    described = dictionary.to_mapping()["fields"]
    kinds = {one.name: one.kind for one in dictionary.fields}
    return {
        one["name"]: (
            str(one.get("constraints", {}).get("minimum", "")),
            str(one.get("constraints", {}).get("maximum", "")),
        )
        for one in described
        if kinds[one["name"]] in BOUNDED_KINDS
    }
