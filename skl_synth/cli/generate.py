"""skl-synth generate: a real table in, a synthetic table out."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.base import BaseSynthesizer
from skl_synth.cli.console import print_table, print_text, progress
from skl_synth.cli.inspect import report_columns, report_source
from skl_synth.cli.options import LARGEST_SEED
from skl_synth.cli.report_rules import report_rules
from skl_synth.cli.source import Source, open_source
from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.files import (
    check_output,
    check_table_name,
    check_writable,
    write_table,
)
from skl_synth.selection import ProximityFilter
from skl_synth.synthesizers import TypeAwareCART, TypeAwareSMOTE
from skl_synth.table.declared_levels import only_levels_of_rows
from skl_synth.table.several_rows import warn_of_several_rows
from skl_synth.table.values import some_of

OUTCOMES = {
    "identical": "dropped: identical to a real row",
    "repeated": "dropped: repeats another candidate",
    "closest": "dropped: among the closest to a real row",
    "within_min_distance": "dropped: nearer than the least distance",
    "unused": "unused: more than were needed",
    "kept": "kept",
}
"""The outcomes of the filter, in its order, in words."""

MOST_CLASSES = 6
"""With more classes than this, shares of missing values are not shown per class."""


@dataclass(frozen=True, eq=False)
class Generated:
    """Synthetic rows of a real table.

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


def generate_table(
    table: Path,
    target: str,
    *,
    output: Path,
    mode: str,
    keep_order: bool,
    removal_fraction: float,
    k_neighbors: int,
    duplicates: str,
    interpolation: str,
    by: tuple[str, ...],
    seed: int | None,
    **reading: Any,
) -> None:
    """Make a synthetic table and write it.

    Parameters
    ----------
    table : Path
        The file of the real rows.
    target : str
        The column of the classes.
    output : Path
        The file to write.
    mode : {"augment", "replace"}
        Real rows plus synthetic ones, or synthetic ones only.
    keep_order : bool
        Whether the synthetic rows come in the order of the real classes.
    removal_fraction, k_neighbors, duplicates, interpolation, by, seed : object
        As for `synthesizer_for`; without a seed a fresh one is drawn.
    **reading : object
        As for `open_source`.

    Raises
    ------
    OSError
        If a file cannot be read or written.
    InputError
        If the table or what is asked for cannot be used; the message says why.
    """
    inputs = [table, *filter(None, (reading["kinds"], reading["constraints"]))]
    check_output(output, inputs)
    check_table_name(output)
    if keep_order and mode == "augment":
        raise InputError(
            "--keep-order needs {needed}: in augment mode the real rows stay in their "
            "order, and there is none for the rows behind them",
            needed=Setting("mode", "replace"),
        )
    source = open_source(table, target, **reading)
    check_writable(source.frame, output)
    report_source(source)
    if keep_order and source.has_visits:
        raise InputError(
            "--keep-order sorts rows by class, and takes the rows of a person apart",
            remedies=["leave it out"],
        )
    seed = given_or_fresh(seed)
    synthesizer = synthesizer_for(
        source,
        seed=seed,
        mode=mode,
        removal_fraction=removal_fraction,
        k_neighbors=k_neighbors,
        duplicates=duplicates,
        interpolation=interpolation,
        by=by,
    )
    generated = generate_rows(source, synthesizer)
    if keep_order:
        generated = in_real_order(generated)
    write_table(only_levels_of_rows(generated.frame), output, source.style)
    report_generated(generated)
    print_text(f"\nWrote {output}: {len(generated.frame)} rows (seed {seed}).")
    report_limits(generated)


def given_or_fresh(seed: int | None) -> int:
    """Draw a seed where none was given.

    Parameters
    ----------
    seed : int or None
        The seed that was given.

    Returns
    -------
    int
        A seed.
    """
    return secrets.randbelow(LARGEST_SEED + 1) if seed is None else seed


def synthesizer_for(
    source: Source,
    *,
    seed: int,
    mode: str = "replace",
    removal_fraction: float = 0.1,
    k_neighbors: int = 6,
    duplicates: str = "all",
    interpolation: str = "segment",
    by: Sequence[str] = (),
) -> ProximityFilter:
    """Make the synthesizer that the options ask for.

    Parameters
    ----------
    source : Source
        The real table, and what was given for its columns.
    seed : int
        Seed of the rows.
    mode : {"augment", "replace"}, default="replace"
        Real rows plus synthetic ones, or synthetic ones only.
    removal_fraction : float, default=0.1
        Share of the candidates that lie closest to a real row.
    k_neighbors : int, default=6
        Neighbours among which the second row is drawn.
    duplicates : {"all", "excess"}, default="all"
        Which copies of real rows are dropped, see `ProximityFilter`.
    interpolation : {"segment", "per_feature"}, default="segment"
        Where between two rows a new one lies, see `TypeAwareSMOTE`.
    by : sequence of str, default=()
        Columns whose values are made apart.

    Returns
    -------
    ProximityFilter
        Unfitted.
    """
    inner: BaseSynthesizer
    if source.has_visits:
        print_text(
            f"\n{source.person} says whose each row is: persons are drawn first, then "
            "row after row, by trees (TypeAwareCART) in place of SMOTE, which makes "
            "single rows."
        )
        inner = TypeAwareCART(by=list(by) or None, encoder=source.encoder)
    else:
        inner = TypeAwareSMOTE(
            k_neighbors=k_neighbors,
            interpolation=interpolation,
            by=list(by) or None,
            encoder=source.encoder,
        )
    return ProximityFilter(
        inner,
        removal_fraction=removal_fraction,
        duplicates=duplicates,
        mode=mode,
        random_state=seed,
    )


def generate_rows(source: Source, synthesizer: ProximityFilter) -> Generated:
    """Make synthetic rows from a real table.

    Parameters
    ----------
    source : Source
        The real table, with a target.
    synthesizer : ProximityFilter
        Unfitted.

    Returns
    -------
    Generated
        The rows and what is known of them.

    Raises
    ------
    InputError
        If the table or the target cannot be used; the message says why.
    """
    with progress("Learning the real table"):
        synthesizer.fit(source.features, source.labels, groups=source.groups)
    warn_of_several_rows(synthesizer.table_)
    if synthesizer.mode == "augment" and synthesizer.target_.classes is None:
        raise InputError(
            "the target {column!r} is a number, and augment evens out classes",
            column=source.target,
            remedies=[Remedy("use {setting}", Setting("mode", "replace"))],
        )
    with progress("Generating rows and measuring their distances"):
        X_new, y_new = synthesizer.sample()
    synthetic = X_new.assign(**{str(source.target): y_new})
    columns = [name for name in source.frame.columns if name in synthetic.columns]
    return Generated(source, synthesizer, synthetic[columns])


def in_real_order(generated: Generated) -> Generated:
    """Bring the synthetic rows into the order of the real target.

    Parameters
    ----------
    generated : Generated
        As many synthetic rows of each class as there are real ones.

    Returns
    -------
    Generated
        Row for row of the same class as in the real table; where the target is a
        number, of the same rank. Within a class the order is random.
    """
    real, new = generated.source.labels, generated.synthetic[generated.source.target]
    codes, _ = pd.factorize(pd.concat([real, new]), sort=True)
    places = np.empty(len(real), dtype=np.intp)
    sort_real, sort_new = codes[: len(real)], codes[len(real) :]
    places[sort_real.argsort(kind="stable")] = sort_new.argsort(kind="stable")
    ordered = generated.synthetic.take(places).reset_index(drop=True)
    return replace(generated, synthetic=ordered)


def report_generated(generated: Generated) -> None:
    """Say what was inferred, generated and dropped, and what came out.

    Parameters
    ----------
    generated : Generated
        The rows and what is known of them.
    """
    report_columns(generated.synthesizer.describe())
    _report_persons(generated)
    _report_outcomes(generated.synthesizer)
    report_rules(generated.synthesizer)
    _report_target(generated)
    _report_missing(generated)
    distances = generated.synthesizer.provenance_.distances
    if distances is not None and len(distances):
        least, low, median = np.quantile(distances, [0, 0.05, 0.5])
        print_text(
            "\nDistance to closest record (DCR), in standard deviations: least "
            f"{least:.3f}, 5th percentile {low:.3f}, median {median:.3f}. A "
            "diagnostic, not a proof of privacy."
        )


def report_limits(generated: Generated) -> None:
    """Say what must not be read into the output.

    Parameters
    ----------
    generated : Generated
        The rows that were written.
    """
    if generated.synthesizer.mode == "augment":
        print_text(
            f"The first {len(generated.source.frame)} rows are the real ones, "
            "identifiers included: use the table for training, do not share it."
        )
    else:
        keeps_copies = generated.synthesizer.duplicates == "excess"
        equal = (
            "Rows of it equal a real one no more often than people equal one another"
            if keeps_copies
            else "No row of it equals a real one"
        )
        print_text(
            f"{equal}, but its rows lie between real ones and disclose something about "
            "them: skl-synth evaluate says how much. For a table that others will see, "
            "use skl-synth publish."
        )


def _report_persons(generated: Generated) -> None:
    """Say which columns belong to persons, and how many persons there are."""
    source, synthesizer = generated.source, generated.synthesizer
    persons = synthesizer.provenance_.persons
    if persons is None:
        return
    names = synthesizer.table_.person_columns
    print_text(
        f"\nPersons: {source.frame[source.person].nunique()} real ones, "
        f"{len(np.unique(persons))} synthetic ones. The same in all rows of a person: "
        f"{some_of(names, 20) if names else 'no column'}."
    )


def _report_outcomes(synthesizer: ProximityFilter) -> None:
    counts = synthesizer.filter_counts_
    rows = [(text, counts[name]) for name, text in OUTCOMES.items() if counts[name]]
    title = f"What became of {sum(counts.values())} candidates"
    print_table(title, ["outcome", "rows"], rows, right=["rows"])


def _report_target(generated: Generated) -> None:
    real, new = generated.source.labels, generated.synthetic[generated.source.target]
    target = generated.synthesizer.target_
    if target.classes is None:
        print_text(
            f"\nTarget {real.name}: mean {real.mean():.4g} in real rows, "
            f"{new.mean():.4g} in synthetic ones."
        )
        return
    labels = target.classes.tolist()
    tables = (real, new, generated.frame[real.name])
    counts = [column.value_counts() for column in tables]
    rows = [
        (text, *(int(count.get(label, 0)) for count in counts))
        for text, label in zip(generated.source.written(labels), labels, strict=True)
    ]
    columns = ["real", "synthetic", "written"]
    print_table("Rows per class", [str(real.name), *columns], rows, right=columns)


def _report_missing(generated: Generated) -> None:
    """Compare the shares of missing values, per class where there are few."""
    source, synthetic = generated.source, generated.synthetic
    gappy = [name for name in source.frame.columns if source.frame[name].isna().any()]
    if not gappy:
        return
    rows = [
        (name, "all", _missing(source.frame[name]), _missing(synthetic[name]))
        for name in gappy
    ]
    classes = generated.synthesizer.target_.classes
    if classes is not None and len(classes) <= MOST_CLASSES:
        labels = classes.tolist()
        rows = [
            (name, text, *_missing_within(generated, name, label))
            for name in gappy
            for text, label in zip(source.written(labels), labels, strict=True)
        ]
    columns = ["real", "synthetic"]
    names = ["column", str(source.target), *columns]
    print_table("Missing values", names, rows, right=columns)


def _missing_within(generated: Generated, name: str, label: object) -> tuple[str, str]:
    target = generated.source.target
    real, new = (
        frame.loc[frame[target] == label, name]
        for frame in (generated.source.frame, generated.synthetic)
    )
    return _missing(real), _missing(new)


def _missing(values: pd.Series) -> str:
    return f"{values.isna().mean():.1%}" if len(values) else "-"
