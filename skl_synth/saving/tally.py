"""How much is made of what a file says: things said once may be spoken of often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd

from skl_synth.saving.limits import COST_OF_ITEM, MAX_DEPTH, MAX_SHARED, Budget


class Tally:
    """Count the objects of a file, and the memory that they ask for.

    A value that is spoken of twice in a value that is spoken of twice is there four
    times for whoever walks through it: thirty lines of a file would be a thousand
    million values.

    Parameters
    ----------
    max_bytes : int
        How much memory they may ask for.
    """

    def __init__(self, max_bytes: int) -> None:
        self._memory = Budget(max_bytes)
        self._sizes: dict[int, int] = {}
        self._depth = self._n_seen = self._n_read = 0

    @contextmanager
    def one(self, number: int) -> Iterator[None]:
        """Count an object and all that is read within.

        Parameters
        ----------
        number : int
            Its number, which no other has.

        Yields
        ------
        None
            Within, it is read.

        Raises
        ------
        ValueError
            If it is nested too deeply, or there is one of that number.
        """
        before = self._n_seen
        self._n_read += 1
        self._count(1)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ValueError("it is nested too deeply")
        yield
        self._depth -= 1
        if number in self._sizes:
            raise ValueError(f"two objects in it have the number {number!r}")
        self._sizes[number] = self._n_seen - before

    def again(self, number: int) -> None:
        """Count an object that was read before, with all that is within.

        Parameters
        ----------
        number : int
            Its number.

        Raises
        ------
        ValueError
            If so much is spoken of again that it would take for ever.
        """
        self._count(self._sizes[number])

    def spend_on(self, parts: Iterable[Any]) -> None:
        """Count the memory of what is made of parts: as much as they have themselves.

        Parameters
        ----------
        parts : iterable
            Arrays, lists of them, and other values.

        Raises
        ------
        InputError
            If it is more than is left.
        """
        for part in parts:
            if isinstance(part, list):
                self._memory.spend(COST_OF_ITEM * len(part) + sum(map(_size_of, part)))
            else:
                self._memory.spend(_size_of(part))

    def _count(self, n: int) -> None:
        self._n_seen += n
        # What is in a file is spoken of again a few times, by those who share it.
        if self._n_seen > MAX_SHARED + MAX_AGAIN * self._n_read:
            raise ValueError("it speaks of the same again and again")


MAX_AGAIN = 100
"""How often everything in a file may be spoken of."""


def _size_of(part: Any) -> int:
    if isinstance(part, (str, bytes)):
        return len(part)
    if isinstance(part, pd.RangeIndex):
        # It has no cells as long as nobody asks for them.
        return 8 * len(part)
    if isinstance(part, pd.MultiIndex):
        return int(part.memory_usage())
    # An index in a zone, or categories of such, warn where they are asked themselves.
    array = getattr(part, "array", part)
    own = array.codes if isinstance(array, pd.Categorical) else array
    return int(getattr(own, "nbytes", 0))
