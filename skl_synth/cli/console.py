"""What is printed on the terminal, and in a pipe: text, tables, warnings, progress.

Rich is loaded when something is printed, not before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from skl_synth.cli.progress_option import chosen_progress
from skl_synth.cli.short_names import short_names
from skl_synth.progress import show_progress
from skl_synth.progress.interrupting import as_part_of_work, no_interrupt_lost
from skl_synth.progress.show import lines_shown

if TYPE_CHECKING:
    from rich.console import Console

WIDTH_IN_A_PIPE = 160
"""Where there is no terminal: wide enough to keep most rows of a table on one line."""


NEVER_CUT = ("kind", "missing", "rows")
"""Columns of printed tables that keep their width on any screen."""

NAMES_OF_WIDTH = 4
"""Names take one part in so many of a line, and leave the rest to what is said."""


def open_console(*, stderr: bool = False) -> Console:
    """Open a console that prints names and values to the letter.

    Parameters
    ----------
    stderr : bool, default=False
        Whether to print to standard error.

    Returns
    -------
    Console
        A console for what is, at this moment, standard output or error.
    """
    from rich.console import Console

    # Names of columns come from the user: "[bold]" and ":smile:" are no markup there.
    console = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    if not console.is_terminal:
        console.width = WIDTH_IN_A_PIPE
    return console


def print_text(text: str = "", *, wrap: bool = True) -> None:
    """Print text to standard output; in a pipe it is not wrapped.

    Parameters
    ----------
    text : str, default=""
        A paragraph, or lines.
    wrap : bool, default=True
        Whether a terminal breaks long lines between words; not so a command, which is
        to be copied in one piece.
    """
    console = open_console()
    console.print(text, soft_wrap=not (wrap and console.is_terminal))


def print_warning(text: str) -> None:
    """Print a warning to standard error.

    Parameters
    ----------
    text : str
        One sentence or two.
    """
    from rich.text import Text

    console = open_console(stderr=True)
    console.print(
        Text.assemble(("Warning: ", "yellow"), text),
        soft_wrap=not console.is_terminal,
    )


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    right: Iterable[str] = (),
    shorten: bool = False,
) -> None:
    """Print a table to standard output.

    Parameters
    ----------
    title : str
        What the table shows.
    columns : sequence of str
        The names of its columns.
    rows : iterable of sequences
        One value per column.
    right : iterable of str
        The columns that are aligned to the right.
    shorten : bool, default=False
        Whether what stands first in a row are names, which may be shortened.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for position, name in enumerate(columns):
        # Where space is short, what stands behind the name gives way first.
        table.add_column(
            name,
            justify="right" if name in set(right) else "left",
            # The kind of a column, and a figure, are nothing if they are cut.
            no_wrap=position == 0 or name in NEVER_CUT,
            overflow="fold",
        )
    console = open_console()
    texts = [[str(value) for value in row] for row in rows]
    if shorten:
        most = console.width // NAMES_OF_WIDTH
        short = short_names([row[0] for row in texts], most)
        texts = [[short[row[0]], *row[1:]] for row in texts]
    for row in texts:
        table.add_row(*row)
    console.print()
    console.print(Text(title, style="bold"))
    console.print(table)


@contextmanager
def progress(work: str) -> Iterator[None]:
    """Show that work is going on, for how long, and what is left of it.

    On a terminal there is a bar; in a pipe a line for programs, where the work takes
    long; or what ``--progress`` says. Ctrl-C ends all of the work.

    Parameters
    ----------
    work : str
        The work.
    """
    style = chosen_progress()
    shown = show_progress(work, style=style)
    if style == "auto" and not open_console(stderr=True).is_terminal:
        shown = lines_shown(work, for_programs=True)
    with no_interrupt_lost(), as_part_of_work(), shown:
        yield


def one_line(message: object) -> str:
    """Put a message on one line.

    Parameters
    ----------
    message : object
        An error, a warning or a text.

    Returns
    -------
    str
        Its words with single spaces between them.
    """
    return " ".join(str(message).split())
