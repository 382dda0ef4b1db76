"""Files that take their name only once they have been written to the end."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

OWNER_ONLY = 0o600
"""The mode of a file that nobody but its owner reads."""

BY_DESCRIPTOR = Path("/proc/self/fd")
"""Where Linux names the open files of a process, those without a name too."""


@contextmanager
def replacing(
    path: str | os.PathLike[str],
    encoding: str | None = None,
    *,
    private: bool = False,
) -> Iterator[IO[Any]]:
    """Open a file that takes its name only once it has been written to the end.

    Until then it has no name where the system can do without, and can be read by its
    owner alone: a process that is killed leaves nothing that others can read.

    Parameters
    ----------
    path : str or path
        The file, which is replaced where it exists.
    encoding : str, default=None
        Encoding of text, with line ends as they are given; None for bytes.
    private : bool, default=False
        Whether only its owner may read it once it is written (mode 0600, from the
        first byte on). Otherwise a file that had the name before hands on its mode,
        and a new one is what the process makes of new files. Windows knows no modes:
        there a file is as private as its folder.

    Yields
    ------
    file object
        What to write to. On an error or an interrupt it is removed, and a file that
        had the name before stays as it was.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    target = Path(path).resolve()
    part = target.with_name(f".skl_synth-{secrets.token_hex(8)}.part")
    try:
        descriptor, is_named = _opened(part)
        with _handle(descriptor, encoding) as handle:
            yield handle
            handle.flush()
            if not private:
                _widen(descriptor, target, part)
            if not is_named:
                _name(descriptor, part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _opened(part: Path) -> tuple[int, bool]:
    """Open a file without a name, or one with a name that only its owner reads."""
    if hasattr(os, "O_TMPFILE") and BY_DESCRIPTOR.is_dir():
        # Not every file system has such files.
        with suppress(OSError):
            return os.open(part.parent, os.O_TMPFILE | os.O_RDWR, OWNER_ONLY), False
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
    return os.open(part, flags, OWNER_ONLY), True


def _handle(descriptor: int, encoding: str | None) -> IO[Any]:
    if encoding is None:
        return os.fdopen(descriptor, "wb")
    return os.fdopen(descriptor, "w", encoding=encoding, newline="")


def _widen(descriptor: int, target: Path, part: Path) -> None:
    """Give a file the mode that files have here."""
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, _mode_of(target, part.with_suffix(".mode")))


def _mode_of(target: Path, probe: Path) -> int:
    """The mode of the file that is replaced, or of new files.

    What is made of new files can be seen, but not asked for: to ask is to change it
    for all threads.
    """
    if target.exists():
        return target.stat().st_mode & 0o777
    try:
        probe.touch(exist_ok=False)
        return probe.stat().st_mode & 0o777
    finally:
        probe.unlink(missing_ok=True)


def _name(descriptor: int, part: Path) -> None:
    """Name a file that has no name."""
    # Only with a folder given is the link followed to the file itself.
    source = BY_DESCRIPTOR / str(descriptor)
    os.link(source, part, src_dir_fd=descriptor, follow_symlinks=True)
