"""Proximity: candidates of another generator without those too close to real rows."""

from __future__ import annotations

from copy import copy
from dataclasses import replace

import numpy as np

from skl_synth.generators.absent_patterns import PatternRates, absent_patterns
from skl_synth.generators.cart import CartGenerator
from skl_synth.generators.constrained import unconstrained
from skl_synth.generators.copies_of_real import (
    domain_is_full,
    mark_copies,
    possible_rows_of,
)
from skl_synth.generators.excess_copies import PersonsWithCopies, drop_excess
from skl_synth.generators.filter_words import (
    BY_TREES,
    KEEP_COPIES,
    METHOD_OF_TREES,
    PER_FEATURE,
    Shortage,
    refuse_shortage,
    remedies_of_steps,
    warn_of_moves,
    warn_of_shortage,
    warn_of_tolerance,
)
from skl_synth.generators.generator import Generator, Request
from skl_synth.generators.given_filter import draw_kept
from skl_synth.generators.kept_margins import moves_of_kept
from skl_synth.generators.known_rows import Allowed, KnownRows
from skl_synth.generators.moves import Move
from skl_synth.generators.outcomes import (
    KEPT,
    UNUSED,
    count_outcomes,
    cut_to,
    decide,
    repeats,
)
from skl_synth.generators.person_judge import PersonJudge
from skl_synth.generators.shortage import MAX_ROWS_PER_ROW, exhausted, rows_to_draw
from skl_synth.generators.whole_persons import replace_persons, who_will_do
from skl_synth.generators.wrapping import WrappingGenerator
from skl_synth.neighbors import NearestRow, stack_mixed
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows, stack_candidates


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
    oversampling_factor, duplicates, n_jobs : object
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
        duplicates: str = "all",
        n_jobs: int | None = None,
    ) -> None:
        super().__init__(inner, n_jobs=n_jobs)
        self.removal_fraction = removal_fraction
        self.duplicate_tolerance = duplicate_tolerance
        self.min_distance = min_distance
        self.oversampling_factor = oversampling_factor
        self.duplicates = duplicates

    def look_at(self, real: RealTable) -> None:
        """Make ready to measure distances, and to say which rows people share."""
        super().look_at(real)
        self.known = self._known_rows()

    def look_like(self, whole: WrappingGenerator, rows: np.ndarray) -> None:
        """Measure distances as another one does, of whose rows this one has a part."""
        super().look_like(whole, rows)
        known = getattr(whole, "known", None)
        self.known = known and replace(known, own=rows)

    def avoid(self, rows: EncodedRows) -> None:
        """Keep away from further real rows, too.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the schema, which were not learnt; a later call forgets them.
        """
        known = [self.real.mixed(), self.real.mixed(rows)]
        self.nearest = NearestRow(stack_mixed(known), self.n_jobs)
        self.known = self._known_rows()

    def _known_rows(self) -> KnownRows | None:
        """Count who has the rows to which distances are measured."""
        if self.duplicates == "all":
            return None
        own, rows = np.arange(len(self.real)), self.nearest.rows
        persons = own if self.real.persons is None else self.real.persons
        # Of reference rows nobody said whose they are: each is of another person.
        others = persons.max(initial=-1) + 1 + np.arange(len(rows) - len(own))
        missing = self.real.layout.missing_code
        return KnownRows.of(rows, missing, np.r_[persons, others], own)

    def draw(self, request: Request, rng: np.random.RandomState) -> Candidates:
        """Draw, drop, and draw again what is missing.

        Raises
        ------
        InputError
            If a number was asked for and so many new rows cannot be had.

        Warns
        -----
        InputWarning
            If no number was asked for and rows are missing; if many rows are dropped
            that only lie near a real one; and if what is kept differs from what the
            inner generator made.
        """
        if self.real.has_visits:
            drawn = self.inner.draw(request, rng)
            return self._persons(drawn, rng, exact=request.exact)
        per_row = max(1.0 / (1.0 - self.removal_fraction), self.oversampling_factor)
        if request.given is not None:
            return draw_kept(self, request.given, per_row, rng)
        target, wanted = self.real.target, request.counts
        asked = np.ceil(wanted * per_row).astype(np.intp)
        pool, counts = self._drawn(request, asked, rng), wanted
        before = np.full(len(counts), -1)
        while True:
            groups = target.groups_of(pool.target)
            outcomes = self.outcomes_of(pool, rng)
            made = np.bincount(groups, minlength=len(counts))
            had = np.bincount(groups[outcomes == KEPT], minlength=len(counts))
            spent = exhausted(counts, had, made, share=1 - self.removal_fraction)
            # An inner one of which no number is asked may give nothing more.
            spent |= (counts > had) & (made == before) & (asked > 0)
            if spent.any() and request.exact:
                self.refuse(pool, outcomes, counts)
            # What is asked for no number is content with what there is.
            counts = np.where(spent, had, counts)
            asked = rows_to_draw(counts, had, made, share=1 - self.removal_fraction)
            if not (counts > had).any():
                asked = self._short_of_patterns(pool, outcomes, counts)
                asked = np.where(made == before, 0, asked)
            if not asked.any():
                break
            more = self._drawn(request, asked, rng)
            pool, before = stack_candidates([pool, more]), made
        if not request.silent:
            self._warn_of_missing(pool, outcomes, wanted, counts)
        warn_of_tolerance(pool, outcomes, self.duplicate_tolerance)
        rates = self._pattern_rates(pool, outcomes)
        is_short = rates is not None and rates.are_short(counts)
        chosen = cut_to(pool, groups, outcomes, counts, rng, rates)
        self._warn_of_moves(pool, outcomes, outcomes == KEPT, is_short=is_short)
        return chosen.diagnosed(filter_counts=count_outcomes(outcomes))

    def _persons(
        self, drawn: Candidates, rng: np.random.RandomState, *, exact: bool = True
    ) -> Candidates:
        """Replace persons who have a row that is not published, or lie closest."""
        copied = None
        if self.known is not None:
            allowed = self._allowed(self.known, of_persons=True)
            copied = PersonsWithCopies(allowed, rng)
        judge = PersonJudge(self, copied)
        rows, will_do = replace_persons(drawn, judge, self.inner.redraw, rng)
        pool, outcomes = judge.everybody()
        if not will_do.all():
            good = who_will_do(rows, will_do, whole=not exact)
            had, asked = (self._counts_of(one) for one in (good, rows))
            if exact:
                refuse_shortage(self._shortage(pool, outcomes, asked, had))
            rows = good
            self._warn_of_missing(pool, outcomes, asked, had)
        self._warn_of_moves(pool, outcomes, judge.who_stays())
        counts = count_outcomes(outcomes)
        unused = {"unused": counts["kept"] - len(rows), "kept": len(rows)}
        return rows.diagnosed(filter_counts=counts | unused)

    def redraw(
        self, drawn: Candidates, others: np.ndarray, rng: np.random.RandomState
    ) -> Candidates:
        """Draw other people in place of some, none of whom is too close."""
        return self._persons(self.inner.redraw(drawn, others, rng), rng)

    def _drawn(
        self, request: Request, counts: np.ndarray, rng: np.random.RandomState
    ) -> Candidates:
        return self.measured(
            self.inner.draw(replace(request, counts=counts, silent=True), rng)
        )

    def outcomes_of(
        self,
        candidates: Candidates,
        rng: np.random.RandomState,
        *,
        by_pattern: bool = True,
    ) -> np.ndarray:
        """Decide which candidates may be published.

        Parameters
        ----------
        candidates : Candidates
            Snapped rows with their distances to the real rows.
        rng : RandomState
            Source of the copies that stay, if some do.
        by_pattern : bool, default=True
            Whether the closest are sought among rows in which the same is absent.

        Returns
        -------
        ndarray of shape (n_candidates,), dtype int8
            The outcome of each: its place in `OUTCOMES`.
        """
        is_copy = self.copies(candidates)
        patterns = self._absent_patterns(candidates) if by_pattern else None
        outcomes = decide(
            candidates,
            is_copy=is_copy,
            removal_fraction=self.removal_fraction,
            min_distance=self.min_distance,
            # Strangers repeat one another as they repeat members: to drop repetitions
            # would empty dense parts of a table as dropping copies does.
            repeats_go=self.duplicate_tolerance > 0 and self.known is None,
            patterns=patterns,
            find_repeats=self._repeats,
        )
        if self.known is not None:
            outcomes[self._staying(self.known, candidates, is_copy, rng)] = KEPT
        return outcomes

    def _pattern_rates(
        self, pool: Candidates, outcomes: np.ndarray
    ) -> PatternRates | None:
        """Count the rows by what is absent in them, where all copies go."""
        patterns = self._absent_patterns(pool)
        # Where some stay, more of them could be chosen than strangers show.
        if patterns is None or self.known is not None:
            return None
        groups = self.real.target.groups_of(pool.target)
        return PatternRates.of(patterns, groups, outcomes == KEPT, self.real.n_groups)

    def _short_of_patterns(
        self, pool: Candidates, outcomes: np.ndarray, counts: np.ndarray
    ) -> np.ndarray:
        """Number of rows to draw so that special and missing values keep their rate."""
        rates = self._pattern_rates(pool, outcomes)
        return np.zeros_like(counts) if rates is None else rates.to_draw(counts)

    def copies(self, candidates: Candidates) -> np.ndarray:
        """Mark the candidates that equal a real row.

        Parameters
        ----------
        candidates : Candidates
            Rows with their distances.

        Returns
        -------
        ndarray of shape (n_candidates,), dtype bool
            Which of them.
        """
        rows, tolerance = self.nearest.rows, self.duplicate_tolerance
        return mark_copies(self.real, rows, candidates, tolerance)

    def _staying(
        self,
        known: KnownRows,
        candidates: Candidates,
        is_copy: np.ndarray,
        rng: np.random.RandomState,
    ) -> np.ndarray:
        """Mark the copies that strangers show as well."""
        assert candidates.nearest is not None
        what = known.equalled(candidates.nearest, is_copy)
        groups = self.real.target.groups_of(candidates.target)
        marks: np.ndarray = is_copy & ~drop_excess(
            what, groups, self._allowed(known), rng
        )
        return marks

    def _allowed(self, known: KnownRows, *, of_persons: bool = False) -> Allowed:
        """Say how often copies may be had; always, where there is nothing else."""
        if self._domain_is_full():
            everything = np.ones(self.real.n_groups)
            return Allowed(everything, everything)
        if of_persons:
            return known.allowed_of_persons()
        return known.allowed(self.real.target.groups, self.real.n_groups)

    def watch(self, candidates: Candidates, outcomes: np.ndarray) -> None:
        """Warn where the rows that were kept differ from those that were given.

        Parameters
        ----------
        candidates : Candidates
            All rows that were given.
        outcomes : ndarray of shape (n_candidates,)
            What became of them.

        Warns
        -----
        InputWarning
            If shares, means or spreads of a class moved by more than chance.
        """
        self._warn_of_moves(candidates, outcomes, outcomes == KEPT)

    def _warn_of_moves(
        self,
        candidates: Candidates,
        outcomes: np.ndarray,
        kept: np.ndarray,
        *,
        is_short: bool = False,
    ) -> None:
        if np.isin(outcomes, (KEPT, UNUSED)).all():
            return
        moves = self._moves(candidates, kept, is_short=is_short)
        warn_of_moves(moves, candidates, outcomes, self.duplicates)

    def refuse(
        self, candidates: Candidates, outcomes: np.ndarray, counts: np.ndarray
    ) -> None:
        """Refuse numbers of rows that cannot be had.

        Parameters
        ----------
        candidates : Candidates
            All rows that were given.
        outcomes : ndarray of shape (n_candidates,)
            What became of them.
        counts : ndarray of shape (n_classes,), dtype int
            Rows of each class that are needed.

        Raises
        ------
        InputError
            Always.
        """
        had = self._numbers_kept(candidates, outcomes)
        refuse_shortage(self._shortage(candidates, outcomes, counts, had))

    def _warn_of_missing(
        self,
        pool: Candidates,
        outcomes: np.ndarray,
        wanted: np.ndarray,
        had: np.ndarray,
    ) -> None:
        for group in np.flatnonzero(wanted > had).tolist():
            only = np.where(np.arange(len(wanted)) == group, wanted, 0)
            warn_of_shortage(self._shortage(pool, outcomes, only, had))

    def _numbers_kept(self, pool: Candidates, outcomes: np.ndarray) -> np.ndarray:
        return self._counts_of(pool.take(outcomes == KEPT))

    def _shortage(
        self,
        pool: Candidates,
        outcomes: np.ndarray,
        counts: np.ndarray,
        had: np.ndarray,
    ) -> Shortage:
        """Say of the first class that is short what it lacks, and what would help."""
        assert pool.distances is not None
        group = int(np.argmax(counts > had))
        mine = self.real.target.groups_of(pool.target) == group
        missing = int(counts[group] - had[group])
        remedies = []
        if self.duplicates == "all" and self._excess_would_do(pool, group, counts):
            remedies.append(KEEP_COPIES)
        remedies += remedies_of_steps(outcomes[mine], pool.distances[mine], missing)
        is_spent, schema = self._domain_is_full(), self.real.schema
        n_rows = int(self.real.counts[group] + counts[group])
        is_wide = self._possible_rows_of(group) > 2 * n_rows
        if is_wide and not self.real.has_visits:
            remedies += PER_FEATURE if len(schema.codes) > len(schema.numbers) else ()
        if not self._is_of_trees():
            remedies.append(METHOD_OF_TREES)
        if self.duplicates == "excess":
            remedies.append(BY_TREES)
        label = self.real.target.label(group)
        return Shortage(
            label, int(had[group]), int(counts[group]), tuple(remedies), is_spent
        )

    # What looks into rows, for a filter whose rows are elsewhere to look there.

    def _absent_patterns(self, candidates: Candidates) -> np.ndarray | None:
        return absent_patterns(self.real, candidates.rows)

    def _repeats(self, candidates: Candidates) -> np.ndarray:
        return repeats(candidates)

    def _moves(
        self, candidates: Candidates, kept: np.ndarray, *, is_short: bool
    ) -> list[Move]:
        return moves_of_kept(self.real, candidates, kept, is_short=is_short)

    def _domain_is_full(self) -> bool:
        return domain_is_full(self.real)

    def _possible_rows_of(self, group: int) -> float:
        return possible_rows_of(self.real, group)

    def _is_of_trees(self) -> bool:
        return isinstance(unconstrained(self.inner), CartGenerator)

    def _excess_would_do(
        self, pool: Candidates, group: int, counts: np.ndarray
    ) -> bool:
        """Whether there would be enough rows if copies were kept as strangers show."""
        keeping = copy(self)
        keeping.duplicates = "excess"
        keeping.known = keeping._known_rows()
        assert keeping.known is not None
        if self.real.has_visits:
            rates = keeping._allowed(keeping.known, of_persons=True)
            return bool(rates.all[0] > 0)
        if not keeping._allowed(keeping.known).all[group]:
            return False
        outcomes = keeping.outcomes_of(pool, np.random.RandomState(0))
        had = int(keeping._numbers_kept(pool, outcomes)[group])
        made = int((self.real.target.groups_of(pool.target) == group).sum())
        return had >= counts[group] or 2 * made < had * MAX_ROWS_PER_ROW
