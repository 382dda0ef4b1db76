"""Propensity: how well a model tells two tables apart, beside chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from skl_synth.evaluation.figures import NAN

CERTAIN = 0.999
"""A propensity from here on, or its opposite, is no longer an estimate."""


class Propensity(NamedTuple):
    """How well two tables are distinguished, and how well by chance.

    Parameters
    ----------
    pmse : float
        Mean squared error of the propensities about the share of synthetic rows.
    expected : float
        The same of two samples of one population, in the mean.
    spread : float
        Standard deviation of that.
    share : float
        The share of synthetic rows.
    n_rows : int
        Rows of both tables.
    n_terms : int
        Terms, or leaves less one, that were estimated.
    certain : float
        Share of the rows of which the model is certain.
    """

    pmse: float = NAN
    expected: float = NAN
    spread: float = NAN
    share: float = NAN
    n_rows: int = 0
    n_terms: int = 0
    certain: float = NAN

    @classmethod
    def of(cls, scores: np.ndarray, is_other: np.ndarray, n_terms: int) -> Propensity:
        """Sum up what a model says of rows.

        Parameters
        ----------
        scores : ndarray of float
            How synthetic each row looks to it.
        is_other : ndarray of bool
            Which are.
        n_terms : int
            What it has estimated.

        Returns
        -------
        Propensity
            Not yet beside chance.
        """
        share = float(is_other.mean())
        return cls(
            pmse=float(np.mean((scores - share) ** 2)),
            share=share,
            n_rows=len(scores),
            n_terms=n_terms,
            certain=float(np.mean(np.abs(scores - 0.5) > CERTAIN - 0.5)),
        )

    @property
    def unit(self) -> float:
        """What one term gives by chance."""
        return self.share * (1 - self.share) / self.n_rows

    @property
    def ratio(self) -> float:
        """The error over that of two samples of one population."""
        return self.pmse / self.expected if self.expected > 0 else NAN

    @property
    def s_pmse(self) -> float:
        """The error over that of a correct synthesizer.

        That is less than of two samples: the synthetic rows alone are drawn by chance,
        the real ones are what the synthesizer was fitted to.
        """
        return self.ratio / (1 - self.share)

    @property
    def standardised(self) -> float:
        """Standard deviations above two samples of one population."""
        return (self.pmse - self.expected) / self.spread if self.spread > 0 else NAN

    def beside(self, drawn: np.ndarray) -> Propensity:
        """Put it beside errors that were measured of two samples of one population.

        Parameters
        ----------
        drawn : ndarray of float
            The errors, of tables of these sizes.

        Returns
        -------
        Propensity
            The same error.
        """
        spread = float(drawn.std(ddof=1)) if len(drawn) > 1 else NAN
        return self._replace(expected=float(drawn.mean()), spread=spread)

    def beside_pairs(self, pairs: Sequence[Propensity]) -> Propensity:
        """Put it beside errors of pairs of synthetic tables.

        Parameters
        ----------
        pairs : sequence of Propensity
            The pairs, of tables of any sizes: both were drawn by chance.

        Returns
        -------
        Propensity
            The same error.
        """
        return self.beside(np.array([one.pmse / one.unit for one in pairs]) * self.unit)
