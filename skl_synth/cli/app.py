"""The command skl-synth, and how it reports errors and warnings: each in one line."""

from __future__ import annotations

import warnings
from typing import Any

import click

from skl_synth import __version__
from skl_synth.cli.app_command import app
from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.cli.commands import demo, evaluate, generate, inspect, publish
from skl_synth.cli.console import one_line, print_warning
from skl_synth.cli.options import DEBUG, debug_option
from skl_synth.errors import in_words

STATUS_OF_CTRL_C = 130
"""What shells say of a program that Ctrl-C ended."""

STOPPED = "\nStopped by Ctrl-C; no file was left half written."


class BadInput(click.ClickException):
    """Something that the user can put right: one line and exit status 2."""

    exit_code = 2


class ReportingGroup(click.Group):
    """A group of commands whose errors and warnings are printed, not thrown."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command.

        Parameters
        ----------
        ctx : click.Context
            The context of the group.

        Returns
        -------
        object
            What the command returns.

        Raises
        ------
        BadInput
            For an error of value, type or file, or an extra that is not installed,
            unless ``--debug`` was given.
        """
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", UserWarning)
            try:
                return super().invoke(ctx)
            except KeyboardInterrupt:
                click.echo(STOPPED, err=True)
                raise click.exceptions.Exit(STATUS_OF_CTRL_C) from None
            except BrokenPipeError:
                # Whoever reads the output has had enough: no error, and click's to end.
                raise
            except (ImportError, OSError, TypeError, ValueError) as error:
                if ctx.meta.get(DEBUG):
                    raise
                raise BadInput(one_line(in_words(error, COMMAND_LINE))) from error
            finally:
                _print_warnings(caught)


def _print_warnings(caught: list[warnings.WarningMessage]) -> None:
    """Print each warning once: the folds of an evaluation repeat them."""
    own = [one.message for one in caught if issubclass(one.category, UserWarning)]
    texts = [one_line(in_words(message, COMMAND_LINE)) for message in own]
    for text in dict.fromkeys(texts):
        print_warning(text)


@click.group(
    cls=ReportingGroup, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="skl-synth")
@debug_option
def main() -> None:
    """Make a synthetic table of the same columns, types and classes as a real one.

    \b
    Start here:
      skl-synth demo                                  see it work on simulated data
      skl-synth inspect patients.csv                  what is each column taken for?
      skl-synth generate patients.csv --target readmitted --output synthetic.csv
      skl-synth evaluate patients.csv --target readmitted
      skl-synth publish patients.csv --target readmitted --output out.csv \\
        --report out.json
      skl-synth app                                   all of it on a page

    By generate, rows are made by SMOTE between real neighbours of the same class, and
    restored to what the columns hold: whole numbers, decimals, categories, missing
    values. Rows that equal a real one are dropped, and of the rest those that lie
    closest. By publish they are made by a method that follows single people less, and
    written only if they pass stated gates.

    What it does not promise: that nobody can be recognised. Synthetic rows made from
    real ones disclose something about them; evaluate measures a part of it.

    Every command explains itself: skl-synth generate --help. Results go to standard
    output, warnings and errors to standard error. The exit status is 2 where the input
    cannot be used, with one line that says why.
    """


for command in (demo, inspect, generate, evaluate, publish, app):
    main.add_command(command)
