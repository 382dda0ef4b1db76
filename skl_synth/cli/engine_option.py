"""--engine dask: a table in several files, worked on part by part, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import click

from skl_synth.cli.file_sizes import FileSize
from skl_synth.errors import InputError

LOCAL, DASK = "local", "dask"
"""One process, or many, on this machine or on a cluster."""

_ENGINE = (
    click.option(
        "--engine",
        type=click.Choice([LOCAL, DASK]),
        default=LOCAL,
        show_default=True,
        help="local: one process, with all of TABLE in memory. dask: many processes, "
        "for tables beyond it (it needs the extra dask). TABLE is then Parquet files, "
        "a folder or a pattern of them ('BIG/*.parquet'), and OUT.csv a folder that is "
        "not there yet.",
    ),
    click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="With --engine dask: the scheduler of a cluster, such as "
        "tcp://10.0.0.5:8786, whose workers see the same files. By default workers are "
        "started on this machine, and ended with the command.",
    ),
    click.option(
        "--workers",
        type=click.IntRange(min=1),
        metavar="N",
        help="With --engine dask: the workers that are started on this machine; by "
        "default one for each processor.",
    ),
    click.option(
        "--memory-limit",
        type=FileSize(),
        metavar="SIZE",
        help="With --engine dask: the most memory of each of these, such as 2GB.",
    ),
)


@dataclass(frozen=True, kw_only=True)
class EngineChoice:
    """What was typed of where the work is done.

    Parameters
    ----------
    engine : {"local", "dask"}, default="local"
        One process, or many.
    scheduler : str or None, default=None
        The address of the scheduler of a cluster.
    workers : int or None, default=None
        How many workers are started here.
    memory_limit : int or None, default=None
        The most bytes of each.
    """

    engine: str = LOCAL
    scheduler: str | None = None
    workers: int | None = None
    memory_limit: int | None = None

    @property
    def in_parts(self) -> bool:
        """Whether the table is worked on part by part."""
        return self.engine == DASK

    def check(self) -> None:
        """Refuse what does not go together.

        Raises
        ------
        InputError
            If something was typed that has no effect.
        """
        typed = {
            "--scheduler": self.scheduler,
            "--workers": self.workers,
            "--memory-limit": self.memory_limit,
        }
        odd = [name for name, value in typed.items() if value is not None]
        if odd and not self.in_parts:
            raise InputError(
                "{options} is for many processes, and the work is done in one",
                options=" and ".join(odd),
                remedies=["say --engine dask", "leave it out"],
            )
        if self.scheduler is not None and len(odd) > 1:
            raise InputError(
                "{options} is for workers that are started here, and --scheduler names "
                "a cluster that has its own",
                options=" and ".join(odd[1:]),
                remedies=["leave it out", "leave --scheduler out"],
            )


def engine_options(command: Any) -> Any:
    """Give a command the options of where it works.

    Parameters
    ----------
    command : callable
        The command.

    Returns
    -------
    callable
        The command with its options.
    """
    for option in reversed(_ENGINE):
        command = option(command)
    return command


def engine_of(given: dict[str, Any]) -> EngineChoice:
    """Take what was typed of the engine out of all that was typed.

    Parameters
    ----------
    given : dict of str to object
        The options of a command by name; those of the engine are taken out.

    Returns
    -------
    EngineChoice
        What was typed of it.

    Raises
    ------
    InputError
        If something was typed that has no effect.
    """
    names = EngineChoice.__dataclass_fields__
    choice = EngineChoice(**{name: given.pop(name) for name in names})
    choice.check()
    return choice
