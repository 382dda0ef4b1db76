"""The matrix of visits: the attributes of a row, and what is known of the rows before.

A row of a visit is drawn in view of its person, of its number, and of the visit before.
All of that stands beside the attributes as further numbers and codes of the same row,
so that trees see it as they see any attribute.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.sequence import Step, steps_of
from skl_synth.generators.visits.axes import Axis, axes_of
from skl_synth.generators.visits.histories import Histories
from skl_synth.table.person_columns import person_columns
from skl_synth.table.persons import belongs_to_person, most_frequent
from skl_synth.table.real import RealTable
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.variables import PRESENT, Variable

N_COUNTS = 3
"""Visits of the person, the number of this one, and how many follow it."""


@dataclass(frozen=True, eq=False)
class VisitLayout:
    """Which column of the matrix of visits holds what.

    Numbers: those of the table, the target where it is one, then the counts, the share
    of each class in the person's rows, and for each number that varies within persons
    the last one known, the mean so far, and the gap to what it is measured from. Codes:
    those of the table, the class, the class before, for each code that varies the one
    before, and whether an attribute stays what it was.

    Parameters
    ----------
    axes : list of Axis
        The axis of each number, the target included.
    n_codes : int
        Codes of the table.
    n_classes : int
        Classes; one where there are none.
    numbers, codes : list of int
        The numbers and codes that vary within persons.
    n_levels : list of int
        Levels of each code of the table.
    missing : dict of int to int
        The code that says whether a number is missing.
    """

    axes: list[Axis]
    n_codes: int
    n_classes: int
    numbers: list[int]
    codes: list[int]
    n_levels: list[int]
    missing: dict[int, int]

    @classmethod
    def of(cls, real: RealTable, rows: EncodedRows, persons: np.ndarray) -> VisitLayout:
        """Find what varies within persons.

        Parameters
        ----------
        real : RealTable
            The real table.
        rows : EncodedRows
            Its rows, with the target as the last number where it is one.
        persons : ndarray of shape (n_rows,)
            Their persons.

        Returns
        -------
        VisitLayout
            The columns of the matrix.
        """
        axes = axes_of(real.schema)
        axes += [Axis()] * (rows.numbers.shape[1] - len(axes))
        numbers, codes = _varying(real.schema, rows, persons)
        levels = [variable.n_levels for variable in real.schema.codes]
        place = {one.name: code for code, one in enumerate(real.schema.codes)}
        missing = {
            number: place[one.name]
            for number, one in enumerate(real.schema.numbers)
            if one.name in place
        }
        n_codes = len(levels)
        return cls(axes, n_codes, real.n_groups, numbers, codes, levels, missing)

    @property
    def n_numbers(self) -> int:
        """Numbers of the table, the target included."""
        return len(self.axes)

    @property
    def of_visit(self) -> int:
        """The number that says which visit it is, from 0 on."""
        return self.n_numbers + 1

    @property
    def of_rest(self) -> int:
        """The number that says how many visits follow."""
        return self.n_numbers + N_COUNTS - 1

    @property
    def of_history(self) -> list[Step]:
        """What is known of a person from the start: visits, and shares of classes."""
        shares = range(self.n_classes if self.n_classes > 1 else 0)
        start = self.n_numbers + N_COUNTS
        return [Step(True, self.n_numbers)] + [Step(True, start + k) for k in shares]

    @property
    def of_number(self) -> list[Step]:
        """What is known of a visit from the start: its number and its class."""
        counts = [Step(True, self.n_numbers + k) for k in range(N_COUNTS)]
        if self.n_classes < 2:
            return counts
        return [*counts, self._class_step(self.n_codes)]

    @property
    def of_before(self) -> list[Step]:
        """What is known of the visits before."""
        last = [Step(True, self.last(k)) for k in self.numbers]
        mean = [Step(True, self.last(k) + 1) for k in self.numbers]
        codes = [
            Step(False, self.code_before(k), n_levels=self.n_levels[k])
            for k in self.codes
        ]
        if self.n_classes > 1:
            codes.append(self._class_step(self.n_codes + 1))
        return [*last, *mean, *codes]

    def _class_step(self, position: int) -> Step:
        return Step(False, position, n_levels=self.n_classes, is_target=True)

    def last(self, number: int) -> int:
        """Where the last known value of a number stands; the mean so far is next to it.

        Parameters
        ----------
        number : int
            A number that varies within persons.

        Returns
        -------
        int
            The column of the numbers.
        """
        start = self.n_numbers + N_COUNTS + self.n_classes
        return start + 3 * self.numbers.index(number)

    def gap(self, number: int) -> int:
        """Where the gap of a number to what it is measured from stands.

        Parameters
        ----------
        number : int
            Any number; those of the person share one place, which is used in turn.

        Returns
        -------
        int
            The column of the numbers.
        """
        if number in self.numbers:
            return self.last(number) + 2
        return self.n_numbers + N_COUNTS + self.n_classes + 3 * len(self.numbers)

    def code_before(self, code: int) -> int:
        """Where the code of the visit before stands.

        Parameters
        ----------
        code : int
            A code that varies within persons.

        Returns
        -------
        int
            The column of the codes.
        """
        return self.n_codes + 2 + self.codes.index(code)

    @property
    def stay(self) -> int:
        """The code that says whether an attribute is that of the visit before."""
        return self.n_codes + 2 + len(self.codes)

    def steps(self, schema: Schema, variables: list[Variable]) -> dict[str, list[Step]]:
        """Divide the attributes into those of persons and those of visits.

        Parameters
        ----------
        schema : Schema
            The schema of the table.
        variables : list of Variable
            Its variables in the order in which they are drawn.

        Returns
        -------
        dict of str to list of Step
            Under "person" and "visit"; a continuous target comes first.
        """
        parts: dict[str, list[Step]] = {"person": [], "visit": []}
        if self.n_numbers > len(schema.numbers):
            place = self.n_numbers - 1
            where = "visit" if place in self.numbers else "person"
            parts[where].append(Step(True, place, is_target=True))
        for variable in variables:
            steps = steps_of(schema, [variable])
            varies = any(
                one.position in (self.numbers if one.is_number else self.codes)
                for one in steps
            )
            parts["visit" if varies else "person"] += steps
        return parts

    def blank(self, histories: Histories) -> EncodedRows:
        """Make rows of which nothing is known but their place in a history.

        Parameters
        ----------
        histories : Histories
            The rows of persons.

        Returns
        -------
        EncodedRows
            The matrix of visits: numbers are missing, codes are zero.
        """
        n_rows = len(histories.persons)
        n_numbers = self.gap(-1) + 1
        numbers = np.full((n_rows, n_numbers), np.nan)
        visits, visit = histories.visits[histories.persons], histories.visit
        first = self.n_numbers
        counts = np.column_stack([visits, visit, visits - visit - 1])
        shares = histories.shares(self.n_classes)[histories.persons]
        numbers[:, first : first + N_COUNTS] = counts
        numbers[:, first + N_COUNTS : first + N_COUNTS + self.n_classes] = shares
        codes = np.zeros((n_rows, self.stay + 1), dtype=np.int32)
        codes[:, self.n_codes] = histories.classes
        decimals = np.zeros((n_rows, n_numbers), dtype=np.int8)
        return EncodedRows(numbers, decimals, codes)

    def filled(self, rows: EncodedRows, histories: Histories) -> EncodedRows:
        """Write real rows as the matrix of visits.

        Parameters
        ----------
        rows : EncodedRows
            Real rows in the order of the histories, the target included.
        histories : Histories
            Their persons and classes.

        Returns
        -------
        EncodedRows
            The matrix, with what was known before each visit.
        """
        work = self.blank(histories)
        n_numbers, n_codes = self.n_numbers, self.n_codes
        for place, axis in enumerate(self.axes):
            work.numbers[:, place] = axis.onto(rows.numbers[:, place])
        work.decimals[:, :n_numbers] = rows.decimals
        work.codes[:, :n_codes] = rows.codes
        self._repair(work, histories.persons)
        memory, visit = Memory(self, histories.n_persons), histories.visit
        for number in range(int(visit.max(initial=-1)) + 1):
            places = np.flatnonzero(visit == number)
            memory.show(work, places, histories.persons[places])
            memory.keep(work, places, histories.persons[places])
        return work

    def _repair(self, work: EncodedRows, persons: np.ndarray) -> None:
        """Give persons one value of what is theirs, in place; slips are forgotten."""
        for table, varying, n in (
            (work.numbers, self.numbers, self.n_numbers),
            (work.codes, self.codes, self.n_codes),
        ):
            for place in set(range(n)) - set(varying):
                table[:, place] = most_frequent(persons, table[:, place])
        for number, code in self.missing.items():
            if number not in self.numbers:
                gone = np.isnan(work.numbers[:, number])
                # Which value stands in its place, where one is known, else that it is
                # missing, or what stands last.
                own = work.codes[:, code]
                own = np.where(own > PRESENT, own, self.n_levels[code] - 1)
                work.codes[:, code] = np.where(gone, own, PRESENT)

    def table_rows(self, work: EncodedRows) -> EncodedRows:
        """Take the rows of the table out of the matrix, the target included.

        Parameters
        ----------
        work : EncodedRows
            The matrix of visits.

        Returns
        -------
        EncodedRows
            Rows of the schema, with the target as the last number where it is one.
        """
        numbers = np.empty((len(work), self.n_numbers))
        for place, axis in enumerate(self.axes):
            numbers[:, place] = axis.back(work.numbers[:, place])
        return EncodedRows(
            numbers,
            work.decimals[:, : self.n_numbers],
            work.codes[:, : self.n_codes],
        )


class Memory:
    """What is known of each person from their visits so far.

    Parameters
    ----------
    layout : VisitLayout
        The columns of the matrix.
    n_persons : int
        How many people.
    """

    def __init__(self, layout: VisitLayout, n_persons: int) -> None:
        self.layout = layout
        n_numbers, n_codes = len(layout.numbers), len(layout.codes)
        self.last = np.full((n_persons, n_numbers), np.nan)
        self.total = np.zeros((n_persons, n_numbers))
        self.known = np.zeros((n_persons, n_numbers), dtype=np.intp)
        self.codes = np.zeros((n_persons, n_codes), dtype=np.int32)
        self.classes = np.zeros(n_persons, dtype=np.int32)

    def show(self, work: EncodedRows, rows: np.ndarray, persons: np.ndarray) -> None:
        """Write into rows what is known before them, in place.

        Parameters
        ----------
        work : EncodedRows
            The matrix of visits.
        rows : ndarray of int
            Rows of one visit.
        persons : ndarray of int
            Their persons.
        """
        mean = self.total[persons] / np.where(self.known, self.known, np.nan)[persons]
        for place, number in enumerate(self.layout.numbers):
            column = self.layout.last(number)
            work.numbers[rows, column] = self.last[persons, place]
            work.numbers[rows, column + 1] = mean[:, place]
        for place, code in enumerate(self.layout.codes):
            column = self.layout.code_before(code)
            work.codes[rows, column] = self.codes[persons, place]
        work.codes[rows, self.layout.n_codes + 1] = self.classes[persons]

    def keep(self, work: EncodedRows, rows: np.ndarray, persons: np.ndarray) -> None:
        """Remember rows that were drawn.

        Parameters
        ----------
        work : EncodedRows
            The matrix of visits.
        rows : ndarray of int
            Rows of one visit.
        persons : ndarray of int
            Their persons.
        """
        numbers = work.numbers[rows][:, self.layout.numbers]
        there = ~np.isnan(numbers)
        self.last[persons] = np.where(there, numbers, self.last[persons])
        self.total[persons] += np.where(there, numbers, 0.0)
        self.known[persons] += there
        self.codes[persons] = work.codes[rows][:, self.layout.codes]
        self.classes[persons] = work.codes[rows, self.layout.n_codes]


def _varying(
    schema: Schema, rows: EncodedRows, persons: np.ndarray
) -> tuple[list[int], list[int]]:
    """Find the numbers and codes that vary within persons."""
    of_person = person_columns(schema, rows, persons)
    numbers, codes = (
        [place for place, one in enumerate(variables) if one.name not in of_person]
        for variables in (schema.numbers, schema.codes)
    )
    target = rows.numbers.shape[1] - 1
    is_target = target >= len(schema.numbers)
    if is_target and not belongs_to_person(persons, rows.numbers[:, target]):
        numbers.append(target)
    return numbers, codes
