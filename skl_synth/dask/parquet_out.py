"""A dask frame as a folder of Parquet files: whole, or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from skl_synth.dask.counted_tasks import results_counted
from skl_synth.dask.remote_folder import RemoteFolder, is_url
from skl_synth.dask.running import Runner
from skl_synth.dask.types_of_parts import PartTypes, types_of_parts
from skl_synth.errors import InputError, InputTypeError
from skl_synth.release.pack.whole_folder import OWNER_ONLY, check_folder, whole_folder
from skl_synth.table.arrow import table_of_frame
from skl_synth.table.declared_levels import only_levels_of_rows
from skl_synth.whole_files import replacing

SUCCESS = "_SUCCESS"
"""Stands in the folder once everything else does, and says how much that is."""


def write_parquet(
    X: Any,
    folder: str | os.PathLike[str],
    *,
    y: Any = None,
    private: bool = False,
    schema: Any = None,
    client: Any = None,
) -> int:
    """Write a dask frame as a folder of Parquet files, one for each partition.

    Each file takes its name once it is written to the end, and the folder once all
    files are; ``_SUCCESS``, with the number of files and rows, comes last. Where
    something fails, or is interrupted, nothing is left.

    Parameters
    ----------
    X : dask DataFrame
        The table; its index is not written.
    folder : str or path
        A folder that is not there yet, or is empty; workers of a cluster must see it
        under the same name. Or a URL that ``fsspec`` knows, such as
        ``"s3://bucket/table"``: there no folder can be given its name at the end, so a
        file is seen as soon as it is whole, and a table is whole where ``_SUCCESS``
        is; what a failure leaves is removed as far as that can still be done.
    y : dask Series or dask DataFrame, default=None
        Its target in the same partitions, which is written behind the other columns.
    private : bool, default=False
        Whether only the owner may read it, as one with real rows.
    schema : pyarrow.Schema, default=None
        The types of the columns; those that fit the frame by default.
    client : distributed.Client, default=None
        Where it is computed; None for the scheduler that dask uses by itself.

    Returns
    -------
    int
        The number of rows.

    Raises
    ------
    OSError
        If the folder cannot be written, by this process or by the workers.
    InputError
        If something stands in the folder, it is a link, or a column holds cells of
        several types.
    InputTypeError
        If it is no dask frame.

    See Also
    --------
    skl_synth.dask.TypeAwareSMOTE : Makes such a frame.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import dask.dataframe as dd
    >>> import pandas as pd
    >>> from skl_synth.dask import write_parquet
    >>> frame = dd.from_pandas(pd.DataFrame({"age": [31, 54, 47]}), npartitions=2)
    >>> folder = Path(tempfile.mkdtemp()) / "table"
    >>> write_parquet(frame, folder)
    3
    >>> sorted(one.name for one in folder.iterdir())
    ['_SUCCESS', 'part-00000.parquet', 'part-00001.parquet']
    """
    _check_frame(X)
    frame = X if y is None else with_target(X, y)
    runner = Runner(client)
    if is_url(folder):
        there = RemoteFolder.of(str(folder), private=private)
        with there.emptied_on_error():
            said = _written(frame, there, runner, schema)
            there.write_text(SUCCESS, _mark(said))
        return said.n_rows
    path = Path(folder).resolve()
    is_new = not path.is_dir()
    with whole_folder(folder) as part:
        said = _written(frame, LocalFolder(part, private), runner, schema)
    with _removed_on_error(path, is_new=is_new):
        if private and is_new:
            path.chmod(OWNER_ONLY)
        LocalFolder(path, private).write_text(SUCCESS, _mark(said))
    return said.n_rows


def check_parquet_folder(folder: str | os.PathLike[str]) -> None:
    """Check before the work starts whether a folder can be written.

    Parameters
    ----------
    folder : str or path
        As `write_parquet` takes it.

    Raises
    ------
    OSError
        If it cannot be written.
    InputError
        If something stands in it, or it is a link.
    """
    if is_url(folder):
        RemoteFolder.of(str(folder)).check_empty()
    else:
        check_folder(folder)


class Written(NamedTuple):
    """What was written.

    Parameters
    ----------
    n_files, n_rows : int
        How many there are in all.
    """

    n_files: int
    n_rows: int


@dataclass(frozen=True)
class LocalFolder:
    """A folder of the file system, into which tasks write.

    Parameters
    ----------
    path : Path
        The folder.
    private : bool
        Whether only the owner may read what is in it.
    """

    path: Path
    private: bool

    def write_table(self, name: str, table: Any) -> None:
        """Write a file of a table, which is there whole or not at all.

        Parameters
        ----------
        name : str
            The name of the file.
        table : pyarrow.Table
            The table.

        Raises
        ------
        FileNotFoundError
            If the folder is not there, where a worker has other disks.
        """
        from pyarrow import parquet

        if not self.path.is_dir():
            raise FileNotFoundError(
                f"a worker does not see the folder {self.path.parent}: name one that "
                "all workers share, or a URL such as s3://bucket/table."
            )
        with replacing(self.path / name, private=self.private) as handle:
            parquet.write_table(table, handle)

    def write_text(self, name: str, text: str) -> None:
        """Write a small file.

        Parameters
        ----------
        name : str
            The name of the file.
        text : str
            What it holds.
        """
        path = self.path / name
        with replacing(path, encoding="utf-8", private=self.private) as handle:
            handle.write(text)

    def names(self) -> set[str]:
        """Name the files of tables that are there."""
        return {one.name for one in self.path.glob("part-*.parquet")}


@contextmanager
def _removed_on_error(folder: Path, *, is_new: bool) -> Iterator[None]:
    """Leave nothing of a table that could not be marked as whole."""
    try:
        yield
    except BaseException:
        for one in folder.glob("part-*.parquet"):
            one.unlink(missing_ok=True)
        if is_new:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _mark(said: Written) -> str:
    return json.dumps({"files": said.n_files, "rows": said.n_rows}) + "\n"


def _written(frame: Any, place: Any, runner: Runner, schema: Any) -> Written:
    """Write all parts into a place, and see that they are there."""
    parts = frame.to_delayed()
    types = types_of_parts(frame._meta, parts, runner, schema)
    names = [f"part-{number:05d}.parquet" for number in range(len(parts))]
    tasks = [
        runner.task(_write_part, part, place, name, types)
        for part, name in zip(parts, names, strict=True)
    ]
    n_rows = sum(results_counted(runner, tasks, "file"))
    lacking = sorted(set(names) - place.names())
    if lacking:
        raise FileNotFoundError(
            f"workers have written {len(lacking)} files that are not seen here, the "
            f"first is {lacking[0]}: name a folder that all workers share."
        )
    return Written(len(names), n_rows)


def _write_part(part: pd.DataFrame, place: Any, name: str, types: PartTypes) -> int:
    import pyarrow as pa

    try:
        place.write_table(name, _arrow_of_part(part, types))
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise InputError(
            "a column holds cells of several types, and a Parquet file has one for "
            "each column ({reason})",
            reason=" ".join(str(error).split()),
            remedies=["give it one dtype, such as .astype('string')"],
        ) from error
    return len(part)


def _arrow_of_part(part: pd.DataFrame, types: PartTypes) -> Any:
    """Make a table of Arrow, whose categories declare no level that no row has."""
    ordered = part.columns.isin(list(types.levels))
    trimmed = only_levels_of_rows(part.loc[:, ~ordered])
    for name, levels in types.levels.items():
        trimmed[name] = part[name].cat.set_categories(levels, ordered=True)
    whole = trimmed[list(part.columns)]
    return table_of_frame(
        whole.set_axis([str(one) for one in whole.columns], axis=1), types.schema
    )


def with_target(X: Any, y: Any) -> Any:
    """Put a target behind the columns of its table, part by part.

    Parameters
    ----------
    X : dask DataFrame
        The table.
    y : dask Series or dask DataFrame
        Its target in the same partitions.

    Returns
    -------
    dask DataFrame
        Both.

    Raises
    ------
    InputError
        If a column has the name of the target.
    """
    named = y.to_frame() if y.ndim == 1 else y
    like = pd.concat([X._meta, named._meta], axis=1)
    if not like.columns.is_unique:
        raise InputError(
            "the table has a column {column!r} already, which the target is called",
            column=like.columns[like.columns.duplicated()][0],
            parameter="y",
            remedies=["rename the target, y.rename('target')"],
        )
    return X.map_partitions(_side_by_side, named, meta=like, align_dataframes=False)


def _side_by_side(X: pd.DataFrame, y: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([X, y.set_axis(X.index, axis=0)], axis=1)


def _check_frame(X: Any) -> None:
    if not hasattr(X, "to_delayed") or not isinstance(
        getattr(X, "_meta", None), pd.DataFrame
    ):
        raise InputTypeError(
            "a {kind} is no dask DataFrame",
            parameter="X",
            kind=type(X).__name__,
            remedies=[
                "write it by skl_synth.files.write_table",
                "make one of it, dask.dataframe.from_pandas(X, npartitions=4)",
            ],
        )
