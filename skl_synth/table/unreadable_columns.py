"""Columns that cannot be used, named all at once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from skl_synth.errors import PYTHON, Explained, InputError, Words


class UnreadableColumnsError(InputError):
    """Columns that cannot be used, and why each cannot.

    Parameters
    ----------
    reasons : mapping of column to error
        What is wrong with each; at least one.

    Attributes
    ----------
    columns : list of hashable
        Their names.
    reasons : dict of column to error
        What is wrong with each.

    See Also
    --------
    InputError : What is wrong with one of them.
    """

    def __init__(self, reasons: Mapping[Hashable, ValueError]) -> None:
        self.reasons = dict(reasons)
        self.columns = list(reasons)
        super().__init__("{text}", column=self.columns[0], text=self.words(PYTHON))

    def words(self, words: Words) -> str:
        """Say what is wrong with each of the columns, in the words of somebody else.

        Parameters
        ----------
        words : Words
            Who speaks.

        Returns
        -------
        str
            What is wrong with the only column, or a numbered line for each.
        """
        texts = [
            reason.words(words) if isinstance(reason, Explained) else str(reason)
            for reason in self.reasons.values()
        ]
        if len(texts) == 1:
            return texts[0]
        numbered = [f"({i}) {text}" for i, text in enumerate(texts, start=1)]
        return "\n".join([f"{len(texts)} columns cannot be used.", *numbered])

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.reasons,)
