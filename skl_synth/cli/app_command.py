"""The command app as it is typed: its options, and what --help says of it."""

from __future__ import annotations

from typing import Any

import click

from skl_synth.cli.file_sizes import FileSize
from skl_synth.cli.options import FILE, debug_option


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="Port of the page; 0 for any that is free. By default the first free one "
    "from 8501 on.",
)
@click.option(
    "--folder",
    type=FILE,
    default=".",
    metavar="DIR",
    help="Folder whose files are offered, and that results are saved into. By default "
    "the one in which the command is typed.",
)
@click.option(
    "--max-size",
    type=FileSize(),
    metavar="SIZE",
    help="The most that is read of a file, dropped on the page or not, such as 8GB. By "
    "default 1GB.",
)
@debug_option
def app(**given: Any) -> None:
    """Walk the whole way on a page in the browser, on this machine alone.

    \b
    Examples:
      skl-synth app
      skl-synth app --folder extracts --port 8600

    It prints an address, which a browser on this machine can open and no other machine
    can reach. The page leads from a file to a release in five steps: choose a table,
    put right what the columns were taken for, choose the use, watch it being made, look
    at the report and save it. What it does is done by the other commands, and it shows
    the one that does the same.

    Only DIR is listed, read and written, and nothing is written there that you do not
    save. Nothing is sent to anybody. What is not saved is forgotten when the page is
    closed or the command ends.

    It needs Streamlit: pip install "skl_synth[app]".
    """
    from skl_synth.cli.start_app import start_app

    start_app(**given)
