"""Privacy in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.compared import Compared
from skl_synth.evaluation.figure_text import (
    Lookup,
    claims_of,
    lines_of,
    percent,
    with_interval,
)
from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.verdict import Verdict

WORST = "membership_worst_auc"

CHANCE, NEAR_CHANCE = 0.5, 0.55
"""Areas below the second are near the first."""

LEAST_CONTROLS = 10
"""Of a group in which fewer were held out, in the mean over folds, an area is any: four
people give 1.0 by luck, with an interval from 1.0 to 1.0."""

ATTACKER = (
    "The attacker holds the table, knows every column of a person, and has other real "
    "people to compare with."
)
"""What the strongest of the attacks takes for known."""


def privacy_verdict(
    figures: pd.DataFrame, notes: tuple[str, ...], compared: Compared | None = None
) -> Verdict:
    """Say what the figures of privacy come to.

    Parameters
    ----------
    figures : DataFrame
        Every figure of privacy.
    notes : tuple of str
        What the reader should know besides.
    compared : Compared or None, default=None
        How many people the figures rest on, where that is known.

    Returns
    -------
    Verdict
        Words and the figures that count; of few people no more than that they are few.
    """
    figures, small = without_small_groups(figures)
    found = Lookup(figures)
    is_judged = compared is None or compared.is_enough
    return Verdict(
        "Privacy",
        _sentences(found, figures, compared),
        tuple(lines_of("privacy", figures)),
        tuple(claims_of("privacy", found)) if is_judged else (),
        (
            "that nobody can be recognised, or that the rows are no personal data: "
            "attacks that were not tried may do better.",
        ),
        (*notes, *_note_of_small_groups(small), *_note_of_distances(found)),
        "attention" if not is_judged or _is_found(found) else "neutral",
    )


def _is_found(found: Lookup) -> bool:
    """Whether an attack does better than chance, or may well do so for all we know."""
    auc = found.get(WORST)
    if auc is None or np.isnan(auc.value):
        return True
    return bool(auc.low > CHANCE or auc.value >= NEAR_CHANCE)


def _single_findings(found: Lookup) -> list[str]:
    """Say what single attacks have found, where the strongest were not carried out."""
    findings = []
    aucs = {
        one: found.get(one)
        for one in found.metrics
        if one.startswith("membership_") and one.endswith("_auc") and one != WORST
    }
    sure = {name: one for name, one in aucs.items() if one and one.low > CHANCE}
    if sure:
        name = max(sure, key=lambda one: sure[one].value)
        what = name.removeprefix("membership_").removesuffix("_auc").replace("_", " ")
        findings.append(
            f"membership inference by {what} distinguishes members from others with "
            f"ROC AUC {with_interval(sure[name])}"
        )
    copies = found.get("copies_above_strangers", "members")
    if copies is not None and copies.low > 0:
        findings.append(
            f"{percent(copies.value)} of the real rows stand in it as they are, above "
            "what strangers show"
        )
    return findings


def without_small_groups(figures: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Leave out what membership inference says of groups of hardly anybody.

    Parameters
    ----------
    figures : DataFrame
        Every figure of privacy.

    Returns
    -------
    figures : DataFrame
        The others.
    small : list of str
        The groups.
    """
    counts = figures[figures["metric"] == "membership_controls"]
    is_small = (counts["scope"] == "group") & (counts["value"] < LEAST_CONTROLS)
    small = counts.loc[is_small, "subject"].tolist()
    is_left_out = (figures["scope"] == "group") & figures["subject"].isin(small)
    is_left_out &= figures["metric"].str.startswith("membership_")
    return figures[~is_left_out], small


def _note_of_small_groups(small: list[str]) -> tuple[str, ...]:
    if not small:
        return ()
    shown = ", ".join(small[:3]) + (", …" if len(small) > 3 else "")
    groups = "1 group" if len(small) == 1 else f"{len(small)} groups"
    return (
        f"membership cannot be measured in {groups} of which fewer than "
        f"{LEAST_CONTROLS} were held out: {shown}.",
    )


def _note_of_distances(found: Lookup) -> tuple[str, ...]:
    ratio = found.get("nearest_training_median_ratio")
    if ratio is None or not ratio.value < 1:
        return ()
    return (
        "synthetic rows lie closer to the real rows that they were made from than "
        "other real rows do, a sign that they follow individual real rows. (The "
        "distance to closest record is a diagnostic: where it looks good, attacks may "
        "succeed all the same.)",
    )


def _sentences(found: Lookup, figures: pd.DataFrame, compared: Compared | None) -> str:
    if compared is not None and not compared.is_enough:
        return compared.too_few()
    auc = found.get(WORST)
    if auc is None or np.isnan(auc.value):
        return _of_single_attacks(found)
    sentences = [
        _of_everyone(auc, found.get("membership_worst_tpr"), _of_whom(compared)),
        _of_worst_group(figures, auc.value),
        ATTACKER,
    ]
    return " ".join(one for one in sentences if one)


def _of_single_attacks(found: Lookup) -> str:
    findings = _single_findings(found)
    if findings:
        return f"This table discloses who was in it: {', and '.join(findings)}."
    return (
        "No verdict: the strongest attacks of membership inference were not carried "
        "out or gave no figure, and what they would find is not known. What the others "
        "found is below."
    )


def _of_whom(compared: Compared | None) -> str:
    if compared is None:
        return ""
    return f"; {compared.n_real} {compared.who}, {compared.n_holdout} held out"


def _of_everyone(auc: Interval, tpr: Interval | None, whom: str) -> str:
    shown = f"ROC AUC {with_interval(auc)}{whom}"
    if np.isnan(auc.low) or auc.low <= CHANCE:
        if auc.value < NEAR_CHANCE:
            return (
                "No attack of membership inference that was tried could be shown to "
                "distinguish members from others better than chance would "
                f"({shown})."
            )
        return (
            "The worst attack of membership inference distinguishes members from "
            f"others with {shown}; with so few folds or people chance cannot be ruled "
            "out."
        )
    identified = (
        ""
        if tpr is None
        else f", and identifies {percent(tpr.value)} of them at 5 % false alarms"
    )
    return (
        "This table discloses who was in it: the worst attack distinguishes members "
        f"from others with {shown}{identified}."
    )


def _of_worst_group(figures: pd.DataFrame, of_everyone: float) -> str:
    """Name the group whose members are found more surely than everyone is."""
    groups = figures[(figures["metric"] == WORST) & (figures["scope"] == "group")]
    worse = groups[groups["value"] > of_everyone]
    if not len(worse):
        return ""
    worst = worse.iloc[int(worse["value"].argmax())]
    auc = with_interval(Interval(*worst[["value", "low", "high"]].tolist()))
    return f"Of {worst['subject']} it reaches more: {auc}."
