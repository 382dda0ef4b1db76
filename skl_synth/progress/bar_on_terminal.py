"""Progress as a bar on a terminal, with the step under way in a line below it.

Rich is loaded with this module, and so this module when a bar is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich import progress as bars
from rich.console import Console, RenderableType
from rich.text import Text

from skl_synth.progress.said_progress import time_left, where
from skl_synth.progress.track import Listener, Progress


class ProgressBar(bars.Progress):
    """A bar of the whole work, and below it where that is.

    Parameters
    ----------
    work : str
        What the work is called.
    console : Console
        Where it is drawn.
    """

    def __init__(self, work: str, console: Console) -> None:
        self._where = ""
        super().__init__(
            bars.SpinnerColumn(),
            bars.TextColumn("{task.description}", markup=False),
            bars.BarColumn(bar_width=20),
            bars.TimeElapsedColumn(),
            bars.TextColumn("{task.fields[left]}", markup=False),
            console=console,
            transient=True,
        )
        self._task = self.add_task(work, total=None, left="")

    def get_renderables(self) -> Iterable[RenderableType]:
        """Give what is drawn.

        Yields
        ------
        renderable
            The bar, and a line below it.
        """
        yield self.make_tasks_table(self.tasks)
        if self._where:
            yield Text("  " + self._where, style="dim")

    def show(self, now: Progress) -> None:
        """Draw how far the work is.

        Parameters
        ----------
        now : Progress
            How far it is.
        """
        self._where = where(now)
        total = 1.0 if now.fraction else None
        self.update(
            self._task, total=total, completed=now.fraction, left=time_left(now)
        )


@contextmanager
def bar_shown(work: str, console: Console) -> Iterator[Listener]:
    """Show a bar while the context lasts.

    Parameters
    ----------
    work : str
        What the work is called.
    console : Console
        Where it is drawn.

    Yields
    ------
    callable
        To be told how far the work is.
    """
    with ProgressBar(work, console) as bar:
        yield bar.show
