"""LearntInBags: generators that learn samples of a table, and draw it by blocks."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.bags import BAG_ROWS, LEAST_OF_CLASS, MOST_BAGS, bags_of
from skl_synth.dask.bare_tables import for_tasks, no_rows
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.running import Runner
from skl_synth.generators.constrained import CHANCE_RULE
from skl_synth.generators.generator import Generator, Request, draw_seed
from skl_synth.generators.reach import refuse_fewer
from skl_synth.generators.shortage import warn_of_missing_rows
from skl_synth.said_once import collected, say_each_once
from skl_synth.table.persons import first_rows, numbered
from skl_synth.table.real import RealTable
from skl_synth.table.rows import (
    Candidates,
    EncodedRows,
    stack_candidates,
    without_parents,
)

DRAWN_ROWS = 131_072
"""Rows that are drawn at a time. Where rows are chosen among more, as patterns are kept
by a choice among three times as many, memory is taken for all of these."""


class LearntInBags(Generator):
    """Learn bags of rows, each in a task, and draw blocks of rows from them in turn.

    A bag is a sample of whole persons (`bags_of`) that a generator of one machine
    learns, with the schema, the rules and the layout of the whole table. Which row is
    in which bag, how many rows of each class a block has, and all seeds are decided
    here, by places in the table alone: partitions and workers change nothing. A table
    of one bag, drawn in one block, is the one that the generator itself makes.

    Parameters
    ----------
    inner : Generator
        What learns a bag, for each a copy of it.
    bag_rows, n_bags, least_of_class : int
        See `bags_of`.

    Attributes
    ----------
    learnt : tuple of Delayed
        What has learnt each bag, where it was learnt, and what it told of that.

    See Also
    --------
    skl_synth.dask.TypeAwareCART : Draws so.
    """

    runner: Runner
    real: RealTable
    learnt: tuple[Any, ...]

    def __init__(
        self,
        inner: Generator,
        *,
        bag_rows: int = BAG_ROWS,
        n_bags: int = MOST_BAGS,
        least_of_class: int = LEAST_OF_CLASS,
    ) -> None:
        self.inner = inner
        self.bag_rows = bag_rows
        self.n_bags = n_bags
        self.least_of_class = least_of_class

    @property
    def holds_real_rows(self) -> bool:
        """Whether the inner one does."""
        return self.inner.holds_real_rows

    @property
    def makes_persons(self) -> bool:
        """Whether the inner one draws whole persons."""
        return self.inner.makes_persons

    @property
    def draws_columns(self) -> bool:
        """Whether the inner one draws columns one after the other."""
        return self.inner.draws_columns

    def check(self, real: RealTable, request: Request) -> None:
        """Refuse what the inner one refuses."""
        self.inner.check(real, request)

    def learn(self, real: RealTable, rng: np.random.RandomState) -> None:
        """Let a copy of the inner one learn each bag, where its rows are."""
        rows: Any = real.rows
        self.runner, self.real = rows.runner, for_tasks(real)
        bags = bags_of(
            real,
            rng,
            bag_rows=self.bag_rows,
            n_bags=self.n_bags,
            least_of_class=self.least_of_class,
        )
        put = self.runner.put
        blocks = rows.take(np.concatenate(bags)).in_blocks(np.array([*map(len, bags)]))
        shared = put(self.inner), put(self.real)
        tasks = []
        for block, bag, source in zip(
            blocks.blocks, bags, _sources(rng, len(bags)), strict=True
        ):
            persons = None if real.persons is None else numbered(real.persons[bag])
            of_rows = put((real.target.encoded[bag], persons))
            task = self.runner.task(_learn, *shared, block, of_rows, put(source))
            tasks.append(task)
        made, _ = self._carried_out(tasks, rng)
        self.learnt = tuple(made)

    def draw(self, request: Request, rng: np.random.RandomState) -> Candidates:
        """Draw every block from the bag whose turn it is.

        Raises
        ------
        InputError
            If a number was asked for and so many rows cannot be had.

        Warns
        -----
        InputWarning
            If no number was asked for and rows are missing.
        """
        shares = shares_of_blocks(request.counts, len(self.learnt))
        asked = {place: one for place, one in enumerate(shares) if one.any()}
        asked = asked or {0: shares[0]}
        if len(asked) == 1:
            place, counts = asked.popitem()
            return self._drawn({place: (_DRAW, replace(request, counts=counts))}, rng)
        # What blocks lack of their shares is refused, or told of, as a whole.
        request_of = replace(request, exact=False, silent=True)
        drawn = self._drawn(
            {
                place: (_DRAW, replace(request_of, counts=counts))
                for place, counts in asked.items()
            },
            rng,
        )
        self._compare(request, drawn)
        return drawn

    def redraw(
        self, drawn: Candidates, others: np.ndarray, rng: np.random.RandomState
    ) -> Candidates:
        """Draw other people in place of some, by blocks of whole persons."""
        assert drawn.persons is not None
        rows = np.flatnonzero(others[drawn.persons])
        rows = rows[np.argsort(drawn.persons[rows], kind="stable")]
        persons, target = numbered(drawn.persons[rows]), drawn.target[rows]
        sizes = shares_of_blocks(np.array([len(rows)]), len(self.learnt))
        stops = np.cumsum([one[0] for one in sizes])
        # A person is in the block in which her first row is.
        block = np.searchsorted(stops, first_rows(persons), side="right")[persons]
        asked = {}
        for place in np.unique(block).tolist():
            mine = block == place
            histories = without_parents(no_rows(self.real.schema), target[mine])
            asked[place] = _REDRAW, histories.of_persons(numbered(persons[mine]))
        return self._drawn(asked, rng)

    def _drawn(
        self, asked: dict[int, tuple[str, Any]], rng: np.random.RandomState
    ) -> Candidates:
        """Draw blocks, by their places, in tasks, and fetch all but their rows."""
        put, sources = self.runner.put, _sources(rng, len(asked))
        tasks = [
            self.runner.task(
                _draw, self.learnt[place % len(self.learnt)], put(one), put(source)
            )
            for (place, one), source in zip(asked.items(), sources, strict=True)
        ]
        made, known = self._carried_out(tasks, rng)
        blocks = [self.runner.task(_thing, one) for one in made]
        parts = [
            self._beside(block, bare) for block, bare in zip(blocks, known, strict=True)
        ]
        return stack_candidates(parts).diagnosed(**_told_of_all(parts))

    def _carried_out(
        self, tasks: list[Any], rng: np.random.RandomState
    ) -> tuple[list[Any], list[Any]]:
        """Carry tasks out: what they made stays there, what they tell comes here."""
        made = self.runner.kept(tasks)
        told = self.runner.results([self.runner.task(_told, one) for one in made])
        heard = (warning for one in told for warning in one.warnings)
        say_each_once(heard, stacklevel=4)
        if len(told) == 1:
            # The only task went on with the source of whoever asks.
            rng.set_state(told[0].state)
        return made, [one.known for one in told]

    def _beside(self, block: Any, bare: Candidates) -> Candidates:
        """Put the rows of a block, which stay there, beside what is known of them."""
        sizes = np.array([len(bare.target)])
        rows: Any = RowBlocks((block,), sizes, self.runner)
        return replace(bare, rows=rows)

    def _compare(self, request: Request, drawn: Candidates) -> None:
        """Refuse, or warn, where rows are missing in the whole."""
        refuse_fewer(self.real, request, drawn)
        if request.silent:
            return
        groups = self.real.target.groups_of(drawn.target)
        had = np.bincount(groups, minlength=len(request.counts))
        for group in np.flatnonzero(had < request.counts).tolist():
            warn_of_missing_rows(
                self.real.target.label(group),
                int(had[group]),
                int(request.counts[group]),
                why="no more could be had that keep the constraints",
                remedies=[CHANCE_RULE],
            )


def shares_of_blocks(counts: np.ndarray, n_bags: int) -> list[np.ndarray]:
    """Share the rows of each class out to blocks.

    Parameters
    ----------
    counts : ndarray of shape (n_classes,), dtype int
        Rows of each class.
    n_bags : int
        How many bags take turns: there are as many blocks, or a multiple of that, so
        that each has the same share of all rows.

    Returns
    -------
    list of ndarray of shape (n_classes,)
        The rows of each block, which sum to these counts exactly.
    """
    n_rows = int(counts.sum())
    n_blocks = n_bags * max(-(-n_rows // (n_bags * DRAWN_ROWS)), 1)
    places = np.arange(n_blocks + 1, dtype=np.int64)[:, None]
    ends = places * np.asarray(counts, dtype=np.int64) // n_blocks
    return list(np.diff(ends, axis=0).astype(counts.dtype))


_DRAW, _REDRAW = "draw", "redraw"


@dataclass(frozen=True)
class _Done:
    """What a task made, which stays there, and what is to be known of it here."""

    thing: Any
    warnings: list[Warning]
    state: Any
    known: Any = None

    def __sizeof__(self) -> int:
        """Bytes in memory, by which clusters are balanced and put rows on disk."""
        return sum(one.raw().nbytes for one in _buffers(self.thing))


def _buffers(thing: Any) -> list[pickle.PickleBuffer]:
    """Find the arrays that something holds, none of which is copied."""
    found: list[pickle.PickleBuffer] = []
    pickle.dumps(thing, protocol=5, buffer_callback=found.append)
    return found


def _learn(
    inner: Generator,
    reading: RealTable,
    rows: EncodedRows,
    of_rows: tuple[np.ndarray, np.ndarray | None],
    source: np.random.RandomState,
) -> _Done:
    """Learn a bag, a table of its own that is read as the whole one was."""
    target, persons = of_rows
    bag = replace(
        reading,
        rows=rows,
        target=replace(reading.target, encoded=target),
        persons=persons,
    )
    generator, rng = copy.deepcopy(inner), copy.deepcopy(source)
    with collected() as warnings:
        generator.learn(bag, rng)
    return _Done(generator, warnings, rng.get_state())


def _draw(
    learnt: _Done, asked: tuple[str, Any], source: np.random.RandomState
) -> _Done:
    bag, (how, what) = learnt.thing, asked
    rng = copy.deepcopy(source)
    with collected() as warnings:
        if how == _DRAW:
            drawn = bag.draw(what, rng)
        else:
            assert what.persons is not None
            everybody = np.ones(int(what.persons.max(initial=-1)) + 1, dtype=bool)
            drawn = bag.redraw(what, everybody, rng)
    # Of whom a row was made is known by places in the bag, which nobody else has.
    bare = without_parents(drawn.rows, drawn.target).diagnosed(**drawn.diagnostics)
    bare = replace(bare, rows=drawn.rows.take(np.arange(0)), persons=drawn.persons)
    return _Done(drawn.rows, warnings, rng.get_state(), bare)


def _thing(done: _Done) -> Any:
    return done.thing


def _told(done: _Done) -> _Done:
    return replace(done, thing=None)


def _sources(rng: np.random.RandomState, n: int) -> list[np.random.RandomState]:
    """Give each task a source of its own by its number; the only one gets the source.

    So what is one task is done as on one machine.
    """
    if n == 1:
        return [rng]
    seed = draw_seed(rng)
    return [np.random.RandomState([seed, place]) for place in range(n)]


def _told_of_all(parts: list[Candidates]) -> dict[str, Any]:
    """Put together what blocks tell of themselves: sums of counts, means of figures."""
    told = {}
    for name, last in parts[-1].diagnostics.items():
        values = [one.diagnostics[name] for one in parts]
        if len(values) > 1 and isinstance(last, pd.DataFrame):
            figures = last.select_dtypes("number").columns.difference(["class"])
            keys = [one for one in last.columns if one not in figures]
            rows = pd.concat(values).groupby(keys, sort=False, dropna=False)
            told[name] = rows[list(figures)].mean().reset_index()[list(last.columns)]
        elif isinstance(last, dict):
            told[name] = {key: sum(one[key] for one in values) for key in last}
    return told
