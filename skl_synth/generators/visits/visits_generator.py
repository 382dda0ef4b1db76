"""VisitsGenerator: persons first, then visit after visit."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from skl_synth.errors import warn
from skl_synth.generators.fit_part import part_of_people
from skl_synth.generators.generator import Generator, Request
from skl_synth.generators.sequence import in_order, order_without
from skl_synth.generators.shortage import refuse_single_rows
from skl_synth.generators.visits.attribute_draw import put
from skl_synth.generators.visits.grow_draw import Growing, RealVisits
from skl_synth.generators.visits.histories import Histories, HistoryModel
from skl_synth.generators.visits.stage import Stage
from skl_synth.generators.visits.visit_layout import Memory, VisitLayout
from skl_synth.generators.visits.visit_order import visit_order_of
from skl_synth.table.persons import constant_within, numbered
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows, without_parents


class VisitsGenerator(Generator):
    """Draw persons, how many visits each has, and then visit after visit.

    What is constant within all persons belongs to the person and is drawn once. A
    visit is drawn in view of the person, of its number, of how many follow, and of
    what is known from the visits before. Dates are drawn as the time since the one that
    they follow, numbers that only grow as their growth.

    Parameters
    ----------
    n_estimators, min_samples_leaf, max_predictors, smoothing, noise_scale : object
        See `TypeAwareCART`; leaves hold rows of so many different persons.
    fit_fraction, visit_order, n_jobs : object
        See `TypeAwareCART`.

    See Also
    --------
    CartGenerator : Draws single rows.

    References
    ----------
    .. [1] B. Nowok, G. M. Raab, C. Dibben, "synthpop: bespoke creation of synthetic
       data in R", Journal of Statistical Software 74(11), 2016 (attribute after
       attribute from trees).
    """

    real: RealTable
    layout: VisitLayout
    histories: HistoryModel

    def __init__(
        self,
        n_estimators: int = 10,
        *,
        min_samples_leaf: int = 10,
        max_predictors: int | None = 40,
        smoothing: float = 1.0,
        noise_scale: float = 0.0,
        fit_fraction: float = 1.0,
        visit_order: Any = "table",
        n_jobs: int | None = None,
    ) -> None:
        self.n_estimators = n_estimators
        self.min_samples_leaf = min_samples_leaf
        self.max_predictors = max_predictors
        self.smoothing = smoothing
        self.noise_scale = noise_scale
        self.fit_fraction = fit_fraction
        self.visit_order = visit_order
        self.n_jobs = n_jobs
        self.order_of_rows: np.ndarray | None = None

    @property
    def makes_persons(self) -> bool:
        """Whole persons are drawn."""
        return True

    @property
    def draws_columns(self) -> bool:
        """Columns are drawn one after the other."""
        return True

    def leave_out(
        self, columns: Mapping[Hashable, tuple[Hashable, ...]], whole: RealTable
    ) -> None:
        """Put visits in the order that they have in the whole table."""
        self.visit_order = order_without(self.visit_order, columns)
        self.order_of_rows = visit_order_of(whole)

    def check(self, real: RealTable, request: Request) -> None:
        """Refuse a class of one row: whatever is drawn from it is that row.

        Raises
        ------
        InputError
            If rows of such a class are asked for.
        """
        refuse_single_rows(
            real,
            request.counts,
            "{label} has {n} row (n_samples = {n}), and whatever is drawn from it is "
            "that row",
        )

    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Find what belongs to persons, and grow the trees of persons and visits.

        Raises
        ------
        InputError
            If ``visit_order`` names what is no column.
        """
        assert real.persons is not None
        self.real = real
        order = self.order_of_rows
        if order is None:
            order = visit_order_of(real)
        self.order_of_rows = None
        persons = numbered(real.persons[order])
        target = real.target.encoded[order]
        classes = real.target.groups[order]
        rows = self._with_target(real.rows.take(order), target)
        known = Histories(persons, classes)
        self.histories = HistoryModel.of(known, real.n_groups)
        self.layout = VisitLayout.of(real, rows, persons)
        _warn_of_slips(real)
        work = self.layout.filled(rows, known)
        kept = part_of_people(classes, persons, self.fit_fraction, rng)
        learnt = RealVisits(work, persons).take(kept)
        self._grow(learnt, known.visit[kept], rng)

    def _grow(
        self, real: RealVisits, visit: np.ndarray, rng: np.random.RandomState
    ) -> None:
        """Grow the trees of persons, of first visits, and of those that follow."""
        schema, layout = self.real.schema, self.layout
        growing = Growing(
            self.n_estimators,
            self.min_samples_leaf,
            self.max_predictors,
            self.smoothing,
            self.noise_scale,
            self.n_jobs,
        )
        variables = in_order(schema, self.real.rows, self.visit_order)
        steps = layout.steps(schema, variables)
        person, visits = steps["person"], steps["visit"]
        first, later = (real.take(np.flatnonzero(m)) for m in (visit == 0, visit > 0))
        given = [one.position for one in person if one.is_number]
        self.person = Stage.of(layout, layout.of_history, person, first, growing, rng)
        base = [*layout.of_number, *person]
        self.first = Stage.of(layout, base, visits, first, growing, rng, given=given)
        base += layout.of_before
        self.later = Stage.of(
            layout, base, visits, later, growing, rng, given=given, is_later=True
        )

    def _with_target(self, rows: EncodedRows, target: np.ndarray) -> EncodedRows:
        """Make a continuous target the last number of the rows."""
        if self.real.target.kind != "continuous":
            return rows
        numbers = np.column_stack([rows.numbers, target])
        nothing = np.zeros(len(rows), dtype=np.int8)
        return EncodedRows(
            numbers, np.column_stack([rows.decimals, nothing]), rows.codes
        )

    def draw(self, request: Request, rng: np.random.RandomState) -> Candidates:
        """Draw persons, then their visits."""
        counts = request.counts
        lacking = (counts == 0) & (self.real.counts > 0)
        if counts.any() and lacking.any() and not self.histories.is_of_person:
            warn(
                "rows of some classes only were asked for, and the classes of a "
                "person's rows differ: these persons have no rows of the other classes",
                parameter="sampling_strategy",
                value=counts.tolist(),
                remedies=["ask for rows of every class, as mode='replace' does"],
            )
        return self._filled(self.histories.draw(counts, rng), rng)

    def redraw(
        self, drawn: Candidates, others: np.ndarray, rng: np.random.RandomState
    ) -> Candidates:
        """Draw other people in place of some, with as many rows of the same classes.

        Parameters
        ----------
        drawn : Candidates
            Persons that were drawn.
        others : ndarray of shape (n_persons,), dtype bool
            Who is to be replaced.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        Candidates
            The new persons alone, in the order of those that they replace.
        """
        assert drawn.persons is not None
        rows = np.flatnonzero(others[drawn.persons])
        order = rows[np.argsort(drawn.persons[rows], kind="stable")]
        groups = self.real.target.groups_of(drawn.target)
        return self._filled(
            Histories(numbered(drawn.persons[order]), groups[order]), rng
        )

    def _filled(self, histories: Histories, rng: np.random.RandomState) -> Candidates:
        """Draw all but the classes of rows."""
        work, visit, persons = (
            self.layout.blank(histories),
            histories.visit,
            histories.persons,
        )
        first = np.flatnonzero(visit == 0)
        people = work.take(first)
        self.person.fill(people, self._snap, rng)
        self._hand_on(people, work, persons)
        memory = Memory(self.layout, histories.n_persons)
        for number in range(int(visit.max(initial=-1)) + 1):
            rows = np.flatnonzero(visit == number)
            memory.show(work, rows, persons[rows])
            stage = self.later if number else self.first
            part = work.take(rows)
            stage.fill(part, self._snap, rng)
            put(part, rows, work)
            memory.keep(work, rows, persons[rows])
        return self._candidates(work, histories)

    def _hand_on(
        self, people: EncodedRows, work: EncodedRows, persons: np.ndarray
    ) -> None:
        """Give every row what belongs to its person."""
        for step in self.person.steps:
            if step.is_number:
                place = step.position
                work.numbers[:, place] = people.numbers[persons, place]
                work.decimals[:, place] = people.decimals[persons, place]
            else:
                work.codes[:, step.position] = people.codes[persons, step.position]

    def _candidates(self, work: EncodedRows, histories: Histories) -> Candidates:
        rows, target = self.layout.table_rows(work), histories.classes
        n_numbers = len(self.real.schema.numbers)
        if self.real.target.kind == "continuous":
            target = self.real.target.snap(rows.numbers[:, -1])
        rows = EncodedRows(
            rows.numbers[:, :n_numbers], rows.decimals[:, :n_numbers], rows.codes
        )
        found = without_parents(self.real.snap(rows), target)
        return found.of_persons(histories.persons)

    def _snap(self, place: int, places: np.ndarray, decimals: np.ndarray) -> np.ndarray:
        """Move numbers on their axis onto what the column can hold."""
        axis = self.layout.axes[place]
        numbers = axis.back(places)
        if place < len(self.real.schema.numbers):
            return axis.onto(self.real.schema.numbers[place].snap(numbers, decimals))
        return axis.onto(self.real.target.snap(numbers))


def _warn_of_slips(real: RealTable) -> None:
    """Name the columns of the person that differ between rows of very few."""
    assert real.persons is not None
    schema, rows = real.schema, real.rows
    columns = [
        *zip(schema.numbers, rows.numbers.T, strict=True),
        *zip(schema.codes, rows.codes.T, strict=True),
    ]
    of_person = real.person_columns
    slips = [
        variable.name
        for variable, column in columns
        if variable.name in of_person and not constant_within(real.persons, column)
    ]
    if slips:
        warn(
            "the columns {columns} belong to the person, but differ between rows of a "
            "very few: what most rows of each say is taken",
            parameter="groups",
            columns=list(dict.fromkeys(slips)),
            remedies=["correct these cells"],
        )
