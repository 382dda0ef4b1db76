"""Repeated rows: many that are made of few rows, or of rows that stand there often."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from skl_synth.errors import Remedy, Setting, in_code, warn
from skl_synth.generators.known_rows import KnownRows, numbered_rows
from skl_synth.generators.repeated_people import are_repeated
from skl_synth.generators.shortage import FEWER_ROWS
from skl_synth.neighbors.distinct import HASHED_ROWS, distinct_rows, hash_rows
from skl_synth.neighbors.near_rows import NumberedRows
from skl_synth.table.given import Given
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates

Arrays = tuple[np.ndarray, ...]
"""Arrays that stand side by side, as `distinct_rows` takes them."""

LEAST_ROWS = 20
"""Of fewer rows, made or real, nothing is said of copies."""

MOST_COPIES = 0.5
"""The user is warned if so many more of the rows of a class than strangers show equal a
real one."""

MOST_DIFFERENT_REAL = 0.7
"""Real rows of which so few differ stand there several times."""

MOST_GIVEN_COPIES = 0.1
"""Of rows of which something was given, so many may equal a real one, or fewer."""

FEW_WHO_MEET = 5
"""What fewer real rows meet is met by next to nobody."""

MANY_PER_ROW = 50
"""So many rows, or more, of each real one are many."""

MOST_DIFFERENT = 0.25
"""If at most this share of so many rows differ, they are few."""


def warn_of_repeated_rows(real: RealTable, made: Candidates) -> None:
    """Say so where rows are mere copies, or where few of very many differ.

    Parameters
    ----------
    real : RealTable
        The real table.
    made : Candidates
        Rows that nobody looked at for copies.

    Warns
    -----
    InputWarning
        For each class of which this is so.
    """
    warn_of_repeats(ComparedRows(real, made))


@dataclass(frozen=True, eq=False)
class ComparedRows:
    """Real rows and those that were made, for what is asked of which of them equal.

    Parameters
    ----------
    real : RealTable
        The real table.
    made : Candidates
        Rows of its schema.
    """

    real: RealTable
    made: Candidates

    @cached_property
    def of_real(self) -> tuple[np.ndarray, ...]:
        """Arrays that stand side by side, whose rows have the same bytes if they do."""
        rows = self.real.mixed()
        return rows.numbers, rows.codes

    @cached_property
    def of_made(self) -> tuple[np.ndarray, ...]:
        """The same of the rows that were made."""
        rows = self.real.mixed(self.made.rows)
        return rows.numbers, rows.codes

    def least_different(self, members: np.ndarray) -> int:
        """Count the different hashes of real rows, which are no more than the rows.

        Parameters
        ----------
        members : ndarray of int
            Positions of real rows.

        Returns
        -------
        int
            So many of the rows differ, at least.
        """
        hashes = [np.empty(0, np.uint64)]
        for start in range(0, len(members), HASHED_ROWS):
            block = members[start : start + HASHED_ROWS]
            some = self.real.mixed(self.real.rows.take(block))
            hashes.append(hash_rows(some.numbers, some.codes))
        return len(np.unique(np.concatenate(hashes)))

    def numbered(self, members: np.ndarray) -> NumberedRows:
        """Number the values of real rows.

        Parameters
        ----------
        members : ndarray of int
            Positions of real rows.

        Returns
        -------
        NumberedRows
            The rows.
        """
        rows = self.real.mixed(self.real.rows.take(members))
        return numbered_rows(rows, self.real.layout.missing_code)


def warn_of_repeats(rows: ComparedRows) -> None:
    """Say so where rows are mere copies, or where few of very many differ.

    Parameters
    ----------
    rows : ComparedRows
        Real rows, and those that were made.

    Warns
    -----
    InputWarning
        For each class of which this is so.
    """
    groups = rows.real.target.groups_of(rows.made.target)
    for group in np.unique(groups).tolist():
        made = np.flatnonzero(groups == group)
        if len(made) >= LEAST_ROWS:
            _warn_of_copies(rows, made, group)
            _warn_of_few(rows, made, group)


def warn_of_given_copies(real: RealTable, made: Candidates, given: Given) -> None:
    """Say so where rows of which something was given are those of real people.

    Single numbers of a person are met by that person alone, if rows lie between people:
    whoever gives them is told all other columns.

    Parameters
    ----------
    real : RealTable
        The real table; of one without its rows nothing is said.
    made : Candidates
        Rows that meet what was given, in its order.
    given : Given
        What was given of each.

    Warns
    -----
    InputWarning
        If some of them equal a real row, and next to nobody else met what was given.
    """
    if not len(real.rows) or len(made) != len(given):
        return
    rows = ComparedRows(real, made)
    copies = np.flatnonzero(_are_known(rows.of_real, rows.of_made))
    asked, n_of_each = np.unique(given.which[copies], return_counts=True)
    n_copies = sum(
        n_rows
        for place, n_rows in zip(asked.tolist(), n_of_each.tolist(), strict=True)
        if given.conditions[place].satisfied(real.rows).sum() < FEW_WHO_MEET
    )
    if n_copies <= MOST_GIVEN_COPIES * len(made):
        return
    warn(
        "{n} of {n_rows} rows equal a real one: what is given of them is met by next "
        "to nobody else, and the rest of the row tells that person's other columns",
        parameter="given",
        n=n_copies,
        n_rows=len(made),
        remedies=[
            "give fewer columns, or ranges in place of single values",
            Remedy("use TypeAwareCART, which draws the rest anew", only="python"),
            Remedy(
                "make the rows by trees, {setting}",
                Setting("method", "cart"),
                only="command line",
            ),
        ],
        stacklevel=5,
    )


def _warn_of_copies(rows: ComparedRows, made: np.ndarray, group: int) -> None:
    real = rows.real
    members = np.flatnonzero(real.target.groups == group)
    # What costs least is asked first: of nearly every table this is all.
    if real.counts[group] < LEAST_ROWS or not _repeats(rows, members):
        return
    share = float(np.mean(_are_known(rows.of_real, _taken(rows.of_made, made))))
    if share <= MOST_COPIES:
        return
    shown = _shown_by_strangers(rows, group)
    if share - shown > MOST_COPIES:
        expected = f"where {shown:.0%} do of people who have nothing to do with one "
        expected += "another"
    elif are_repeated(rows.numbered(members)):
        expected = f"and each of its rows stands there {_times(rows, members):.1f} "
        expected += "times, on average, though the columns allow many more"
    else:
        return
    warn(
        "{share:.0%} of the rows made of {label} equal a real one, {expected}: rows "
        "that stand there several times are their own neighbours",
        parameter="k_neighbors",
        share=share,
        expected=expected,
        label=real.target.label(group),
        remedies=[
            *in_code("leave repeated rows out", "X = X.drop_duplicates()"),
            Remedy("raise {parameter} to several times as many as a row repeats"),
        ],
    )


def _shown_by_strangers(rows: ComparedRows, group: int) -> float:
    """The share of people of a class who equal somebody else, by chance."""
    real, own = rows.real, np.arange(len(rows.real))
    persons = own if real.persons is None else real.persons
    known = KnownRows.of_numbered(rows.numbered(own), persons, own)
    return float(known.allowed(real.target.groups, real.n_groups).all[group])


def _warn_of_few(rows: ComparedRows, made: np.ndarray, group: int) -> None:
    real = rows.real
    n_real, n_made = int(real.counts[group]), len(made)
    if n_made < MANY_PER_ROW * n_real:
        return
    n_different = len(distinct_rows(*_taken(rows.of_made, made)).first)
    if n_different > MOST_DIFFERENT * n_made:
        return
    label = real.target.label(group)
    warn(
        "{n_made} rows of {label} are made of {n_real} real ones, and only "
        "{n_different} of them differ: what repeats teaches a model nothing new",
        parameter="sampling_strategy",
        n_made=n_made,
        label=label,
        n_real=n_real,
        n_different=n_different,
        remedies=[
            FEWER_ROWS,
            "collect more rows of the class",
        ],
    )


def _repeats(rows: ComparedRows, members: np.ndarray) -> bool:
    """Whether the real rows of a class stand there several times, as its cause."""
    # Rows of different hashes differ: if there are enough of these, nothing else needs
    # to be compared, and a hash takes a tenth of the memory of a row.
    if len(members) * MOST_DIFFERENT_REAL < rows.least_different(members) - 1:
        return False
    return _times(rows, members) * MOST_DIFFERENT_REAL >= 1


def _times(rows: ComparedRows, members: np.ndarray) -> float:
    """How often each of the real rows of a class stands there, on average."""
    return len(members) / len(distinct_rows(*_taken(rows.of_real, members)).first)


def _are_known(real: Arrays, made: Arrays) -> np.ndarray:
    """Mark the rows that equal a real one."""
    pairs = zip(real, made, strict=True)
    both = distinct_rows(*(np.concatenate(pair) for pair in pairs))
    n_real = len(real[0])
    is_real = both.first < n_real
    marks: np.ndarray = is_real[both.inverse[n_real:]]
    return marks


def _taken(arrays: Arrays, rows: np.ndarray) -> Arrays:
    return tuple(one[rows] for one in arrays)
