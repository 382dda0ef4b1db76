"""Sizes of files as they are typed: 8GB, 500MB."""

from __future__ import annotations

import re
from typing import Any

import click

UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}

_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*([KMGT]?B?)", re.ASCII | re.IGNORECASE)


class FileSize(click.ParamType):
    """A number of bytes with its unit.

    Examples
    --------
    >>> from skl_synth.cli.file_sizes import FileSize
    >>> FileSize().convert("1.5 GB", None, None)
    1500000000
    """

    name = "size"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Read a size.

        Parameters
        ----------
        value : object
            What was typed.
        param, ctx : object
            The option and the command, for the message.

        Returns
        -------
        int
            Bytes.

        Raises
        ------
        click.BadParameter
            If it is no size, or none at all.
        """
        if isinstance(value, int):
            return value
        match = _SIZE.fullmatch(str(value).strip())
        if match is None:
            self.fail(f"{value!r} is no size such as 8GB or 500MB", param, ctx)
        unit = match[2].upper().removesuffix("B")
        size = int(float(match[1]) * UNITS[f"{unit}B"])
        if size < 1:
            self.fail(f"{value!r} leaves nothing to be read", param, ctx)
        return size


def typed_size(n_bytes: int) -> str:
    """Write a size as it is typed.

    Parameters
    ----------
    n_bytes : int
        The size.

    Returns
    -------
    str
        In the largest unit in which it is whole.

    Examples
    --------
    >>> from skl_synth.cli.file_sizes import typed_size
    >>> typed_size(8 * 10**9), typed_size(1500)
    ('8GB', '1500B')
    """
    units = [one for one in UNITS.items() if one[0]]
    unit, size = max(
        (one for one in units if n_bytes % one[1] == 0), key=lambda u: u[1]
    )
    return f"{n_bytes // size}{unit}"
