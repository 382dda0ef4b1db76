"""Titles, units, totals, a missing header: named, with the options that answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from skl_synth.errors import InputError, Remedy, Setting, warn
from skl_synth.files.header_line import (
    LEAST_ROWS,
    Top,
    label_rows,
    top_of,
    usual_width,
)
from skl_synth.files.last_rows import LastRows, last_rows_of
from skl_synth.files.subtotals import subtotal_lines
from skl_synth.files.text_lines import (
    ChosenLines,
    Line,
    first_lines,
    last_rows,
    number_of_lines,
    repeats_of_first,
    without,
)

LONGEST_EXAMPLE = 40

_LAST = {
    "total": "no row of the table but a total or the like ({last!r})",
    "note": "no row of the table but a note ({last!r})",
    "uneven": "a row of {n_values} values, where the others have {width} ({last!r})",
    "empty": "a row in which nothing stands",
}


@dataclass(frozen=True)
class _Finding:
    """Something that is no row of the table, or no name.

    Parameters
    ----------
    words : str
        What it is, a template.
    fields : dict
        What the template names.
    answers : dict
        The parameters that leave it out.
    otherwise : dict
        The parameters that say it belongs to the table.
    """

    words: str
    fields: dict[str, Any]
    answers: dict[str, Any]
    otherwise: dict[str, Any]


def checked(
    text: str, delimiter: str, chosen: ChosenLines, path: Path, *, as_text: bool
) -> str:
    """Check that a text begins with names, and goes on with rows to its end.

    Parameters
    ----------
    text : str
        The text of a file, without what the user left out.
    delimiter : str
        What stands between two values.
    chosen : ChosenLines
        What the user said of its lines; on that nothing is checked.
    path : Path
        The file, for messages.
    as_text : bool
        Whether nothing may be left out that the user did not name.

    Returns
    -------
    str
        The text without comments before, and repetitions of, its header.

    Raises
    ------
    InputError
        If it does not; the message names all options that answer it.

    Warns
    -----
    InputWarning
        If comments or repeated headers are left out, or names look like numbers.
    """
    lines = first_lines(text, delimiter)
    found: list[_Finding] = []
    last = None
    top = Top(0)
    if not chosen.is_top_given:
        top = top_of(lines)
        found += _of_top(top, lines, as_text)
    body = lines[top.place + (chosen.has_header and not top.is_data) :]
    if len(body) > LEAST_ROWS:
        width = usual_width(body)
        if chosen.drop_lines is None:
            found += _of_labels(label_rows(body, width))
        if chosen.drop_last is None:
            # The first half may hold nothing of what stands at the end.
            half = body[: max(LEAST_ROWS, len(body) // 2)]
            last = last_rows_of(last_rows(text, delimiter), half, width)
            found += _of_last(last, text, width)
        if chosen.drop_lines is None:
            # What goes with the last rows must not be dropped twice.
            n_lines = number_of_lines(text) - (last.n_rows if last else 0)
            found += _of_subtotals(subtotal_lines(text, delimiter, n_lines))
    repeats = _repeats(text, delimiter, chosen, top)
    if as_text and repeats:
        found.append(_of_repeats(repeats))
    if found:
        raise _error(path, found)
    left_out = ChosenLines(drop_lines=repeats)
    if top.n_comments:
        left_out = replace(left_out, skip_rows=lines[top.place].number - 1)
    _warn(path, top, repeats)
    return without(text, left_out)


def _repeats(
    text: str, delimiter: str, chosen: ChosenLines, top: Top
) -> tuple[int, ...]:
    if top.place or not chosen.has_header or chosen.drop_lines is not None:
        return ()
    return repeats_of_first(text, delimiter)


def _of_top(top: Top, lines: Sequence[Line], as_text: bool) -> list[_Finding]:
    if not lines or (top.place == 0 and not top.is_data):
        return []
    line, first = lines[top.place], lines[0]
    as_names = {"header_row": line.number if top.is_data else first.number}
    if top.is_data:
        answers = {"header_row": 0}
        if top.place:
            answers["skip_rows"] = line.number - 1
        fields = {"top": line.number, "data": _example(line)}
        words = "line {top} looks like data ({data}), and there are no column names"
        return [_Finding(words, fields, answers, as_names)]
    if top.n_comments and not as_text:
        return []
    return [
        _Finding(
            "its column names stand in line {top} ({names}), below titles ({title!r})",
            {"top": line.number, "names": _example(line), "title": _text(first)},
            {"header_row": line.number},
            as_names,
        )
    ]


def _of_labels(rows: Sequence[Line]) -> list[_Finding]:
    if not rows:
        return []
    fields = {"label": _example(rows[0]), "line": rows[0].number}
    words = "line {line} holds units or labels below the names ({label})"
    numbers = tuple(row.number for row in rows)
    return [_Finding(words, fields, {"drop_lines": numbers}, {"drop_lines": ()})]


def _of_repeats(numbers: tuple[int, ...]) -> _Finding:
    words = "line {repeat} repeats the column names"
    drop = {"drop_lines": numbers}
    return _Finding(words, {"repeat": numbers[0]}, drop, {"drop_lines": ()})


def _of_subtotals(numbers: tuple[int, ...]) -> list[_Finding]:
    if not numbers:
        return []
    words = "line {subtotal} is no row but adds some of them up"
    if len(numbers) > 1:
        words += " (one of {n_subtotals} such lines)"
    fields = {"subtotal": numbers[0], "n_subtotals": len(numbers)}
    return [_Finding(words, fields, {"drop_lines": numbers}, {"drop_lines": ()})]


def _of_last(last: LastRows | None, text: str, width: int) -> list[_Finding]:
    if last is None:
        return []
    n_lines = number_of_lines(text)
    fields = {
        "last": last.example[:LONGEST_EXAMPLE],
        "n_last": last.n_rows,
        "n_values": last.n_values,
        "width": width,
    }
    which = (
        "its last row" if last.n_rows == 1 else "the first of its last {n_last} rows"
    )
    words = f"{which}, up to line {{end}}, is {_LAST[last.kind]}"
    drop = {"drop_last": last.n_rows}
    return [_Finding(words, fields | {"end": n_lines}, drop, {"drop_last": 0})]


def _text(line: Line) -> str:
    return next((c.strip() for c in line.cells if c.strip()), "")[:LONGEST_EXAMPLE]


def _example(line: Line) -> str:
    filled = [
        repr(cell.strip()[:LONGEST_EXAMPLE]) for cell in line.cells if cell.strip()
    ]
    return ", ".join(filled[:3]) + (", …" if len(filled) > 3 else "")


def _error(path: Path, found: Sequence[_Finding]) -> InputError:
    """Say everything at once: one command must be enough to answer it."""
    fields: dict[str, Any] = {}
    answers: dict[str, Any] = {}
    otherwise: dict[str, Any] = {}
    for one in found:
        fields |= one.fields
        for together, more in ((answers, one.answers), (otherwise, one.otherwise)):
            lines = (*together.get("drop_lines", ()), *more.get("drop_lines", ()))
            together |= more
            if "drop_lines" in together:
                together["drop_lines"] = lines
    remedies = [
        *_typed("give", "answer", answers, fields),
        *_typed("if that is wrong,", "other", otherwise, fields),
    ]
    return InputError(
        "{path}: " + "; ".join(one.words for one in found),
        path=path,
        remedies=remedies,
        **fields,
    )


def _typed(
    text: str, prefix: str, values: dict[str, Any], fields: dict[str, Any]
) -> list[Remedy]:
    """Make a remedy of several settings, which are fields of the message."""
    names = [f"{prefix}_{name}" for name in values]
    settings = (Setting(name, value) for name, value in values.items())
    fields |= dict(zip(names, settings, strict=True))
    written = ["{" + name + "}" for name in names]
    return [
        Remedy(f"{text} {', '.join(written)}", only="python"),
        Remedy(f"{text} {' '.join(written)}", only="command line"),
    ]


def _warn(path: Path, top: Top, repeats: Sequence[int]) -> None:
    if top.n_comments:
        warn(
            "{path}: the lines before the names are left out as comments ({n})",
            path=path,
            n=top.n_comments,
            stacklevel=5,
        )
    if repeats:
        warn(
            "{path}: line {line} repeats the column names, and is left out"
            + (", as are {others} more" if len(repeats) > 1 else ""),
            path=path,
            line=repeats[0],
            others=len(repeats) - 1,
            stacklevel=5,
        )
    if top.numbers:
        fields: dict[str, Any] = {}
        no_names = {"skip_rows": 1, "header_row": 0}
        remedies = _typed("if they are no names, give", "answer", no_names, fields)
        warn(
            "{path}: {numbers} in its first line are taken for column names, but look "
            "like data",
            path=path,
            numbers=", ".join(top.numbers[:3]),
            remedies=remedies,
            stacklevel=5,
            **fields,
        )
