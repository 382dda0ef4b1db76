"""TABLE as it was typed: one file, or the files of a table in parts."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path

from skl_synth.errors import InputError

TOGETHER = "read them together, --engine dask"


def one_table(typed: Sequence[Path]) -> Path:
    """Refuse several files, where one process reads one.

    Parameters
    ----------
    typed : sequence of Path
        What was typed.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If there are several, or they stand in a folder, or a pattern was typed.
    """
    if len(typed) > 1:
        raise InputError(
            "{n} files were named, and one is read at a time",
            n=len(typed),
            remedies=["name one of them", f"if they are of one table, {TOGETHER}"],
        )
    (path,) = typed
    if path.is_dir() and _parquet_in(path):
        raise InputError(
            "{path} is a folder of {n} Parquet files, and one file is read at a time",
            path=path,
            n=len(_parquet_in(path)),
            remedies=["name one of them", TOGETHER],
        )
    if _is_pattern(path):
        raise InputError(
            "there is no file {path}; a pattern is for a table in several files",
            path=path,
            remedies=["name a file", TOGETHER],
        )
    return path


def files_of_table(typed: Sequence[Path]) -> list[Path]:
    """List the Parquet files of a table.

    Parameters
    ----------
    typed : sequence of Path
        Files, folders and patterns.

    Returns
    -------
    list of Path
        The files; those of a folder or of a pattern by their names.

    Raises
    ------
    FileNotFoundError
        If there are none.
    InputError
        If one is named twice, or is none of Parquet.
    """
    files = [file for one in typed for file in _files_of(one)]
    seen = [file.resolve() for file in files]
    twice = [
        file for file, place in zip(files, seen, strict=True) if seen.count(place) > 1
    ]
    if twice:
        raise InputError(
            "{path} is named twice, and its rows would count twice",
            path=twice[0],
            remedies=["name it once"],
        )
    for file in files:
        if file.suffix.lower() not in (".parquet", ".pq"):
            raise InputError(
                "{path} is no Parquet file, and a table in parts is read from these "
                "alone",
                path=file,
                remedies=[
                    "write it as Parquet first",
                    "leave --engine dask out: one process reads other files as well",
                ],
            )
    return files


def _files_of(path: Path) -> Iterator[Path]:
    if path.is_dir():
        found = _parquet_in(path)
        if not found:
            raise FileNotFoundError(f"there is no Parquet file in the folder {path}.")
        yield from found
    elif _is_pattern(path):
        # A pattern may begin anywhere, and Path.glob begins in a folder.
        found = sorted(Path(one) for one in glob.glob(str(path)))  # noqa: PTH207
        if not found:
            raise FileNotFoundError(f"no file is called like {path}.")
        yield from found
    elif not path.exists():
        raise FileNotFoundError(f"there is no file {path}.")
    else:
        yield path


def _parquet_in(folder: Path) -> list[Path]:
    return sorted(
        one for one in folder.glob("*.parquet") if not one.name.startswith((".", "_"))
    )


def _is_pattern(path: Path) -> bool:
    return glob.has_magic(str(path)) and not path.exists()
