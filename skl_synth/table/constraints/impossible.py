"""A combination of levels that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from skl_synth.table.constraints.constraint import Constraint
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.level_keys import key_of
from skl_synth.table.variables import NumberVariable, Variable


@dataclass(frozen=True)
class Impossible(Constraint):
    """No row has one of the given levels in each of the given columns.

    A row in which one of the columns is missing keeps the rule.

    Parameters
    ----------
    cells : tuple of (column, tuple of levels)
        The combination.

    See Also
    --------
    FixedCombinations : Only combinations that a real row has.

    Examples
    --------
    >>> from skl_synth.table.constraints.impossible import Impossible
    >>> print(Impossible.of({"sex": ["m"], "pregnant": ["yes"]}))
    never sex in ('m',) and pregnant in ('yes',)
    """

    cells: tuple[tuple[str, tuple], ...]

    @classmethod
    def of(cls, combination: Mapping[str, Any]) -> Impossible:
        """Make the rule of a mapping.

        Parameters
        ----------
        combination : mapping of column to level or list of levels
            The combination.

        Returns
        -------
        Impossible
            The rule.
        """
        return cls(
            tuple(
                (name, tuple(levels if isinstance(levels, list) else [levels]))
                for name, levels in combination.items()
            )
        )

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns of the combination."""
        return tuple(name for name, _ in self.cells)

    def _learn(self, reader: RowReader) -> list[np.ndarray]:
        """Look up the codes of the levels, column by column."""
        return [
            np.array(_codes(reader.variable(name), levels))
            for name, levels in self.cells
        ]

    def _holds(self, reader: RowReader, learned: Any) -> np.ndarray:
        """Find the rows that have not all of it."""
        has_all = np.ones(len(reader.rows), dtype=bool)
        for (name, _), codes in zip(self.cells, learned, strict=True):
            keys, missing = reader.keys(name)
            has_all &= np.isin(keys, codes) & ~missing
        return ~has_all

    def __str__(self) -> str:
        return "never " + " and ".join(
            f"{name} in {levels!r}" for name, levels in self.cells
        )


def _codes(variable: Variable, levels: tuple) -> list[int]:
    """Find the places of levels; the one of a constant is 0, as its rows are read."""
    known = [key_of(one) for one in _known(variable)]
    return [known.index(key_of(level)) for level in levels]


def _known(variable: Variable) -> list:
    holder = variable.codec if isinstance(variable, NumberVariable) else variable
    known: list = getattr(holder, "known", [])
    return known
