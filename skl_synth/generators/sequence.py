"""The order in which the attributes of a row are drawn, and what each is drawn from."""

from __future__ import annotations

from collections.abc import Container, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from skl_synth.errors import InputError
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema
from skl_synth.table.values import some_of
from skl_synth.table.variables import PRESENT, Variable


@dataclass(frozen=True)
class Step:
    """One attribute of a row, drawn in its turn.

    Parameters
    ----------
    is_number : bool
        Whether it is a number or a code.
    position : int
        Which of the numbers, or which of the codes.
    missing_code : int
        Which code says that the number is missing, or that another value stands in
        its place; -1 where none does.
    n_levels : int
        Levels of a code.
    is_target : bool
        Whether it is the target, in view of which every column is drawn.
    """

    is_number: bool
    position: int
    missing_code: int = -1
    n_levels: int = 0
    is_target: bool = False

    def of(self, rows: EncodedRows) -> np.ndarray:
        """Take the attribute out of rows.

        Parameters
        ----------
        rows : EncodedRows
            The rows.

        Returns
        -------
        ndarray of shape (n_rows,)
            Numbers or codes.
        """
        source = rows.numbers if self.is_number else rows.codes
        return source[:, self.position]

    def present(self, rows: EncodedRows) -> np.ndarray:
        """Mark the rows that have the attribute.

        Parameters
        ----------
        rows : EncodedRows
            Rows whose codes are known.

        Returns
        -------
        ndarray of shape (n_rows,), dtype bool
            False where the number is missing.
        """
        if self.missing_code < 0:
            return np.ones(len(rows), dtype=bool)
        return rows.codes[:, self.missing_code] == PRESENT


def in_order(schema: Schema, rows: EncodedRows, visit_order: Any) -> list[Variable]:
    """Put the variables of a table in the order in which they are drawn.

    Parameters
    ----------
    schema : Schema
        The schema of the table.
    rows : EncodedRows
        The real rows.
    visit_order : {"table", "levels"} or list of names
        As in the table; fewest different values first; or the names of some columns
        or one-hot groups, which come first, the others behind them as in the table.

    Returns
    -------
    list of Variable
        The variables.

    Raises
    ------
    ValueError
        If a name is none of a column or a group, or is given twice.
    """
    variables = list(schema.variables)
    if isinstance(visit_order, str):
        if visit_order == "table":
            return variables
        size = {id(one): _n_values(schema, rows, one) for one in variables}
        return sorted(variables, key=lambda variable: size[id(variable)])
    names = [variable.name for variable in variables]
    given = list(visit_order)
    for place, name in enumerate(given):
        if name not in names or name in given[:place]:
            problem = "twice" if name in names else "which is no column or group"
            raise InputError(
                "{parameter} names {value!r}, {why}",
                parameter="visit_order",
                value=name,
                why=problem,
                names=some_of(names),
                remedies=[
                    "name each of {names} at most once; a one-hot group goes by its "
                    "own name"
                ],
            )
    rank = {name: place for place, name in enumerate(given)}
    return sorted(variables, key=lambda one: rank.get(one.name, len(rank)))


def order_without(visit_order: Any, columns: Container[Hashable]) -> Any:
    """Leave columns out of an order that names them.

    Parameters
    ----------
    visit_order : {"table", "levels"} or list of names
        As for `in_order`.
    columns : collection of hashable
        Names of columns that are not drawn.

    Returns
    -------
    str or list of names
        The order of the others.
    """
    if isinstance(visit_order, str):
        return visit_order
    return [name for name in visit_order if name not in columns]


def steps_of(schema: Schema, variables: list[Variable]) -> list[Step]:
    """List the attributes of variables: of a number first whether it is missing.

    Parameters
    ----------
    schema : Schema
        The schema of the table.
    variables : list of Variable
        Its variables, in the order in which they are drawn.

    Returns
    -------
    list of Step
        Their attributes. Constants and keys have none.
    """
    codes = {id(variable): place for place, variable in enumerate(schema.codes)}
    numbers = {id(variable): place for place, variable in enumerate(schema.numbers)}
    steps = []
    for variable in variables:
        code = codes.get(id(variable), -1)
        if code >= 0:
            steps.append(Step(False, code, n_levels=variable.n_levels))
        if id(variable) in numbers:
            steps.append(Step(True, numbers[id(variable)], missing_code=code))
    return steps


def _n_values(schema: Schema, rows: EncodedRows, variable: Variable) -> int:
    steps = steps_of(schema, [variable])
    return len(np.unique(steps[-1].of(rows))) if steps else 0


@dataclass(frozen=True, eq=False)
class Predictors:
    """The attributes before one, as the columns on which its trees split.

    Parameters
    ----------
    steps : list of Step
        The attributes.
    scales : list of tuple of float
        Mean and standard deviation of each number, in the order of the steps.
    tables : list of ndarray
        For each code, in the order of the steps, the position of each of its levels.
        A tree splits positions in two at one place; with levels in the order of
        the mean response that place is the best of all ways to split the levels.
    """

    steps: list[Step]
    scales: list[tuple[float, float]]
    tables: list[np.ndarray]

    @classmethod
    def fit(
        cls, rows: EncodedRows, steps: list[Step], response: np.ndarray
    ) -> Predictors:
        """Order the levels of codes by a response.

        Parameters
        ----------
        rows : EncodedRows
            Real rows.
        steps : list of Step
            The attributes that come before the response.
        response : ndarray of shape (n_rows,) or (n_rows, n_outputs)
            The response, as numbers or as 0/1 columns.

        Returns
        -------
        Predictors
            The columns to split on.
        """
        scales, tables = [], []
        outputs = response if response.ndim == 2 else response[:, None]
        for step in steps:
            values = step.of(rows)
            if step.is_number:
                known = values[~np.isnan(values)]
                mean = float(known.mean()) if len(known) else 0.0
                scales.append((mean, float(known.std()) or 1.0 if len(known) else 1.0))
            else:
                tables.append(_order_levels(values, step.n_levels, outputs))
        return cls(steps, scales, tables)

    def matrix(self, rows: EncodedRows) -> np.ndarray:
        """Write rows as columns to split on.

        Parameters
        ----------
        rows : EncodedRows
            Rows whose attributes before the response are known.

        Returns
        -------
        ndarray of shape (n_rows, n_steps), dtype float32
            A missing number stands at the mean; its code tells it from those there.
        """
        matrix = np.empty((len(rows), len(self.steps)), dtype=np.float32)
        scales, tables = iter(self.scales), iter(self.tables)
        for column, step in enumerate(self.steps):
            values = step.of(rows)
            if step.is_number:
                mean, scale = next(scales)
                matrix[:, column] = np.nan_to_num((values - mean) / scale)
            else:
                matrix[:, column] = next(tables)[values]
        return matrix

    def most_telling(
        self, matrix: np.ndarray, response: np.ndarray, most: int
    ) -> np.ndarray:
        """Choose the columns that say most about a response, each by itself.

        Parameters
        ----------
        matrix : ndarray of shape (n_rows, n_steps)
            The columns of real rows.
        response : ndarray of shape (n_rows,) or (n_rows, n_outputs)
            The response, as numbers or as 0/1 columns.
        most : int
            How many to choose; the target is among them.

        Returns
        -------
        ndarray of shape (n_chosen,), dtype int
            Their positions, in their order.
        """
        if len(self.steps) <= most:
            return np.arange(len(self.steps))
        outputs = response if response.ndim == 2 else response[:, None]
        centered = outputs - outputs.mean(axis=0)
        # By a straight line, or by the distance from the middle.
        from_middle = np.abs(matrix - matrix.mean(axis=0))
        explained = np.maximum(
            _explained(matrix, centered), _explained(from_middle, centered)
        )
        explained[[step.is_target for step in self.steps]] = np.inf
        return np.sort(np.argsort(-explained, kind="stable")[:most])

    def only(self, chosen: np.ndarray) -> Predictors:
        """Keep some of the columns.

        Parameters
        ----------
        chosen : ndarray of int
            Their positions, in their order.

        Returns
        -------
        Predictors
            What writes these columns alone.
        """
        scales, tables = iter(self.scales), iter(self.tables)
        known = [next(scales if step.is_number else tables) for step in self.steps]
        steps = [self.steps[place] for place in chosen.tolist()]
        kept = [(step, known[place]) for step, place in zip(steps, chosen, strict=True)]
        return Predictors(
            steps,
            [one for step, one in kept if step.is_number],
            [one for step, one in kept if not step.is_number],
        )


def _explained(columns: np.ndarray, centered: np.ndarray) -> np.ndarray:
    """Variance of centered outputs that each column explains by itself."""
    deviations = columns - columns.mean(axis=0)
    spread = (deviations**2).sum(axis=0)
    joint = deviations.T @ centered.astype(deviations.dtype)
    return (joint**2).sum(axis=1) / np.where(spread > 0, spread, 1.0)


def _order_levels(codes: np.ndarray, n_levels: int, outputs: np.ndarray) -> np.ndarray:
    """Put the levels of a code in the order of their mean response.

    The response of several levels is reduced to its first principal component over
    the levels, as Coppersmith, Hong and Hosking (1999) do.
    """
    if n_levels < 3 or not len(codes):
        return np.arange(n_levels, dtype=np.float32)
    counts = np.bincount(codes, minlength=n_levels).astype(np.float64)
    sums = [np.bincount(codes, weights=one, minlength=n_levels) for one in outputs.T]
    center = outputs.mean(axis=0)
    # A level that these rows do not have stands at the mean.
    seen = np.maximum(counts, 1.0)[:, None]
    means = np.column_stack(sums) / seen - center * (counts > 0)[:, None]
    if means.shape[1] > 1:
        spread = means * np.sqrt(counts)[:, None]
        axis = np.linalg.eigh(spread.T @ spread)[1][:, -1]
        # The sign of an axis is arbitrary; fixing it makes results repeat anywhere.
        means = means @ (axis * np.sign(axis[np.argmax(np.abs(axis))]))
    position = np.empty(n_levels, dtype=np.float32)
    position[np.argsort(means.ravel(), kind="stable")] = np.arange(n_levels)
    return position
