"""Between encoded rows and what the networks see: levels and offsets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.neural.modes import Modes
from skl_synth.table.encoder import TableEncoder
from skl_synth.table.precision import FULL
from skl_synth.table.rows import EncodedRows
from skl_synth.table.target import Target


@dataclass(frozen=True, eq=False)
class Levels:
    """Rows as a network reads and writes them.

    Parameters
    ----------
    levels : ndarray of shape (n_rows, n_heads), dtype int
        The level of every head: the modes of the numbers first, then the codes.
    offsets : ndarray of shape (n_rows, n_numbers)
        Where in its mode each number lies.
    """

    levels: np.ndarray
    offsets: np.ndarray

    def __len__(self) -> int:
        return len(self.levels)

    def take(self, rows: np.ndarray) -> Levels:
        """Return the rows at the given positions.

        Parameters
        ----------
        rows : ndarray of int or bool
            Positions, or a mask over all rows.

        Returns
        -------
        Levels
            The rows asked for.
        """
        return Levels(self.levels[rows], self.offsets[rows])


@dataclass(frozen=True, eq=False)
class LevelTransform:
    """The levels of every attribute of a table, and the way there and back.

    Whether a number is missing is one of its levels, so that the two agree. A
    continuous target is one more number.

    Parameters
    ----------
    modes : tuple of Modes
        One per number of the table, and one for a continuous target.
    sizes : tuple of int
        Levels of each code that is no sign of a missing number.
    code_columns : ndarray of int
        Which codes those are.
    missing_code : ndarray of int
        Which code says that the number is missing; -1 where it never is.
    n_codes : int
        Number of all codes.
    has_target : bool
        Whether the last number is the target.
    """

    modes: tuple[Modes, ...]
    sizes: tuple[int, ...]
    code_columns: np.ndarray
    missing_code: np.ndarray
    n_codes: int
    has_target: bool

    @classmethod
    def fit(
        cls,
        encoder: TableEncoder,
        rows: EncodedRows,
        target: Target,
        rng: np.random.RandomState,
    ) -> LevelTransform:
        """Find the modes of all numbers.

        Parameters
        ----------
        encoder : TableEncoder
            The fitted encoder of the rows.
        rows : EncodedRows
            The real rows.
        target : Target
            The real target.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        LevelTransform
            The fitted transform.
        """
        missing_code = encoder.layout_.missing_code.astype(np.intp)
        modes = [
            Modes.fit(rows.numbers[:, i], rows.decimals[:, i], bool(code >= 0), rng)
            for i, code in enumerate(missing_code.tolist())
        ]
        has_target = target.kind == "continuous"
        if has_target:
            most = np.full(len(rows), FULL, dtype=np.int8)
            modes.append(Modes.fit(target.encoded, most, False, rng))
        codes = np.setdiff1d(np.arange(rows.codes.shape[1]), missing_code)
        variables = encoder.schema_.codes
        return cls(
            modes=tuple(modes),
            sizes=tuple(variables[code].n_levels for code in codes.tolist()),
            code_columns=codes,
            missing_code=missing_code,
            n_codes=rows.codes.shape[1],
            has_target=has_target,
        )

    @property
    def head_sizes(self) -> list[int]:
        """Levels of every head."""
        return [modes.n_levels for modes in self.modes] + list(self.sizes)

    def encode(
        self, rows: EncodedRows, target: np.ndarray, rng: np.random.RandomState
    ) -> Levels:
        """Turn rows into levels and offsets.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the table.
        target : ndarray of shape (n_rows,)
            Their encoded target.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        Levels
            The rows.
        """
        numbers = list(rows.numbers.T) + ([target] if self.has_target else [])
        pairs = [
            modes.encode(values, rng)
            for modes, values in zip(self.modes, numbers, strict=True)
        ]
        levels = [level for level, _ in pairs] + list(rows.codes.T[self.code_columns])
        offsets = [offset for _, offset in pairs]
        return Levels(
            np.array(levels, dtype=np.intp).reshape(-1, len(rows)).T.copy(),
            np.array(offsets, dtype=np.float32).reshape(-1, len(rows)).T.copy(),
        )

    def decode(
        self, made: Levels, rng: np.random.RandomState
    ) -> tuple[EncodedRows, np.ndarray | None]:
        """Turn levels and offsets into rows.

        Parameters
        ----------
        made : Levels
            What a network has made.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        rows : EncodedRows
            The rows, not yet snapped.
        target : ndarray of shape (n_rows,) or None
            A continuous target, not yet snapped.
        """
        shape = len(made), len(self.modes)
        numbers, decimals = np.empty(shape), np.empty(shape, dtype=np.int8)
        codes = np.zeros((len(made), self.n_codes), dtype=np.int32)
        for i, modes in enumerate(self.modes):
            numbers[:, i], decimals[:, i] = modes.decode(
                made.levels[:, i], made.offsets[:, i], rng
            )
        codes[:, self.code_columns] = made.levels[:, len(self.modes) :]
        target = numbers[:, -1] if self.has_target else None
        n_numbers = len(self.missing_code)
        numbers, decimals = numbers[:, :n_numbers], decimals[:, :n_numbers]
        has_code = self.missing_code >= 0
        codes[:, self.missing_code[has_code]] = np.isnan(numbers[:, has_code])
        return EncodedRows(numbers, decimals, codes), target


@dataclass(frozen=True, eq=False)
class Heads:
    """How levels and offsets lie side by side in the output of a network.

    The levels of all heads come first, one column each, then one offset per bell: each
    bell has an offset of its own, so that a level and its offset belong together.

    Parameters
    ----------
    starts, stops : ndarray of shape (n_heads,)
        The columns of each head.
    bells : ndarray of shape (n_bells,)
        The column of each bell.
    numbers : ndarray of shape (n_bells,)
        The number that each bell belongs to.
    n_numbers : int
        How many heads are numbers; they come first.
    """

    starts: np.ndarray
    stops: np.ndarray
    bells: np.ndarray
    numbers: np.ndarray
    n_numbers: int

    @classmethod
    def of(cls, transform: LevelTransform) -> Heads:
        """Lay out the levels of a transform.

        Parameters
        ----------
        transform : LevelTransform
            Fitted.

        Returns
        -------
        Heads
            The layout.
        """
        sizes = np.array(transform.head_sizes, dtype=np.intp)
        stops = np.cumsum(sizes)
        starts = stops - sizes
        bells, numbers = [], []
        for number, (modes, start) in enumerate(
            zip(transform.modes, starts.tolist(), strict=False)
        ):
            columns = range(start + modes.bells.start, start + modes.bells.stop)
            bells += list(columns)
            numbers += [number] * len(columns)
        return cls(
            starts=starts,
            stops=stops,
            bells=np.array(bells, dtype=np.intp),
            numbers=np.array(numbers, dtype=np.intp),
            n_numbers=len(transform.modes),
        )

    @property
    def n_levels(self) -> int:
        """Columns of levels."""
        return int(self.stops[-1]) if len(self.stops) else 0

    @property
    def n_columns(self) -> int:
        """Columns of levels and of offsets."""
        return self.n_levels + len(self.bells)

    @property
    def head_of_level(self) -> np.ndarray:
        """The head of every column of levels."""
        return np.repeat(np.arange(len(self.starts)), self.stops - self.starts)

    def one_hot(self, rows: Levels) -> np.ndarray:
        """Write rows as the columns of a network.

        Parameters
        ----------
        rows : Levels
            Rows.

        Returns
        -------
        ndarray of shape (n_rows, n_columns), dtype float32
            A one for each level, the offset of each bell that was chosen, else zeros.
        """
        columns = np.zeros((len(rows), self.n_columns), dtype=np.float32)
        at = rows.levels + self.starts
        np.put_along_axis(columns, at, 1.0, axis=1)
        chosen = columns[:, self.bells]
        columns[:, self.n_levels :] = chosen * rows.offsets[:, self.numbers]
        return columns

    def draw(
        self, logits: np.ndarray, offsets: np.ndarray, rng: np.random.RandomState
    ) -> Levels:
        """Draw a level from every head, and take the offset that belongs to it.

        Parameters
        ----------
        logits : ndarray of shape (n_rows, n_levels)
            Logarithms of the odds of each level.
        offsets : ndarray of shape (n_rows, n_bells)
            The offset in each bell.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        Levels
            Rows.
        """
        # The largest of logits with Gumbel noise is a draw by their softmax.
        noisy = logits + rng.gumbel(size=logits.shape)
        levels = np.empty((len(logits), len(self.starts)), dtype=np.intp)
        ends = zip(self.starts.tolist(), self.stops.tolist(), strict=True)
        for head, (start, stop) in enumerate(ends):
            levels[:, head] = noisy[:, start:stop].argmax(axis=1)
        bell_of = np.full(self.n_levels, -1)
        bell_of[self.bells] = np.arange(len(self.bells))
        chosen = bell_of[(levels + self.starts)[:, : self.n_numbers]]
        # The last column, which -1 selects, is for levels without an offset.
        padded = np.column_stack([offsets, np.zeros(len(offsets))])
        return Levels(levels, np.take_along_axis(padded, chosen, axis=1))
