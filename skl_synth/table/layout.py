"""The standardised matrix: the one space in which rows are compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from skl_synth.neighbors.mixed_rows import Levels, MixedRows
from skl_synth.table.onehot import group_codes
from skl_synth.table.rounding import FULL
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.variables import PRESENT, NumberVariable


@dataclass(frozen=True, eq=False)
class CodeBlock:
    """The columns of one discrete attribute in the matrix.

    Parameters
    ----------
    columns : slice
        Where they are.
    mean, scale : ndarray of shape (n_columns,)
        Mean and standard deviation of its 0/1 columns over the real rows.
    n_levels : int
        How many levels it has: as many as columns, or one more, the first.
    """

    columns: slice
    mean: np.ndarray
    scale: np.ndarray
    n_levels: int


@dataclass(frozen=True, eq=False)
class MatrixLayout:
    """Between encoded rows and the standardised matrix, in both directions.

    Every column, those of the discrete attributes too, has mean 0 and standard
    deviation 1 over the real rows. A missing number stands at the mean, and a 0/1
    column of its own says that it is missing; so does one for each special value.

    Parameters
    ----------
    mean, scale : ndarray of shape (n_numbers,)
        Mean and standard deviation of the numbers over the real rows.
    missing_code : ndarray of shape (n_numbers,), dtype int
        Which code says that the number is missing, or that another value stands in
        its place; -1 where it is always there.
    blocks : tuple of CodeBlock
        One per code.
    names : list of str
        Names of the columns of the matrix.
    """

    mean: np.ndarray
    scale: np.ndarray
    missing_code: np.ndarray
    blocks: tuple[CodeBlock, ...]
    names: list[str]

    @classmethod
    def fit(cls, schema: Schema, rows: EncodedRows) -> MatrixLayout:
        """Take means and standard deviations from the real rows.

        Parameters
        ----------
        schema : Schema
            The schema of the rows.
        rows : EncodedRows
            The real rows.

        Returns
        -------
        MatrixLayout
            The layout of the matrix.
        """
        present = ~np.isnan(rows.numbers)
        n_present = np.maximum(present.sum(axis=0), 1)
        mean = np.where(present, rows.numbers, 0.0).sum(axis=0) / n_present
        deviation = np.where(present, rows.numbers - mean, 0.0)
        scale = _spread(deviation, n_present)
        position = {id(variable): i for i, variable in enumerate(schema.codes)}
        missing_code = [position.get(id(variable), -1) for variable in schema.numbers]
        names = [str(variable.name) for variable in schema.numbers]
        blocks = []
        for code, variable in zip(rows.codes.T, schema.codes, strict=True):
            # Two levels need one column; the columns of a one-hot group are the
            # user's own and all stay.
            drop_first = variable.n_levels == 2 and variable.kind != "one_hot"
            # That a number is there is what none of the columns beside it says.
            drop_first |= isinstance(variable, NumberVariable)
            blocks.append(_block(code, variable.n_levels, drop_first, len(names)))
            width = blocks[-1].columns.stop - blocks[-1].columns.start
            names += [f"{variable.name}[{i + drop_first}]" for i in range(width)]
        return cls(mean, _positive(scale), np.array(missing_code), tuple(blocks), names)

    @property
    def n_columns(self) -> int:
        """Number of columns of the matrix."""
        return len(self.names)

    def matrix(self, rows: EncodedRows) -> np.ndarray:
        """Standardise encoded rows.

        Parameters
        ----------
        rows : EncodedRows
            Any rows of the schema.

        Returns
        -------
        ndarray of shape (n_rows, n_columns), dtype float64
            In units of standard deviations of the real rows.
        """
        return self.mixed(rows).matrix()

    def mixed(self, rows: EncodedRows) -> MixedRows:
        """Standardise encoded rows, and leave their codes as they are.

        Distances between such rows are those of the matrix, whose 0/1 columns need
        not be written for them.

        Parameters
        ----------
        rows : EncodedRows
            Any rows of the schema.

        Returns
        -------
        MixedRows
            The rows as the search takes them.
        """
        numbers = rows.numbers - self.mean
        numbers /= self.scale
        numbers[np.isnan(numbers)] = 0.0
        # Adding zero turns -0.0 into 0.0, so that equal rows have equal bytes.
        numbers += 0.0
        return MixedRows(numbers, rows.codes, self.levels)

    @cached_property
    def levels(self) -> tuple[Levels, ...]:
        """How far the levels of each discrete attribute are from one another."""
        return tuple(Levels(one.mean, one.scale, one.n_levels) for one in self.blocks)

    def rows(self, matrix: np.ndarray) -> EncodedRows:
        """Read rows back from a matrix, also from one whose rows are blended.

        Parameters
        ----------
        matrix : ndarray of shape (n_rows, n_columns)
            Rows in units of standard deviations.

        Returns
        -------
        EncodedRows
            Numbers not yet snapped; codes by arg-max on the 0/1 scale.
        """
        numbers = matrix[:, : len(self.mean)] * self.scale + self.mean
        codes = np.empty((len(matrix), len(self.blocks)), dtype=np.int32)
        for position, block in enumerate(self.blocks):
            unit = matrix[:, block.columns] * block.scale + block.mean
            if unit.shape[1] == 1:
                codes[:, position] = unit[:, 0] > 0.5
            elif block.n_levels > unit.shape[1]:
                # The level without a column is the first, and what is missing to one.
                levels = group_codes(unit, baseline=True) + 1
                codes[:, position] = levels % (unit.shape[1] + 1)
            else:
                codes[:, position] = group_codes(unit, baseline=False)
        # Blended numbers do not say how many decimals they had: the most there are.
        decimals = np.full(numbers.shape, FULL, dtype=np.int8)
        return EncodedRows(self.blank_missing(numbers, codes), decimals, codes)

    def blank_missing(self, numbers: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """Set numbers to NaN where their code says that they are missing, in place.

        Parameters
        ----------
        numbers : ndarray of shape (n_rows, n_numbers)
            The numbers.
        codes : ndarray of shape (n_rows, n_codes)
            The codes.

        Returns
        -------
        ndarray
            The same array of numbers.
        """
        for number, code in enumerate(self.missing_code):
            if code >= 0:
                numbers[codes[:, code] > PRESENT, number] = np.nan
        return numbers


def _block(code: np.ndarray, n_levels: int, drop_first: bool, start: int) -> CodeBlock:
    share = np.bincount(code, minlength=n_levels) / max(len(code), 1)
    mean = share[int(drop_first) :]
    return CodeBlock(
        columns=slice(start, start + len(mean)),
        mean=mean,
        scale=_positive(np.sqrt(mean * (1.0 - mean))),
        n_levels=n_levels,
    )


def _spread(deviation: np.ndarray, n_present: np.ndarray) -> np.ndarray:
    """Standard deviations; of tiny numbers too, whose squares no float can hold."""
    largest = np.abs(deviation).max(axis=0, initial=0.0)
    unit = np.where((largest > 0) & (largest < 1e-140), largest, 1.0)
    return unit * np.sqrt(((deviation / unit) ** 2).sum(axis=0) / n_present)


def _positive(scale: np.ndarray) -> np.ndarray:
    """A column without spread is left as it is, as scikit-learn's scaler does."""
    return np.where(scale > 0, scale, 1.0)
