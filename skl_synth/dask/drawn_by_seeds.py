"""Rows of a generator that holds no real row, drawn block by block from seeds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from skl_synth.dask.row_blocks import RowBlocks, even_sizes
from skl_synth.dask.running import Runner
from skl_synth.generators.constrained import Constrained
from skl_synth.generators.generator import Generator, Request, draw_seed
from skl_synth.given_samples import shuffled
from skl_synth.said_once import collected, say_each_once
from skl_synth.table.rows import Candidates, EncodedRows, without_parents
from skl_synth.table.target import Target


class _Block(NamedTuple):
    """What was drawn for a block: rows, their target, and what was said of them."""

    rows: EncodedRows
    target: np.ndarray
    warnings: list[Warning]


def drawn_by_seeds(
    generator: Generator,
    target: Target,
    request: Request,
    rng: np.random.RandomState,
    runner: Runner,
) -> Candidates:
    """Draw rows in random order, each block in a task with a seed of its own.

    How many blocks there are follows from the number of rows that are asked for, and
    the seed of each from its number: so neither the partitions of the real table nor
    the workers have a say in what is drawn.

    Parameters
    ----------
    generator : Generator
        What draws; it travels to where rows are drawn, and holds no real row.
    target : Target
        What the classes are.
    request : Request
        How many rows of each class.
    rng : RandomState
        Source of the order of classes, and of the seed.
    runner : Runner
        What computes tasks.

    Returns
    -------
    Candidates
        The rows, in blocks. Where nothing can fail they are drawn when they are needed;
        else they are drawn at once, so that whoever asked for them hears of it.

    Raises
    ------
    InputError
        If rows that keep the rules are too rare.
    """
    wanted = rng.permutation(np.repeat(np.arange(len(request.counts)), request.counts))
    seed, sizes = draw_seed(rng), even_sizes(len(wanted))
    stops = np.cumsum(sizes)
    common = runner.put((generator, target.without_rows(), request, seed))
    tasks = [
        runner.task(_draw, runner.put(wanted[stop - n : stop]), number, common)
        for number, (stop, n) in enumerate(zip(stops, sizes, strict=True))
    ]
    encoded: np.ndarray = wanted
    if isinstance(generator, Constrained) or target.kind == "continuous":
        tasks = runner.kept(tasks)
        told = runner.results([runner.task(_beside_rows, one) for one in tasks])
        say_each_once((one for _, heard in told for one in heard), stacklevel=4)
        encoded = np.concatenate([one for one, _ in told])
        sizes = np.array([len(one) for one, _ in told])
    blocks = tuple(runner.task(_rows, one) for one in tasks)
    rows: Any = RowBlocks(blocks, sizes, runner)
    return replace(without_parents(rows, encoded), seed=draw_seed(rng))


def _draw(
    wanted: np.ndarray, number: int, common: tuple[Generator, Target, Request, int]
) -> _Block:
    """Draw a block: of each class as many rows as are wanted, where they are wanted."""
    generator, target, request, seed = common
    rng = np.random.RandomState([seed, number])
    counts = np.bincount(wanted, minlength=len(request.counts))
    with collected() as heard:
        found = generator.draw(replace(request, counts=counts), rng)
    # Rows that were drawn again stand behind the others.
    found = shuffled(found, rng)
    groups = target.groups_of(found.target)
    n_found = np.bincount(groups, minlength=len(counts))
    places = np.argsort(wanted, kind="stable")
    turn = np.arange(len(wanted)) - np.repeat(np.cumsum(counts) - counts, counts)
    places = places[turn < np.repeat(n_found, counts)]
    found = found.take(np.argsort(groups, kind="stable")[np.argsort(places)])
    return _Block(found.rows, found.target, heard)


def _rows(block: _Block) -> EncodedRows:
    return block.rows


def _beside_rows(block: _Block) -> tuple[np.ndarray, list[Warning]]:
    return block.target, block.warnings
