"""A bar that shows how far a training is and how long it will still take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def progress(epochs: int, verbose: bool) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Show a bar while the context lasts.

    Parameters
    ----------
    epochs : int
        How many there are at most.
    verbose : bool
        Whether to show anything.

    Yields
    ------
    callable
        To be called after every epoch with its line of the history.
    """
    if not verbose:
        yield _say_nothing
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("epoch"),
        MofNCompleteColumn(),
        BarColumn(),
        TextColumn("{task.fields[losses]}"),
        TimeElapsedColumn(),
        TextColumn("time left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns) as bar:
        task = bar.add_task("training", total=epochs, losses="")

        def advance(line: dict[str, Any]) -> None:
            losses = [f"{name} {value:.3f}" for name, value in line.items()][1:]
            bar.update(task, advance=1, losses=", ".join(losses))

        yield advance


def _say_nothing(_line: dict[str, Any]) -> None:
    """Stand in for a bar."""
