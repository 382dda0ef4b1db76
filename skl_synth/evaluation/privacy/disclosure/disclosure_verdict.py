"""Disclosure from tables in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.compared import Compared, is_few
from skl_synth.evaluation.figure_text import Lookup, lines_of, percent, share_of
from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.privacy.attack_context import MEMBERS
from skl_synth.evaluation.verdict import Verdict

NO_CONTROL = (
    "without a hold-out nobody can say what of this strangers show by chance: pass "
    "X_holdout."
)


def disclosure_verdict(
    figures: pd.DataFrame, notes: tuple[str, ...], compared: Compared | None
) -> Verdict:
    """Say what the figures of disclosure come to.

    Parameters
    ----------
    figures : DataFrame
        Every figure.
    notes : tuple of str
        What the reader should know besides.
    compared : Compared or None
        How many people the figures rest on; None without a hold-out.

    Returns
    -------
    Verdict
        Words and the figures that count; no levels, which few people may have.
    """
    found = Lookup(figures)
    parts = [_identity(found), _attribute(found, figures)]
    above = [
        found.get(metric, MEMBERS)
        for metric in (
            "replicated_uniques_above_control",
            "disclosive_correct_above_control",
        )
    ]
    is_found = any(one is not None and one.low > 0 for one in above)
    if is_few(compared):
        assert compared is not None
        parts.insert(0, compared.too_few())
    return Verdict(
        "Disclosure",
        " ".join(one for one in parts if one),
        tuple(lines_of("privacy", figures)),
        (),
        (
            "that nobody can be recognised or nothing found out about them: this "
            "outsider knows a few columns. Membership inference, see privacy_report, "
            "finds people in tables of which these figures show nothing.",
        ),
        (*notes, *((NO_CONTROL,) if compared is None else ())),
        "attention" if is_found else "neutral",
    )


def _identity(found: Lookup) -> str:
    unique, again = (
        found["unique_in_real", "real"],
        found["replicated_uniques", MEMBERS],
    )
    ceiling = found.ceilings["replicated_uniques", MEMBERS]
    return (
        f"{percent(unique.value)} of the people are alone with the quasi-identifiers "
        f"in the real table; {percent(again.value)} are so in the release as well "
        f"(repU){_of_strangers(ceiling)}."
    )


def _attribute(found: Lookup, figures: pd.DataFrame) -> str:
    right = found.get("disclosive_correct", MEMBERS)
    if right is None:
        return ""
    of_columns = figures[
        (figures["metric"] == "disclosive_correct") & (figures["scope"] == "column")
    ]
    worst = of_columns.sort_values("value", ascending=False, kind="stable").iloc[0]
    ceiling = found.ceilings["disclosive_correct", MEMBERS]
    text = (
        f"Of {percent(right.value)} the release gives {worst['subject']} correctly and "
        f"in every row with their quasi-identifiers (DiSCO){_of_strangers(ceiling)}."
    )
    excess = found.get("disclosive_correct_above_control", MEMBERS)
    if excess is None or np.isnan(excess.value):
        return text
    return f"{text} Above strangers: {share_of(Interval(*excess))}."


def _of_strangers(ceiling: float) -> str:
    return "" if np.isnan(ceiling) else f", and of strangers {percent(ceiling)}"
