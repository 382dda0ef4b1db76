"""Columns that cannot be used, told all at once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping


class UnreadableColumnsError(ValueError):
    """Columns that cannot be used, and why each cannot.

    Parameters
    ----------
    reasons : mapping of column to error
        What is wrong with each; at least one.

    Attributes
    ----------
    columns : list of hashable
        Their names.
    """

    def __init__(self, reasons: Mapping[Hashable, ValueError]) -> None:
        self.columns = list(reasons)
        told = [str(reason) for reason in reasons.values()]
        if len(told) > 1:
            numbered = [f"({i}) {text}" for i, text in enumerate(told, start=1)]
            told = [f"{len(told)} columns cannot be used.", *numbered]
        super().__init__("\n".join(told))
