"""The standardised matrix: the one space in which rows are compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from skl_synth.neighbors.mixed_rows import Levels, MixedRows
from skl_synth.table.exact_sums import ExactSums
from skl_synth.table.matrix_sums import MatrixSums
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
        sums = MatrixSums.of(rows, levels_of(schema))
        return cls.of_sums(schema, sums, sums.center.squares(rows))

    @classmethod
    def of_sums(
        cls, schema: Schema, sums: MatrixSums, squares: ExactSums
    ) -> MatrixLayout:
        """Take means and standard deviations from sums over the real rows.

        The sums are exact, so that neither the order of the rows nor the parts in which
        they were summed make a difference.

        Parameters
        ----------
        schema : Schema
            The schema of the rows.
        sums : MatrixSums
            Of all real rows.
        squares : ExactSums
            The squared deviations of all real rows from ``sums.center``.

        Returns
        -------
        MatrixLayout
            The layout of the matrix.
        """
        center = sums.center
        scale = center.scale(squares, sums.n_present)
        position = {id(variable): i for i, variable in enumerate(schema.codes)}
        missing_code = [position.get(id(variable), -1) for variable in schema.numbers]
        names = [str(variable.name) for variable in schema.numbers]
        blocks = []
        for counts, variable in zip(sums.counts, schema.codes, strict=True):
            # Two levels need one column; the columns of a one-hot group are the
            # user's own and all stay.
            drop_first = variable.n_levels == 2 and variable.kind != "one_hot"
            # That a number is there is what none of the columns beside it says.
            drop_first |= isinstance(variable, NumberVariable)
            blocks.append(_block(counts, sums.n_rows, drop_first, len(names)))
            width = blocks[-1].columns.stop - blocks[-1].columns.start
            names += [f"{variable.name}[{i + drop_first}]" for i in range(width)]
        return cls(
            center.mean,
            _positive(scale),
            np.array(missing_code),
            tuple(blocks),
            names,
        )

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


def levels_of(schema: Schema) -> list[int]:
    """Count the levels of each code of a schema.

    Parameters
    ----------
    schema : Schema
        The schema.

    Returns
    -------
    list of int
        One number for each code.
    """
    return [variable.n_levels for variable in schema.codes]


def _block(counts: np.ndarray, n_rows: int, drop_first: bool, start: int) -> CodeBlock:
    mean = (counts / max(n_rows, 1))[int(drop_first) :]
    return CodeBlock(
        columns=slice(start, start + len(mean)),
        mean=mean,
        scale=_positive(np.sqrt(mean * (1.0 - mean))),
        n_levels=len(counts),
    )


def _positive(scale: np.ndarray) -> np.ndarray:
    """A column without spread is left as it is, as scikit-learn's scaler does."""
    return np.where(scale > 0, scale, 1.0)
