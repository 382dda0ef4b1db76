"""Generator: what learns a real table and draws rows, and the request for a draw."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np

from skl_synth.table.given import Given
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates


@dataclass(frozen=True, eq=False)
class Request:
    """What is asked of a generator.

    Parameters
    ----------
    counts : ndarray of shape (n_classes,), dtype int
        Rows of each class; one number where there are no classes.
    exact : bool, default=True
        Whether these numbers were asked for, and are met or refused; else as many rows
        are drawn as can be had, and a warning says how many are missing.
    silent : bool, default=False
        Whether who asks says so itself, since it will ask again.
    given : Given or None, default=None
        What is given of each row: only what says that it `draws_given` is asked so. The
        rows of ``given`` are then those that are asked for, and ``counts`` says how
        many of each class they are; where classes are left to the generator, only the
        sum of the counts holds.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth import Request
    >>> Request(np.array([3, 5])).exact
    True
    """

    counts: np.ndarray
    exact: bool = True
    silent: bool = False
    given: Given | None = None


class Generator(ABC):
    """Base class of what makes rows: learn a table that was read, then draw from it.

    A plain object: it knows nothing of containers, targets as users write them, or
    estimators. Numbers and codes come in, numbers and codes go out. What wraps another
    generator holds it, and hands both methods on.

    See Also
    --------
    BaseSynthesizer : The estimator around a generator; its ``make_generator`` is the
        place for one of your own.
    skl_synth.table.RealTable : What is learnt.

    Examples
    --------
    Each row of a class is a real one whose numbers were moved a little:

    >>> import numpy as np
    >>> from skl_synth import Generator
    >>> from skl_synth.table.rows import EncodedRows, without_parents
    >>> class Jitter(Generator):
    ...     def learn(self, real, rng):
    ...         self.real = real
    ...
    ...     def draw(self, request, rng):
    ...         groups = self.real.target.groups
    ...         drawn = [
    ...             rng.choice(np.flatnonzero(groups == group), size=n)
    ...             for group, n in enumerate(request.counts)
    ...         ]
    ...         rows = self.real.rows.take(np.concatenate(drawn))
    ...         step = rng.normal(scale=0.1, size=rows.numbers.shape)
    ...         moved = rows.numbers + step * self.real.layout.scale
    ...         rows = EncodedRows(moved, rows.decimals, rows.codes)
    ...         target = self.real.target.encoded[np.concatenate(drawn)]
    ...         return without_parents(self.real.snap(rows), target)
    """

    @property
    def holds_real_rows(self) -> bool:
        """Whether real rows can be read from it once it has learnt."""
        return True

    @property
    def makes_persons(self) -> bool:
        """Whether whole persons are drawn, where persons have several rows.

        Most generators draw row by row. What they make of several rows a person is
        nobody: each row would be somebody else.
        """
        return False

    @property
    def draws_columns(self) -> bool:
        """Whether columns are drawn one after the other, or from counts of them.

        Such a generator is spared columns that follow from others, and draws of two
        columns in an order the gap. Where whole rows are mixed, as by default, all
        columns are there, and what follows from others is put right afterwards.
        """
        return False

    @property
    def draws_given(self) -> bool:
        """Whether what is given of rows is honoured by ``draw`` itself.

        Such a generator returns the rows of ``request.given`` in their order. Of any
        other more rows are drawn, without a condition, and those that meet it are kept.
        """
        return False

    def leave_out(  # noqa: B027 - a hook
        self, columns: Mapping[Hashable, tuple[Hashable, ...]], whole: RealTable
    ) -> None:
        """Learn that some columns are not drawn, though a parameter may name them.

        Parameters
        ----------
        columns : mapping of hashable to tuple of hashable
            The columns, and those that each follows from.
        whole : RealTable
            The table with all its columns, and the same rows that are learnt next.
        """

    def of_persons(self) -> Generator:
        """Give the generator that learns a table in which persons have several rows.

        Returns
        -------
        Generator
            This one, or another that has learnt nothing.
        """
        return self

    @abstractmethod
    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Learn a real table.

        Parameters
        ----------
        real : RealTable
            The table.
        rng : RandomState
            Source of randomness.
        """

    @abstractmethod
    def draw(self, request: Request, rng: np.random.RandomState) -> Candidates:
        """Draw rows.

        Parameters
        ----------
        request : Request
            How many rows of each class.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        Candidates
            Exactly as many snapped rows of each class, in any order.
        """

    def redraw(
        self, drawn: Candidates, others: np.ndarray, rng: np.random.RandomState
    ) -> Candidates:
        """Draw other people in place of some, with as many rows of the same classes.

        Only a generator that makes persons has it.

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

        Raises
        ------
        NotImplementedError
            If rows are drawn one by one.
        """
        raise NotImplementedError(f"{type(self).__name__} draws row by row")

    def check(self, real: RealTable, request: Request) -> None:  # noqa: B027 - a hook
        """Refuse what cannot be drawn, before time is spent on learning.

        Parameters
        ----------
        real : RealTable
            The table, with or without its rows.
        request : Request
            What would be asked.

        Raises
        ------
        InputError
            If a class has too few real rows, say; nothing is refused by default.
        """


def draw_seed(rng: np.random.RandomState) -> int:
    """Draw a seed for what is to have a source of randomness of its own.

    Parameters
    ----------
    rng : RandomState
        Source of randomness.

    Returns
    -------
    int
        A whole number that any ``random_state`` takes.
    """
    return int(rng.randint(np.iinfo(np.int32).max))
