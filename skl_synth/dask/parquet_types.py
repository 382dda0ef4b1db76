"""What several Parquet files of one table have in common: types, and levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from skl_synth.dask.running import Runner
from skl_synth.errors import InputError
from skl_synth.files.bare_schemas import bare_table
from skl_synth.table.arrow import check_types
from skl_synth.table.values import some_of


def types_together(paths: Sequence[Path], schemas: Sequence[Any]) -> Any:
    """Find types that hold the columns of all files.

    Parameters
    ----------
    paths : sequence of Path
        The files, for messages.
    schemas : sequence of pyarrow.Schema
        What each says of itself.

    Returns
    -------
    pyarrow.Schema
        The types: of whole numbers of 32 and 64 bits, for example, the wider; where a
        file has nothing but gaps, those of the others.

    Raises
    ------
    InputError
        If a file has other columns, or another type that does not go with the others.
    """
    bare = [bare_table(one.empty_table()).schema for one in schemas]
    together = bare[0]
    check_types(together, str(paths[0]))
    for path, schema in zip(paths[1:], bare[1:], strict=True):
        _check_columns(together.names, schema.names, paths[0], path)
        check_types(schema, str(path))
        together = _both(together, schema, path)
    return together


def _check_columns(
    names: list[str], others: list[str], first: Path, path: Path
) -> None:
    if names == others:
        return
    lacking = [name for name in names if name not in others]
    more = [name for name in others if name not in names]
    parts = [
        f"{what} {some_of(found)}"
        for what, found in (("lacks", lacking), ("has besides", more))
        if found
    ]
    raise InputError(
        "{path} {differs}, unlike {first}: all files of a table have the same columns",
        path=path,
        first=first,
        differs=" and ".join(parts) or "has its columns in another order",
        remedies=[
            "name the files of one table alone",
            "write these with the same columns",
        ],
    )


def _both(one: Any, other: Any, path: Path) -> Any:
    import pyarrow as pa

    fields = []
    for mine, theirs in zip(one, other, strict=True):
        try:
            fields.append(_field_of_both(mine, theirs))
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise InputError(
                "column {column!r} has the type {theirs} in {path}, and {mine} in the "
                "files before it",
                column=mine.name,
                theirs=theirs.type,
                mine=mine.type,
                path=path,
                remedies=["write it in one type in all files"],
            ) from error
    return pa.schema(fields, one.metadata)


def _field_of_both(one: Any, other: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_dictionary(one.type) and pa.types.is_dictionary(other.type):
        kind = one.type
        if (kind.value_type, kind.ordered) == (
            other.type.value_type,
            other.type.ordered,
        ):
            wide = pa.dictionary(pa.int32(), kind.value_type, kind.ordered)
            return pa.field(one.name, wide)
    both = [pa.schema([field.with_nullable(True)]) for field in (one, other)]
    return pa.unify_schemas(both, promote_options="permissive").field(0)


def levels_together(
    paths: Sequence[Path], schema: Any, runner: Runner
) -> dict[str, pd.CategoricalDtype]:
    """Find the levels of the columns that are encoded as a dictionary.

    Parameters
    ----------
    paths : sequence of Path
        The files.
    schema : pyarrow.Schema
        The types that hold all of them.
    runner : Runner
        What computes tasks.

    Returns
    -------
    dict of str to CategoricalDtype
        The levels in the order in which they come, file after file.

    Raises
    ------
    InputError
        If levels have an order, and two files declare different ones.
    """
    from pyarrow import types

    names = [one.name for one in schema if types.is_dictionary(one.type)]
    if not names:
        return {}
    tasks = [runner.task(_levels_in_file, str(one.resolve()), names) for one in paths]
    found = runner.results(tasks)
    levels = {}
    for name in names:
        # A file without rows declares none.
        declared = {
            path: one[name]
            for path, one in zip(paths, found, strict=True)
            if len(one[name])
        }
        is_ordered = schema.field(name).type.ordered
        if is_ordered:
            _check_order(name, declared)
        first, *others = list(declared.values()) or [found[0][name]]
        whole = first.append(others).unique()
        levels[name] = pd.CategoricalDtype(whole, ordered=is_ordered)
    return levels


def _levels_in_file(path: str, names: list[str]) -> Mapping[str, pd.Index]:
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        table = file.read(columns=names).unify_dictionaries()
        if not table.num_rows:
            table = file.schema_arrow.empty_table()
    return {name: table.column(name).to_pandas().cat.categories for name in names}


def _check_order(name: str, declared: Mapping[Path, pd.Index]) -> None:
    for path, levels in declared.items():
        first, known = next(iter(declared.items()))
        if not levels.equals(known):
            raise InputError(
                "column {column!r} has levels in an order, which are {theirs} in "
                "{path} and {mine} in {first}",
                column=name,
                theirs=some_of(list(levels), 20),
                mine=some_of(list(known), 20),
                path=path,
                first=first,
                remedies=["declare the same levels in all files"],
            )
