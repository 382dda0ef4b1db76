"""Numbers of lines as they are typed: 2,57-60."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import click

NONE = "none"
"""What is typed for no line at all."""

MOST_LINES = 100_000


class LineNumbers(click.ParamType):
    """The type of an option that names lines of a file.

    Examples
    --------
    >>> from skl_synth.cli.line_numbers import LineNumbers
    >>> LineNumbers().convert("2,57-60", None, None)
    (2, 57, 58, 59, 60)
    """

    name = "lines"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[int, ...]:
        """Turn what was typed into numbers.

        Parameters
        ----------
        value : str
            What was typed.
        param : click.Parameter or None
            The option.
        ctx : click.Context or None
            The command.

        Returns
        -------
        tuple of int
            The numbers of the lines.
        """
        if not isinstance(value, str):
            return tuple(value)
        if value.strip() == NONE:
            return ()
        numbers: list[int] = []
        for part in value.split(","):
            match = re.fullmatch(r"\s*(\d{1,9})(?:\s*-\s*(\d{1,9}))?\s*", part)
            if match is None:
                self.fail(f"{value!r} is no list of lines such as 2,57-60", param, ctx)
            first = int(match[1])
            last = int(match[2] or first)
            if not 0 < first <= last < first + MOST_LINES:
                self.fail(f"{part.strip()!r} names no lines", param, ctx)
            numbers += range(first, last + 1)
        return tuple(numbers)


def write_lines(numbers: Collection[int]) -> str:
    """Write numbers of lines as they are typed.

    Parameters
    ----------
    numbers : collection of int
        The numbers.

    Returns
    -------
    str
        The numbers between commas, neighbours as a range.

    Examples
    --------
    >>> from skl_synth.cli.line_numbers import write_lines
    >>> write_lines((2, 57, 58, 59)), write_lines(())
    ('2,57-59', 'none')
    """
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    parts = (f"{a}" if a == b else f"{a}-{b}" for a, b in ranges)
    return ",".join(parts) or NONE
