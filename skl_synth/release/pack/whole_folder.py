"""A folder that takes its name only once everything in it has been written."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from skl_synth.errors import InputError

OWNER_ONLY = 0o700
"""The mode of a folder into which nobody but its owner looks."""


def check_folder(folder: str | os.PathLike[str]) -> None:
    """Check before the work starts whether a folder can be written.

    Parameters
    ----------
    folder : str or path
        The folder: there is none of that name, or it is empty.

    Raises
    ------
    OSError
        If it is a file, the folder above it does not exist, or nothing can be written
        there.
    InputError
        If it is a link, or something stands in it.
    """
    path = Path(folder)
    if path.is_symlink():
        raise InputError(
            "{path} is a link, and what it leads to would be written in its place",
            path=path,
            remedies=["give the folder itself", "give another name"],
        )
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(
            f"{path} is a file: give the name of a folder that is not there yet."
        )
    if path.is_dir() and any(path.iterdir()):
        raise InputError(
            "the folder {path} is not empty, and nothing in it is replaced",
            path=path,
            remedies=["name one that is not there yet", "empty it first"],
        )
    above = _place_of(path)
    if not above.is_dir():
        raise FileNotFoundError(
            f"cannot write {path}: there is no folder {path.parent}. Create it first."
        )
    # Only writing shows whether one may write.
    _hidden(above).rmdir()


@contextmanager
def whole_folder(folder: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a hidden folder to write into, which takes the name at the end.

    Until then nobody but its owner looks into it. Where an empty folder of that name is
    there already (perhaps one in which somebody works, or on a disk of its own), it
    stays, and what was written is moved into it.

    Parameters
    ----------
    folder : str or path
        As `check_folder` takes it.

    Yields
    ------
    Path
        Where to write to. On an error or an interrupt it is removed.

    Raises
    ------
    OSError
        If it cannot be written.
    InputError
        As `check_folder`.
    """
    check_folder(folder)
    target = Path(folder).resolve()
    part = _hidden(_place_of(target))
    is_new = not target.is_dir()
    try:
        yield part
        if is_new:
            part.chmod(_mode_of_new(part))
            part.rename(target)
        else:
            _move_into(part, target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _place_of(path: Path) -> Path:
    """Where the hidden folder stands: on the same disk, so that renaming is enough."""
    return path if path.is_dir() else path.resolve().parent


def _hidden(above: Path) -> Path:
    part = above / f".skl_synth-{secrets.token_hex(8)}.part"
    try:
        part.mkdir(mode=OWNER_ONLY)
    except OSError as error:
        raise PermissionError(
            f"the folder {above} takes nothing new ({error.strerror}). Choose another "
            "place."
        ) from error
    return part


def _mode_of_new(part: Path) -> int:
    """The mode that folders get here; it cannot be asked for, but seen."""
    probe = part / secrets.token_hex(8)
    probe.mkdir()
    try:
        return stat.S_IMODE(probe.stat().st_mode)
    finally:
        probe.rmdir()


def _move_into(part: Path, target: Path) -> None:
    names = sorted(one.name for one in part.iterdir())
    try:
        for name in names:
            (part / name).rename(target / name)
        part.rmdir()
    except BaseException:
        for name in names:
            shutil.rmtree(target / name, ignore_errors=True)
        raise
