"""The gates: what a table must not show if it is to be published.

Which gates there are, and their bounds, stands beside the figures that they judge, in
the registry of the audit. A gate that is expected and has no figure is closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from skl_synth.errors import PYTHON, InputError, Remedy, Setting, Words
from skl_synth.evaluation.ranges import range_of
from skl_synth.evaluation.registry import (
    FOLDS,
    TABLE,
    GateRule,
    Measure,
    gate_rules,
    measure_of,
)

NAN = float("nan")

Columns = Mapping[str, list[Any]]
"""The columns of each attribute, by its name."""

NOT_MEASURED = "could not be measured"

MEASURE_IT = {
    FOLDS: (Remedy("use fewer folds"), Remedy("use a larger table")),
    TABLE: (Remedy("use a larger table"),),
}
"""What to do where a gate is closed because there is no figure."""

IN_TABLE = "in the released table"


class Gate(NamedTuple):
    """One gate, and what was found there.

    Parameters
    ----------
    name : str
        What is looked for.
    where : {"folds", "table"}
        Whether the method was judged, on held-out real rows, or the released table.
    figure, low, high : float
        What was found, and its 95 % interval, NaN where there is none.
    bound : float
        The most that is let through.
    passed : bool
        Whether the gate is open.
    by_low_end : bool, default=False
        Whether it is the low end of the interval that must not be above the bound:
        of a few people some are found by chance.
    metric : str, default=""
        The figure that is judged, see `PrivacyReport.frame`.
    group : str, default=""
        The people that are looked at, where there is a gate for each of several groups.
    reason : str, default=""
        Why there is no figure: because it could not be measured, and then the gate is
        closed; or because there is nothing to be measured, and then it is open.
    drivers : tuple of Remedy, default=()
        What drives the figure in this table, and what to do about it.
    is_release_setting : bool, default=False
        Whether the release setting was used, so that it need not be advised.

    See Also
    --------
    publish : Makes a table that passes every gate, or refuses.
    ReleaseReport : Holds the gates of a table.

    Examples
    --------
    >>> from skl_synth.release import Gate
    >>> gate = Gate("membership", "folds", 0.61, 0.58, 0.64, 0.57, passed=False)
    >>> gate.text()
    'REFUSED: membership on folds, 0.61 [0.58, 0.64], at most 0.57'
    """

    name: str
    where: str
    figure: float
    low: float
    high: float
    bound: float
    passed: bool
    by_low_end: bool = False
    metric: str = ""
    group: str = ""
    reason: str = ""
    drivers: tuple[Remedy, ...] = ()
    is_release_setting: bool = False

    @property
    def is_measured(self) -> bool:
        """Whether there is a figure."""
        return not np.isnan(self.figure)

    @property
    def rule(self) -> GateRule | None:
        """What the registry says of it; None for a gate of your own."""
        rules = measure_of(self.metric).gates if self.metric else ()
        return next((one for one in rules if one.group == self.group), None)

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """What to do where it is closed; one of them is enough."""
        if not self.is_measured:
            return MEASURE_IT[self.where]
        stated = () if self.rule is None else self.rule.remedies
        if self.is_release_setting:
            stated = tuple(one for one in stated if "release setting" not in one.text)
        return self.drivers + stated

    @property
    def remedy(self) -> str:
        """What to do where it is closed, in words."""
        return self.advice(PYTHON)

    def advice(self, words: Words) -> str:
        """Say what to do where it is closed.

        Parameters
        ----------
        words : Words
            Who speaks.

        Returns
        -------
        str
            The remedies that can be followed there.
        """
        return closed_because([self]).message.advice(words)

    def text(self) -> str:
        """Write it in one line.

        Returns
        -------
        str
            Whether it is open, what was found, and the bound.
        """
        place = f"{self.name} {'on folds' if self.where == FOLDS else IN_TABLE}"
        if not self.is_measured:
            state = "does not apply" if self.passed else "REFUSED"
            return f"{state}: {place}, {self.reason or NOT_MEASURED}"
        state = "passed" if self.passed else "REFUSED"
        judged = "low end at most" if self.by_low_end else "at most"
        figure, low, high, bound = _apart(
            [self.figure, self.low, self.high, self.bound],
            judged=1 if self.by_low_end and not np.isnan(self.low) else 0,
            passed=self.passed,
        )
        interval = "" if np.isnan(self.low) else f" [{low}, {high}]"
        return f"{state}: {place}, {figure}{interval}, {judged} {bound}"


def _apart(numbers: list[float], *, judged: int, passed: bool) -> list[str]:
    """Write numbers with so many digits that a closed gate is seen to be closed."""
    for digits in (3, 4, 5):
        written = [f"{number:.{digits}g}" for number in numbers]
        if passed or written[judged] != written[-1]:
            break
    return written


def closed_because(gates: Iterable[Gate]) -> InputError:
    """Say which gates are closed, and what to do; for gates with the same remedies.

    Parameters
    ----------
    gates : iterable of Gate
        Closed gates.

    Returns
    -------
    InputError
        An error in parts, which Python and the command line put into words.
    """
    gates = list(gates)
    texts = [gate.text().removeprefix("REFUSED: ") for gate in gates]
    rule = gates[0].rule
    return InputError(
        "{found}",
        found="; ".join(texts),
        parameter=None if rule is None else rule.parameter,
        remedies=gates[0].remedies,
    )


def gates_of_folds(
    results: pd.DataFrame,
    not_applicable: pd.DataFrame,
    bounds: Mapping[str, float],
    columns: Columns | None = None,
) -> list[Gate]:
    """Judge the method by an audit on folds.

    Parameters
    ----------
    results : DataFrame
        The figures of every fold, from `SyntheticEvaluator`.
    not_applicable : DataFrame
        Which figures there cannot be, from the same.
    bounds : mapping of str to float
        Bounds that the user gave, by the name of the parameter.
    columns : mapping of str to list, default=None
        The columns of each attribute, for remedies that name them.

    Returns
    -------
    list of Gate
        Every gate that is expected on folds.
    """
    n_folds = results["fold"].nunique()
    # What is measured on some folds is judged by these; there is nothing to be measured
    # only if that was said of every fold.
    by_figure = not_applicable.groupby(["metric", "scope", "subject"], sort=False)
    everywhere = by_figure.filter(lambda part: part["fold"].nunique() == n_folds)
    gates = _gates(FOLDS, _means(results), everywhere, bounds, _people(results))
    return [_with_drivers(gate, results, columns or {}) for gate in gates]


def gates_so_far(
    results: pd.DataFrame,
    not_applicable: pd.DataFrame,
    bounds: Mapping[str, float],
    n_folds: int,
    columns: Columns | None = None,
) -> list[Gate]:
    """Judge the method by the folds that were looked at until now.

    Parameters
    ----------
    results, not_applicable, bounds : object
        As in `gates_of_folds`.
    n_folds : int
        How many folds there are in all.
    columns : mapping of str to list, default=None
        As in `gates_of_folds`.

    Returns
    -------
    list of Gate
        Once all folds are there, every gate. Until then those that no other fold can
        open again, because their mean is above the bound even if the others show
        nothing at all; their figures are the means so far.
    """
    judged = gates_of_folds(results, not_applicable, bounds, columns)
    share = results["fold"].nunique() / n_folds
    if share == 1:
        return judged
    # Shares and areas are never below zero. An interval may still become wider, so what
    # is judged by its low end is never given up.
    return [
        gate
        for gate in judged
        if not gate.by_low_end and gate.figure * share > gate.bound
    ]


People = dict[tuple[str, str, str], float]
"""How many people were measured, by figure, scope and subject."""


def _people(results: pd.DataFrame) -> People:
    """Sum up, over all folds, the figures that count people."""
    counted = {rule.counted_by for _, rule in gate_rules(FOLDS)}
    lines = results[results["metric"].isin(counted)]
    sums: dict[Any, float] = (
        lines.groupby(["metric", "scope", "subject"])["value"].sum().to_dict()
    )
    return sums


WITHOUT_COLUMN = "membership_without_column_auc"

MOST_DRIVERS = 2
"""Columns that are named where a gate is closed."""

LEAST_DROP = 0.005
"""Columns without which the area falls by less drive nothing."""


def _with_drivers(gate: Gate, results: pd.DataFrame, columns: Columns) -> Gate:
    """Name the columns without which a closed gate of membership would see less."""
    if gate.passed or gate.metric != "membership_worst_auc" or not gate.is_measured:
        return gate
    areas = results[results["metric"] == WITHOUT_COLUMN].groupby("subject")["value"]
    left = areas.mean()
    # The same attack with all columns: the worst one is measured in another way.
    everything = left.get("", gate.figure)
    lowest = left.drop("", errors="ignore").sort_values(kind="stable")
    names = [
        str(name)
        for name, area in lowest.iloc[:MOST_DRIVERS].items()
        if area < everything - LEAST_DROP
    ]
    if not names:
        return gate
    known = [column for name in names for column in columns.get(name, [name])]
    what = " and ".join(f"{lowest[name]:.3g}" for name in names)
    # The table would be made anew, and the attack on several columns is not their sum.
    text = (
        f"use {{setting}}: without {'each of these' if names[1:] else 'it'} the "
        f"strongest attack on this table reaches {what} in place of {everything:.3g}, "
        "on one that is made anew perhaps not"
    )
    return gate._replace(drivers=(Remedy(text, Setting("drop", tuple(known))),))


def _means(results: pd.DataFrame) -> pd.DataFrame:
    """Average the figures of folds, with an interval from those of the folds.

    The spread of a few folds says little: with two, an interval by it lets everything
    through. But each fold has an interval of its own, and other controls.
    """
    below = (results["value"] - results["low"]) ** 2
    above = (results["high"] - results["value"]) ** 2
    known = results.assign(below=below, above=above)
    key = ["metric", "scope", "subject", "rows"]
    grouped = known.groupby(key, sort=False, dropna=False)
    squared = grouped[["below", "above"]].sum(min_count=1)
    half = squared**0.5 / grouped[["below", "above"]].count()
    figures = grouped[["value"]].mean()
    figures["low"] = figures["value"] - half["below"]
    figures["high"] = figures["value"] + half["above"]
    return figures.reset_index()


def gates_of_table(figures: pd.DataFrame, not_applicable: pd.DataFrame) -> list[Gate]:
    """Judge the released table.

    Parameters
    ----------
    figures : DataFrame
        Its figures, as `privacy_report` measures them, and of its validity.
    not_applicable : DataFrame
        Which figures there cannot be.

    Returns
    -------
    list of Gate
        Every gate that is expected of the table.
    """
    return list(_gates(TABLE, figures, not_applicable, {}, {}))


def expected_gates() -> Iterator[tuple[str, str, str]]:
    """Go through the gates without which no report has passed.

    Yields
    ------
    (str, str, str)
        The metric, the group and the place of each.
    """
    for where in (FOLDS, TABLE):
        for measure, rule in gate_rules(where):
            yield measure.name, rule.group, where


def _gates(
    where: str,
    figures: pd.DataFrame,
    not_applicable: pd.DataFrame,
    bounds: Mapping[str, float],
    people: People,
) -> Iterator[Gate]:
    for measure, rule in gate_rules(where):
        bound = bounds.get(rule.parameter or "", rule.bound)
        found = _judged(measure, rule, figures)
        if len(found):
            for subject, *values in found.itertuples(index=False):
                gate = _gate(measure, rule, where, bound, subject, values)
                yield _if_enough(gate, rule, people, subject)
            continue
        why = _judged(measure, rule, not_applicable)
        nothing = [NAN, NAN, NAN]
        gate = _gate(measure, rule, where, bound, rule.subject, nothing)
        if len(why):
            gate = gate._replace(passed=True, reason=str(why["reason"].iloc[0]))
        yield gate


def _if_enough(gate: Gate, rule: GateRule, people: People, subject: str) -> Gate:
    """Close a gate of fewer people than can be measured, whatever the figure is."""
    n = people.get((rule.counted_by, rule.scope, subject), 0.0)
    if n >= rule.least_people:
        return gate
    reason = f"cannot be measured: {n:.0f} controls, and {rule.least_people} are needed"
    return gate._replace(figure=NAN, low=NAN, high=NAN, passed=False, reason=reason)


def _judged(measure: Measure, rule: GateRule, lines: pd.DataFrame) -> pd.DataFrame:
    """The lines that a rule judges: figures, or reasons why there are none."""
    of_metric = lines[lines["metric"] == measure.name]
    about = zip(of_metric["scope"], of_metric["subject"], strict=True)
    mask = [rule.judges(scope, subject) for scope, subject in about]
    columns = ["subject", "value", "low", "high"]
    judged = of_metric[np.array(mask, dtype=bool)]
    return judged[columns] if "value" in judged else judged


def _gate(
    measure: Measure,
    rule: GateRule,
    where: str,
    bound: float,
    subject: str,
    values: list[float],
) -> Gate:
    figure, *ends = map(float, values)
    low, high = (float(end) for end in np.clip(ends, *range_of(measure.name)))
    if rule.is_count:
        low = high = NAN
    least = low if rule.by_low_end and not np.isnan(low) else figure
    return Gate(
        rule.called(subject),
        where,
        figure,
        low,
        high,
        bound,
        # What is NaN is not at most anything: no figure, no passage.
        bool(least <= bound),
        rule.by_low_end,
        measure.name,
        rule.group,
        "" if not np.isnan(figure) else NOT_MEASURED,
    )
