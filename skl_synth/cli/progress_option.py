"""--progress: how a command shows how far it is."""

from __future__ import annotations

import click

from skl_synth.progress.styles import STYLES

PROGRESS = "skl_synth.progress"
"""Key under which the context remembers how progress is shown."""


def _remember(ctx: click.Context, _: click.Parameter, value: str) -> None:
    ctx.meta[PROGRESS] = value


progress_option = click.option(
    "--progress",
    type=click.Choice(STYLES),
    default="auto",
    show_default=True,
    envvar="SKL_SYNTH_PROGRESS",
    expose_value=False,
    callback=_remember,
    help="How to show on standard error how far long work is, and how long it still "
    "takes. bar: on a terminal. lines: a sentence every ten seconds. json: for "
    "programs, 'progress' and an object every second. auto: a bar on a terminal, "
    "elsewhere such an object every ten seconds, and nothing where the work is short. "
    "Also read from SKL_SYNTH_PROGRESS.",
)


def chosen_progress() -> str:
    """Say how progress is to be shown.

    Returns
    -------
    str
        As it was typed; "auto" outside a command.
    """
    ctx = click.get_current_context(silent=True)
    return "auto" if ctx is None else ctx.meta.get(PROGRESS, "auto")
