"""Arrays in the format of numpy, read without believing what they announce."""

from __future__ import annotations

import math
import re
from typing import IO

import numpy as np

HEADER = re.compile(
    rb"\{'descr': '(?P<dtype>[<>|=][biufcmMSUV]\d{1,9}(\[\d{0,9}\w{1,5}\])?)', "
    rb"'fortran_order': (?P<fortran>True|False), "
    rb"'shape': \((?P<shape>(\d{1,18},? ?){0,32})\), \} *\n?"
)
"""What numpy writes before an array; nothing else is an array here."""

START = b"\x93NUMPY\x01\x00"

PIECE = 2**20
"""How much is read at once."""


def read_array(stream: IO[bytes], n_bytes: int) -> np.ndarray:
    """Read an array.

    Parameters
    ----------
    stream : file object
        Where it stands.
    n_bytes : int
        How long it is, with what stands before it.

    Returns
    -------
    ndarray
        The array.

    Raises
    ------
    ValueError
        If it is none, or does not hold what it announces.
    """
    start = stream.read(len(START) + 2)
    length = int.from_bytes(start[len(START) :], "little")
    found = HEADER.fullmatch(stream.read(length))
    if found is None or not start.startswith(START):
        raise ValueError("is no array of values")
    dtype = np.dtype(found["dtype"].decode())
    shape = tuple(int(one) for one in re.findall(rb"\d+", found["shape"]))
    body = n_bytes - len(start) - length
    if not dtype.itemsize or _n_bytes(shape, dtype) != (body, True):
        raise ValueError("does not hold the array that it announces")
    flat = _filled(stream, np.empty(math.prod(shape), dtype))
    return flat.reshape(shape, order="F" if found["fortran"] == b"True" else "C")


def _n_bytes(shape: tuple[int, ...], dtype: np.dtype) -> tuple[int, bool]:
    """How long an array is, and whether its shape is one where it is empty."""
    size = math.prod(shape) * dtype.itemsize
    return size, size > 0 or math.prod(max(1, one) for one in shape) < MAX_EMPTY


MAX_EMPTY = 2**25
"""How many rows, or columns, an array without cells may have."""


def _filled(stream: IO[bytes], flat: np.ndarray) -> np.ndarray:
    cells = flat.view(np.uint8) if len(flat) else np.empty(0, np.uint8)
    for start in range(0, len(cells), PIECE):
        piece = stream.read(min(PIECE, len(cells) - start))
        cells[start : start + len(piece)] = np.frombuffer(piece, np.uint8)
        if len(piece) < min(PIECE, len(cells) - start):
            raise ValueError("does not hold the array that it announces")
    # At its end it is found whether the part is as it was written.
    stream.read(1)
    if flat.dtype.kind == "b" and (cells > 1).any():
        raise ValueError("holds what is neither true nor false")
    return flat
