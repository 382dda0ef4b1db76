"""Reading a table by its dictionary, part by part: nothing of it is inferred."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.bare_tables import no_rows
from skl_synth.dask.distributed_table import DistributedTable
from skl_synth.dask.parts import Parts
from skl_synth.dask.persons_of_parts import persons_of_parts
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.whose_rows import with_said_persons
from skl_synth.table.containers import frame_of
from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.dictionary.public_table import public_table
from skl_synth.table.dictionary.read_by import (
    ReadTable,
    only_described,
    read_by,
)
from skl_synth.table.rows import EncodedRows
from skl_synth.table.target import check_pair


def read_by_parts(dictionary: DataDictionary, parts: Parts) -> ReadTable:
    """Read a real table by a dictionary, each partition by itself.

    How a cell is read depends on the dictionary and on that cell, so that a row is read
    alike whatever other rows stand in its partition.

    Parameters
    ----------
    dictionary : DataDictionary
        Kinds, levels, bounds, classes.
    parts : Parts
        The partitions of the table.

    Returns
    -------
    ReadTable
        As `read_by` gives it for the whole table, with `RowBlocks` for rows.

    Raises
    ------
    InputError
        As `read_by`.
    """
    runner = parts.runner
    _check(dictionary, parts)
    common = runner.put(dictionary)
    targets = parts.targets or (None,) * len(parts.tables)
    read = runner.kept(
        [
            runner.task(_read, X, y, common)
            for X, y in zip(parts.tables, targets, strict=True)
        ]
    )
    told = runner.results([one[1:] for one in read])
    outside: Counter[str] = Counter()
    for _, found in told:
        outside.update(found)
    table = public_table(dictionary)
    encoded = np.concatenate([one for one, _ in told])
    blocks = tuple(one[0] for one in read)
    target = replace(table.target.without_rows(), encoded=encoded)
    known = DistributedTable.of(
        replace(table, target=target), RowBlocks(blocks, parts.sizes, runner)
    )
    return ReadTable(
        replace(known, persons=persons_of_parts(with_said_persons(parts, dictionary))),
        dict(outside),
    )


def _check(dictionary: DataDictionary, parts: Parts) -> None:
    """Refuse what no row can mend, before any is looked at."""
    X, y = parts.table_like, parts.target_like
    check_pair(X, y)
    if not parts.sizes.sum():
        frame_of(X)
    only_described(dictionary, X.set_axis([str(name) for name in X.columns], axis=1), y)


def _read(
    X: pd.DataFrame, y: Any, dictionary: DataDictionary
) -> tuple[EncodedRows, np.ndarray, dict[str, int]]:
    if not len(X):
        table = public_table(dictionary)
        return no_rows(table.schema), table.target.without_rows().encoded[:0], {}
    # Whose rows they are is said for the whole table, where persons are numbered.
    found = read_by(replace(dictionary, person=None), X, y)
    return found.table.rows, found.table.target.encoded, found.outside
