"""Share: of parts that add up to a constant, how much of the rest one of them takes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from skl_synth.generators.derived.computed import is_missing
from skl_synth.generators.derived.gap import Gap, as_column
from skl_synth.table.constraints import SumTo
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.rounding import FULL, POWERS, round_to
from skl_synth.table.value_steps import LARGEST, Lattice
from skl_synth.table.variables import NumberVariable


@dataclass(frozen=True, eq=False)
class Share(Gap):
    """How much a part takes of what the parts before it leave.

    Parts that are drawn each for itself often leave less than nothing for the last
    one. Rows in which they do are drawn again, and in those that are kept the last
    part is too large. Whatever the shares, something is left.

    Parameters
    ----------
    total : float, default=0.0
        What all parts add up to.
    steps : Lattice or None, default=None
        Where the part is guessed in tens, say, so is what is computed, however few
        real values there are; None for parts that are not rounded.
    """

    total: float = 0.0
    steps: Lattice | None = None

    @classmethod
    def of_part(
        cls,
        reader: RowReader,
        part: NumberVariable,
        before: tuple[Hashable, ...],
        total: float,
    ) -> Share | None:
        """Measure the shares of real rows.

        Parameters
        ----------
        reader : RowReader
            The real rows.
        part : NumberVariable
            One of the parts.
        before : tuple of hashable
            The parts before it.
        total : float
            What all parts add up to.

        Returns
        -------
        Share or None
            None where there is no share that could be drawn.
        """
        place = reader.schema.numbers.index(part)
        decimals = part.precision.decimals
        share = cls(part, place, before, "", 1, decimals, 0.0, part, total=total)
        known = share.of_real(reader)
        known = known[~np.isnan(known)]
        if not len(known):
            return None
        steps = _steps_of(reader.values(part.name), decimals)
        return replace(share, variable=as_column(part, known), steps=steps)

    def base(self, reader: RowReader) -> np.ndarray:
        """Find what the parts before leave.

        Parameters
        ----------
        reader : RowReader
            Rows of the table.

        Returns
        -------
        ndarray of shape (n_rows,)
            What is left; NaN where a part is missing.
        """
        left = self.total - np.sum([reader.values(one) for one in self.before], axis=0)
        return np.maximum(left, 0.0)

    def ends(self, base: np.ndarray, gaps: np.ndarray) -> np.ndarray:
        """Take the share of what is left.

        Parameters
        ----------
        base : ndarray of shape (n_rows,)
            What is left.
        gaps : ndarray of shape (n_rows,)
            Shares of it.

        Returns
        -------
        ndarray of shape (n_rows,)
            The part, which its column may be unable to hold.
        """
        parts = round_to(base * gaps, self.decimals)
        parts = parts if self.steps is None else self.steps.nearest(parts)
        # In single precision 12.3 is another number, which the column holds.
        return parts.astype(self.end.precision.dtype).astype(np.float64)

    def _measured(self, reader: RowReader) -> np.ndarray:
        left, own = self.base(reader), reader.values(self.end.name)
        some = left > 0
        return np.where(some, own / np.where(some, left, 1.0), np.nan)


def shares_of_parts(
    reader: RowReader,
    rules: Iterable[SumTo],
    taken: Iterable[Hashable],
    of_person: Iterable[Hashable] = (),
) -> list[Share]:
    """Find the parts of which the share is drawn: all but the first and the last one.

    Parameters
    ----------
    reader : RowReader
        The real rows.
    rules : iterable of SumTo
        The rules by which the last part is computed.
    taken : iterable of hashable
        Columns that are filled otherwise.
    of_person : iterable of hashable, default=()
        Columns that are the same in all visits of a person.

    Returns
    -------
    list of Share
        Each behind those that it needs.
    """
    found: list[Share] = []
    taken, of_person = set(taken), set(of_person)
    for rule in rules:
        parts = [reader.variable(one) for one in rule.parts]
        names = [one.name for one in parts]
        free = not taken.intersection(names[:-1]) and names[-1] not in names[:-1]
        alike = len({name in of_person for name in names}) == 1
        numbers = [one for one in parts if isinstance(one, NumberVariable)]
        good = [one for one in numbers if _can_be_share(reader, one)]
        if free and alike and len(good) == len(parts) and rule.total > 0:
            shares = [
                Share.of_part(reader, part, tuple(names[:place]), rule.total)
                for place, part in enumerate(numbers[:-1])
                if place
            ]
            if None not in shares:
                found += [one for one in shares if one is not None]
                taken.update(names)
    return found


def _can_be_share(reader: RowReader, part: NumberVariable) -> bool:
    """Whether a part is a number in each row, and never below nothing."""
    return (
        part.family == "numbers"
        and part.precision.low >= 0
        and not is_missing(reader, part).any()
    )


def _steps_of(values: np.ndarray, decimals: int) -> Lattice | None:
    if decimals == FULL or values.max() * POWERS[decimals] > LARGEST:
        return None
    whole = np.rint(values * POWERS[decimals]).astype(np.int64)
    units = max(int(np.gcd.reduce(whole - whole[0])), 1)
    return Lattice(units, int(whole[0] % units), decimals)
