"""The ZIP file behind a saved synthesizer: parts of bounded size, in a fixed form."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np

from skl_synth.saving.array_parts import PIECE, read_array
from skl_synth.saving.limits import (
    COST_OF_TEXT,
    BoundedFile,
    Budget,
    allowed,
    check_parts,
    plain_values,
    spend_on_json,
)

DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every part: the same synthesizer gives the same bytes."""

PLAIN_KINDS = "biufcmMSUV"
"""Kinds of numpy's types that hold no objects."""

NAME = re.compile(r"manifest\.json|README\.txt|state\.json|parts/\d+\.[a-z]+")
"""Names of parts; no other is written."""

DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    # Of parts under a password, or for another version of ZIP files.
    *(RuntimeError, NotImplementedError),
)
"""What `zipfile` meets in a damaged file."""


class Writer:
    """Write the parts of a file.

    Parameters
    ----------
    handle : file object
        What to write to.
    """

    def __init__(self, handle: IO[bytes]) -> None:
        self._parts = zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED)
        self._n_parts = 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._parts.close()

    def add(self, name: str, content: bytes) -> None:
        """Write a part under a name.

        Parameters
        ----------
        name : str
            The name, which no other part has.
        content : bytes
            What it holds.
        """
        part = zipfile.ZipInfo(name, DATE)
        part.compress_type = zipfile.ZIP_DEFLATED
        self._parts.writestr(part, content)

    def add_json(self, name: str, content: Any) -> None:
        """Write plain values under a name.

        Parameters
        ----------
        name : str
            The name.
        content : object
            Text, finite numbers, lists and mappings of them.

        Raises
        ------
        TypeError, ValueError
            If they hold anything else.
        """
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)
        self.add(name, text.encode())

    def add_array(self, array: np.ndarray) -> str:
        """Write an array.

        Parameters
        ----------
        array : ndarray
            An array without objects.

        Returns
        -------
        str
            The name of its part.

        Raises
        ------
        ValueError
            If it holds objects.
        """
        buffer = io.BytesIO()
        np.lib.format.write_array(buffer, array, allow_pickle=False)
        return self.add_blob(buffer.getvalue(), "npy")

    def add_blob(self, content: bytes, suffix: str) -> str:
        """Write bytes.

        Parameters
        ----------
        content : bytes
            What is to be kept.
        suffix : str
            What the name ends in: what they are.

        Returns
        -------
        str
            The name of their part.
        """
        name = f"parts/{self._n_parts}.{suffix}"
        self._n_parts += 1
        self.add(name, content)
        return name


class Reader:
    """Read the parts of a file, none of which may be larger than it says.

    Parameters
    ----------
    path : Path
        The file.
    max_bytes : int or None
        The most that all parts together may hold; None for what its size allows.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If it is no such ZIP file, or too large.
    """

    def __init__(self, path: Path, max_bytes: int | None) -> None:
        self._arrays: dict[str, np.ndarray] = {}
        self.max_bytes = allowed(path) if max_bytes is None else max_bytes
        self.budget = Budget(self.max_bytes)
        self._handle = path.open("rb")
        try:
            self._parts = self._opened(path.stat().st_size)
        except BaseException:
            self._handle.close()
            raise

    def _opened(self, n_bytes: int) -> zipfile.ZipFile:
        try:
            parts = zipfile.ZipFile(BoundedFile(self._handle))
        except DAMAGES as error:
            raise ValueError(
                f"it is no such file, or damaged or cut off ({error})"
            ) from error
        check_parts(parts, n_bytes, self.budget)
        for name in parts.namelist():
            if not NAME.fullmatch(name):
                raise ValueError(f"it has the part {name!r}: it was not written here")
        return parts

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._parts.close()
        self._handle.close()

    @contextmanager
    def _part(self, name: str) -> Iterator[tuple[IO[bytes], int]]:
        """Open a part; what is wrong with it is said of it."""
        try:
            with self._parts.open(name) as stream:
                yield stream, self._parts.getinfo(name).file_size
        except KeyError:
            raise ValueError(f"its part {name!r} is missing") from None
        except DAMAGES as error:
            raise ValueError(f"its part {name!r} is damaged ({error})") from error

    def read(self, name: str) -> bytes:
        """Read a part.

        Parameters
        ----------
        name : str
            Its name.

        Returns
        -------
        bytes
            What it holds.

        Raises
        ------
        ValueError
            If it is missing or damaged.
        """
        with self._part(name) as (stream, _):
            return b"".join(iter(lambda: stream.read(PIECE), b""))

    def read_json(self, name: str) -> Any:
        """Read plain values.

        Parameters
        ----------
        name : str
            The name of their part.

        Returns
        -------
        object
            What was written by `Writer.add_json`.

        Raises
        ------
        ValueError
            If the part is missing, damaged, no JSON, or nested too deeply.
        """
        with self._part(name) as (_, n_bytes):
            self.budget.spend(COST_OF_TEXT * n_bytes)
        text = self.read(name)
        spend_on_json(text, self.budget)
        try:
            return plain_values(text)
        except RecursionError:
            raise ValueError(f"its part {name!r} is nested too deeply") from None

    def read_array(self, name: str) -> np.ndarray:
        """Read an array; the same one for the same name.

        Parameters
        ----------
        name : str
            The name of its part.

        Returns
        -------
        ndarray
            What was written by `Writer.add_array`.

        Raises
        ------
        ValueError
            If the part is missing or damaged, or holds no such array.
        """
        if name not in self._arrays:
            with self._part(name) as (stream, n_bytes):
                try:
                    self._arrays[name] = read_array(stream, n_bytes)
                except ValueError as error:
                    raise ValueError(f"its part {name!r} {error}") from error
        return self._arrays[name]
