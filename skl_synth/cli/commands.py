"""The five commands as they are typed: their options, and what --help says of them.

What they do is imported when they are called, so that help is there at once.
"""

from __future__ import annotations

from typing import Any

import click

from skl_synth.cli.engine_option import engine_of, engine_options
from skl_synth.cli.formula_options import (
    evaluate_formula_options,
    publish_formula_options,
)
from skl_synth.cli.given_option import given_options
from skl_synth.cli.options import (
    DEFAULT_FOLDS,
    FILE,
    GROUP_BOUND,
    LARGEST_SEED,
    MEMBERSHIP_BOUND,
    by_option,
    debug_option,
    escape_option,
    method_options,
    pack_options,
    release_options,
    release_seed_option,
    table_options,
    tables_options,
    thorough_option,
)
from skl_synth.cli.progress_option import first_look_option, progress_option

_output_option = click.option(
    "--output",
    type=FILE,
    required=True,
    metavar="OUT.csv",
    help="File to write, in the manner of TABLE; replaced if it exists. A name that "
    "ends in .gz is packed; .xlsx becomes Excel, .dta Stata, .jsonl or .json JSON, "
    ".parquet Parquet.",
)


@click.command()
@click.option(
    "--output-dir",
    type=FILE,
    default="skl_synth_demo",
    show_default=True,
    metavar="DIR",
    help="Folder to write to; made if it does not exist.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    default=0,
    show_default=True,
    metavar="N",
    help="Number that fixes everything drawn at random.",
)
@click.option(
    "--rows",
    type=click.IntRange(min=100),
    default=1000,
    show_default=True,
    metavar="N",
    help="Patients to simulate.",
)
@progress_option
@click.option(
    "--open", "show", is_flag=True, help="Show the report in the browser at the end."
)
@debug_option
def demo(**given: Any) -> None:
    """Show the whole way on simulated patients.

    \b
    Examples:
      skl-synth demo
      skl-synth demo --output-dir try --rows 5000 --seed 1

    No file of your own is needed. It simulates a table of hospital patients (no real
    person stands behind any row), makes a synthetic table that could stand in for it,
    and says what was inferred, generated and dropped. Then it compares a model trained
    on real rows with one trained on synthetic rows, both tested on real rows that
    neither has seen.

    \b
    It writes into DIR:
      patients.csv        the simulated table, to try the other commands on
      synthetic.csv       the synthetic table
      report.html         what the comparison found, as a page for your browser
      roc.png             the two models compared
      class_moments.png   means and standard deviations per class, real and synthetic
    """
    from skl_synth.cli.demo import run_demo

    run_demo(**given)


@click.command()
@table_options
@click.option(
    "--write",
    type=FILE,
    metavar="DICT.json",
    help="Write what the columns were taken for as a first dictionary, a Frictionless "
    "Table Schema, to be corrected by hand: publish --epsilon needs one.",
)
@progress_option
@debug_option
def inspect(**given: Any) -> None:
    """Show what each column of TABLE is taken for, and why.

    \b
    Examples:
      skl-synth inspect patients.csv
      skl-synth inspect patients.csv --target readmitted
      skl-synth inspect patients.csv --kinds kinds.json
      skl-synth inspect patients.csv --target readmitted --write patients.json

    TABLE is a CSV file with column names in its first line, or a file of Excel, SPSS,
    Stata, SAS, JSON or Parquet. Nothing is written without --write. Look at it before
    you generate: what is wrong here will be wrong in the synthetic table.

    \b
    continuous   numbers with decimals: the most decimals seen are kept
    integer      whole numbers
    binary       two values of any type: 0/1, Yes/No
    category     text with several values
    ordinal      levels in an order, as a dtype or --kinds says
    datetime     points in time: the precision seen is kept
    timedelta    lengths of time
    one_hot      0/1 columns with a common prefix, of which one is set in each row
    constant     one value only, written back as it is
    identifier   a key, a name or free text: never copied, fresh keys stand in for it

    What is wrong can be put right in the file of --write, which is then given to every
    command as --dictionary; or, a kind alone, by {"grade": "category"} in a file of
    --kinds. Where a column cannot be used at all, every such column is named at the
    end, with what to do. Last comes the one command to type next.
    """
    from skl_synth.cli.inspect import inspect_table

    inspect_table(**given)


@click.command()
@tables_options
@_output_option
@escape_option
@click.option(
    "--mode",
    type=click.Choice(["replace", "augment"]),
    default="replace",
    show_default=True,
    help="replace: synthetic rows only, as many of each class as there are real ones. "
    "augment: the real rows first, then as many synthetic ones as make all classes "
    "equally large (in Python the default).",
)
@click.option(
    "--keep-order",
    is_flag=True,
    help="Write the synthetic rows in the order of the real classes: a table that is "
    "sorted by its target stays so. By default they are shuffled.",
)
@click.option(
    "--flag",
    metavar="COLUMN",
    help="With --mode augment: a new column that marks the synthetic rows, by 1; in "
    "the real rows 0 stands there.",
)
@given_options
@engine_options
@progress_option
@method_options
def generate(**given: Any) -> None:
    """Make a synthetic table from TABLE and write it to OUT.csv.

    \b
    Examples:
      skl-synth generate patients.csv --target readmitted --output synthetic.csv
      skl-synth generate patients.csv --target readmitted --output more.csv \\
          --mode augment --seed 0
      skl-synth generate patients.csv --target readmitted --output synthetic.csv \\
          --drop postcode --kinds kinds.json --removal-fraction 0.2
      skl-synth generate patients.csv --output old.csv --given "age=80.." --rows 500
      skl-synth generate 'BIG/*.parquet' --target readmitted --output synthetic \\
          --engine dask --workers 4 --memory-limit 2GB

    TABLE is a CSV file with column names in its first line, or a file of Excel, SPSS,
    Stata, SAS, JSON or Parquet. OUT.csv has the same columns in the same order, written
    as in TABLE: numbers, missing values, delimiter, encoding. It is written whole or
    not at all, and never over TABLE.

    Identifiers (keys, names, free text) are replaced by fresh keys of the same shape,
    or left out: no synthetic row holds a value of them. In augment mode the real rows
    stay as they are, with their identifiers: such a table is for training, not for
    sharing.

    It does not promise that nobody can be recognised. No synthetic row equals a real
    one in all columns but the target and identifiers (with --duplicates excess: none
    above the rate of other people), but the rows lie between real ones and disclose
    something about them. Measure with skl-synth evaluate, and keep
    the seed to yourself if you share the table.
    """
    from skl_synth.cli.generate import generate_table
    from skl_synth.cli.methods import choice_of
    from skl_synth.cli.several_files import one_table

    engine, tables = engine_of(given), given.pop("tables")
    chosen = choice_of(given)
    if not engine.in_parts:
        generate_table(one_table(tables), chosen=chosen, **given)
        return
    from skl_synth.cli.generate_in_parts import generate_in_parts

    generate_in_parts(tables, chosen=chosen, engine=engine, **given)


@click.command()
@table_options
@click.option(
    "--synthetic",
    type=FILE,
    metavar="SYNTH.csv",
    help="Judge this table, whoever made it, in place of the method.",
)
@click.option(
    "--holdout",
    type=FILE,
    metavar="HOLDOUT.csv",
    help="Real rows of the same population that --synthetic was not made from. Without "
    "them neither utility nor privacy can be measured.",
)
@click.option(
    "--json",
    "json_path",
    type=FILE,
    metavar="OUT.json",
    help="Write every figure to a JSON file too, which you alone can read; replaced if "
    "it exists.",
)
@click.option(
    "--report",
    "report_path",
    type=FILE,
    metavar="OUT.html",
    help="Write the verdicts, pictures and figures to a page too, which needs no "
    "internet, and which you alone can read; replaced if it exists. A name that ends "
    "in .json is as with --json.",
)
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    default=DEFAULT_FOLDS,
    show_default=True,
    metavar="N",
    help="Parts into which the rows are split; fewer where a class has fewer rows. "
    "Each takes as long as the first.",
)
@thorough_option
@click.option(
    "--quasi-identifiers",
    metavar="COL,COL",
    help="Columns that an outsider knows of a person, such as age,sex,ward. Then it is "
    "measured who is alone with them, there and in the release (repU), what follows "
    "from them (DiSCO), k-anonymity and l-diversity.",
)
@click.option(
    "--secrets",
    metavar="COL,COL",
    help="Columns that an outsider would like to know; all others, unless named.",
)
@evaluate_formula_options
@progress_option
@method_options
def evaluate(**given: Any) -> None:
    """Measure utility and disclosure of synthetic rows of TABLE.

    \b
    Examples:
      skl-synth evaluate patients.csv --target readmitted
      skl-synth evaluate patients.csv --target readmitted --seed 0 --json figures.json
      skl-synth evaluate patients.csv --target readmitted --report evaluation.html
      skl-synth evaluate patients.csv --target readmitted --removal-fraction 0.5
      skl-synth evaluate patients.csv --target readmitted --formula "readmitted ~ age"
      skl-synth evaluate patients.csv --target readmitted \\
        --quasi-identifiers age,sex,ward --secrets readmitted
      skl-synth evaluate train.csv --target readmitted --synthetic new.csv \\
        --holdout test.csv

    TABLE is a CSV file of real rows, which is split into parts. In turn each part is
    held out: synthetic rows are made from the others, as skl-synth generate would make
    them. Models are trained on real rows, on synthetic rows and on both, and all are
    tested on the real rows held out. The tables are compared, and attacked: membership
    inference (was somebody in the table?), reconstruction, singling out, linkability,
    attribute inference. Only what succeeds more often than against the rows held out
    counts.

    With --thorough the method is fitted to tables with and without the most exposed
    people besides, and its rows are compared: the strongest attack that is run.

    With --synthetic one table is judged in place of the method, whoever made it; TABLE
    then holds the real rows that it was made from, and --holdout others.

    What it does not promise: that attacks which were not tried fail, or that a table
    whose figures are good discloses nothing about anybody.
    """
    from skl_synth.cli.evaluate import evaluate_table
    from skl_synth.cli.methods import choice_of

    chosen = choice_of(given)
    evaluate_table(chosen=chosen, **given)


@click.command()
@table_options
@pack_options
@click.option(
    "--output",
    type=FILE,
    metavar="OUT.csv",
    help="File for the table, in the manner of TABLE; replaced if it exists. Its "
    "ending says which kind of file, as with generate.",
)
@escape_option
@click.option(
    "--report",
    "report_path",
    type=FILE,
    metavar="OUT.json",
    help="File for method, gates and figures, which may be shared with the table; "
    "replaced if it exists. Called OUT.html it is a page with pictures, which any "
    "browser shows. The seed, exact figures and what rests on few people are written "
    "to OUT.owner.json beside it, for you alone. Both are written of a refused "
    "table, too.",
)
@click.option(
    "--membership-bound",
    type=click.FloatRange(0.5, 1),
    default=MEMBERSHIP_BOUND,
    show_default=True,
    metavar="B",
    help="The most that the worst membership attack may reach, as ROC AUC; chance is "
    "0.5.",
)
@click.option(
    "--group-bound",
    type=click.FloatRange(0.5, 1),
    default=GROUP_BOUND,
    show_default=True,
    metavar="B",
    help="The most that it may reach on outliers, the smallest class, or a stratum.",
)
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    default=DEFAULT_FOLDS,
    show_default=True,
    metavar="N",
    help="Parts into which the rows are split for the audit.",
)
@thorough_option
@release_options
@publish_formula_options
@by_option
@first_look_option
@release_seed_option
@progress_option
@debug_option
def publish(**given: Any) -> None:
    """Make a table to publish in place of TABLE, or refuse.

    \b
    Examples:
      skl-synth publish patients.csv --target readmitted --pack release_pack
      skl-synth publish patients.csv --target readmitted --output out.csv \\
          --report out.json
      skl-synth publish patients.csv --target readmitted --output out.csv \\
          --report out.json --membership-bound 0.55 --drop postcode
      skl-synth publish patients.csv --target readmitted --output out.csv \\
          --report out.json --epsilon 1 --dictionary patients.json

    The rows are made by the release configuration: column after column from bagged
    trees with large leaves, without replicated records; levels that fewer than 10 rows
    hold are merged. The table is made from all rows and looked at itself; then the
    method is judged on parts of TABLE that were held out from it. A gate is closed by
    copies and near copies of real rows, levels and values of few people, real keys,
    shares and means that moved, rows that the columns could not hold, real rows that
    can be reconstructed more often than a control, or a membership attack above the
    bound, on everyone or on a group. Where one is closed, coarser settings are tried in
    a stated order. Where all are refused, OUT.csv is not written, and the exit status
    is 2. One line says which gate, the figure, and what to do.

    With --thorough, shadow models are fitted besides, and what they reach is held to
    the same bounds.

    A table too small to be judged is refused as well.

    With --pack everything is written into one folder: FOLDER/release is to be handed
    over, with the table, its report, its dictionary and the sheets that a custodian
    asks for; FOLDER/owner is for you alone. Of a refused table FOLDER/refused holds
    the report. In place of --pack, or beside it, --output and --report name two files.

    OUT.csv and OUT.json may be shared. OUT.owner.json is to be shared with nobody: it
    holds the seed, with which the same bytes are made again from TABLE, and what rests
    on few people.

    With --epsilon the rows are made from counts with noise alone, and what holds for
    each person is proved: no gate decides, and OUT.json says what is guaranteed. What
    attacks reach is measured for you alone, and written to OUT.owner.json.

    What it does not promise: that nobody can be recognised. Attacks that were not tried
    may do better.
    """
    from skl_synth.cli.publish import publish_table

    publish_table(**given)
