"""The checks of a file that is to be written."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from skl_synth.errors import InputError
from skl_synth.files.excel_writing import check_excel
from skl_synth.files.stata_writing import check_stata

ENDINGS = (
    *(".csv", ".tsv", ".txt", ".gz"),
    *(".xlsx", ".dta", ".jsonl", ".ndjson", ".json", ".parquet"),
)
"""How a file that `write_table` can write is called, if its name has an ending."""

NEEDED = {".parquet": ("pyarrow", "parquet"), ".xlsx": ("openpyxl", "files")}
"""The package that writes files of an ending, and the extra that brings it."""


def check_output(
    path: str | os.PathLike[str], inputs: Iterable[str | os.PathLike[str]] = ()
) -> None:
    """Check before the work starts whether a file can be written.

    Parameters
    ----------
    path : str or path
        The file to be written.
    inputs : iterable of str or path
        Files that must not be overwritten.

    Raises
    ------
    OSError
        If its folder does not exist or cannot be written to, if it is a folder, or
        write-protected.
    InputError
        If it is one of the inputs, a link, or no regular file.
    """
    path = Path(path)
    _check_no_input(path, inputs)
    if path.is_symlink():
        _refuse_link(path)
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder: give the name of a file.")
    if path.exists():
        _check_replaceable(path)
    folder = path.resolve().parent
    if not folder.is_dir():
        raise FileNotFoundError(
            f"cannot write {path}: there is no folder {path.parent}. Create it first."
        )
    # Only writing shows whether one may write: access rights do not tell of a
    # read-only file system, nor of the rights that an administrator has.
    probe = folder / f".skl_synth-{secrets.token_hex(8)}.part"
    try:
        probe.touch(exist_ok=False)
    except OSError as error:
        raise PermissionError(
            f"cannot write {path}: the folder {path.parent} takes no new file "
            f"({error.strerror}). Choose another folder."
        ) from error
    probe.unlink()


def check_table_name(path: str | os.PathLike[str]) -> None:
    """Check before the work starts whether a table is written as its name says.

    Parameters
    ----------
    path : str or path
        The file to be written.

    Raises
    ------
    InputError
        If its ending is that of another kind of file.
    ImportError
        If what writes such files is not installed.
    """
    suffix = Path(path).suffix.lower()
    package, extra = NEEDED.get(suffix, ("pandas", ""))
    if find_spec(package) is None:
        raise ImportError(
            f"to write {suffix} files {package} is needed, which is not installed: "
            f'pip install "skl_synth[{extra}]".'
        )
    if suffix and suffix not in ENDINGS:
        raise InputError(
            "{path} ends in {suffix}, which is not written",
            path=path,
            suffix=suffix,
            remedies=[
                f"give a name that ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
            ],
        )


def check_writable(frame: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Check before the work starts whether a kind of file can hold a table.

    Parameters
    ----------
    frame : DataFrame
        The real table, which the one that is to be written will be like.
    path : str or path
        The file to be written.

    Raises
    ------
    InputError
        If a file of that ending cannot hold such a table.
    """
    check = {".xlsx": check_excel, ".dta": check_stata}.get(Path(path).suffix.lower())
    if check is not None:
        check(frame)


def _refuse_link(path: Path) -> None:
    """Refuse what another name stands behind, which somebody else may have chosen."""
    place = path.parent / path.readlink()
    remedies = ["give the output another name"]
    if place.is_file() or not place.exists():
        remedies.append("give {place} itself, if that is to be written")
    raise InputError(
        "{path} is a link to {place}, which would be written in its place",
        path=path,
        place=place,
        remedies=remedies,
    )


def _check_no_input(path: Path, inputs: Iterable[str | os.PathLike[str]]) -> None:
    if path.exists() and any(
        Path(one).exists() and path.samefile(one) for one in inputs
    ):
        raise InputError(
            "{path} is also the input, which is never overwritten",
            path=path,
            remedies=["give the output another name"],
        )


def _check_replaceable(path: Path) -> None:
    if not path.is_file():
        raise InputError(
            "{path} is no regular file", path=path, remedies=["give another name"]
        )
    if not os.access(path, os.W_OK):
        raise PermissionError(
            f"{path} is write-protected: give another name, or remove it first."
        )
