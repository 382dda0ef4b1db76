"""Ordered levels as ranks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy
from skl_synth.table.codecs.codec import Codec
from skl_synth.table.rare_levels import merged_ranks
from skl_synth.table.values import column_of, some_of


@dataclass(frozen=True, eq=False, kw_only=True)
class Ranks(Codec):
    """Levels in an order; a level's number is its rank among those that were seen.

    A level that nobody has is thus never made, however far apart its neighbours are.

    Parameters
    ----------
    levels : array
        The levels seen, in order, in the dtype of the column; a missing value behind
        them where the column has some.
    order : tuple
        All levels that have a place in the order, seen or not.
    merged : dict of level to rank
        Levels too rare to be published, and the rank that stands for them.
    """

    levels: Any
    order: tuple
    merged: dict

    @property
    def family(self) -> str:
        """Levels of one and the same order can be compared."""
        return f"levels ordered as {some_of(self.order, 20)}"

    @property
    def known(self) -> list:
        """The levels seen, as objects of Python."""
        cells = pd.Series(self.levels)
        return cells[cells.notna()].to_numpy(dtype=object).tolist()

    def read(self, series: pd.Series) -> np.ndarray:
        """Look up the rank of each level.

        Raises
        ------
        InputError
            For a level that the real table does not have.
        """
        ranks = {level: rank for rank, level in enumerate(self.known)} | self.merged
        cells = series.to_numpy(dtype=object)
        missing = series.isna().to_numpy()
        numbers = np.full(len(cells), np.nan)
        try:
            numbers[~missing] = [ranks[cell] for cell in cells[~missing]]
        except KeyError as error:
            raise InputError(
                "column {column!r} holds {value!r}, a level that the real table "
                "never had; known are {known}",
                column=series.name,
                value=error.args[0],
                known=some_of(self.known),
                remedies=[
                    "correct it",
                    Remedy("fit on a table that has it", only="python"),
                ],
            ) from error
        return numbers

    def write(self, numbers: np.ndarray) -> pd.Series:
        """Take the levels by rank."""
        ranks = np.where(np.isnan(numbers), len(self.levels) - 1, numbers)
        return column_of(self.levels.take(ranks.astype(np.intp)), self.dtype)

    def restricted_to(
        self, numbers: np.ndarray, least: int
    ) -> tuple[Ranks, np.ndarray]:
        """Rank the levels of a part of the rows.

        Parameters
        ----------
        numbers : ndarray of float64
            The ranks of the part, NaN where missing, at least one of them is not.
        least : int
            Rows that a level must have; others go to their nearest neighbour.

        Returns
        -------
        codec : Ranks
            The levels of the part.
        numbers : ndarray of float64
            Their ranks among themselves.
        """
        missing = np.isnan(numbers)
        ranks = numbers[~missing].astype(np.intp)
        counts = pd.Series(np.bincount(ranks, minlength=len(self.known)))
        stand_ins = merged_ranks(counts[counts > 0], least)
        kept = [rank for rank in counts.index[counts > 0] if rank not in stand_ins]
        # Ranks are counted among the levels that the part has. With the gaps left in, a
        # rank between two neighbours would be a level that nobody has.
        # Of the ranks so far: which they are among those kept, -1 where nobody has it.
        place = np.full(len(counts), -1)
        place[kept] = np.arange(len(kept))
        for rare, rank in stand_ins.items():
            place[rare] = place[rank]
        merged = {level: int(place[rank]) for level, rank in self.merged.items()}
        merged |= {self.known[rank]: int(place[rank]) for rank in stand_ins}
        last = [len(self.levels) - 1] if missing.any() else []
        codec = replace(
            self,
            levels=self.levels.take(np.array([*kept, *last], dtype=np.intp)),
            merged={level: rank for level, rank in merged.items() if rank >= 0},
        )
        numbers = np.full(len(numbers), np.nan)
        numbers[~missing] = place[ranks]
        return codec, numbers

    def comparable(self, numbers: np.ndarray) -> np.ndarray:
        """Places in the whole order."""
        positions = [float(self.order.index(level)) for level in self.known]
        ranks = np.where(np.isnan(numbers), 0, numbers).astype(np.intp)
        return np.where(np.isnan(numbers), np.nan, np.array(positions)[ranks])

    def show(self, number: float) -> str:
        """Return the level."""
        return str(self.known[int(number)])

    def describe(self) -> dict[str, str]:
        """Return the levels, in place of decimals."""
        return {"decimals": "", "levels": some_of(self.known)}
