"""What generate says of the rows that it made."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.cli.console import print_table, print_text
from skl_synth.cli.generated import Generated
from skl_synth.cli.inspect import report_columns
from skl_synth.cli.inspect_page import report_hints
from skl_synth.cli.moved_levels import report_moved
from skl_synth.cli.report_rules import report_rules
from skl_synth.selection import ProximityFilter
from skl_synth.synthesizers import TypeAwareSMOTE
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


def report_generated(generated: Generated) -> None:
    """Say what was inferred, generated and dropped, and what came out.

    Parameters
    ----------
    generated : Generated
        The rows and what is known of them.
    """
    described = generated.synthesizer.describe()
    report_columns(described)
    report_hints(described, generated.source)
    _report_persons(generated)
    _report_given(generated.synthesizer)
    _report_outcomes(generated.synthesizer)
    report_rules(generated.synthesizer)
    _report_target(generated)
    _report_missing(generated)
    if getattr(generated.synthesizer, "given_yield_", None) is None:
        # What is given moves shares on purpose.
        report_moved(generated)
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
        flag = generated.flag
        marked = "" if flag is None else f" In {flag!r} 1 stands for the others."
        print_text(
            f"The first {len(generated.source.frame)} rows are the real ones, "
            "identifiers included: use the table for training, do not share it."
            f"{marked}"
        )
        return
    keeps_copies = generated.synthesizer.duplicates == "excess"
    equal = (
        "Rows of it equal a real one no more often than people equal one another"
        if keeps_copies
        else "No row of it equals a real one"
    )
    lies_between = isinstance(generated.synthesizer.sampler, TypeAwareSMOTE)
    where = "lie between real ones" if lies_between else "are learnt from real ones"
    print_text(
        f"{equal}, but its rows {where} and disclose something about them: skl-synth "
        "evaluate says how much. For a table that others will see, use skl-synth "
        "publish."
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


def _report_given(synthesizer: ProximityFilter) -> None:
    """Say how many of the drawn rows could be used, where something was given."""
    share = getattr(synthesizer, "given_yield_", None)
    if share is None:
        return
    print_text(
        f"\nGiven: every row meets it. {share:.1%} of the rows that were drawn could "
        "be used."
    )
    if near := synthesizer.given_tolerance_:
        print_text(
            f"Single numbers were met within {near:g} standard deviations, and then "
            "set to what was given."
        )


def _report_outcomes(synthesizer: ProximityFilter) -> None:
    counts = synthesizer.filter_counts_
    rows = [(text, counts[name]) for name, text in OUTCOMES.items() if counts[name]]
    title = f"What became of {sum(counts.values())} candidates"
    print_table(title, ["outcome", "rows"], rows, right=["rows"])


def _report_target(generated: Generated) -> None:
    """Compare the classes, or the means of a number; without a target, nothing."""
    if generated.source.target is None:
        return
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
    names = ["column", source.target or "rows", *columns]
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
