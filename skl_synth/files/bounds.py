"""How much is read of a file: no small file may fill the memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from skl_synth.errors import InputError, Remedy, Setting

MOST_BYTES = 10**9
"""No table is read that is larger than this, unless more is asked for."""

TRUSTED_BYTES = 5 * 10**7
"""So much is unpacked of any file, and read from a pipe, whose end nobody knows."""

USUAL_RATIO = 100
"""Tables shrink to a tenth when they are packed, and hardly ever to a hundredth."""

LONGEST_LINE = 10**7
"""Bytes of a line; a hundred thousand columns have a tenth of them."""

MOST_CELLS = 10**8
"""No table is read that has more cells, empty ones included."""

MOST_COLUMNS = 100_000
"""Nor one with more columns."""

UNITS = {"GB": 10**9, "MB": 10**6, "KB": 10**3}


@dataclass(frozen=True)
class Bound:
    """The most bytes that are read of a file.

    Parameters
    ----------
    given : int or None, default=None
        What the user allows, for packed files too.

    Examples
    --------
    >>> from skl_synth.files.bounds import Bound
    >>> Bound().of_packed(1000), Bound().of_packed(10**6), Bound(5000).of_packed(1)
    (50000000, 100000000, 5000)
    """

    given: int | None = None

    @property
    def most(self) -> int:
        """Of a file that is not packed."""
        return MOST_BYTES if self.given is None else self.given

    @property
    def of_pipes(self) -> int:
        """Of what comes without a size, such as from a pipe."""
        return TRUSTED_BYTES if self.given is None else self.given

    def of_packed(self, n_bytes: int) -> int:
        """Tell how large a packed file may be when it is unpacked.

        Parameters
        ----------
        n_bytes : int
            Its size.

        Returns
        -------
        int
            The most bytes that are unpacked.
        """
        if self.given is not None:
            return self.given
        return min(MOST_BYTES, max(TRUSTED_BYTES, USUAL_RATIO * n_bytes))


def in_units(n_bytes: int) -> str:
    """Write a size as it can be typed.

    Parameters
    ----------
    n_bytes : int
        The size.

    Returns
    -------
    str
        The size in the largest unit of which it has one, rounded up.

    Examples
    --------
    >>> from skl_synth.files.bounds import in_units
    >>> in_units(10**9), in_units(2_500_001), in_units(12)
    ('1GB', '3MB', '1KB')
    """
    unit, size = next(
        (item for item in UNITS.items() if n_bytes >= item[1]), ("KB", UNITS["KB"])
    )
    return f"{-(-n_bytes // size)}{unit}"


def too_large(path: Path, n_bytes: int, most: int) -> InputError:
    """Say that a file is too large.

    Parameters
    ----------
    path : Path
        The file.
    n_bytes : int
        Its size.
    most : int
        What is read.

    Returns
    -------
    InputError
        With what allows more.
    """
    return InputError(
        "{path} is {size} large, and no more than {most} is read",
        parameter="max_size",
        path=path,
        size=in_units(n_bytes),
        most=in_units(most),
        remedies=[_more(n_bytes), "split the table"],
    )


def too_much_unpacked(path: Path, n_packed: int, most: int) -> InputError:
    """Say that a packed file fills the memory.

    Parameters
    ----------
    path : Path
        The file.
    n_packed : int
        Its size.
    most : int
        What is unpacked of a file of that size.

    Returns
    -------
    InputError
        With what allows more.
    """
    return InputError(
        "{path} is {size} large, and more than {most} when it is unpacked, as files "
        "are that fill the memory on purpose",
        parameter="max_size",
        path=path,
        size=in_units(n_packed),
        most=in_units(most),
        remedies=[_more(10 * most), "split the table"],
    )


def too_long_without_end(path: Path, most: int) -> InputError:
    """Say that what comes from a pipe or a device goes on and on.

    Parameters
    ----------
    path : Path
        The pipe.
    most : int
        What was read.

    Returns
    -------
    InputError
        With what allows more.
    """
    return InputError(
        "{path} is no regular file, and more than {most} came out of it",
        parameter="max_size",
        path=path,
        most=in_units(most),
        remedies=["save the table to a file first", _more(10 * most)],
    )


def check_columns(n_columns: int, path: Path) -> None:
    """Refuse a table with columns that nobody has.

    Parameters
    ----------
    n_columns : int
        How many there are.
    path : Path
        The file.

    Raises
    ------
    InputError
        If they are more than `MOST_COLUMNS`.
    """
    if n_columns > MOST_COLUMNS:
        raise InputError(
            "{path} has {n} columns, and no more than {most} are read",
            path=path,
            n=n_columns,
            most=MOST_COLUMNS,
            remedies=["leave some out", "make rows of them"],
        )


def check_cells(n_rows: int, n_columns: int, path: Path) -> None:
    """Refuse a table that no memory holds, before it is read.

    Parameters
    ----------
    n_rows, n_columns : int
        What the file says of its size.
    path : Path
        The file.

    Raises
    ------
    InputError
        If it has more cells than `MOST_CELLS`, or too many columns.
    """
    check_columns(n_columns, path)
    if n_rows * max(n_columns, 1) > MOST_CELLS:
        raise InputError(
            "{path} has {n_rows} rows and {n_columns} columns, and no more than "
            "{most} cells are read",
            path=path,
            n_rows=n_rows,
            n_columns=n_columns,
            most=MOST_CELLS,
            remedies=["split the table"],
        )


def _more(n_bytes: int) -> Remedy:
    size = UNITS["GB"] * -(-n_bytes // UNITS["GB"])
    return Remedy(
        "if it is a table that you know, and there is memory for it, give {setting}",
        Setting("max_size", size),
    )
