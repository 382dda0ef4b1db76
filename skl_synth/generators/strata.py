"""Strata: a generator for each hospital, say, that learns its rows and no others."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.generators.constrained import Constrained
from skl_synth.generators.generator import Generator, Request, draw_seed
from skl_synth.generators.partition import Partition
from skl_synth.generators.pooling import draw_pool
from skl_synth.generators.wrapping import WrappingGenerator
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows, stack_candidates


@dataclass(frozen=True, eq=False)
class StrataPart:
    """What is made apart from all else: a stratum, or the pool of small ones.

    Parameters
    ----------
    generator : Generator
        What makes it.
    table : RealTable
        What it learns; without rows if it keeps none.
    strata : ndarray of int
        The strata.
    rows : ndarray of int
        The positions of its real rows in the whole table.
    classes : ndarray of int
        The classes that it has, by position in the whole table.
    """

    generator: Generator
    table: RealTable
    strata: np.ndarray
    rows: np.ndarray
    classes: np.ndarray

    def in_whole(self, drawn: Candidates, kind: str) -> Candidates:
        """Give positions of rows and classes as they are in the whole table.

        Parameters
        ----------
        drawn : Candidates
            Rows of this part.
        kind : str
            What the target is.

        Returns
        -------
        Candidates
            The same rows.
        """
        target = self.classes[drawn.target] if kind == "classes" else drawn.target
        return replace(drawn, target=target, parents=self.rows[drawn.parents])


class Strata(Generator):
    """Divide the table by the values of columns, and make each part by itself.

    It stands around all other generators: filters and calibrators work within a
    stratum, by its counts, though distances are measured to all real rows. A stratum is
    learnt from its rows alone; its columns are read and scaled as in the whole table.

    Parameters
    ----------
    inner : Generator
        What makes a stratum; a copy of it for each.
    by : hashable or list of hashable
        The columns that divide the table.

    Attributes
    ----------
    partition : Partition
        The strata.
    parts : tuple of StrataPart
        What is made apart.
    seed : int
        The seed of all that the parts learn.

    See Also
    --------
    TypeAwareCART : Explains ``by``.
    """

    partition: Partition
    seed: int

    def __init__(self, inner: Generator, by: Any) -> None:
        self.inner = inner
        self.by = by
        self.parts: tuple[StrataPart, ...] = ()

    @staticmethod
    def partition_of(real: RealTable, by: Any) -> Partition:
        """Divide a table; elsewhere, where its rows are elsewhere.

        Parameters
        ----------
        real : RealTable
            The table.
        by : hashable or list of hashable
            The columns that divide it.

        Returns
        -------
        Partition
            The strata.
        """
        return Partition.of(real, by)

    @property
    def holds_real_rows(self) -> bool:
        """Whether the inner one does."""
        return self.inner.holds_real_rows

    @property
    def makes_persons(self) -> bool:
        """Whether the inner one draws whole persons."""
        return self.inner.makes_persons

    def check(self, real: RealTable, request: Request) -> None:
        """Refuse what cannot be divided, and what the inner one refuses of a part.

        Raises
        ------
        InputError
            If a column cannot be used, or a part is too small.
        """
        if self.parts:
            partition, parts = self.partition, [*self.parts]
        else:
            partition = self.partition_of(real, self.by)
            parts = self._parts_of(real, partition)
        wanted = partition.shared(request.counts)
        for part in parts:
            counts = wanted[part.strata].sum(axis=0)[part.classes]
            part.generator.check(part.table, replace(request, counts=counts))

    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Learn each part from its rows.

        Raises
        ------
        InputError
            If a column cannot be used.

        Warns
        -----
        InputWarning
            If strata are too small and are pooled.
        """
        self.kind = real.target.kind
        self.labels = _class_names(real)
        self.partition = self.partition_of(real, self.by)
        self.partition.warn_of_pool()
        self.seed = draw_seed(rng)
        seeds = np.random.RandomState(self.seed)
        parts = self._parts_of(real, self.partition)
        for part in parts:
            part.generator.learn(part.table, np.random.RandomState(draw_seed(seeds)))
        for whole in _wrappers(self.inner):
            whole.look_at(real)
        self.parts = tuple(self._without_rows(part) for part in parts)
        self._measure_against_all()

    def draw(self, request: Request, rng: np.random.RandomState) -> Candidates:
        """Draw of each stratum its share of every class."""
        wanted = self.partition.shared(request.counts)
        asked = [wanted[part.strata][:, part.classes] for part in self.parts]
        # What is asked for no row says what an empty table looks like.
        places = [i for i, one in enumerate(asked) if one.any()] or [0]
        drawn, names = [], []
        for place in places:
            part, seeds = self.parts[place], np.random.RandomState(draw_seed(rng))
            drawn.append(self._draw_part(part, asked[place], request, seeds))
            names.append(self.partition.name(part.strata))
        return _stacked(drawn, names)

    def avoid(self, rows: EncodedRows) -> None:
        """Let filters keep away from further real rows, too.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the schema, which were not learnt.
        """
        # Only a filter stands around all others where this is asked for.
        self.inner.avoid(rows)  # type: ignore[attr-defined]
        self._measure_against_all()

    def inside(self) -> Strata:
        """Give the same strata around what the generators of the parts wrap.

        Returns
        -------
        Strata
            Fitted as this one.
        """
        inner = copy.copy(self)
        inner.inner = self.inner.inner  # type: ignore[attr-defined]
        inner.parts = tuple(
            replace(part, generator=part.generator.inner)  # type: ignore[attr-defined]
            for part in self.parts
        )
        return inner

    def frame(self) -> pd.DataFrame:
        """Show the strata, as `Partition.frame` does.

        Returns
        -------
        DataFrame
            One row per stratum.
        """
        return self.partition.frame(self.labels)

    def _parts_of(self, real: RealTable, partition: Partition) -> list[StrataPart]:
        parts = []
        for strata in partition.parts:
            rows = np.flatnonzero(np.isin(partition.strata, strata))
            classes = np.unique(real.target.groups[rows])
            table = real.part(rows, partition.name(strata))
            inner = copy.deepcopy(self.inner)
            parts.append(StrataPart(inner, table, strata, rows, classes))
        return parts

    def _without_rows(self, part: StrataPart) -> StrataPart:
        if self.holds_real_rows:
            return part
        return replace(part, table=part.table.without_rows())

    def _measure_against_all(self) -> None:
        """Let the parts measure distances to the real rows of all strata.

        Somebody of another hospital is a real person, too.
        """
        for part in self.parts:
            pairs = zip(_wrappers(self.inner), _wrappers(part.generator), strict=True)
            for whole, own in pairs:
                own.look_like(whole, part.rows)

    def _draw_part(
        self,
        part: StrataPart,
        counts: np.ndarray,
        request: Request,
        rng: np.random.RandomState,
    ) -> Candidates:
        """Draw the rows of a stratum, or of the pool, with positions in the whole."""
        partition, columns = self.partition, self.partition.columns
        rows = partition.rows.take(part.strata)
        if len(part.strata) == 1:
            only = replace(request, counts=counts[0])
            drawn = part.generator.draw(only, rng)
            # Numbers that were mixed or moved may differ in their last digits.
            drawn = replace(drawn, rows=columns.set_to(drawn.rows, rows))
        elif part.table.has_visits:
            # Rows of persons cannot be chosen one by one.
            pooled = replace(request, counts=counts.sum(axis=0))
            drawn = part.generator.draw(pooled, rng)
        else:
            wanted = replace(request, counts=counts)
            drawn = draw_pool(part.generator, part.table, columns, rows, wanted, rng)
        return part.in_whole(drawn, self.kind)


def _class_names(real: RealTable) -> list[str]:
    if real.target.classes is None:
        return []
    return [real.target.label(group) for group in range(real.n_groups)]


def _wrappers(generator: Generator) -> Iterator[WrappingGenerator]:
    """Go through what measures distances, from the outermost in."""
    while isinstance(generator, WrappingGenerator | Constrained):
        if isinstance(generator, WrappingGenerator):
            yield generator
        generator = generator.inner


def _stacked(drawn: list[Candidates], names: list[str]) -> Candidates:
    """Put the rows of all parts under one another, with what is told of the draws."""
    rows = stack_candidates(drawn)
    told: dict[str, Any] = {}
    for name, first in drawn[0].diagnostics.items():
        values = [one.diagnostics[name] for one in drawn]
        if isinstance(first, pd.DataFrame):
            told[name] = pd.concat(
                [
                    value.assign(stratum=part)[["stratum", *value.columns]]
                    for value, part in zip(values, names, strict=True)
                ],
                ignore_index=True,
            )
        else:
            told[name] = {key: sum(one[key] for one in values) for key in first}
    return rows.diagnosed(**told)
