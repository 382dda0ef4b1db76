"""Regions of a continuous target: rare and common ranges, treated as classes are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from skl_synth.table.relevance import RelevanceFunction
from skl_synth.table.target.target import Target


@dataclass(frozen=True, eq=False)
class Regions:
    """Ranges of a target, in order, none empty.

    Parameters
    ----------
    lows, highs : ndarray of shape (n_regions,)
        The least and the largest real value of each.
    is_rare : ndarray of shape (n_regions,), dtype bool
        Whether its values are rare.
    """

    lows: np.ndarray
    highs: np.ndarray
    is_rare: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray, is_rare: np.ndarray) -> Regions:
        """Divide a target where values turn from rare to common, or back.

        Parameters
        ----------
        values : ndarray of shape (n_rows,)
            The target, at least one value.
        is_rare : ndarray of shape (n_rows,), dtype bool
            Whether each is rare; the same of equal values.

        Returns
        -------
        Regions
            At least one.
        """
        values, first = np.unique(values, return_index=True)
        is_rare = is_rare[first]
        starts = np.r_[0, np.flatnonzero(np.diff(is_rare)) + 1]
        ends = np.r_[starts[1:], len(values)] - 1
        return cls(values[starts], values[ends], is_rare[starts])

    def __len__(self) -> int:
        return len(self.lows)

    def places(self, values: np.ndarray) -> np.ndarray:
        """Find the region of each value.

        Parameters
        ----------
        values : ndarray of shape (n_values,)
            Any numbers; those between two regions belong to the lower one.

        Returns
        -------
        ndarray of shape (n_values,), dtype int
            Positions of regions.
        """
        return np.searchsorted(self.lows[1:], values, side="right").astype(np.intp)

    def take(self, places: np.ndarray) -> Regions:
        """Keep some of the regions.

        Parameters
        ----------
        places : ndarray of int
            Their positions, ascending.

        Returns
        -------
        Regions
            These alone.
        """
        return Regions(self.lows[places], self.highs[places], self.is_rare[places])

    def frame(self) -> pd.DataFrame:
        """Show the regions.

        Returns
        -------
        DataFrame
            One row per region: low, high, rare.
        """
        return pd.DataFrame(
            {"low": self.lows, "high": self.highs, "rare": self.is_rare}
        )

    def name(self, place: int) -> str:
        """Name a region, for messages.

        Parameters
        ----------
        place : int
            Its position.

        Returns
        -------
        str
            As in ``region 2, the rare targets from 30 to 50.5``.
        """
        kind = "rare" if self.is_rare[place] else "common"
        ends = f"{self.lows[place]:.12g} to {self.highs[place]:.12g}"
        return f"region {place}, the {kind} targets from {ends},"


@dataclass(frozen=True, eq=False)
class RegionTarget(Target):
    """A continuous target whose regions have counts, as classes have.

    Parameters
    ----------
    regions : Regions or None
        The regions; not None.
    may_shrink : bool
        Whether real rows of common regions may be left out.
    function : RelevanceFunction or None
        What the regions come from.
    """

    regions: Regions | None = None
    may_shrink: bool = False
    function: RelevanceFunction | None = None

    @classmethod
    def of_target(
        cls,
        target: Target,
        function: RelevanceFunction,
        *,
        may_shrink: bool = False,
    ) -> RegionTarget:
        """Divide a continuous target.

        Parameters
        ----------
        target : Target
            One of numbers.
        function : RelevanceFunction
            What says which values are rare.
        may_shrink : bool, default=False
            Whether real rows of common regions may be left out.

        Returns
        -------
        RegionTarget
            The same target, with regions.
        """
        names = ("kind", "encoded", "classes", "precision", "original", "foreign")
        parts = {name: getattr(target, name) for name in (*names, "columns", "part")}
        regions = Regions.of(target.encoded, function.is_rare(target.encoded))
        return cls(**parts, regions=regions, may_shrink=may_shrink, function=function)

    @property
    def known_regions(self) -> Regions:
        """The regions, which are always there."""
        assert self.regions is not None
        return self.regions

    @property
    def n_groups(self) -> int:
        """Number of regions."""
        return len(self.known_regions)

    def groups_of(self, encoded: np.ndarray) -> np.ndarray:
        """Give the region of each row, as `Target.groups_of` gives its class."""
        return self.known_regions.places(encoded)

    def label(self, group: int) -> str:
        """Name a region, for messages."""
        part = f" in {self.part}" if self.part else ""
        return self.known_regions.name(group) + part

    def take(self, rows: np.ndarray) -> Target:
        """Give the target of a part of the rows, with the regions that it has."""
        return self._with_own_regions(super().take(rows))

    def within(self, rows: np.ndarray, part: str) -> Target:
        """Give the target of a part that is never written, with its regions."""
        return self._with_own_regions(super().within(rows, part))

    def without_rows(self) -> Target:
        """Forget the target of single rows; the counts of the regions remain."""
        values = self.known_regions.lows[np.sort(self.groups)]
        return replace(super().without_rows(), encoded=values)

    def _with_own_regions(self, target: Target) -> Target:
        own = self.known_regions.take(np.unique(self.groups_of(target.encoded)))
        return replace(target, regions=own)  # type: ignore[call-arg]
