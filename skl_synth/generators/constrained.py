"""Constrained: rows of another generator that satisfy the rules of the table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skl_synth.errors import InputError
from skl_synth.generators.derived import Derivation
from skl_synth.generators.derived.given_inside import given_inside
from skl_synth.generators.derived.mixed_gaps import MixedGaps, gaps_of_rows
from skl_synth.generators.derived.rule_judge import RuleJudge
from skl_synth.generators.derived.visit_orders import VisitOrders
from skl_synth.generators.generator import Generator, Request
from skl_synth.generators.given_draws import ask_until_good, request_of
from skl_synth.generators.given_words import refuse_ruled_out
from skl_synth.generators.shortage import (
    FEWER_ROWS,
    is_exhausted,
    rows_to_draw,
    warn_of_missing_rows,
)
from skl_synth.generators.whole_persons import (
    Judged,
    replace_persons,
    who_will_do,
)
from skl_synth.table.constraints import Rules
from skl_synth.table.given import Given
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, stack_candidates
from skl_synth.table.target import Target

CHANCE_RULE = "leave out the constraint that real rows keep by chance only"
"""What helps where rows that keep the rules are rare."""


class Constrained(Generator):
    """Draw from a generator until every class has enough rows that keep all rules.

    Generators of single rows need not know of rules between columns: this one stands
    around each of them wherever a table has rules. Where columns are drawn one after
    the other, those that follow from others are left out and computed, and of two in an
    order the gap is drawn. What is left to chance is drawn again where a rule breaks.

    Parameters
    ----------
    inner : Generator
        What draws, without regard to rules.

    Attributes
    ----------
    rules : Rules
        What is kept.
    derivation : Derivation or None
        What is computed from what is drawn, where that is not the table itself.
    mixed : tuple of MixedGaps
        The gaps of real rows, where rows are mixed from them.
    orders : VisitOrders
        What of one visit comes before what of the next.
    mends : bool
        Whether columns in the wrong order are exchanged, as the last resort: what was
        measured with noise may be so, since the budget is spent.
    """

    rules: Rules
    target: Target
    has_visits: bool
    derivation: Derivation | None
    mixed: tuple[MixedGaps, ...]
    orders: VisitOrders
    mends: bool

    _judge_class = RuleJudge

    def __init__(self, inner: Generator) -> None:
        self.inner = inner

    @property
    def holds_real_rows(self) -> bool:
        """Whether the inner one does."""
        return self.inner.holds_real_rows

    @property
    def makes_persons(self) -> bool:
        """Whether the inner one draws whole persons."""
        return self.inner.makes_persons

    @property
    def draws_given(self) -> bool:
        """Whether the inner one does."""
        return self.inner.draws_given

    def check(self, real: RealTable, request: Request) -> None:
        """Refuse what the inner one refuses."""
        self.inner.check(real, request)

    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Let the inner one learn what does not follow, and keep the rules."""
        self.rules, self.target = real.rules, real.target.without_rows()
        self.has_visits = real.has_visits
        self.derivation, self.mixed, self.orders = None, (), VisitOrders(())
        self.mends = not (self.inner.draws_columns or self.inner.holds_real_rows)
        if self.inner.draws_columns:
            self.derivation = Derivation.of(real)
        elif self.inner.holds_real_rows:
            self.mixed = self._gaps_of(real)
        if self.derivation is not None:
            if real.has_visits:
                computed = [rule.computed for rule, _ in real.rules.learned]
                filled = [*self.derivation.filled, *computed]
                self.orders = VisitOrders.of(real, filled)
            self.inner.leave_out(self.derivation.left_out, real)
            real = self.derivation.table(real, rng)
        self.inner.learn(real, rng)

    def draw(self, request: Request, rng: np.random.RandomState) -> Candidates:
        """Draw, repair, and draw again what is missing.

        Raises
        ------
        InputError
            If rows that keep the rules are too rare to be met by chance.

        Warns
        -----
        InputWarning
            If a rule that was found is not kept, since it leaves next to no rows.
        """
        if self.makes_persons and self.has_visits:
            drawn = self.inner.draw(request, rng)
            return self._replaced(drawn, rng, exact=request.exact)
        if request.given is not None:
            return self._draw_given(request.given, rng)
        counts = request.counts
        parts, had, made = [], np.zeros_like(counts), np.zeros_like(counts)
        asked, judge = counts, self._judge(rng)
        while True:
            drawn = self.inner.draw(replace(request, counts=asked), rng)
            made = made + asked
            kept = self._satisfying(judge(drawn), counts - had)
            parts.append(kept)
            had = had + np.bincount(
                self.target.groups_of(kept.target), minlength=len(counts)
            )
            if not (counts > had).any():
                return stack_candidates(parts)
            if is_exhausted(counts, had, made):
                if judge.gives_up():
                    made = np.zeros_like(counts)
                    continue
                if request.exact:
                    self._refuse(counts, had)
                if not request.silent:
                    self._warn_of_missing(counts, had)
                return stack_candidates(parts)
            asked = rows_to_draw(counts, had, made)

    def _draw_given(self, given: Given, rng: np.random.RandomState) -> Candidates:
        """Let the inner one draw what is given, and again where a rule breaks."""
        judge = self._judge(rng)

        def draw(of_them: Given) -> Judged:
            inside = of_them
            if self.derivation is not None:
                inside = given_inside(self.derivation, of_them)
            rows, keeps = judge(self.inner.draw(request_of(inside, self.target), rng))
            return Judged(rows, keeps & of_them.satisfied(rows.rows, rows.target))

        places, _ = ask_until_good(given, draw)
        while places.is_open.any() and judge.gives_up():
            places, _ = ask_until_good(given, draw)
        if places.is_open.any():
            asked, had = len(given), len(given) - int(places.is_open.sum())
            refuse_ruled_out(self.rules, asked, had)
        return places.rows()

    def redraw(
        self, drawn: Candidates, others: np.ndarray, rng: np.random.RandomState
    ) -> Candidates:
        """Draw other people who keep the rules in place of some."""
        return self._replaced(self.inner.redraw(drawn, others, rng), rng)

    def _replaced(
        self, drawn: Candidates, rng: np.random.RandomState, *, exact: bool = True
    ) -> Candidates:
        """Replace persons with a row that breaks a rule.

        Raises
        ------
        InputError
            If a number was asked for and nobody else is to be had who keeps the rules.
        """
        judge = self._judge(rng)
        rows, keeps = replace_persons(drawn, judge, self.inner.redraw, rng)
        if not keeps.all() and len(self.rules.found):
            # Long histories are too rare to be drawn again for what nobody asked for.
            judge.warn_of_rare()
            keeps = self.rules.without_found().kept(rows.rows)
        if not keeps.all():
            good = who_will_do(rows, keeps, whole=not exact)
            asked, had = self._counts_of(rows), self._counts_of(good)
            if exact:
                self._refuse(asked, had)
            self._warn_of_missing(asked, had)
            return good
        return rows

    def _counts_of(self, rows: Candidates) -> np.ndarray:
        groups = self.target.groups_of(rows.target)
        return np.bincount(groups, minlength=self.target.n_groups)

    def _gaps_of(self, real: RealTable) -> tuple[MixedGaps, ...]:
        """Measure the gaps of real rows, which are mixed as rows are."""
        return gaps_of_rows(real)

    def _judge(self, rng: np.random.RandomState) -> RuleJudge:
        return self._judge_class(
            self.rules,
            self.derivation,
            self.mixed,
            self.orders,
            rng,
            mends=self.mends,
        )

    def _satisfying(self, judged: Judged, room: np.ndarray) -> Candidates:
        """Take the rows that keep the rules, of each class at most what it needs."""
        rows, keeps = judged
        groups = self.target.groups_of(rows.target)
        chosen = [
            np.flatnonzero(keeps & (groups == group))[:n]
            for group, n in enumerate(room.tolist())
        ]
        return rows.take(np.concatenate(chosen))

    def _warn_of_missing(self, counts: np.ndarray, had: np.ndarray) -> None:
        for group in np.flatnonzero(counts > had).tolist():
            warn_of_missing_rows(
                self.target.label(group),
                int(had[group]),
                int(counts[group]),
                why="no more could be had that keep the constraints",
                remedies=[CHANCE_RULE],
            )

    def _refuse(self, counts: np.ndarray, had: np.ndarray) -> None:
        group = int(np.argmax(counts > had))
        raise InputError(
            "only {had} of {asked} rows of {label} could be had that keep the "
            "constraints ({rules})",
            parameter="constraints",
            had=had[group],
            asked=counts[group],
            label=self.target.label(group),
            rules=self.rules,
            remedies=[FEWER_ROWS, CHANCE_RULE],
        )


def unconstrained(generator: Generator) -> Generator:
    """Take away what stands around a generator to keep rules.

    Parameters
    ----------
    generator : Generator
        One that keeps rules, or any.

    Returns
    -------
    Generator
        The inner one, or the generator itself.
    """
    return generator.inner if isinstance(generator, Constrained) else generator
