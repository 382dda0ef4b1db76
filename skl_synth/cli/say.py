"""What is said on the terminal, and in a pipe: text, tables, warnings, progress."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich import box
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

WIDTH_IN_A_PIPE = 160
"""Where there is no terminal: wide enough to keep most rows of a table on one line."""


def console(*, stderr: bool = False) -> Console:
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
    # Names of columns come from the user: "[bold]" and ":smile:" are no markup there.
    opened = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    if not opened.is_terminal:
        opened.width = WIDTH_IN_A_PIPE
    return opened


def tell(text: str = "") -> None:
    """Print text to standard output; in a pipe it is not wrapped.

    Parameters
    ----------
    text : str, default=""
        A paragraph, or lines.
    """
    opened = console()
    opened.print(text, soft_wrap=not opened.is_terminal)


def warn(text: str) -> None:
    """Print a warning to standard error.

    Parameters
    ----------
    text : str
        One sentence or two.
    """
    opened = console(stderr=True)
    opened.print(
        Text.assemble(("Warning: ", "yellow"), text), soft_wrap=not opened.is_terminal
    )


def show(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    right: Iterable[str] = (),
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
    """
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for position, name in enumerate(columns):
        # Where space is short, what stands behind the name gives way first.
        table.add_column(
            name,
            justify="right" if name in set(right) else "left",
            no_wrap=position == 0,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(str(value) for value in row))
    opened = console()
    opened.print()
    opened.print(Text(title, style="bold"))
    opened.print(table)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on a terminal that work is going on, and for how long.

    Parameters
    ----------
    what : str
        The work.
    """
    opened = console(stderr=True)
    if not opened.is_terminal:
        yield
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=opened, transient=True) as progress:
        progress.add_task(what, total=None)
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
