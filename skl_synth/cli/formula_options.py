"""--formula, --event and --syntheses: a model on real rows and on synthetic ones."""

from __future__ import annotations

from typing import Any

import click

N_TABLES = 5
"""Synthetic tables that a formula is fitted to: with more, little becomes narrower."""

_EVENT = click.option(
    "--event",
    metavar="COLUMN",
    help="Where --formula explains times: the column that says whether each ended in "
    "an event, or was censored, such as died; or status=2, with the value that is the "
    "event, unless --survival names it. The model is then that of proportional "
    "hazards (Cox).",
)


def evaluate_formula_options(command: Any) -> Any:
    """Give evaluate a model to fit.

    Parameters
    ----------
    command : callable
        The command.

    Returns
    -------
    callable
        The command with its options.
    """
    return click.option(
        "--formula",
        metavar="MODEL",
        help='Fit this model, such as "readmitted ~ age + C(ward)", to the real table '
        "and to five synthetic ones, and show the coefficients side by side.",
    )(_EVENT(command))


def publish_formula_options(command: Any) -> Any:
    """Give publish a model to fit, and say of how many tables.

    Parameters
    ----------
    command : callable
        The command.

    Returns
    -------
    callable
        The command with its options.
    """
    more = click.option(
        "--syntheses",
        "n_syntheses",
        type=click.IntRange(min=2),
        default=N_TABLES,
        show_default=True,
        metavar="M",
        help="With --formula: synthetic tables that it is fitted to. They are not "
        "published.",
    )(command)
    return click.option(
        "--formula",
        metavar="MODEL",
        help='Fit this model, such as "readmitted ~ age + C(ward)", to the real table '
        "and to several synthetic ones. The report says in classes how well intervals "
        "overlap; real coefficients are written for you alone.",
    )(_EVENT(more))
