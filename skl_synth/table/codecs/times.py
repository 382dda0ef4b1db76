"""Dates, times and durations as whole numbers of steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from skl_synth.table.codecs.carriers import Carrier
from skl_synth.table.codecs.codec import Codec
from skl_synth.table.codecs.time_steps import Steps


@dataclass(frozen=True, eq=False, kw_only=True)
class Times(Codec):
    """Points in time, or spans of it, of whatever form the column gives them.

    Parameters
    ----------
    carrier : Carrier
        How the cells are written.
    steps : Steps
        The values that there can be, and their numbers.
    """

    carrier: Carrier
    steps: Steps

    @property
    def family(self) -> str:
        """Dates, durations and times of day are not compared with one another."""
        return self.carrier.family

    def read(self, series: pd.Series) -> np.ndarray:
        """Read dates as numbers of steps."""
        return self.steps.numbers(self.carrier.read(series))

    def write(self, numbers: np.ndarray) -> pd.Series:
        """Write so many steps as dates."""
        return self.carrier.write(self.steps.values(numbers))

    def writable(self, numbers: np.ndarray) -> np.ndarray:
        """Move an hour that a change of clocks leaves out to the one behind it."""
        if self.carrier.exact:
            return numbers
        return self.read(self.write(numbers))

    def comparable(self, numbers: np.ndarray) -> np.ndarray:
        """Points in time, in universal time where there is a time zone."""
        return self.carrier.instants(self.steps.values(numbers))

    def show(self, number: float) -> str:
        """Write one value as the table does."""
        return str(self.write(np.array([number])).iloc[0])

    def describe(self) -> dict[str, str]:
        """Say of what size the steps are, in place of decimals."""
        return {"decimals": f"whole {self.steps.unit}s"}
