"""LevelTransform: from encoded rows to levels and offsets, and back.

Levels and offsets are what the networks read and write.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.generators.neural.modes import Modes
from skl_synth.table.real import RealTable
from skl_synth.table.rounding import FULL
from skl_synth.table.rows import EncodedRows


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
        real: RealTable,
        rng: np.random.RandomState,
    ) -> LevelTransform:
        """Find the modes of all numbers.

        Parameters
        ----------
        real : RealTable
            The real table.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        LevelTransform
            The fitted transform.
        """
        rows, target = real.rows, real.target
        missing_code = real.layout.missing_code.astype(np.intp)
        absent = [max(variable.n_levels - 1, 0) for variable in real.schema.numbers]
        modes = [
            Modes.fit(rows.numbers[:, i], rows.decimals[:, i], absent[i], rng)
            for i in range(len(missing_code))
        ]
        has_target = target.kind == "continuous"
        if has_target:
            # Its decimals are a matter of the target, which snaps it.
            most = np.full(len(rows), FULL, dtype=np.int8)
            modes.append(Modes.fit(target.encoded, most, 0, rng))
        codes = np.setdiff1d(np.arange(rows.codes.shape[1]), missing_code)
        variables = real.schema.codes
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
        absent = np.isnan(rows.numbers)
        for i, code in enumerate(self.missing_code.tolist()):
            if self.modes[i].missing > 1:
                gone, level = absent[:, i], pairs[i][0]
                which = rows.codes[gone, code] - 1
                level[gone] = self.modes[i].components.stop + which
        levels = [level for level, _ in pairs] + list(rows.codes.T[self.code_columns])
        offsets = [offset for _, offset in pairs]
        return Levels(
            np.array(levels, dtype=np.intp).reshape(-1, len(rows)).T.copy(),
            np.array(offsets, dtype=np.float32).reshape(-1, len(rows)).T.copy(),
        )

    def decode(
        self, drawn: Levels, rng: np.random.RandomState
    ) -> tuple[EncodedRows, np.ndarray | None]:
        """Turn levels and offsets into rows.

        Parameters
        ----------
        drawn : Levels
            What was drawn from the output of a network.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        rows : EncodedRows
            The rows, not yet snapped.
        target : ndarray of shape (n_rows,) or None
            A continuous target, not yet snapped.
        """
        shape = len(drawn), len(self.modes)
        numbers, decimals = np.empty(shape), np.empty(shape, dtype=np.int8)
        codes = np.zeros((len(drawn), self.n_codes), dtype=np.int32)
        for i, modes in enumerate(self.modes):
            numbers[:, i], decimals[:, i] = modes.decode(
                drawn.levels[:, i], drawn.offsets[:, i], rng
            )
        codes[:, self.code_columns] = drawn.levels[:, len(self.modes) :]
        target = numbers[:, -1] if self.has_target else None
        n_numbers = len(self.missing_code)
        numbers, decimals = numbers[:, :n_numbers], decimals[:, :n_numbers]
        # These codes have no head of their own, which could contradict the number.
        for i, code in enumerate(self.missing_code.tolist()):
            if code >= 0:
                behind = drawn.levels[:, i] - self.modes[i].components.stop
                codes[:, code] = np.maximum(behind + 1, 0)
        return EncodedRows(numbers, decimals, codes), target
