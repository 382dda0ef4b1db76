"""What a file holds, as far as the memory allows: sizes are looked at before."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

from skl_synth.errors import InputError
from skl_synth.files.bounds import (
    Bound,
    too_large,
    too_long_without_end,
    too_much_unpacked,
)
from skl_synth.files.line_lengths import CHUNK, with_lines_checked
from skl_synth.files.packed_tables import ZIP, check_entries

GZIP = b"\x1f\x8b"


def content_of(path: Path, bound: Bound, marks: tuple[bytes, ...]) -> bytes:
    """Read a file, unpacked where it is packed by gzip.

    It is gone through once in small pieces before it is read as a whole.

    Parameters
    ----------
    path : Path
        The file.
    bound : Bound
        How much is read.
    marks : tuple of bytes
        How files begin that are no text.

    Returns
    -------
    bytes
        Its content.

    Raises
    ------
    OSError
        If the file does not exist, is a folder, or may not be read.
    InputError
        If it is packed and damaged, too large, or has a line that is too long.
    """
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder: give the name of a CSV file.")
    # A binary file of Stata from before 2013 begins with a letter, as text may do.
    no_text = (*marks, b"") if path.suffix.lower() == ".dta" else marks
    try:
        with path.open("rb", buffering=0) as handle:
            state = os.fstat(handle.fileno())
            if stat.S_ISREG(state.st_mode) and state.st_size:
                return _of_file(handle, path, state.st_size, bound, no_text)
            return _of_pipe(handle, path, bound, no_text)
    except FileNotFoundError as error:
        raise FileNotFoundError(f"there is no file {path}.") from error
    except OSError as error:
        raise OSError(f"cannot read {path} ({error.strerror}).") from error


def _of_file(
    handle: IO[bytes], path: Path, size: int, bound: Bound, marks: tuple[bytes, ...]
) -> bytes:
    if size > bound.most:
        raise too_large(path, size, bound.most)
    start = handle.read(len(ZIP))
    handle.seek(0)
    if start.startswith(GZIP):
        return _unpacked(handle, path, size, bound, marks)
    _refuse_misnamed(path)
    if start == ZIP:
        check_entries(handle, path, bound.of_packed(size))
    for _ in with_lines_checked(_pieces(handle), path, marks):
        pass
    handle.seek(0)
    content = handle.read(size + 1)
    if len(content) != size:
        raise InputError(
            "{path} changed while it was read",
            path=path,
            remedies=["wait until it has been written to its end"],
        )
    return content


def _of_pipe(
    handle: IO[bytes], path: Path, bound: Bound, marks: tuple[bytes, ...]
) -> bytes:
    """Read what tells no size, and can be gone through only once."""
    kept: list[bytes] = []
    size = 0
    for piece in with_lines_checked(_pieces(handle), path, marks):
        size += len(piece)
        if size > bound.of_pipes:
            raise too_long_without_end(path, bound.of_pipes)
        kept.append(piece)
    content = b"".join(kept)
    if content.startswith(GZIP):
        most = bound.of_packed(size)
        parts = _bounded(_inflated(content, path), path, size, most)
        return b"".join(with_lines_checked(parts, path, marks))
    _refuse_misnamed(path)
    return content


def _unpacked(
    handle: IO[bytes], path: Path, size: int, bound: Bound, marks: tuple[bytes, ...]
) -> bytes:
    try:
        with gzip.GzipFile(fileobj=handle) as packed:
            pieces = _bounded(_pieces(packed), path, size, bound.of_packed(size))
            n_bytes = sum(map(len, with_lines_checked(pieces, path, marks)))
            packed.seek(0)
            return packed.read(n_bytes)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(path, error) from error


def _inflated(content: bytes, path: Path) -> Iterator[bytes]:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            yield from _pieces(packed)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(path, error) from error


def _pieces(handle: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    return iter(partial(handle.read, CHUNK), b"")


def _bounded(
    pieces: Iterable[bytes], path: Path, n_packed: int, most: int
) -> Iterator[bytes]:
    n_bytes = 0
    for piece in pieces:
        n_bytes += len(piece)
        if n_bytes > most:
            raise too_much_unpacked(path, n_packed, most)
        yield piece


def _refuse_misnamed(path: Path) -> None:
    if path.suffix.lower() == ".gz":
        raise InputError(
            "{path} is no gzip file, though its name says so",
            path=path,
            remedies=["give it the name of what it is", "get the file anew"],
        )


def _damaged(path: Path, error: Exception) -> InputError:
    return InputError(
        "{path} is packed by gzip, but damaged or cut off ({reason})",
        path=path,
        reason=str(error),
        remedies=["get the file anew"],
    )
