"""skl-synth generate: a real table in, a synthetic table out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd

from skl_synth.cli.inspect import tell_columns, tell_source
from skl_synth.cli.options import (
    FILE,
    given_or_fresh,
    method_options,
    synthesizer_for,
    table_options,
)
from skl_synth.cli.say import show, tell, working
from skl_synth.cli.source import Source, open_source
from skl_synth.files import check_output, check_table_name, write_table
from skl_synth.selection import ProximityFilter

FATES = {
    "identical": "dropped: identical to a real row",
    "repeated": "dropped: repeats another candidate",
    "closest": "dropped: among the closest to a real row",
    "within_min_distance": "dropped: nearer than the least distance",
    "unused": "left over: more than were needed",
    "kept": "kept",
}
"""What became of the candidates, in the order of the filter."""

MOST_CLASSES = 6
"""With more classes than this, shares of missing values are not told per class."""


@dataclass(frozen=True, eq=False)
class Made:
    """What was made from a real table.

    Parameters
    ----------
    source : Source
        The real table.
    synthesizer : ProximityFilter
        Fitted to it, after its sample.
    synthetic : DataFrame
        The synthetic rows, with the columns of the real table in its order.
    """

    source: Source
    synthesizer: ProximityFilter
    synthetic: pd.DataFrame

    @property
    def frame(self) -> pd.DataFrame:
        """The rows to be written."""
        if self.synthesizer.mode == "replace":
            return self.synthetic
        real = self.source.frame[self.synthetic.columns]
        return pd.concat([real, self.synthetic], ignore_index=True)


@click.command()
@table_options(target_required=True)
@click.option(
    "--output",
    type=FILE,
    required=True,
    metavar="OUT.csv",
    help="File to write, in the manner of TABLE; replaced if it exists. A name that "
    "ends in .gz is packed, one that ends in .parquet becomes Parquet.",
)
@click.option(
    "--mode",
    type=click.Choice(["replace", "augment"]),
    default="replace",
    show_default=True,
    help="replace: synthetic rows only, as many of each class as there are real ones. "
    "augment: the real rows first, then as many synthetic ones as make all classes "
    "equally large.",
)
@click.option(
    "--keep-order",
    is_flag=True,
    help="Write the synthetic rows in the order of the real classes: a table that is "
    "sorted by its target stays so. By default they are shuffled.",
)
@method_options
def generate(
    table: Path,
    target: str,
    output: Path,
    mode: str,
    keep_order: bool,
    removal_fraction: float,
    k_neighbors: int,
    seed: int | None,
    **told: Any,
) -> None:
    """Make a synthetic table from TABLE and write it to OUT.csv.

    \b
    Examples:
      skl-synth generate patients.csv --target readmitted --output synthetic.csv
      skl-synth generate patients.csv --target readmitted --output more.csv \\
          --mode augment --seed 0
      skl-synth generate patients.csv --target readmitted --output synthetic.csv \\
          --drop postcode --kinds kinds.json --removal-fraction 0.2

    TABLE is a CSV file with column names in its first line, or a Parquet file. OUT.csv
    has the same columns in the same order, written as in TABLE: numbers, missing
    values, delimiter, encoding. It is written whole or not at all, and never over
    TABLE.

    Identifiers (keys, names, free text) are replaced by fresh surrogates, or left out:
    no synthetic row holds a value of them. In augment mode the real rows stay as they
    are, with their identifiers: such a table is for training, not for sharing.

    It does not promise that nobody can be recognised. No synthetic row equals a real
    one in all columns but the target and identifiers, but the rows lie between real
    ones and tell something about them. Measure with skl-synth evaluate, and keep the
    seed to yourself if you share the table.

    \f

    Raises
    ------
    OSError
        If a file cannot be read or written.
    ValueError
        If the table or what is asked for cannot be used; the message says why.
    """
    check_output(output, [table, *filter(None, (told["kinds"], told["constraints"]))])
    check_table_name(output)
    if keep_order and mode == "augment":
        raise ValueError(
            "--keep-order needs --mode replace: in augment mode the real rows stay in "
            "their order, and there is none for the rows behind them."
        )
    source = open_source(table, target, **told)
    tell_source(source)
    seed = given_or_fresh(seed)
    synthesizer = synthesizer_for(
        source,
        seed=seed,
        mode=mode,
        removal_fraction=removal_fraction,
        k_neighbors=k_neighbors,
    )
    made = make(source, synthesizer)
    if keep_order:
        made = in_real_order(made)
    write_table(made.frame, output, source.style)
    tell_made(made)
    tell(f"\nWrote {output}: {len(made.frame)} rows (seed {seed}).")
    tell_limits(made)


def make(source: Source, synthesizer: ProximityFilter) -> Made:
    """Make synthetic rows from a real table.

    Parameters
    ----------
    source : Source
        The real table, with a target.
    synthesizer : ProximityFilter
        Unfitted.

    Returns
    -------
    Made
        The rows and what is known of them.

    Raises
    ------
    ValueError
        If the table or the target cannot be used; the message says why.
    """
    with working("Learning the real table"):
        synthesizer.fit(source.features, source.labels)
    if synthesizer.mode == "augment" and synthesizer.target_.classes is None:
        raise ValueError(
            f"the target {source.target!r} is a number, and augment evens out classes: "
            "use --mode replace."
        )
    with working("Generating rows and measuring their distances"):
        X_new, y_new = synthesizer.sample()
    synthetic = X_new.assign(**{str(source.target): y_new})
    columns = [name for name in source.frame.columns if name in synthetic.columns]
    return Made(source, synthesizer, synthetic[columns])


def in_real_order(made: Made) -> Made:
    """Bring the synthetic rows into the order of the real target.

    Parameters
    ----------
    made : Made
        As many synthetic rows of each class as there are real ones.

    Returns
    -------
    Made
        Row for row of the same class as in the real table; where the target is a
        number, of the same rank. Within a class the order is random.
    """
    real, new = made.source.labels, made.synthetic[made.source.target]
    codes, _ = pd.factorize(pd.concat([real, new]), sort=True)
    places = np.empty(len(real), dtype=np.intp)
    sort_real, sort_new = codes[: len(real)], codes[len(real) :]
    places[sort_real.argsort(kind="stable")] = sort_new.argsort(kind="stable")
    ordered = made.synthetic.take(places).reset_index(drop=True)
    return replace(made, synthetic=ordered)


def tell_made(made: Made) -> None:
    """Say what was inferred, generated and dropped, and what came out.

    Parameters
    ----------
    made : Made
        The rows and what is known of them.
    """
    tell_columns(made.synthesizer.describe())
    _tell_fates(made.synthesizer)
    _tell_target(made)
    _tell_missing(made)
    distances = made.synthesizer.provenance_.distances
    if distances is not None and len(distances):
        least, low, median = np.quantile(distances, [0, 0.05, 0.5])
        tell(
            "\nDistance to the nearest real row, in standard deviations: least "
            f"{least:.3f}, 5th percentile {low:.3f}, median {median:.3f}. A "
            "diagnostic, not a proof of privacy."
        )


def tell_limits(made: Made) -> None:
    """Say what must not be read into the output.

    Parameters
    ----------
    made : Made
        What was written.
    """
    if made.synthesizer.mode == "augment":
        tell(
            f"The first {len(made.source.frame)} rows are the real ones, identifiers "
            "included: use the table for training, do not share it."
        )
    else:
        tell(
            "No row of it equals a real one, but its rows lie between real ones and "
            "tell something about them: skl-synth evaluate says how much. For a table "
            "that others will see, use skl-synth publish."
        )


def _tell_fates(synthesizer: ProximityFilter) -> None:
    fates = synthesizer.filter_counts_
    rows = [(text, fates[fate]) for fate, text in FATES.items() if fates[fate]]
    title = f"What became of {sum(fates.values())} candidates"
    show(title, ["fate", "rows"], rows, right=["rows"])


def _tell_target(made: Made) -> None:
    real, new = made.source.labels, made.synthetic[made.source.target]
    target = made.synthesizer.target_
    if target.classes is None:
        tell(
            f"\nTarget {real.name}: mean {real.mean():.4g} in real rows, "
            f"{new.mean():.4g} in synthetic ones."
        )
        return
    labels = target.classes.tolist()
    counts = [column.value_counts() for column in (real, new, made.frame[real.name])]
    rows = [
        (text, *(int(count.get(label, 0)) for count in counts))
        for text, label in zip(made.source.written(labels), labels, strict=True)
    ]
    columns = ["real", "synthetic", "written"]
    show("Rows per class", [str(real.name), *columns], rows, right=columns)


def _tell_missing(made: Made) -> None:
    """Compare the shares of missing values, per class where there are few."""
    real, target = made.source.frame, str(made.source.target)
    gappy = [name for name in real.columns if real[name].isna().any()]
    if not gappy:
        return
    rows = [
        (name, "all", _missing(real[name]), _missing(made.synthetic[name]))
        for name in gappy
    ]
    classes = made.synthesizer.target_.classes
    if classes is not None and len(classes) <= MOST_CLASSES:
        labels = classes.tolist()
        rows = [
            (name, text, *_missing_within(made, name, label))
            for name in gappy
            for text, label in zip(made.source.written(labels), labels, strict=True)
        ]
    columns = ["real", "synthetic"]
    show("Missing values", ["column", target, *columns], rows, right=columns)


def _missing_within(made: Made, name: str, label: object) -> tuple[str, str]:
    target = made.source.target
    real, new = (
        frame.loc[frame[target] == label, name]
        for frame in (made.source.frame, made.synthetic)
    )
    return _missing(real), _missing(new)


def _missing(values: pd.Series) -> str:
    return f"{values.isna().mean():.1%}" if len(values) else "-"
