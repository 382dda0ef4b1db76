"""Files that take their name only once they have been written to the end."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


@contextmanager
def replacing(
    path: str | os.PathLike[str],
    encoding: str | None = None,
    *,
    private: bool = False,
) -> Iterator[IO[Any]]:
    """Open a file that takes its name only once it has been written to the end.

    Parameters
    ----------
    path : str or path
        The file, which is replaced where it exists.
    encoding : str, default=None
        Encoding of text, with line ends as they are given; None for bytes.
    private : bool, default=False
        Whether only its owner may read it, mode 0600 from the first byte on.

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
        mode, newline = ("xb", None) if encoding is None else ("x", "")
        opener = _for_owner_only if private else None
        with open(
            part, mode, encoding=encoding, newline=newline, opener=opener
        ) as handle:
            yield handle
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _for_owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
