"""The sentence on privacy says what the figure says."""

import pytest

from skl_synth.evaluation.compared import Compared
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.privacy.privacy_verdict import privacy_verdict
from skl_synth.evaluation.verdict import Verdict


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Interval(0.8, 0.75, 0.85), "discloses who was in it"),
        (Interval(0.51, 0.45, 0.57), "could be shown to"),
        (Interval(0.8, 0.2, 1.4), "chance cannot be ruled out"),
        (Interval(0.8), "chance cannot be ruled out"),
        (Interval(float("nan")), "No verdict: the strongest attacks"),
    ],
)
def test_the_sentence_is_that_of_the_figure(figure, words):
    figures = FigureList()
    figures.add("membership_worst_auc", figure)
    assert words in privacy_verdict(figures.frame(), ()).verdict


@pytest.mark.parametrize(
    ("auc", "copies", "words"),
    [
        (Interval(1.0, 0.99, 1.0), Interval(0.9, 0.8, 1.0), "distance distinguishes"),
        (Interval(0.5, 0.45, 0.55), Interval(0.9, 0.8, 1.0), "90.0 % of the real rows"),
        (Interval(0.8, 0.75, 0.85), Interval(0.0, 0.0, 0.01), "ROC AUC 0.800"),
        (Interval(0.5, 0.45, 0.55), Interval(0.0, 0.0, 0.01), "No verdict"),
    ],
)
def test_without_the_strongest_attacks_nothing_is_clear(auc, copies, words):
    figures = FigureList()
    figures.add("membership_distance_auc", auc)
    figures.add("copies_above_strangers", copies, rows="members")
    verdict = privacy_verdict(figures.frame(), ())
    assert words in verdict.verdict
    assert verdict.mark == "attention"
    is_found = words != "No verdict"
    assert ("This table discloses who was in it" in verdict.verdict) == is_found


def of_area(figure, compared=None, group=None):
    figures = FigureList()
    figures.add("membership_worst_auc", figure)
    figures.add("membership_worst_tpr", 0.06)
    if group is not None:
        about = {"scope": "group", "subject": "outliers"}
        figures.add("membership_worst_auc", group, **about)
    return privacy_verdict(figures.frame(), (), compared)


@pytest.mark.parametrize("n", [5, 49])
@pytest.mark.parametrize("area", [0.5, 0.95])
def test_of_few_controls_there_is_no_headline(n, area):
    verdict = of_area(
        Interval(area, area - 0.05, area + 0.05), Compared(500, n, "rows")
    )
    assert verdict.verdict.startswith(
        f"Cannot be judged with {n} controls: at least 50"
    )
    assert "chance would" not in verdict.verdict
    assert verdict.may == ()
    assert verdict.lines, "the figures are there all the same"


def test_of_fifty_there_is_one_with_n_and_what_the_attacker_knows():
    said = of_area(Interval(0.5, 0.4, 0.6), Compared(200, 50, "persons")).verdict
    assert "could be shown to" in said
    assert "200 persons, 50 held out" in said
    assert "The attacker holds the table, knows every column of a person" in said


def test_a_group_that_is_worse_off_is_named_with_its_figure():
    few = Interval(0.51, 0.47, 0.55)
    said = of_area(few, group=Interval(0.78, 0.7, 0.86)).verdict
    assert "Of outliers it reaches more: 0.780 (0.700 – 0.860)." in said
    assert "outliers" not in of_area(few, group=Interval(0.5, 0.4, 0.6)).verdict
    assert "outliers" not in of_area(few, group=Interval(float("nan"))).verdict


def test_a_long_name_is_not_written_into_its_figure():
    lines = (("x" * 46, "28.4 %"), ("y" * 60, "1 %"), ("z", "2 %"))
    text = Verdict("Privacy", "Words.", lines).text()
    assert "x  28.4 %" in text
    assert "y  1 %" in text


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


def with_stratum(n_controls):
    figures = FigureList()
    figures.add("membership_worst_auc", Interval(0.52, 0.48, 0.56))
    about = {"scope": "group", "subject": "stratum A"}
    figures.add("membership_worst_auc", Interval(1.0, 1.0, 1.0), **about)
    figures.add("membership_controls", float(n_controls), **about)
    return privacy_verdict(figures.frame(), ())


def test_a_group_of_hardly_anybody_is_no_headline():
    verdict = with_stratum(9)
    assert "stratum A" not in verdict.verdict
    assert not any("stratum A" in name for name, _ in verdict.lines)
    assert "1 group of which fewer than 10 were held out: stratum A" in verdict.notes[0]


def test_a_group_of_enough_people_is_named():
    verdict = with_stratum(10)
    assert "Of stratum A it reaches more: 1.000" in verdict.verdict
    assert any("stratum A" in name for name, _ in verdict.lines)
    assert not verdict.notes
