"""The sentence on privacy says what the figure says."""

import pytest

from skl_synth.evaluation.audit_report import Verdict
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.privacy.privacy_verdict import privacy_verdict


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Interval(0.8, 0.75, 0.85), "discloses who was in it"),
        (Interval(0.51, 0.45, 0.57), "not better than chance would"),
        (Interval(0.8, 0.2, 1.4), "chance cannot be ruled out"),
        (Interval(0.8), "chance cannot be ruled out"),
        (Interval(float("nan")), "reached the figures below"),
    ],
)
def test_the_sentence_is_that_of_the_figure(figure, words):
    figures = FigureList()
    figures.add("membership_worst_auc", figure)
    assert words in privacy_verdict(figures.frame(), ()).verdict


def test_the_worst_group_stands_first():
    figures = FigureList()
    figures.add("membership_worst_auc", 0.6)
    about = {"scope": "group", "subject": "outliers"}
    figures.add("membership_worst_auc", 0.9, **about)
    first, second = privacy_verdict(figures.frame(), ()).lines[:2]
    assert ("outliers" in first[0], "everyone" in second[0]) == (True, True)


def test_a_number_is_not_torn_from_its_per_cent():
    for n_words in range(12, 30):
        text = Verdict("privacy", "word " * n_words + "12.3 % of them").text()
        assert not any(line.lstrip().startswith("%") for line in text.splitlines())
        assert max(map(len, text.splitlines())) <= 78
