"""The modes of a number: where its values lie, each as a level and a small offset."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import BayesianGaussianMixture

from skl_synth.table.rounding import FULL
from skl_synth.threads import one_thread

MAX_VALUES = 20
"""A column of at most so many different values has no other modes than these."""

ROWS_PER_VALUE = 5
"""... if each of them is seen in so many rows, on average."""

ATOM_SHARE = 0.01
"""A value that so large a share of the rows has is a mode of its own ..."""

ATOM_FACTOR = 3
"""... if it comes so many times as often as the values of the column on average."""

MAX_COMPONENTS = 10
"""Components of the mixture to begin with; most die out."""

LEAST_WEIGHT = 0.005
"""Components of less weight than this, or of fewer than three rows, are dropped."""

MAX_POINTS = 500
"""Mixtures are fitted to so many quantiles of the column at most."""

MOST_OUT_OF_REACH = 0.05
"""If more than this share of values is out of reach of all components, one serves."""

UNIT = 2.0
"""Offsets are counted in so many standard deviations of the mode."""

REACH = 2.0
"""Offsets lie between -REACH and REACH: within four standard deviations."""


@dataclass(frozen=True, eq=False)
class Modes:
    """The modes of one number, after CTGAN's mode-specific normalisation.

    A value is a level and an offset: the level says which mode it belongs to, the
    offset where in the mode it lies. A network reads and writes offsets of a usual size
    and probabilities of levels, whatever the scale and the shape of the column.

    Two kinds of mode are added to the components of the paper's mixture. An *atom* is a
    single value that many rows have, such as a fare of zero; all values of a column of
    few values are atoms. As part of a component they would be smeared over their
    neighbourhood. The last level, where there is one, is the missing value. These have
    no offset.

    Parameters
    ----------
    atoms : ndarray of shape (n_atoms,)
        The values that are levels by themselves.
    atom_decimals : ndarray of shape (n_atoms,), dtype int8
        The decimals of each.
    centers, widths : ndarray of shape (n_components,)
        Mean and standard deviation of each component of the mixture.
    weights : ndarray of shape (n_components,)
        Share of the rows in each component, among those in components.
    decimals : ndarray of shape (n_components, n_decimals)
        Share of values with 0, 1, 2, … decimals in each component.
    missing : int
        Levels of values that are missing, or that another value stands in place of.
    """

    atoms: np.ndarray
    atom_decimals: np.ndarray
    centers: np.ndarray
    widths: np.ndarray
    weights: np.ndarray
    decimals: np.ndarray
    missing: int

    @classmethod
    def fit(
        cls,
        values: np.ndarray,
        decimals: np.ndarray,
        missing: int,
        rng: np.random.RandomState,
    ) -> Modes:
        """Find the modes of a column.

        Parameters
        ----------
        values : ndarray of shape (n_rows,)
            Its numbers, NaN where missing.
        decimals : ndarray of shape (n_rows,), dtype int8
            The decimals of each.
        missing : int
            Levels of what is no number.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        Modes
            The modes.
        """
        present = ~np.isnan(values)
        values, decimals = values[present], decimals[present]
        atoms, first = _atoms(values)
        rest = ~np.isin(values, atoms)
        centers, widths, weights = _components(np.sort(values[rest]), rng)
        seen = np.zeros((len(centers), FULL + 1))
        modes = cls(atoms, decimals[first], centers, widths, weights, seen, missing)
        levels, _ = modes.encode(values, rng)
        np.add.at(seen, (levels[rest] - len(atoms), decimals[rest]), 1.0)
        # A component that no row fell into has the decimals of the whole column.
        seen[~seen.any(axis=1)] = np.bincount(decimals, minlength=FULL + 1)
        return replace(modes, decimals=seen / seen.sum(axis=1, keepdims=True))

    @property
    def n_levels(self) -> int:
        """Atoms, components, and those of what is no number."""
        return len(self.atoms) + len(self.centers) + self.missing

    @property
    def components(self) -> slice:
        """Which levels are components, and so have an offset."""
        return slice(len(self.atoms), len(self.atoms) + len(self.centers))

    def encode(
        self, values: np.ndarray, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray]:
        """Write values as level and offset.

        Where components overlap the level is drawn by how likely each of them is, so
        that the offsets in a component are normal, as they are drawn afterwards; the
        most likely component would cut them off at the border to its neighbour.

        Parameters
        ----------
        values : ndarray of shape (n_rows,)
            Numbers, NaN where missing.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        levels : ndarray of shape (n_rows,), dtype int
            The mode of each value.
        offsets : ndarray of shape (n_rows,)
            Its place in the mode; 0 for atoms and missing values.
        """
        levels = np.full(len(values), self.n_levels - 1)
        offsets = np.zeros(len(values))
        present = ~np.isnan(values)
        is_atom = np.zeros(len(values), dtype=bool)
        if len(self.atoms):
            nearest = _nearest(self.atoms, values)
            # Without components a value never seen goes to the nearest that was.
            is_atom = present & (
                (self.atoms[nearest] == values) | (not len(self.centers))
            )
            levels[is_atom] = nearest[is_atom]
        rest = present & ~is_atom
        if len(self.centers):
            standard = (values[rest, None] - self.centers) / self.widths
            # The density of a narrow component is higher by its width.
            factors = self.weights * (self.widths.min() / self.widths)
            component = _draw(_likelihoods(standard, factors), rng)
            chosen = np.take_along_axis(standard, component[:, None], axis=1)[:, 0]
            levels[rest] = len(self.atoms) + component
            offsets[rest] = np.clip(chosen / UNIT, -REACH, REACH)
        return levels, offsets

    def decode(
        self, levels: np.ndarray, offsets: np.ndarray, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray]:
        """Turn levels and offsets into numbers.

        Parameters
        ----------
        levels, offsets : ndarray of shape (n_rows,)
            As `encode` gives them.
        rng : RandomState
            Source of randomness, for the decimals.

        Returns
        -------
        values : ndarray of shape (n_rows,)
            The numbers, not yet snapped; NaN where missing.
        decimals : ndarray of shape (n_rows,), dtype int8
            The decimals that each may have.
        """
        values = np.full(len(levels), np.nan)
        decimals = np.zeros(len(levels), dtype=np.int8)
        is_atom = levels < len(self.atoms)
        values[is_atom] = self.atoms[levels[is_atom]]
        decimals[is_atom] = self.atom_decimals[levels[is_atom]]
        rest = ~is_atom & (levels < self.components.stop)
        component = levels[rest] - len(self.atoms)
        shift = UNIT * self.widths[component] * np.clip(offsets[rest], -REACH, REACH)
        values[rest] = self.centers[component] + shift
        decimals[rest] = _draw(self.decimals[component], rng)
        return values, decimals


def _atoms(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the values that are modes by themselves, and a row that has each."""
    unique, first, counts = np.unique(values, return_index=True, return_counts=True)
    few = len(unique) <= MAX_VALUES and len(values) >= ROWS_PER_VALUE * len(unique)
    average = len(values) / max(len(unique), 1)
    least = max(ATOM_SHARE * len(values), ATOM_FACTOR * average, ROWS_PER_VALUE)
    chosen = np.ones(len(unique), dtype=bool) if few else counts >= least
    return unique[chosen], first[chosen]


def _nearest(points: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Position of the nearest of sorted points; any for NaN."""
    middles = (points[1:] + points[:-1]) / 2
    return np.searchsorted(middles, values, side="left")


def _components(
    values: np.ndarray, rng: np.random.RandomState
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fit a mixture to sorted values; components that are not needed die out."""
    if not len(values):
        return np.empty(0), np.empty(0), np.empty(0)
    # The squares of tiny numbers are zero, so they are counted in the largest of them.
    size = np.abs(values).max() or 1.0
    spread = size * (values / size).std() or 1.0
    points = values
    if len(values) > MAX_POINTS:
        # Evenly spaced order statistics stand for the column, with both its ends.
        points = values[np.linspace(0, len(values) - 1, MAX_POINTS).astype(np.intp)]
    # Two values for each, at least: a component of one value is that value again.
    n_components = min(MAX_COMPONENTS, len(np.unique(points)) // 2)
    if n_components < 2:
        return np.array([values.mean()]), np.array([spread]), np.ones(1)
    mixture = BayesianGaussianMixture(
        n_components=n_components,
        covariance_type="spherical",
        # So small a prior lets a component die out rather than share with another.
        weight_concentration_prior=1e-3,
        # The default, the variance of the column, would widen narrow ones.
        covariance_prior=1e-3,
        reg_covar=1e-4,
        random_state=rng,
    )
    # With several threads the order of sums, and with it the result, would vary.
    with warnings.catch_warnings(), one_thread():
        # Good enough after its hundred rounds: it only has to cover the values.
        warnings.simplefilter("ignore", ConvergenceWarning)
        mixture.fit(((points - values.mean()) / spread)[:, None])
    # A component of a row or two would be a blurred copy of them.
    kept = mixture.weights_ >= max(LEAST_WEIGHT, min(3 / len(points), 0.5))
    kept |= mixture.weights_ == mixture.weights_.max()
    centers = mixture.means_[kept, 0] * spread + values.mean()
    widths = np.sqrt(mixture.covariances_[kept]) * spread
    weights = mixture.weights_[kept]
    reach = np.abs((values[:, None] - centers) / widths).min(axis=1)
    if np.mean(reach > UNIT * REACH) > MOST_OUT_OF_REACH:
        # In a handful of rows the components that are kept may leave some values out.
        return np.array([values.mean()]), np.array([spread]), np.ones(1)
    order = np.argsort(centers)
    return centers[order], widths[order], weights[order] / weights.sum()


def _likelihoods(standard: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """How likely each component is, from standardised values; rows sum to one."""
    exponent = -0.5 * standard**2
    exponent -= exponent.max(axis=1, keepdims=True)
    likely = np.exp(exponent) * factors
    # A narrow component far away may have all the weight that counts: rows never sum
    # to 0, since the nearest component (in its own widths) keeps its factor.
    return likely / likely.sum(axis=1, keepdims=True)


def _draw(shares: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
    """Draw one position per row, by the shares of the row."""
    bounds = np.cumsum(shares, axis=1)
    drawn = rng.uniform(size=(len(shares), 1)) * bounds[:, -1:]
    return (bounds <= drawn).sum(axis=1).clip(max=shares.shape[1] - 1)
