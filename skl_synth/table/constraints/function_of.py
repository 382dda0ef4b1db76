"""A column that follows from one or two others, as a label does from a code."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from skl_synth.errors import InputError
from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.lookup import Lookup
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.rows import EncodedRows
from skl_synth.table.variables import NumberVariable


@dataclass(frozen=True, init=False)
class FunctionOf(Constraint):
    """A column follows from one or two others: a label from a code, a band from an age.

    What follows from what is learnt from the real rows. Where all rows of a level lie
    in one stretch of a number, the levels are bands of it, and numbers that nobody has
    fall into them, too. A combination that no real row has is left as it was drawn.

    Parameters
    ----------
    column : hashable
        The column that follows; a one-hot group by its name.
    of : hashable or tuple of hashable
        The column that it follows from, or the two.

    See Also
    --------
    DatePart : What follows from a date.
    FixedCombinations : Real combinations of columns of which none follows.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import FunctionOf, TableEncoder, TypeAwareSMOTE
    >>> table = pd.DataFrame({"age": [3, 9, 21, 44, 70, 81, 35, 15]})
    >>> table["band"] = pd.cut(table["age"], [0, 17, 64, 120]).astype(str)
    >>> encoder = TableEncoder(constraints=[FunctionOf("band", "age")])
    >>> smote = TypeAwareSMOTE(k_neighbors=2, encoder=encoder, random_state=0)
    >>> X_new, _ = smote.fit(table).sample(20)
    >>> bool((X_new["band"].eq("(0, 17]") == (X_new["age"] <= 17)).all())
    True
    """

    column: Hashable
    of: tuple[Hashable, ...]

    def __init__(self, column: Hashable, of: Hashable | tuple[Hashable, ...]) -> None:
        several = tuple(of) if isinstance(of, (list, tuple)) else (of,)
        object.__setattr__(self, "column", column)
        object.__setattr__(self, "of", several)

    @property
    def computed(self) -> Hashable:
        """The column that follows."""
        return self.column

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """The columns that it follows from."""
        return self.of

    def keys(self, reader: RowReader) -> list[np.ndarray]:
        """Give what is looked up in each row.

        Parameters
        ----------
        reader : RowReader
            Rows.

        Returns
        -------
        list of ndarray of float64
            The keys, by source.
        """
        return [reader.exact_keys(column) for column in self.of]

    def _learn(self, reader: RowReader) -> Lookup:
        """Remember what follows from what.

        Raises
        ------
        InputError
            If there are no columns to follow from, or too many.
        """
        if len(self.of) not in (1, 2):
            raise InputError(
                "a column follows from one other or from two; got {value!r}",
                parameter="constraints",
                value=self.of,
            )
        source = reader.variable(self.of[0])
        ordered = len(self.of) == 1 and isinstance(source, NumberVariable)
        reader.variable(self.column)
        absent = np.any([reader.keys(one)[1] for one in self.of], axis=0)
        keys = self.keys(reader)
        return Lookup.learn(reader, self.column, keys, absent, ordered=ordered)

    def _repair(self, reader: RowReader, learned: Lookup) -> EncodedRows:
        """Write what follows."""
        return learned.written(reader, self.column, learned.find(self.keys(reader)))

    def _holds(self, reader: RowReader, learned: Lookup) -> np.ndarray:
        """Compare with what follows."""
        return learned.agrees(reader, self.column, learned.find(self.keys(reader)))

    def __str__(self) -> str:
        return f"{self.column} follows from {' and '.join(map(str, self.of))}"
