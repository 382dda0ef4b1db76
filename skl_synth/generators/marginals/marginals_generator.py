"""Marginals: noisy counts of columns and pairs, and rows that agree with them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from skl_synth.errors import InputError
from skl_synth.generators.exact_given.chosen_classes import effective_of_met
from skl_synth.generators.generator import Generator, Request
from skl_synth.generators.marginals.attribute import (
    Attribute,
    attributes_of,
    name_of_target,
)
from skl_synth.generators.marginals.counted_rows import CountedRows
from skl_synth.generators.marginals.fitted_marginals import FittedMarginals
from skl_synth.generators.marginals.given_marginals import GivenMarginals
from skl_synth.generators.marginals.ledger import Budget, Ledger
from skl_synth.generators.marginals.marginals_fit import MarginalsFit
from skl_synth.table.coding import snap_rows
from skl_synth.table.given import Given
from skl_synth.table.precision import Precision
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows, without_parents
from skl_synth.table.schema import Schema
from skl_synth.table.values import some_of


class MarginalsGenerator(Generator):
    """Draw rows that agree with counts of a real table, noised where there is a budget.

    It looks at nothing of the real table but its rows, and at these through a ledger:
    what columns may hold is taken from the schema. So whoever wants a guarantee hands
    it a table whose schema does not come from the rows.

    Parameters
    ----------
    pairs, class_counts, rows_per_person : object
        See `PrivateMarginals`.
    budget : Budget or None, default=None
        What the counts may cost; None for no noise.

    Attributes
    ----------
    ledger : Ledger
        Each look at the table.
    class_counts : ndarray of shape (n_classes,), dtype int, or None
        How many rows each class is thought to have; None where there are no classes.
    n_rows : int
        How many rows there are thought to be.
    margins : list of tuple
        The columns that were counted together.

    See Also
    --------
    PrivateMarginals : The estimator, which explains the parameters.
    """

    ledger: Ledger
    class_counts: np.ndarray | None
    n_rows: int
    fitted: FittedMarginals
    margins: list[tuple]
    schema: Schema
    precision: Precision | None

    def __init__(
        self,
        pairs: Any = "auto",
        *,
        budget: Budget | None = None,
        class_counts: str = "noisy",
        rows_per_person: int = 1,
    ) -> None:
        self.pairs = pairs
        self.budget = budget
        self.which_counts = class_counts
        self.rows_per_person = rows_per_person

    @property
    def holds_real_rows(self) -> bool:
        """There are none: counts are what it learns."""
        return False

    @property
    def draws_columns(self) -> bool:
        """Columns are drawn from counts.

        With a budget all are counted as the dictionary has them: the gap of two columns
        would be measured in real rows first.
        """
        return self.budget is None

    @property
    def draws_given(self) -> bool:
        """Conditions are met exactly: the probabilities are there."""
        return True

    def leave_out(
        self, columns: Mapping[Hashable, tuple[Hashable, ...]], whole: RealTable
    ) -> None:
        """Count what columns follow from in their place."""
        if not isinstance(self.pairs, str):
            self.pairs = margins_without(self.pairs, columns)

    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Count a table, with noise.

        Raises
        ------
        InputError
            If ``pairs`` names what is no column.
        """
        public = self.which_counts == "public" and real.target.classes is not None
        # To replace one person moves two counts, each by as much as they have rows.
        sensitivity = self.rows_per_person * (2**0.5 if public else 1.0)
        self.ledger = Ledger(self.budget, sensitivity=sensitivity)
        self.schema = real.schema
        self.precision = real.target.precision
        attributes = attributes_of(real)
        names = [one.name for one in attributes]
        target = name_of_target(real)
        # Classes can be named beside the columns; a number is one of them.
        known = names if real.target.classes is None else [*names, target]
        margins = named_margins(self.pairs, known)
        fit = MarginalsFit(
            self.ledger,
            attributes,
            self._counted(real, attributes),
            target=target,
            public_classes=public,
            by_class=margins is None,
            together=[one.columns for one in real.schema.survival],
        )
        self.fitted = (
            fit.with_tree(further=self.pairs == "auto", rng=rng)
            if margins is None
            else fit.alone(margins, rng)
        )
        self.margins = self.ledger.margins
        counts = np.maximum(np.rint(self.fitted.class_counts), 0).astype(np.intp)
        self.n_rows = int(counts.sum())
        self.class_counts = None if real.target.classes is None else counts

    def _counted(self, real: RealTable, attributes: list[Attribute]) -> CountedRows:
        """Make rows ready to be counted."""
        return CountedRows.of(real, attributes)

    def draw(self, request: Request, rng: np.random.RandomState) -> Candidates:
        """Draw rows of each class, or those that are given."""
        if request.given is not None:
            return self._draw_given(request.given, rng)
        groups = np.repeat(np.arange(len(request.counts)), request.counts)
        cells = self.fitted.draw_cells(groups, rng)
        rows, target = self.fitted.rows_of(cells, self.schema, rng)
        return self._snapped(rows, groups if target is None else target)

    def _draw_given(self, given: Given, rng: np.random.RandomState) -> Candidates:
        """Draw rows under conditions, from the same counts."""
        exact = GivenMarginals.of(
            self.fitted, given.conditions, self.schema, self.precision
        )
        drawn = exact.draw(given, rng)
        rows, target = self.fitted.rows_of(drawn.cells, self.schema, rng, drawn.numbers)
        found = self._snapped(rows, drawn.groups if target is None else target)
        for place, low in drawn.lows.items():
            number = self.fitted.columns[place].attribute.number
            if number < 0:
                continue
            # What is given is written as it is given, but for float noise.
            is_target = number == len(self.schema.numbers)
            values = found.target if is_target else found.rows.numbers[:, number]
            np.clip(values, low, drawn.highs[place], out=values)
        return found.diagnosed(given_ess=effective_of_met(drawn.effective))

    def _snapped(self, rows: EncodedRows, target: np.ndarray) -> Candidates:
        if self.precision is not None:
            target = self.precision.snap(target)
        return without_parents(snap_rows(self.schema, rows), target)


def named_margins(pairs: Any, names: list) -> list[tuple] | None:
    """Check the margins that were named.

    Parameters
    ----------
    pairs : {"auto", "tree", "none"} or list of tuples
        As given.
    names : list
        Columns and groups that can be counted, and the target.

    Returns
    -------
    list of tuple or None
        The margins; None where pairs are to be found.

    Raises
    ------
    InputError
        If a margin is of one column or of more than three, or names no column.
    """
    if isinstance(pairs, str):
        return [] if pairs == "none" else None
    margins = [_names_of(one) for one in pairs]
    for margin in margins:
        _check_margin(margin, names)
    return margins


def margins_without(
    pairs: Sequence[Any], columns: Mapping[Hashable, tuple[Hashable, ...]]
) -> list[Any]:
    """Name in margins what columns follow from in place of these columns.

    Parameters
    ----------
    pairs : sequence of tuple
        Margins of two or three columns.
    columns : mapping of hashable to tuple of hashable
        Columns that are not counted, and those that each follows from.

    Returns
    -------
    list of tuple
        The margins, but for those of which one column is left, or more than three.
    """
    margins: list[Any] = []
    for margin in pairs:
        if not any(name in columns for name in _names_of(margin)):
            margins.append(margin)
            continue
        names = list(_names_of(margin))
        while known := [name for name in names if name in columns]:
            place = names.index(known[0])
            names[place : place + 1] = columns[known[0]]
        without = tuple(dict.fromkeys(names))
        if 2 <= len(without) <= 3 and without not in margins:
            margins.append(without)
    return margins


def _names_of(margin: Any) -> tuple:
    return tuple(margin) if isinstance(margin, list | tuple) else (margin,)


def _check_margin(margin: tuple, names: list) -> None:
    if not 2 <= len(margin) <= 3 or any(margin.count(name) > 1 for name in margin):
        raise InputError(
            "{parameter} names {value!r}, and a margin is of two or three columns",
            parameter="pairs",
            value=margin,
            remedies=["name two or three different columns"],
        )
    unknown = [name for name in margin if name not in names]
    if unknown:
        raise InputError(
            # publish has another parameter for them, so "pairs" would mislead.
            "a margin names {value!r}, which is no column that can be counted; there "
            "are {names}",
            parameter="pairs",
            value=unknown[0],
            names=some_of(names),
            remedies=["name columns, one-hot groups or the target"],
        )
