"""Rows under conditions: by the generator itself, or by drawing until they are met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from skl_synth.counts import counts_for
from skl_synth.generators.generator import Generator, Request
from skl_synth.generators.given_matching import Cells, Places, is_single, set_to_given
from skl_synth.generators.given_words import refuse_given
from skl_synth.progress import counting
from skl_synth.table.given import Given
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates
from skl_synth.table.target import Target

ASKED_AGAIN = 8
"""How often a generator that draws given rows is asked for those that broke a rule."""

FIRST_ROWS = 1_000
"""Rows that are drawn first, at least, of what meets conditions by chance alone."""

MOST_CELLS = 4_000_000
"""Numbers and codes of the rows that are drawn at once, which bounds the memory."""

MOST_AT_ONCE = 50_000
"""Rows that are drawn at once, so that progress is told."""

MOST_DRAWN = 200_000
"""Rows that are drawn of what meets conditions by chance before it is given up, ..."""

MOST_PER_ROW = 200
"""... and as many more for each row that is asked for."""

LEAST_PER_STAGE, ROWS_PER_STAGE = 5_000, 20
"""Rows drawn, in all or for each row asked for, before single numbers may be met less
exactly."""

TOLERANCES = (0.01, 0.02, 0.05, 0.1, 0.2)
"""How far, in standard deviations, a row may then be from a single number that it is
given, from stage to stage; its own number becomes the one that was asked for."""

MANY_POINTS = 1_000
"""A number with more different values is not waited for until it is met exactly."""


def draw_given(
    generator: Generator, real: RealTable, request: Request, rng: np.random.RandomState
) -> Candidates:
    """Draw rows of which something is given.

    Parameters
    ----------
    generator : Generator
        What draws, whether or not it knows of conditions.
    real : RealTable
        The table that it learnt, with or without its rows.
    request : Request
        How many, and what is given of each.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    Candidates
        A row for each that is asked for, in their order; as ``given_yield`` it tells
        the share of drawn rows that could be used, as ``given_tolerance`` how far, in
        standard deviations, they were from single numbers.

    Raises
    ------
    InputError
        If what is given cannot be met.
    """
    if request.given is None or not len(request.given):
        return generator.draw(replace(request, given=None), rng)
    if generator.draws_given:
        return _asked(generator, real, request.given, rng)
    return draw_by_chance(generator, real, request.given, rng)


def draw_rows(
    generator: Generator, real: RealTable, given: Given, rng: np.random.RandomState
) -> Candidates:
    """Draw rows of which something is given, as many as it says.

    Parameters
    ----------
    generator : Generator
        What draws.
    real : RealTable
        The table that it learnt, with or without its rows.
    given : Given
        What is given of each row.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    Candidates
        As `draw_given`.

    Raises
    ------
    InputError
        If what is given cannot be met.
    """
    return draw_given(generator, real, request_of(given, real.target), rng)


def draw_by_chance(
    generator: Generator, real: RealTable, given: Given, rng: np.random.RandomState
) -> Candidates:
    """Draw without conditions until they are met.

    Parameters
    ----------
    generator : Generator
        What draws.
    real : RealTable
        The table that it learnt, with or without its rows.
    given : Given
        What is given of each row.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    Candidates
        As `draw_given`.

    Raises
    ------
    InputError
        If what is given cannot be met.
    """
    return _Rejection(generator, real, given).rows(rng)


def request_of(given: Given, target: Target) -> Request:
    """Ask for rows of which something is given.

    Parameters
    ----------
    given : Given
        What is given of each.
    target : Target
        The target of the table.

    Returns
    -------
    Request
        With the counts of the classes; as in the table where they are left open.
    """
    if given.is_free:
        return Request(counts_for(len(given), target), given=given)
    return Request(np.bincount(given.groups, minlength=target.n_groups), given=given)


def _asked(
    generator: Generator, real: RealTable, given: Given, rng: np.random.RandomState
) -> Candidates:
    """Ask a generator that knows of conditions, again for what does not meet them."""
    last: list[Candidates] = []

    def draw(of_them: Given) -> tuple[Candidates, np.ndarray]:
        drawn = generator.draw(request_of(of_them, real.target), rng)
        last[:] = [drawn]
        return drawn, of_them.satisfied(drawn.rows, drawn.target)

    places, n_drawn = ask_until_good(given, draw)
    if places.is_open.any():
        directly = generator.draws_columns
        refuse_given(real, given, places.is_open, last[0], n_drawn, directly=directly)
    rows = places.rows()
    told = {"given_yield": len(given) / n_drawn, "given_tolerance": 0.0}
    return rows.diagnosed(**{**told, **rows.diagnostics})


def ask_until_good(
    given: Given, draw: Callable[[Given], tuple[Candidates, np.ndarray]]
) -> tuple[Places, int]:
    """Ask for rows again and again until each is good, or it has been asked enough.

    Parameters
    ----------
    given : Given
        What is given of each.
    draw : callable
        Draws a row for each of some of them, and says which are good.

    Returns
    -------
    places : Places
        The good rows; places may still be open.
    n_drawn : int
        How many rows were drawn for them.
    """
    places, n_each, n_drawn = Places(given), 1, 0
    for _ in range(ASKED_AGAIN):
        asked = np.repeat(places.open, n_each)
        drawn, good = draw(given.take(asked))
        n_drawn += len(asked)
        filled, rows = np.unique(asked[good], return_index=True)
        places.put(drawn.take(np.flatnonzero(good)[rows]), filled)
        if not places.is_open.any():
            break
        # Twice what the last share of good rows asks for, so that it ends.
        needed = 2 * len(asked) / max(int(good.sum()), 1)
        most = max(1, MOST_AT_ONCE // max(len(places.open), 1))
        n_each = int(np.clip(np.ceil(needed), n_each, most))
    return places, n_drawn


class _Rejection:
    """Draw without conditions, and keep what meets them, until all places are filled.

    All places look at every draw, so that many different rows cost hardly more than
    many equal ones.
    """

    def __init__(self, generator: Generator, real: RealTable, given: Given) -> None:
        self.generator, self.real, self.given = generator, real, given
        self.cells, self.places = Cells(real, given), Places(given)
        self.drawn = np.zeros(real.n_groups, dtype=np.intp)
        self.used = np.zeros(real.n_groups, dtype=np.intp)
        self.tolerance, self.survival, self.n_met = 0.0, 1.0, 0
        width = real.layout.n_columns + 1
        self.most = max(FIRST_ROWS, min(MOST_AT_ONCE, MOST_CELLS // width))
        self.classes = self._classes()

    def rows(self, rng: np.random.RandomState) -> Candidates:
        """Draw until every place has its row."""
        n_rows = len(self.given)
        budget = MOST_DRAWN + MOST_PER_ROW * n_rows
        with counting("row", n_rows) as count:
            while self.places.is_open.any():
                drawn = self._draw(rng)
                for _ in range(self._place(drawn)):
                    count.done(quietly=True)
                if self.drawn.sum() > budget and self.places.is_open.any():
                    is_open = self.places.is_open
                    n_drawn = int(self.drawn.sum())
                    told = self.real, self.given, is_open, drawn, n_drawn
                    refuse_given(*told, directly=False)
        rows = self.places.rows()
        return rows.diagnosed(
            given_yield=self.n_met / int(self.drawn.sum()),
            given_tolerance=self.tolerance,
        )

    def _classes(self) -> np.ndarray:
        """Mark the classes that are drawn where they are left open.

        Of a class of a single real row nothing can be drawn.
        """
        allowed = [one.classes for one in self.given.conditions]
        real = self.real.counts
        some = real >= min(2, real.max())
        if any(one is None for one in allowed):
            return some
        return some & np.any([one for one in allowed if one is not None], axis=0)

    def _draw(self, rng: np.random.RandomState) -> Candidates:
        counts = self._counts(rng)
        request = Request(counts, exact=False, silent=True)
        drawn = self.generator.draw(request, rng)
        self.drawn += counts
        return drawn.take(rng.permutation(len(drawn)))

    def _counts(self, rng: np.random.RandomState) -> np.ndarray:
        """Say how many rows of each class to draw next."""
        groups = self.given.groups[self.places.open]
        n_open = len(groups)
        if self.drawn.sum() == 0:
            size = float(FIRST_ROWS + 2 * n_open)
        else:
            # By the last draw: what is still open is rarer than what was filled.
            size = max(FIRST_ROWS, 1.2 * n_open / self.survival)
        n_rows = int(min(size, self.most))
        if self.given.is_free:
            # By chance, not rounded: a rare class would else have a row in each draw.
            real = self.real.counts * self.classes
            return rng.multinomial(n_rows, real / real.sum())
        short = np.bincount(groups, minlength=self.real.n_groups)
        # A class in which the condition is rare is drawn more often.
        rate = (self.used + 1) / (self.drawn + 1)
        share = short / rate
        return np.ceil(n_rows * share / share.sum()).astype(np.intp)

    def _place(self, drawn: Candidates) -> int:
        """Put what meets the conditions in its places; say how many were filled."""
        tolerance = self._next_tolerance()
        match = self.cells.match(drawn, self.places.is_open, tolerance)
        rows, places = drawn.take(match.drawn), match.places
        given = self.given.take(places)
        moved = set_to_given(self.real, rows, given)
        good = given.satisfied(moved.rows, moved.target)
        if tolerance:
            rules = self.real.rules
            good &= rules.kept(moved.rows) | ~rules.kept(rows.rows)
        rows = moved.take(np.flatnonzero(good))
        self.places.put(rows, places[good])
        if tolerance and good.any():
            self.tolerance = max(self.tolerance, tolerance)
        groups = self.real.target.groups_of(rows.target)
        self.used += np.bincount(groups, minlength=self.real.n_groups)
        n_good = int(good.sum())
        self.survival = (n_good + 0.5) / max(len(drawn), 1)
        self.n_met += max(n_good, self.cells.n_meeting(drawn, tolerance))
        return n_good

    def _next_tolerance(self) -> float:
        """Say how near single numbers have to be: equal, until that is too rare."""
        single = {
            place
            for one in self.given.conditions
            for place in one.ranges
            if is_single(one, place)
        }
        of_them = [self.real.schema.numbers[place].precision for place in single]
        target, ends = (
            self.real.target.precision,
            [one.target for one in self.given.conditions if one.target is not None],
        )
        if target is not None and any(low == high for low, high in ends):
            of_them.append(target)
        is_fine = any(one.n_points > MANY_POINTS for one in of_them)
        enough = max(LEAST_PER_STAGE, ROWS_PER_STAGE * len(self.given))
        stage = int(self.drawn.sum() // enough) - (not is_fine)
        if not of_them or stage < 0:
            return 0.0
        return TOLERANCES[min(stage, len(TOLERANCES) - 1)]
