"""SMOTE for a continuous target: rows within a region, and noise where it is thin."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from skl_synth.errors import InputError, Remedy
from skl_synth.generators.generator import Request
from skl_synth.generators.smote import SmoteGenerator
from skl_synth.neighbors import NeighborLists
from skl_synth.neighbors.mixed_rows import squared_distances
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows, stack_rows
from skl_synth.table.target.regions import Regions, RegionTarget

MOST_OTHERS = 1000
"""Rows of a region to which distances are measured for their median, at most."""


class RareNumbersGenerator(SmoteGenerator):
    """Place rows between neighbours in the same region of a continuous target.

    The target of a new row is the mean of those of its parents, weighted by how near
    each is. Where the neighbour that was drawn is far, no row is placed between: the
    new one is the first parent with a little noise on its numbers.

    Parameters
    ----------
    perturbation : float, default=0.3
        Standard deviation of that noise, in those of the region; 0 for none at all.
    k_neighbors, interpolation, n_vertices, noise_scale, n_rounds, n_jobs : object
        See `TypeAwareSMOTE`.

    See Also
    --------
    TypeAwareSMOTE : The estimator, which explains the parameters.

    References
    ----------
    .. [1] L. Torgo, R. P. Ribeiro, B. Pfahringer, P. Branco, "SMOTE for regression",
       EPIA 2013, LNAI 8154, 378-389.
    .. [2] P. Branco, L. Torgo, R. P. Ribeiro, "SMOGN: a pre-processing approach for
       imbalanced regression", PMLR 74, 36-50, 2017.
    """

    def __init__(
        self,
        k_neighbors: Any = 6,
        *,
        interpolation: str = "segment",
        n_vertices: int = 3,
        noise_scale: float = 0.0,
        n_rounds: int = 1,
        perturbation: float = 0.3,
        n_jobs: int | None = None,
    ) -> None:
        super().__init__(
            k_neighbors,
            interpolation=interpolation,
            n_vertices=n_vertices,
            noise_scale=noise_scale,
            n_rounds=n_rounds,
            n_jobs=n_jobs,
        )
        self.perturbation = perturbation

    @property
    def draws_given(self) -> bool:
        """Rows with noise lie on no segment: they are drawn until they meet it."""
        return False

    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Keep the real rows, and how far those of a rare region lie apart."""
        super().learn(real, rng)
        self._mixed = real.mixed()
        self._reaches: dict[int, np.ndarray] = {}

    def check(self, real: RealTable, request: Request) -> None:
        """Refuse a region in which there are no two rows to place one between.

        Raises
        ------
        InputError
            If rows of such a region are asked for.
        """
        for group in np.flatnonzero((request.counts > 0) & (real.counts < 2)).tolist():
            raise InputError(
                "{label} has {n} row, and SMOTE needs two to place a row between them",
                parameter="sampling_strategy",
                label=real.target.label(group),
                n=int(real.counts[group]),
                value=group,
                remedies=[
                    Remedy("lower the threshold of Relevance", only="python"),
                    Remedy("give points that call more values rare", only="python"),
                    "leave the region out of sampling_strategy",
                ],
            )

    def _neighbors_of(self, source: Any, members: np.ndarray) -> NeighborLists:
        # Within a region the target does not count: near is who has the same features.
        self._warn_of_few(source, members)
        rows = self.real.mixed(source.rows.take(members))
        return NeighborLists(rows, self.k_neighbors, self.n_jobs)

    def _rows_of_class(
        self, source: Any, members: np.ndarray, *args: Any
    ) -> Candidates:
        made = super()._rows_of_class(source, members, *args)
        if not len(made):
            return made
        made = replace(made, target=self._weighted_target(made))
        # In a further round parents are ancestors, between which rows lie already.
        is_first = source.ancestors.shape[1] == 1
        if is_first and self.perturbation and self._is_rare(members):
            return self._with_noise(made, members, args[-1])
        return made

    def _is_rare(self, members: np.ndarray) -> bool:
        regions = self._regions()
        region = regions.places(self.real.target.encoded[members[:1]])
        return bool(regions.is_rare[region][0])

    def _regions(self) -> Regions:
        target = self.real.target
        assert isinstance(target, RegionTarget)
        return target.known_regions

    def _with_noise(
        self, made: Candidates, members: np.ndarray, rng: np.random.RandomState
    ) -> Candidates:
        """Put the first parent with noise in place of rows to a neighbour far away."""
        reach = self._reaches_of(members)[made.parents[:, 0]]
        far = np.flatnonzero(self._gaps(made.parents) > reach)
        if not len(far):
            return made
        scale = np.minimum(reach[far], self.perturbation)
        noisy = self._moved(made.parents[far, 0], members, scale, rng)
        rows = stack_rows([made.rows, noisy.rows])
        place = np.arange(len(made))
        place[far] = len(made) + np.arange(len(far))
        target, parents, weights = (
            one.copy() for one in (made.target, made.parents, made.weights)
        )
        target[far], parents[far], weights[far] = noisy.target, noisy.parents, 0.0
        weights[far, 0] = 1.0
        return replace(
            made, rows=rows.take(place), target=target, parents=parents, weights=weights
        )

    def _gaps(self, parents: np.ndarray) -> np.ndarray:
        """Distance of the first parent to the farthest of the others."""
        squared = [
            squared_distances(self._mixed, parents[:, 0], self._mixed, others)
            for others in parents[:, 1:].T
        ]
        return np.sqrt(np.max(squared, axis=0))

    def _reaches_of(self, members: np.ndarray) -> np.ndarray:
        """Half the median distance of each member to the others of its region."""
        first = int(members[0])
        if first not in self._reaches:
            others = self._others(members)
            reach = np.zeros(len(self.real))
            for member in members.tolist():
                apart = others[others != member]
                one = np.full(len(apart), member)
                squared = squared_distances(self._mixed, one, self._mixed, apart)
                reach[member] = np.sqrt(np.median(squared)) / 2
            self._reaches[first] = reach
        return self._reaches[first]

    def _others(self, members: np.ndarray) -> np.ndarray:
        """Choose the rows of a region to which distances are measured."""
        some = np.linspace(0, len(members) - 1, min(len(members), MOST_OTHERS))
        others: np.ndarray = members[some.astype(np.intp)]
        return others

    def _rows_at(self, base: np.ndarray) -> EncodedRows:
        return self.real.rows.take(base)

    def _spreads_of(self, members: np.ndarray) -> np.ndarray:
        return spreads_of(self.real.rows.numbers[members])

    def _moved(
        self,
        base: np.ndarray,
        members: np.ndarray,
        scale: np.ndarray,
        rng: np.random.RandomState,
    ) -> Candidates:
        """Move the numbers and the target of rows; all else stays."""
        rows, target = self._rows_at(base), self.real.target
        step = rng.normal(size=rows.numbers.shape) * scale[:, None]
        step *= self._spreads_of(members)
        step[self._on_spike(rows.numbers)] = 0.0
        moved = self.real.snap(
            EncodedRows(rows.numbers + step, rows.decimals, rows.codes)
        )
        values = target.encoded[base]
        step = rng.normal(size=len(base)) * scale * target.encoded[members].std()
        regions = self._regions()
        region = regions.places(values)
        # A row stays in its region, so that counts of regions hold.
        values = np.clip(
            target.snap(values + step), regions.lows[region], regions.highs[region]
        )
        return Candidates(moved, values, base[:, None], np.ones((len(base), 1)))

    def _weighted_target(self, made: Candidates) -> np.ndarray:
        """Weigh the targets of parents by how near they are to the finished row."""
        near = 1.0 / np.maximum(self._distances(made), 1e-9)
        weights = near / near.sum(axis=1, keepdims=True)
        values = self.real.target.encoded[made.parents]
        # A copy of a parent has its target to the last bit; so have parents that agree.
        start = values[:, :1]
        mixed = start[:, 0] + (weights * (values - start)).sum(axis=1)
        return self.real.target.snap(mixed)

    def _distances(self, made: Candidates) -> np.ndarray:
        rows, n_rows = self.real.mixed(made.rows), len(made)
        squared = [
            squared_distances(rows, np.arange(n_rows), self._mixed, parents)
            for parents in made.parents.T
        ]
        return np.sqrt(np.column_stack(squared))


def spreads_of(numbers: np.ndarray) -> np.ndarray:
    """Measure the standard deviation of each column, 0 where nothing is known.

    Parameters
    ----------
    numbers : ndarray of shape (n_rows, n_numbers)
        Numbers; NaN where missing.

    Returns
    -------
    ndarray of shape (n_numbers,)
        The standard deviations.
    """
    known = np.isfinite(numbers)
    n_known = np.maximum(known.sum(axis=0), 1)
    values = np.where(known, numbers, 0.0)
    centred = np.where(known, numbers - values.sum(axis=0) / n_known, 0.0)
    return np.asarray(np.sqrt(np.square(centred).sum(axis=0) / n_known))
