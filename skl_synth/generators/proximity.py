"""Proximity: candidates of another generator without those too close to real rows."""

from __future__ import annotations

import numpy as np

from skl_synth.errors import InputError, Remedy, Setting, warn
from skl_synth.generators.generator import Generator, Request
from skl_synth.generators.outcomes import (
    CLOSEST,
    IDENTICAL,
    KEPT,
    OUTCOMES,
    UNUSED,
    ClosestPersons,
    cut_to,
    decide,
    repeats,
)
from skl_synth.generators.shortage import FEWER_ROWS, is_exhausted, rows_to_draw
from skl_synth.generators.whole_persons import Judged, replace_persons
from skl_synth.generators.wrapping import WrappingGenerator
from skl_synth.neighbors import NearestRow, stack_mixed
from skl_synth.table.rounding import FULL
from skl_synth.table.rows import (
    Candidates,
    EncodedRows,
    stack_candidates,
    without_parents,
)

WORTH_A_WORD = 0.25
"""The user is warned if more than this share of the candidates passes for copies."""


class ProximityGenerator(WrappingGenerator):
    """Drop what equals a real row, and what lies closest to one.

    More rows than needed are drawn, snapped and measured; those that are dropped are
    replaced, until each class has its count or the inner generator has no more.

    Parameters
    ----------
    inner : Generator
        What makes the candidates.
    removal_fraction, duplicate_tolerance, min_distance : object
        See `ProximityFilter`.
    oversampling_factor, n_jobs : object
        See `ProximityFilter`.

    See Also
    --------
    ProximityFilter : The estimator, which explains the parameters.
    """

    def __init__(
        self,
        inner: Generator,
        *,
        removal_fraction: float = 0.1,
        duplicate_tolerance: float = 1e-3,
        min_distance: float | None = None,
        oversampling_factor: float = 2.0,
        n_jobs: int | None = None,
    ) -> None:
        super().__init__(inner, n_jobs=n_jobs)
        self.removal_fraction = removal_fraction
        self.duplicate_tolerance = duplicate_tolerance
        self.min_distance = min_distance
        self.oversampling_factor = oversampling_factor

    def avoid(self, rows: EncodedRows) -> None:
        """Keep away from further real rows, too.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the schema, which were not learnt; a later call forgets them.
        """
        known = [self.real.mixed(), self.real.mixed(rows)]
        self.nearest = NearestRow(stack_mixed(known), self.n_jobs)

    def draw(self, request: Request, rng: np.random.RandomState) -> Candidates:
        """Draw, drop, and draw again what is missing.

        Raises
        ------
        InputError
            If a number was asked for and so many new rows cannot be had.
        """
        if self.real.has_visits:
            return self._persons(self.inner.draw(request, rng), rng)
        counts, target = request.counts, self.real.target
        per_row = max(1.0 / (1.0 - self.removal_fraction), self.oversampling_factor)
        asked = np.ceil(counts * per_row).astype(np.intp)
        pool = self._drawn(asked, rng)
        while True:
            groups, outcomes = target.groups_of(pool.target), self.outcomes_of(pool)
            made = np.bincount(groups, minlength=len(counts))
            had = np.bincount(groups[outcomes == KEPT], minlength=len(counts))
            if not (counts > had).any():
                break
            if is_exhausted(counts, had, made, share=1 - self.removal_fraction):
                if request.exact or not self._domain_is_full():
                    self.refuse(counts, had)
                self._warn_of_domain(counts, had)
                counts = np.minimum(counts, had)
                break
            asked = rows_to_draw(counts, had, made)
            pool = stack_candidates([pool, self._drawn(asked, rng)])
        self._warn_of_tolerance(pool, outcomes)
        chosen = cut_to(pool, groups, outcomes, counts, rng)
        return chosen.diagnosed(filter_counts=count_outcomes(outcomes))

    def _persons(self, drawn: Candidates, rng: np.random.RandomState) -> Candidates:
        """Replace persons who have a row that is not published, or lie closest.

        Raises
        ------
        InputError
            If so many persons without copies of real rows cannot be had.
        """
        closest = ClosestPersons(self.removal_fraction)
        counted = np.zeros(len(OUTCOMES), dtype=np.intp)

        def judge(rows: Candidates) -> Judged:
            measured = self.measured(rows)
            outcomes = decide(
                measured,
                is_copy=self._is_copy(measured),
                removal_fraction=0.0,
                min_distance=self.min_distance,
                # Somebody may well come twice with the same.
                repeats_go=False,
            )
            outcomes[(outcomes == KEPT) & closest.of(measured)] = CLOSEST
            counted[:] += np.bincount(outcomes, minlength=len(OUTCOMES))
            return Judged(measured, outcomes == KEPT)

        rows, will_do = replace_persons(drawn, judge, self.inner.redraw, rng)
        if not will_do.all():
            groups = self.real.target.groups_of(rows.target)
            self.refuse(
                np.bincount(groups, minlength=self.real.n_groups),
                np.bincount(groups[will_do], minlength=self.real.n_groups),
            )
        counted[KEPT], n_kept = len(rows), counted[KEPT]
        counted[UNUSED] = n_kept - len(rows)
        counts = dict(zip(OUTCOMES, counted.tolist(), strict=True))
        return rows.diagnosed(filter_counts=counts)

    def redraw(
        self, drawn: Candidates, others: np.ndarray, rng: np.random.RandomState
    ) -> Candidates:
        """Draw other people in place of some, none of whom is too close."""
        return self._persons(self.inner.redraw(drawn, others, rng), rng)

    def _drawn(self, counts: np.ndarray, rng: np.random.RandomState) -> Candidates:
        return self.measured(self.inner.draw(Request(counts), rng))

    def outcomes_of(self, candidates: Candidates) -> np.ndarray:
        """Decide which candidates may be published.

        Parameters
        ----------
        candidates : Candidates
            Snapped rows with their distances to the real rows.

        Returns
        -------
        ndarray of shape (n_candidates,), dtype int8
            The outcome of each: its place in `OUTCOMES`.
        """
        return decide(
            candidates,
            is_copy=self._is_copy(candidates),
            removal_fraction=self.removal_fraction,
            min_distance=self.min_distance,
            repeats_go=self.duplicate_tolerance > 0,
        )

    def _is_copy(self, candidates: Candidates) -> np.ndarray:
        """Mark the rows that equal their nearest real row, as far as one can tell.

        Numbers of full precision are equal within the tolerance. Those with the
        decimals of a column are equal or are not: where a long tail makes the standard
        deviation large, a tolerance would take 1 and 3 visits for the same number.
        """
        assert candidates.distances is not None
        assert candidates.nearest is not None
        is_copy = candidates.distances < self.duplicate_tolerance
        near = np.flatnonzero(is_copy)
        made = self.real.mixed(candidates.rows.take(near)).numbers
        real = self.nearest.rows.numbers[candidates.nearest[near]]
        decimals = [one.precision.decimals for one in self.real.schema.numbers]
        is_rounded = np.array(decimals, dtype=np.intp) < FULL
        is_copy[near] = (made == real)[:, is_rounded].all(axis=1)
        return is_copy

    def _domain_is_full(self) -> bool:
        """Whether every row that the columns allow is a real one."""
        rows = without_parents(self.real.rows, np.zeros(len(self.real)))
        n_real = len(self.real) - repeats(rows).sum()
        return bool(n_real >= self.real.schema.n_possible_rows)

    def _warn_of_tolerance(self, pool: Candidates, outcomes: np.ndarray) -> None:
        """Say so where many rows count as copies that are none."""
        assert pool.distances is not None
        near = (outcomes == IDENTICAL) & (pool.distances > 0)
        share = near.mean() if len(near) else 0.0
        if share > WORTH_A_WORD:
            warn(
                "{share:.0%} of the candidates were dropped because they lie within "
                "{tolerance} of a real row, though they equal none, and those that "
                "remain may be unlike the table. A column of full precision with a "
                "long tail makes other distances small",
                parameter="duplicate_tolerance",
                value=self.duplicate_tolerance,
                share=share,
                tolerance=Setting("duplicate_tolerance", self.duplicate_tolerance),
                remedies=[
                    "transform or round it",
                    Remedy("lower duplicate_tolerance", only="python"),
                ],
            )

    def _warn_of_domain(self, counts: np.ndarray, had: np.ndarray) -> None:
        group = int(np.argmax(counts > had))
        warn(
            "{label} gains {had} rows where {asked} would make the classes even: every "
            "row that the columns allow is a real one",
            label=self.real.target.label(group),
            had=had[group],
            asked=counts[group],
            remedies=["keep columns with more different values (decimals, say)"],
        )

    def refuse(self, counts: np.ndarray, had: np.ndarray) -> None:
        """Refuse numbers of rows that cannot be had.

        Parameters
        ----------
        counts, had : ndarray of shape (n_classes,), dtype int
            Rows of each class that are needed, and that there are.

        Raises
        ------
        InputError
            Always.
        """
        group = int(np.argmax(counts > had))
        raise InputError(
            "only {had} of {asked} rows of {label} could be had that are no copies of "
            "real rows or of one another: the sampler makes, or the columns allow, too "
            "few different rows",
            parameter="sampling_strategy",
            had=had[group],
            asked=counts[group],
            label=self.real.target.label(group),
            remedies=[
                FEWER_ROWS,
                Remedy("lower {parameters}", only="python"),
                Remedy("lower removal_fraction", only="command line"),
                "keep columns with more different values (decimals, say)",
                Remedy(
                    "where most columns are categories, use TypeAwareSMOTE({setting})",
                    Setting("interpolation", "per_feature"),
                ),
            ],
            parameters="removal_fraction, min_distance or duplicate_tolerance",
        )


def count_outcomes(outcomes: np.ndarray) -> dict[str, int]:
    """Count what became of candidates.

    Parameters
    ----------
    outcomes : ndarray of shape (n_candidates,), dtype int8
        The outcome of each.

    Returns
    -------
    dict of str to int
        Candidates by the name of their outcome.
    """
    numbers = np.bincount(outcomes, minlength=len(OUTCOMES)).tolist()
    return dict(zip(OUTCOMES, numbers, strict=True))
