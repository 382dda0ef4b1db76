"""Delimiters that are not looked for, in a file that would be one column without them.

What they split may be a time of day or a key as well, so they are named, not used.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.files.text_lines import SAMPLED_CHARACTERS, lines_of

ODD_DELIMITERS = "^~:¦§#"
"""What stands between two values now and then."""

LEAST_LINES = 4
"""Fewer lines are split evenly by chance."""


def refuse_odd_delimiter(text: str, path: Path) -> None:
    """Refuse one column that an unusual delimiter splits into several.

    Parameters
    ----------
    text : str
        The text of a file that no usual delimiter splits.
    path : Path
        The file, for messages.

    Raises
    ------
    InputError
        If such a mark stands in its first line, and as often in all that follow.
    """
    lines = list(islice(lines_of(text[:SAMPLED_CHARACTERS]), 50))
    whole = [line for line in lines if line.strip()]
    if len(text) > SAMPLED_CHARACTERS:
        whole = whole[:-1]
    for mark in ODD_DELIMITERS:
        times = {line.count(mark) for line in whole}
        if len(whole) >= LEAST_LINES and len(times) == 1 and times != {0}:
            raise _error(path, mark, times.pop() + 1)


def _error(path: Path, mark: str, n_columns: int) -> InputError:
    return InputError(
        "{path}: each of its lines looks like {n_columns} values with {mark!r} between "
        "them, and would be one value else",
        parameter="delimiter",
        path=path,
        n_columns=n_columns,
        mark=mark,
        remedies=[
            Remedy("give {setting}", Setting("delimiter", mark)),
            Remedy(
                "if each line is one value, give {setting}", Setting("delimiter", ",")
            ),
        ],
    )
