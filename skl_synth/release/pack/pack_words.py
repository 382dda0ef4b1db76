"""What the sheets of a pack say of a report, each in the same words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import skl_synth
from skl_synth.evaluation.evaluation_text import verdicts_of
from skl_synth.release.gates import Gate
from skl_synth.release.guarantee import RESTS_ON
from skl_synth.release.guarantee_report import GuaranteeReport
from skl_synth.release.ladder_report import PUBLISHED, RungOutcome
from skl_synth.release.pack.markdown import sentence_case
from skl_synth.release.release_report import ReleaseReport
from skl_synth.release.shared_gates import shared_gate

Report = ReleaseReport | GuaranteeReport

WORST = "membership_worst_auc"

COLUMN_WORDS = {
    "flag": "1 in every row: the row is synthetic.",
    "identifier": "Fresh keys, drawn at random; none of a real person.",
    "one_hot": "One of a group of columns, of which one is 1 in each row.",
}
"""What a reader of a dictionary would not expect of a column."""

MAY_NOT = (
    "that nobody can be recognised, or that the rows are no personal data: attacks "
    "that were not tried may do better.",
    "that a result which was found in these rows holds for the real people: it is to "
    "be checked on the real table.",
)


class Sentences(NamedTuple):
    """What may be said of a release, and what may not.

    Parameters
    ----------
    may, may_not : tuple of str
        Sentences that follow "it may (not) be said".
    """

    may: tuple[str, ...]
    may_not: tuple[str, ...]


def sentences_of(report: Report) -> Sentences:
    """Collect what may and what may not be said, as the report says it.

    Parameters
    ----------
    report : ReleaseReport or GuaranteeReport
        Of a release.

    Returns
    -------
    Sentences
        Those of each section, without those that come twice.
    """
    if isinstance(report, GuaranteeReport):
        guarantee = report.guarantee
        may: tuple[str, ...] = (
            f"it was made with (ε, δ)-differential privacy, ε = {guarantee.epsilon:g} "
            f"and δ = {guarantee.delta:g}: {guarantee.unit}.",
            "no attack on one given person, known or not, reaches a ROC AUC above "
            f"{bound_in_words(guarantee.ceiling.auc)} (chance is 0.5).",
        )
        told = RESTS_ON[1].removeprefix("May not be said: ")
        return Sentences(may, (told, MAY_NOT[1]))
    verdicts = verdicts_of(report.details, ()) if len(report.details) else []
    said = tuple(one for verdict in verdicts for one in verdict.may)
    told_not = [one for verdict in verdicts for one in verdict.may_not]
    return Sentences(said, tuple(dict.fromkeys((*told_not, *MAY_NOT))))


def gates_of(report: Report) -> list[Gate]:
    """List the gates of a release as others may read them.

    Parameters
    ----------
    report : ReleaseReport or GuaranteeReport
        Of a release, or of a refusal.

    Returns
    -------
    list of Gate
        None where there is a guarantee in place of gates.
    """
    if isinstance(report, GuaranteeReport):
        return []
    return list(map(shared_gate, report.gates))


def worst_attacks(report: Report) -> list[Gate]:
    """List what the worst membership attack reached: on everyone, and on groups.

    Parameters
    ----------
    report : ReleaseReport or GuaranteeReport
        Of a release.

    Returns
    -------
    list of Gate
        Those that were measured.
    """
    return [one for one in gates_of(report) if one.metric == WORST and one.is_measured]


def published_setting(report: Report) -> RungOutcome | None:
    """Find the setting of the ladder that made the table.

    Parameters
    ----------
    report : ReleaseReport or GuaranteeReport
        Of a release.

    Returns
    -------
    RungOutcome or None
        None where no ladder was walked.
    """
    rungs = getattr(report, "rungs", ())
    return next((one for one in rungs if one.outcome == PUBLISHED), None)


def has_classes(report: Report) -> bool:
    """Tell whether the target is one of classes.

    Parameters
    ----------
    report : ReleaseReport or GuaranteeReport
        Of a release.

    Returns
    -------
    bool
        Whether it names any.
    """
    if isinstance(report, GuaranteeReport):
        return bool(report.guarantee.classes)
    return bool(report.about.get("classes"))


def label_of(report: Report) -> str:
    """Say in a few words what the table is.

    Parameters
    ----------
    report : ReleaseReport or GuaranteeReport
        Of a release.

    Returns
    -------
    str
        That it is synthetic, and made from what.
    """
    label: str = report.to_dict()["label"]
    return sentence_case(label)


def methods_paragraph(report: Report, n_rows: int, n_columns: int) -> str:
    """Write what a paper says of how the table was made.

    Parameters
    ----------
    report : ReleaseReport or GuaranteeReport
        Of a release.
    n_rows, n_columns : int
        Size of the released table.

    Returns
    -------
    str
        A paragraph with sizes, method, audit and version.
    """
    made = (
        f"The synthetic table ({n_rows} rows, {n_columns} columns) was made with "
        f"skl_synth {skl_synth.__version__} by the method {report.about['method']}"
    )
    if isinstance(report, GuaranteeReport):
        return f"{made}. {_of_guarantee(report)}"
    about = report.about
    persons = f" of {about['persons']} persons" if "persons" in about else ""
    made += f", from {about['rows']} real rows{persons}."
    return " ".join([made, *_of_audit(report), *_of_worst(report)])


def _of_guarantee(report: GuaranteeReport) -> str:
    one = report.guarantee
    return (
        f"It has (ε, δ)-differential privacy with ε = {one.epsilon:g} and δ = "
        f"{one.delta:g} ({one.unit}; zero-concentrated, ρ = {one.rho:.3g}), so that no "
        "attack of membership inference on one person reaches a ROC AUC above "
        f"{bound_in_words(one.ceiling.auc)}."
    )


def _of_audit(report: ReleaseReport) -> Iterator[str]:
    setting = published_setting(report)
    if setting is not None:
        tried = sum(one.was_tried for one in report.rungs)
        yield (
            f"The setting was “{setting.name}” ({setting.what}): {tried} of "
            f"{len(report.rungs)}, in a stated order, {_were(tried)} tried."
        )
    n_measured = sum(gate.is_measured for gate in report.gates)
    verdict = "passed" if report.passed else "did not pass"
    yield (
        f"It {verdict} {n_measured} gates of disclosure control, measured on the table "
        f"and by {report.about['folds']}-fold splits of the real rows, in which the "
        "part held out was the control."
    )


def _of_worst(report: ReleaseReport) -> Iterator[str]:
    found = worst_attacks(report)
    if found:
        words = "; ".join(figure_in_words(gate) for gate in found)
        yield (
            "The worst attack of membership inference reached these ROC AUC (with 95 % "
            f"intervals; chance is 0.5): {words}."
        )


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def bound_in_words(bound: float) -> str:
    """Write a bound so that it still is one: it is never rounded down.

    Parameters
    ----------
    bound : float
        The most that is reached.

    Returns
    -------
    str
        Three decimals.
    """
    return f"{math.ceil(bound * 1000 - 1e-9) / 1000:g}"


def figure_in_words(gate: Gate) -> str:
    """Write what a gate measured, with its interval and bound.

    Parameters
    ----------
    gate : Gate
        A gate that was measured.

    Returns
    -------
    str
        Such as "membership 0.559 [0.543, 0.576], at most 0.57".
    """
    interval = f" [{gate.low:.3g}, {gate.high:.3g}]" if gate.low == gate.low else ""
    return f"{gate.name} {gate.figure:.3g}{interval}, at most {gate.bound:.3g}"
