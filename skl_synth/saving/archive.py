"""The ZIP file behind a saved synthesizer: parts of bounded size, in a fixed form."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any

import numpy as np

from skl_synth.errors import InputError, Setting

DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every part: the same synthesizer gives the same bytes."""

PLAIN_KINDS = "biufcmMSUV"
"""Kinds of numpy's types that hold no objects."""


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
    max_bytes : int
        The most that all parts together may hold.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If it is no ZIP file, or too large.
    """

    def __init__(self, path: Path, max_bytes: int) -> None:
        self._arrays: dict[str, np.ndarray] = {}
        self.max_bytes = max_bytes
        try:
            self._parts = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
            raise ValueError(
                f"it is no such file, or damaged or cut off ({error})"
            ) from (error)
        check_size(self._parts, max_bytes)

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._parts.close()

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
        try:
            return self._parts.read(name)
        except KeyError:
            raise ValueError(f"its part {name!r} is missing") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            # A RuntimeError is a part under a password.
            raise ValueError(f"its part {name!r} is damaged ({error})") from error

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
            If the part is missing, damaged, no JSON or nested too deeply.
        """
        try:
            return json.loads(self.read(name))
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
            self._arrays[name] = _array(name, self.read(name))
        return self._arrays[name]


def check_size(parts: zipfile.ZipFile, max_bytes: int) -> None:
    """Refuse a ZIP file that would unpack to more than expected.

    Parameters
    ----------
    parts : ZipFile
        The file.
    max_bytes : int
        The most that all parts together may hold.

    Raises
    ------
    InputError
        If they hold more.
    """
    total = sum(part.file_size for part in parts.infolist())
    if total > max_bytes:
        raise InputError(
            "it would unpack to {value} bytes, more than {given}",
            parameter="max_bytes",
            value=total,
            given=Setting("max_bytes", max_bytes),
            remedies=["raise that if you know where the file comes from"],
        )


def _array(name: str, content: bytes) -> np.ndarray:
    buffer = io.BytesIO(content)
    try:
        version = np.lib.format.read_magic(buffer)
        readers = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }
        shape, fortran, dtype = readers[version](buffer)
    except (ValueError, KeyError, SyntaxError) as error:
        raise ValueError(f"its part {name!r} is no array ({error})") from error
    body = content[buffer.tell() :]
    count = int(np.prod(shape, dtype=object)) if shape else 1
    plain = dtype.kind in PLAIN_KINDS and not dtype.hasobject
    if not plain or count < 0 or count * dtype.itemsize != len(body):
        raise ValueError(f"its part {name!r} does not hold the array that it announces")
    flat = (
        np.frombuffer(body, dtype)
        if count and dtype.itemsize
        else np.zeros(count, dtype)
    )
    return flat.copy().reshape(shape, order="F" if fortran else "C")
