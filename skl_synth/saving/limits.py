"""How much a file may ask of memory, time and depth, whatever it says."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from skl_synth.errors import InputError, Remedy, Setting

MAX_BYTES = 2**32
"""What the largest file may unpack to unless more is allowed: 4 GiB."""

MIN_BYTES = 2**25
"""What the smallest may unpack to: 32 MiB."""

MAX_RATIO = 50
"""How many times its own size a file may unpack to: tables of almost only zeros do."""

MAX_PARTS = 100_000
"""How many parts a file may have; one of a million rows has about fifty."""

MAX_READ = 2**24
"""How much is read at once: what lists the parts of a file may not be larger."""

MAX_DEPTH = 100
"""How deep what it says may be nested."""

MAX_SHARED = 1_000_000
"""How many values it may speak of, counting each as often as it is spoken of."""

MAX_ALIKE = 1_000
"""How many keys may fall together, which makes finding each of them slow."""

COSTS = {b"{": 250, b"[": 150, b",": 100}
"""Bytes that Python needs for what follows such a character, at most."""

COST_OF_TEXT = 6
"""Bytes that Python needs for a byte of JSON, once as text and once as values."""

COST_OF_ITEM = 100
"""Bytes that Python needs for an item of a collection."""

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How parts may be packed."""

TOO_LARGE = "it would unpack to {value} bytes, more than {given}"


class Budget:
    """What is left of the memory that a file may ask for.

    Parameters
    ----------
    max_bytes : int
        How much there is.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.spent = 0

    def spend(self, n_bytes: int) -> None:
        """Count what a part of the file asks for, before it is given.

        Parameters
        ----------
        n_bytes : int
            How much it asks for.

        Raises
        ------
        InputError
            If it is more than is left.
        """
        self.spent += n_bytes
        if self.spent > self.max_bytes:
            raise InputError(
                TOO_LARGE,
                parameter="max_bytes",
                value=self.spent,
                given=Setting("max_bytes", self.max_bytes),
                remedies=[
                    Remedy(
                        "give at least {setting} if you know where the file comes from",
                        Setting("max_bytes", self.spent),
                    )
                ],
            )


class BoundedFile:
    """A file of which no more than a little is read at once.

    `zipfile` reads the list of parts at once, and believes the file how long it is.

    Parameters
    ----------
    handle : file object
        The file.
    """

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle = handle
        self.seek, self.tell = handle.seek, handle.tell
        self.seekable, self.close = handle.seekable, handle.close

    def read(self, size: int = -1) -> bytes:
        """Read some bytes.

        Parameters
        ----------
        size : int, default=-1
            How many; all that are left if negative.

        Returns
        -------
        bytes
            What was read.

        Raises
        ------
        ValueError
            If they are too many.
        """
        if size > MAX_READ:
            raise ValueError("the list of its parts is too long")
        content = self._handle.read(size if size >= 0 else MAX_READ + 1)
        if len(content) > MAX_READ:
            raise ValueError("the list of its parts is too long")
        return content


def allowed(path: Path) -> int:
    """What a file may unpack to by its size.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    int
        Bytes.
    """
    return min(MAX_BYTES, max(MIN_BYTES, MAX_RATIO * path.stat().st_size))


def check_parts(parts: zipfile.ZipFile, n_bytes: int, budget: Budget) -> None:
    """Refuse a ZIP file that is not one of those that are written here.

    Parameters
    ----------
    parts : ZipFile
        The file.
    n_bytes : int
        Its size.
    budget : Budget
        What it may unpack to.

    Raises
    ------
    InputError
        If it would unpack to more.
    ValueError
        If a part is there twice, under a password or packed in another way, or if
        parts overlap.
    """
    infos = parts.infolist()
    if len(infos) > MAX_PARTS:
        raise ValueError(f"it has more than {MAX_PARTS} parts")
    names, places = set(), set()
    for part in infos:
        if part.flag_bits & 1 or part.compress_type not in METHODS:
            raise ValueError(f"its part {part.filename!r} is packed in another way")
        if part.filename in names or part.header_offset in places:
            raise ValueError(f"its part {part.filename!r} is there twice")
        names.add(part.filename)
        places.add(part.header_offset)
    if sum(part.compress_size for part in infos) > n_bytes:
        raise ValueError("its parts overlap, or are longer than the file")
    budget.spend(sum(part.file_size for part in infos))


def check_nested(content: bytes, budget: Budget, depth: int = 0) -> None:
    """Refuse a ZIP file within a part that asks for more than is left.

    Parameters
    ----------
    content : bytes
        The part: a file of skops, in which there may be others.
    budget : Budget
        What is left.
    depth : int, default=0
        How deep it lies.

    Raises
    ------
    InputError
        If it asks for more.
    ValueError
        If it is no such file, or nested too deeply.
    """
    with zipfile.ZipFile(BoundedFile(io.BytesIO(content))) as parts:
        check_parts(parts, len(content), budget)
        for name in parts.namelist():
            if name.endswith(".json"):
                budget.spend(COST_OF_TEXT * parts.getinfo(name).file_size)
                spend_on_json(parts.read(name), budget)
            elif name.endswith((".npz", ".zip")):
                if depth:
                    raise ValueError("files in it are nested too deeply")
                check_nested(parts.read(name), budget, depth + 1)


def spend_on_json(text: bytes, budget: Budget) -> None:
    """Count what Python needs for the values of a text beside it.

    Parameters
    ----------
    text : bytes
        JSON.
    budget : Budget
        What is left.

    Raises
    ------
    InputError
        If it is more than is left.
    """
    values = sum(cost * text.count(character) for character, cost in COSTS.items())
    budget.spend(values)


def plain_values(text: bytes) -> Any:
    """Read JSON, strictly: no key twice, no number that is none.

    Parameters
    ----------
    text : bytes
        JSON.

    Returns
    -------
    object
        Its values.

    Raises
    ------
    ValueError
        If it is no such JSON.
    RecursionError
        If it is nested too deeply.
    """
    return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number)


def check_keys(keys: Iterable[Any]) -> None:
    """Refuse keys that were chosen so that finding each of them is slow.

    Parameters
    ----------
    keys : iterable
        Keys of a mapping or members of a set.

    Raises
    ------
    ValueError
        If many fall together.
    """
    given = list(keys)
    if len(given) > MAX_ALIKE and len(given) - len(set(map(hash, given))) > MAX_ALIKE:
        raise ValueError("keys in it fall together")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} is there twice in one place of it")
    return members


def _no_number(token: str) -> Any:
    raise ValueError(f"it holds {token}, which is no number")
