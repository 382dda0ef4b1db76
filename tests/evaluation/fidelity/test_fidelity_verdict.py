"""The sentence on fidelity says what the figure says."""

import pytest

from skl_synth.evaluation.compared import Compared
from skl_synth.evaluation.fidelity.fidelity_verdict import fidelity_verdict
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import Interval


@pytest.mark.parametrize(
    ("area", "words"),
    [
        (0.9, "real ones easily"),
        (0.65, "better than by chance"),
        (0.5, "hardly distinguishes"),
        (0.3, "more closely than other people would"),
        (float("nan"), "No column that could differ"),
    ],
)
def test_the_sentence_is_that_of_the_figure(area, words):
    figures = FigureList()
    figures.add("two_sample_auc", area)
    assert words in fidelity_verdict(figures.frame(), ()).verdict


def test_with_few_controls_it_is_said_which_rows_the_area_is_of():
    figures = FigureList()
    figures.add("two_sample_unseen_auc", Interval(0.36))
    figures.add("two_sample_auc", Interval(0.42))
    verdict = fidelity_verdict(figures.frame(), (), Compared(300, 5, "rows")).verdict
    assert "ROC AUC 0.42, of the rows that it was made from" in verdict
