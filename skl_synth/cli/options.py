"""The options that several commands share; nothing but click is needed for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from skl_synth.cli.command_words import IDENTIFIERS
from skl_synth.cli.file_sizes import FileSize
from skl_synth.cli.line_numbers import LineNumbers
from skl_synth.cli.relevance_option import relevance_option
from skl_synth.cli.survival_option import survival_option

DEBUG = "skl_synth.debug"
"""Key under which the context remembers that a traceback is wanted."""

LARGEST_SEED = 2**32 - 1

DEFAULT_FOLDS = 5
MEMBERSHIP_BOUND, GROUP_BOUND = 0.57, 0.65
"""Defaults of the evaluator and of publish, which are not loaded for --help; a test
holds them against those."""

MOST_REMOVED = 0.99
"""The bound of the filter; a test holds it against that."""

SHADOW_MODELS = 64
"""How many a thorough audit fits; a test holds it against the evaluator's."""

FILE = click.Path(path_type=Path)


def _remember_debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.meta[DEBUG] = True


debug_option = click.option(
    "--debug",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_remember_debug,
    help="Show the traceback of an error, for a report to the developers.",
)
seed_option = click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    metavar="N",
    help="Number that fixes everything drawn at random: with the same one, the same "
    "bytes are written. By default a fresh one is drawn, and printed.",
)
escape_option = click.option(
    "--escape-formulas",
    is_flag=True,
    help="Put an apostrophe before names and text of a CSV file that a spreadsheet "
    "would run as a formula: what begins with =, +, - or @ and is no number.",
)
release_seed_option = click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    metavar="N",
    help="Number that fixes everything drawn at random, to repeat a release for a "
    "check. Best left out: by default a fresh one comes from the operating system, and "
    "is written to OUT.owner.json alone. Whoever has TABLE, or can guess most of it, "
    "and the seed makes the same bytes again, and what is typed here stays in the "
    "history of the shell.",
)
thorough_option = click.option(
    "--thorough",
    is_flag=True,
    help=f"Fit {SHADOW_MODELS} shadow models besides, to tables with and without the "
    "most exposed people: the reference for all attacks. It takes as long as making "
    "that many tables: a minute or two for 1,000 rows and ten columns.",
)
by_option = click.option(
    "--by",
    multiple=True,
    metavar="COL",
    help="Make the rows of each value of a column apart, such as those of each "
    "hospital, with exact counts; may be given several times. Values of few rows are "
    "made together.",
)
_TABLE = (
    click.argument("table", type=FILE),
    click.option(
        "--target",
        metavar="COL",
        help="Column of the classes, which a model would predict. Without it all rows "
        "are one group, and no model is compared.",
    ),
    click.option(
        "--drop",
        multiple=True,
        metavar="COL",
        help="Leave a column out; may be given several times.",
    ),
    click.option(
        "--kinds",
        type=FILE,
        metavar="KINDS.json",
        help="Kinds of columns that were taken for something else, as in "
        '{"grade": "category"}: continuous, integer, binary, category, ordinal, '
        "datetime, timedelta, constant or identifier; or the levels of a column in "
        'order: {"stage": ["I", "II", "III"]}.',
    ),
    click.option(
        "--one-hot",
        multiple=True,
        metavar="PREFIX",
        help="One-hot columns that belong together, by their common prefix; may be "
        "given several times. By default they are inferred: a prefix in common, and "
        "every row sums to one.",
    ),
    click.option(
        "--baseline",
        multiple=True,
        metavar="PREFIX",
        help="The same, where one level was dropped from the encoding, so that a row "
        "may hold zeros only. Such columns are never inferred.",
    ),
    click.option(
        "--identifiers",
        type=click.Choice(IDENTIFIERS),
        default="surrogate",
        show_default=True,
        help="What becomes of keys, names and free text, which are never copied: an "
        "error, left out, or fresh keys of the same shape in their place. Check digits "
        "(of NHS numbers) are wrong, so that nobody has such a key, or by "
        "surrogate_valid right, of numbers that are kept for tests.",
    ),
    click.option(
        "--min-category-count",
        type=click.IntRange(min=1),
        metavar="N",
        help="Levels of categories that fewer than N rows hold are merged, so that "
        "none is published that a few people share.",
    ),
    click.option(
        "--min-tail-count",
        type=click.IntRange(min=1),
        metavar="N",
        help="The outermost numbers and dates of a column are coded together, of N "
        "people at least at either end, so that none lies farther out.",
    ),
    click.option(
        "--constraints",
        type=FILE,
        metavar="RULES.json",
        help='Rules that every synthetic row keeps: a list such as [{"inequality": '
        '["admitted", "<=", "discharged"]}, {"fixed_combinations": ["region", '
        '"district"]}, {"sum": ["total", ["a", "b"]]}].',
    ),
    survival_option,
    click.option(
        "--person",
        metavar="COL",
        help="Column that says whose a row is, where people have several rows (visits, "
        "episodes): persons are then made whole, and attacks and gates are by persons.",
    ),
    click.option(
        "--one-row-per-person",
        is_flag=True,
        help="Each row is a person of its own, even if rows look as if people had "
        "several.",
    ),
    click.option(
        "--delimiter",
        metavar="CHAR",
        help="What stands between two values of the CSV file, if it is not recognised: "
        "',', ';', '|', or tab.",
    ),
    click.option(
        "--encoding",
        metavar="NAME",
        help="Encoding of the CSV file, if it is not recognised, such as utf-8, "
        "windows-1252 or mac-roman.",
    ),
    click.option(
        "--decimal",
        type=click.Choice([".", ","]),
        help="Decimal mark of the CSV file, if it is not recognised.",
    ),
    click.option(
        "--skip-rows",
        type=click.IntRange(min=0),
        metavar="N",
        help="Lines before the one that holds the column names, such as titles.",
    ),
    click.option(
        "--header-row",
        type=click.IntRange(min=0),
        metavar="N",
        help="The line that holds the column names, the first of the file being 1; 0 "
        "where there is none: columns are then called column_1, column_2 and so on.",
    ),
    click.option(
        "--drop-last",
        type=click.IntRange(min=0),
        metavar="N",
        help="Rows at the end to leave out, such as totals and footnotes.",
    ),
    click.option(
        "--drop-lines",
        type=LineNumbers(),
        metavar="N,N",
        help="Other lines to leave out, by their numbers in the file, such as one of "
        "units: 2 or 2,57-60; none where every line belongs to the table.",
    ),
    click.option(
        "--missing",
        multiple=True,
        metavar="TOKEN",
        help="What stands for a missing value, in all columns, such as NA or 'Not "
        "known'; may be given several times.",
    ),
    click.option(
        "--sheet",
        metavar="NAME",
        help="Sheet of a workbook. By default the first that holds a table.",
    ),
    click.option(
        "--max-size",
        type=FileSize(),
        metavar="SIZE",
        help="The most that is read of a file or unpacked from it, such as 8GB. By "
        "default 1GB, and of a packed file no more than a hundred times its size.",
    ),
    click.option(
        "--drop-unclassed",
        is_flag=True,
        help="Leave out the rows in which the target is missing.",
    ),
    click.option(
        "--dictionary",
        type=FILE,
        metavar="DICT.yaml",
        help="What is known of the table: kinds, levels, bounds, special values, "
        "rules, the target, as inspect --write writes it and you have corrected it. "
        "Other options overrule it. With --epsilon all of it has to be public.",
    ),
)
_CHOSEN_FIDELITY = (
    click.option(
        "--no-ladder",
        "ladder",
        flag_value=False,
        default=True,
        help="Try the release setting alone, and no coarser ones where it is refused.",
    ),
    click.option(
        "--fidelity",
        type=click.Choice(["columns"]),
        help="Low fidelity on purpose. columns: each column alone, and no association "
        "between any two.",
    ),
    click.option(
        "--margin",
        "margins",
        multiple=True,
        metavar="COL,COL",
        help="Each column alone, and these two or three together; may be given several "
        "times. The report lists what the release holds; it holds nothing else.",
    ),
)
_GUARANTEE = (
    click.option(
        "--epsilon",
        type=float,
        metavar="E",
        help="Make the table with a formal guarantee for each person, (ε, δ)-"
        "differential privacy: from counts with noise alone. Small is strong; above 4 "
        "it promises little.",
    ),
    click.option(
        "--delta",
        type=float,
        metavar="D",
        help="The δ of the guarantee, far below one over the number of people.",
    ),
    click.option(
        "--rows-per-person",
        type=click.IntRange(min=1),
        metavar="N",
        help="With --epsilon and --person: the most rows of one person that count.",
    ),
    click.option(
        "--public-class-counts",
        "class_counts",
        flag_value="public",
        help="With --epsilon: take the sizes of the classes for known, in place of "
        "measuring them.",
    ),
    click.option(
        "--weak-guarantee",
        is_flag=True,
        help="Allow an --epsilon above 4, which rules out little.",
    ),
)
LABELS = ("column", "prefix")
"""How a table says that it is synthetic; a test holds them against those of a pack."""

_PACK = (
    click.option(
        "--pack",
        type=FILE,
        metavar="FOLDER",
        help="Write everything into FOLDER, which must not be there yet, or be empty: "
        "what is to be handed over into FOLDER/release, what is yours alone into "
        "FOLDER/owner. Whole or not at all.",
    ),
    click.option(
        "--label",
        type=click.Choice(LABELS),
        help="With --pack: let the table itself say that it is synthetic, besides its "
        "name and metadata. column: by a first column, is_synthetic. prefix: by synth_ "
        "before the name of each column.",
    ),
)
METHODS = ("smote", "cart", "vae", "gan", "marginals")
"""What can make the rows."""

_METHOD = (
    click.option(
        "--method",
        type=click.Choice(METHODS),
        help="What makes the rows. smote (default): between two people of the same "
        "class. cart: column after column by trees, and persons with all of their "
        "rows (default with --person). vae, gan: by a neural network. marginals: from "
        "counts of columns and pairs.",
    ),
    click.option(
        "--removal-fraction",
        type=click.FloatRange(0, MOST_REMOVED),
        metavar="F",
        help="Share of the candidates to drop because they lie closest to a real row, "
        "after copies have gone: 0.1 by smote, 0 by the others, unless given.",
    ),
    click.option(
        "--duplicates",
        type=click.Choice(["all", "excess"]),
        help="Which rows that equal a real one are dropped: all of them (by smote, "
        "unless given), or only those above the rate at which real people equal one "
        "another (by the others), where columns are so coarse that people often share "
        "a row.",
    ),
    click.option(
        "--k-neighbors",
        type=click.IntRange(min=1),
        metavar="K",
        help="Of smote: nearest neighbours of the same class among which the second "
        "real row is drawn. [default: 6]",
    ),
    click.option(
        "--interpolation",
        type=click.Choice(["segment", "per_feature"]),
        help="Of smote: whether a row lies on the line between two real ones (segment, "
        "unless given), or takes each column from a place of its own between them, "
        "which makes more different rows where most columns are categories.",
    ),
    relevance_option,
    by_option,
    seed_option,
    debug_option,
)


def table_options(command: Any) -> Any:
    """Give a command its table and what may be specified for it.

    Parameters
    ----------
    command : callable
        The command.

    Returns
    -------
    callable
        The command with its options.
    """
    return _all_of(_TABLE)(command)


def tables_options(command: Any) -> Any:
    """Give a command a table that may come in several files, and what goes with it.

    Parameters
    ----------
    command : callable
        The command.

    Returns
    -------
    callable
        The command with its options.
    """
    several = click.argument(
        "tables", type=FILE, nargs=-1, required=True, metavar="TABLE..."
    )
    return _all_of((several, *_TABLE[1:]))(command)


def method_options(command: Any) -> Any:
    """Give a command the parameters of the method, and ``--debug`` after them.

    Parameters
    ----------
    command : callable
        The command.

    Returns
    -------
    callable
        The command with its options.
    """
    return _all_of(_METHOD)(command)


def pack_options(command: Any) -> Any:
    """Give a command the folder of a release, and how its table is labelled.

    Parameters
    ----------
    command : callable
        The command.

    Returns
    -------
    callable
        The command with its options.
    """
    return _all_of(_PACK)(command)


def release_options(command: Any) -> Any:
    """Give a command how much a release is to hold, and what it is to guarantee.

    Parameters
    ----------
    command : callable
        The command.

    Returns
    -------
    callable
        The command with its options.
    """
    return _all_of((*_CHOSEN_FIDELITY, *_GUARANTEE))(command)


def _all_of(options: tuple[Callable[[Any], Any], ...]) -> Callable[[Any], Any]:
    def decorate(command: Any) -> Any:
        # Decorators apply from the last to the first.
        for option in reversed(options):
            command = option(command)
        return command

    return decorate
