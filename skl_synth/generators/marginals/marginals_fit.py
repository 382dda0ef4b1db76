"""A fit: what is measured of a table, and in which order."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.columns import Column, shares_by_class
from skl_synth.generators.marginals.counted_rows import CountedRows, counted
from skl_synth.generators.marginals.even_bins import even_bins
from skl_synth.generators.marginals.fitted_marginals import FittedMarginals
from skl_synth.generators.marginals.further_pairs import FurtherPairs
from skl_synth.generators.marginals.heaps import Heaps, units_of
from skl_synth.generators.marginals.histogram import Histogram, count_histogram
from skl_synth.generators.marginals.ledger import Ledger, Measurement
from skl_synth.generators.marginals.named_margins import weighted_to
from skl_synth.generators.marginals.pair_choice import SCORED_BINS, choose_tree, score
from skl_synth.generators.marginals.pair_tree import (
    PairTree,
    binned,
    expected_pair,
    fitted_pair,
)
from skl_synth.generators.marginals.plan import Plan, plan_of
from skl_synth.generators.roundness import roundness

FEW_VALUES = 8
"""A column of so many values is counted by class at once."""

LEAST_BINS, MOST_BINS = 8, 32
"""Bins of a column that is counted by class."""

MOST_COARSE = 16
"""Bins of a column that is counted with another."""

ROWS_PER_CELL = 4
"""Cells of a pair hold so many rows on average, or there are fewer."""

SIGNAL = 2.0
"""Rows that a bin is to hold, in units of the spread of the noise."""

EMPTY_CLASS = 1e-3
"""Rows of a class that is known to have none, so that shares of it are of something;
rounded, it has none again."""

HEAPS = 0.1
"""Of what a histogram may cost, what is spent on how round its numbers are."""


class MarginalsFit:
    """A fit: each look at the rows goes through the ledger.

    Parameters
    ----------
    ledger : Ledger
        Adds noise.
    attributes : list of Attribute
        What is counted.
    rows : CountedRows
        The real rows.
    target : hashable
        The name of the target, for the ledger.
    public_classes : bool
        Whether the counts of classes are known to all.
    by_class : bool
        Whether columns and pairs are counted class by class; else each column is
        counted alone.
    together : sequence of tuple, default=()
        Names of two columns that are counted together in any tree.
    """

    def __init__(
        self,
        ledger: Ledger,
        attributes: list[Attribute],
        rows: CountedRows,
        *,
        target: Hashable,
        public_classes: bool,
        by_class: bool,
        together: Sequence[tuple[Hashable, ...]] = (),
    ) -> None:
        self.ledger = ledger
        self.attributes = attributes
        self.names = [one.name for one in attributes]
        self.rows = rows
        self.target = target
        self.public_classes = public_classes
        self.by_class = by_class and rows.n_classes > 1
        self.given = [self._places_of(one) for one in together]
        self.counted: list[tuple[Measurement, np.ndarray | None]] = []

    def with_tree(
        self, *, further: bool, rng: np.random.RandomState
    ) -> FittedMarginals:
        """Count columns and a tree of pairs, and more pairs where noise allows.

        Parameters
        ----------
        further : bool
            Whether more pairs than a tree may be counted.
        rng : RandomState
            Source of the rows of a pool.

        Returns
        -------
        FittedMarginals
            What rows are drawn from.
        """
        plan = self._plan(pairs=len(self.attributes) > 1, choice=True)
        self._count_classes(plan)
        columns = self._columns(plan)
        tree = PairTree(
            columns, self._coarse(columns, plan.pairs, len(columns) - 1), {}
        )
        chosen = self._choose_tree(tree, plan)
        more = FurtherPairs.of(
            self.ledger, self.rows, self.class_counts, tree, plan, self._beside
        )
        # What the choice has left, since fewer were chosen, goes to those that were.
        left = min(self.ledger.rho_left, plan.pairs + plan.choice)
        if not chosen:
            columns = self._counted_again(columns, left)
            return FittedMarginals(replace(tree, columns=columns), self.class_counts)
        if not (further and more.are_worth_it(self.n_rows)):
            self._count_tree(tree, chosen, left)
            return FittedMarginals(tree, self.class_counts)
        self._count_tree(tree, chosen, left - more.rho)
        return FittedMarginals(tree, self.class_counts, more.pool(rng))

    def alone(
        self, margins: list[tuple], rng: np.random.RandomState
    ) -> FittedMarginals:
        """Count each column alone, the target too, and the margins that were named.

        Parameters
        ----------
        margins : list of tuple
            Names of columns, and of the target.
        rng : RandomState
            Source of the rows of a pool.

        Returns
        -------
        FittedMarginals
            What rows are drawn from.
        """
        plan = self._plan(pairs=bool(margins), choice=False)
        self._count_classes(plan)
        columns = self._columns(plan)
        tree = PairTree(columns, self._coarse(columns, plan.pairs, len(margins)), {})
        if not margins:
            return FittedMarginals(tree, self.class_counts)
        # A target that is a number is one of the columns; classes are not.
        placed = [
            tuple(self.names.index(name) for name in margin if name in self.names)
            for margin in margins
        ]
        with_class = [
            len(places) < len(margin)
            for places, margin in zip(placed, margins, strict=True)
        ]
        pool = weighted_to(
            list(zip(margins, placed, with_class, strict=True)),
            tree,
            self.rows,
            self.class_counts,
            self.ledger,
            plan.pairs,
            rng,
        )
        return FittedMarginals(tree, self.class_counts, pool)

    @property
    def n_rows(self) -> float:
        """How many rows there are thought to be."""
        return float(self.class_counts.sum())

    @property
    def _beside(self) -> tuple:
        """What is counted with each column or pair: the target, or nothing."""
        return (self.target,) if self.by_class else ()

    def _places_of(self, names: tuple[Hashable, ...]) -> tuple[int, ...]:
        """Find columns that are counted; of a constant there is nothing to count."""
        return tuple(
            sorted(self.names.index(one) for one in names if one in self.names)
        )

    def _plan(self, *, pairs: bool, choice: bool) -> Plan:
        return plan_of(
            self.ledger,
            classes=not self.public_classes,
            histograms=any(one.n_values > FEW_VALUES for one in self.attributes),
            pairs=pairs,
            choice=choice,
        )

    def _count_classes(self, plan: Plan) -> None:
        counts = self.rows.classes()
        if self.public_classes:
            self.class_counts = np.maximum(counts, EMPTY_CLASS)
            return
        measured = self.ledger.measure((self.target,), counts, plan.classes)
        # Shares are of something: a class is thought to have one row at least.
        least = 1.0 if measured.sigma else EMPTY_CLASS
        self.class_counts = np.maximum(measured.values, least)

    def _columns(self, plan: Plan) -> list[Column]:
        """Count every column, finely in all rows, and in fewer bins by class."""
        n_wide = sum(one.n_values > FEW_VALUES for one in self.attributes)
        rho = plan.columns / max(len(self.attributes), 1)
        fine = plan.histograms / max(n_wide, 1)
        return [self._column(place, fine, rho) for place in range(len(self.names))]

    def _column(self, place: int, rho_fine: float, rho: float) -> Column:
        one, rows = self.attributes[place], self.rows.of_column(place)
        column = Column(one, np.arange(one.n_cells), np.ones((1, one.n_cells)))
        base = None
        if one.n_values > FEW_VALUES:
            histogram, heaps = self._fine(one, rows, rho_fine)
            bins = even_bins(
                histogram.counts,
                self._n_bins(rho),
                ordered=one.is_ordered,
                missing=one.n_absent,
            )
            column = Column(one, bins, column.shares, histogram, heaps)
            base = np.bincount(bins, weights=histogram.counts)
        measured = self._count(column, rows, rho)
        self.counted.append((measured, base))
        return replace(column, shares=self._shares(column, measured, base))

    def _counted_again(self, columns: list[Column], rho: float) -> list[Column]:
        """Spend on columns what no pair is worth: the better count weighs more."""
        if not rho or self.ledger.budget is None:
            return columns
        better = []
        for place, (column, (first, base)) in enumerate(
            zip(columns, self.counted, strict=True)
        ):
            rows = self.rows.of_column(place)
            second = self._count(column, rows, rho / len(columns))
            both = first.averaged(second)
            better.append(replace(column, shares=self._shares(column, both, base)))
        return better

    def _n_bins(self, rho: float) -> int:
        """Decide into how many bins a column goes, by what the smallest class holds."""
        smallest = self.class_counts.min() if self.by_class else self.n_rows
        signal = smallest / max(SIGNAL * self.ledger.sigma_of(rho), 1e-9)
        return int(np.clip(signal, LEAST_BINS, MOST_BINS))

    def _fine(
        self, one: Attribute, rows: CountedRows, rho: float
    ) -> tuple[Histogram, Heaps | None]:
        """Count the cells of a column, and how round its numbers are."""
        units = units_of(one) if one.is_ordered else np.ones(1)
        cells, times, ledger = rows.cells[:, 0], rows.times, self.ledger
        if len(units) < 2:
            return count_histogram(one, cells, self.n_rows, ledger, rho, times), None
        fine = rho * (1 - HEAPS)
        histogram = count_histogram(one, cells, self.n_rows, ledger, fine, times)
        # A value with a block of its own, such as a spike at 0, is never rounded.
        is_wide = histogram.widths > 1
        present = is_wide[histogram.blocks_of(cells)]
        places = roundness(one.low / one.step + cells[present], units)
        counts = counted(places, len(units), None if times is None else times[present])
        measured = self.ledger.measure((one.name,), counts, rho * HEAPS)
        total = max(float(histogram.counts[is_wide].sum()), 1.0)
        return histogram, Heaps.of_counts(units, measured.values, total)

    def _count(self, column: Column, rows: CountedRows, rho: float) -> Measurement:
        """Count the bins of a column, by class where there is more than one."""
        n_bins, key = column.n_bins, column.bins_of(rows.cells[:, 0])
        margin = (*self._beside, column.attribute.name)
        n_groups = 1
        if self.by_class:
            key = rows.groups * n_bins + key
            n_groups = rows.n_classes
        counts = counted(key, n_groups * n_bins, rows.times)
        return self.ledger.measure(margin, counts.reshape(n_groups, n_bins), rho)

    def _shares(
        self, column: Column, counted: Measurement, base: np.ndarray | None
    ) -> np.ndarray:
        """Share the rows of each class among bins."""
        totals = self.class_counts if self.by_class else np.array([self.n_rows])
        shares = shares_by_class(
            counted.values, counted.sigma, totals, base, column.blocks()
        )
        return np.repeat(shares, len(self.class_counts) // len(shares), axis=0)

    def _coarse(self, columns: list[Column], rho: float, n_looks: int) -> list:
        """Take bins together, so that the cells of pairs can be told from noise."""
        sigma = self.ledger.sigma_of(rho / max(n_looks, 1)) if rho else 0.0
        cells = self.n_rows / max(SIGNAL * sigma, ROWS_PER_CELL)
        n_bins = int(np.clip(np.sqrt(cells), 2, MOST_COARSE))
        return [one.coarser(n_bins, self.class_counts) for one in columns]

    def _choose_tree(self, tree: PairTree, plan: Plan) -> list[tuple[int, int]]:
        """Choose pairs by how far they are from what their columns say alone."""
        columns, n_looks = tree.columns, max(len(tree.columns) - 1, 1)
        bins = [one.coarser(SCORED_BINS, self.class_counts) for one in columns]
        scored = PairTree(columns, bins, {})
        rows = binned(self.rows, scored)
        shares = [scored.coarse_shares(place) for place in range(len(columns))]
        sigma = self.ledger.sigma_of(plan.pairs / n_looks) if plan.pairs else 0.0
        pairs = combinations(range(len(columns)), 2)
        scores = {
            (first, second): score(
                counts,
                expected_pair(self.class_counts, shares[first], shares[second]),
                sigma,
            )
            for (first, second), counts in rows.tables(pairs, scored.sizes).items()
        }
        rho = plan.choice / n_looks
        return choose_tree(scores, self.names, self.ledger, rho, self.given)

    def _count_tree(
        self, tree: PairTree, chosen: list[tuple[int, int]], rho: float
    ) -> None:
        """Count the pairs that were chosen, and put them into the tree."""
        tables = binned(self.rows, tree).tables(chosen, tree.sizes)
        for (first, second), counts in tables.items():
            margin = (*self._beside, self.names[first], self.names[second])
            measured = self.ledger.measure(margin, counts, rho / len(chosen))
            shares = tree.coarse_shares(first), tree.coarse_shares(second)
            expected = expected_pair(self.class_counts, *shares)
            tree.tables[first, second] = fitted_pair(
                tree, (first, second), measured, expected, self.class_counts
            )
