"""Figures and notes of folds, summed up."""

import pandas as pd
import pytest

from skl_synth.evaluation.figures import KEY
from skl_synth.evaluation.results import notes_of_folds, summarise


def results(metric, values):
    about = dict(zip(KEY, ("privacy", metric, "table", "", "members"), strict=True))
    lines = [
        {"fold": fold, **about, "value": value, "low": value, "high": value}
        for fold, value in enumerate(values)
    ]
    return pd.DataFrame(lines).assign(better="lower", ceiling=0.0)


@pytest.mark.parametrize(
    ("metric", "ends"),
    [
        ("membership_worst_auc", (0.0, 1.0)),
        ("copied_above_control", (-1.0, 1.0)),
    ],
)
def test_intervals_are_cut_by_the_name_of_the_figure(metric, ends):
    [line] = summarise(results(metric, [0.1, 0.9])).to_dict("records")
    assert (line["low"], line["high"]) == ends
    assert line["mean"] == 0.5


def test_notes_that_differ_in_figures_stand_once():
    folds = [
        ["3 rows equal.", "Few persons."],
        ["Few persons.", "5 rows equal."],
        ["no row of class 1.", "no row of class 2."],
    ]
    assert notes_of_folds(folds) == (
        "3 rows equal. (In 2 folds, with figures of their own.)",
        "Few persons.",
        "no row of class 1.",
        "no row of class 2.",
    )
    assert notes_of_folds([["a: b."], ["a: b."]]) == ("a: b.",)
    assert notes_of_folds([[], []]) == ()
