"""The page of an evaluation: verdicts first, claims last, for its owner alone."""

import pandas as pd

from skl_synth.evaluation.evaluation_page import sections_of
from skl_synth.evaluation.page_parts import page_of
from skl_synth.evaluation.verdict import Verdict
from skl_synth.pages import Bullets, Section, render_page
from tests.evaluation.page_figures import figures

VERDICTS = [
    Verdict("Utility", "Well.", (), ("may one.",), ("may not one.",), mark="neutral"),
    Verdict("Privacy", "Ill.", (), (), ("may not two.",), ("a note.",), "attention"),
]


def titles(page):
    return [section.title for section in page.sections]


def lines(section):
    return [
        line
        for block in section.blocks
        if isinstance(block, Bullets)
        for line in block.lines
    ]


def test_verdicts_stand_first_and_sentences_last():
    page = page_of("T", VERDICTS, [Section("Middle", ()), None], header="What.")
    assert titles(page) == ["Verdicts", "Middle", "What may and may not be said"]
    assert lines(page.sections[0]) == [
        ("neutral", "Utility: Well."),
        ("attention", "Privacy: Ill."),
    ]
    assert [text for _, text in lines(page.sections[-1])] == [
        "Note: a note.",
        "May be said: may one.",
        "May not be said: may not one.",
        "May not be said: may not two.",
    ]


def test_exact_figures_are_for_the_owner():
    assert page_of("T", VERDICTS, []).private


def test_what_could_not_be_measured_is_said_once():
    missing = pd.DataFrame(
        {
            "metric": ["a", "a"],
            "subject": ["", ""],
            "reason": ["r", "r"],
            "fold": [0, 1],
        }
    )
    page = page_of("T", VERDICTS, [], not_applicable=missing)
    assert titles(page)[-1] == "What could not be measured"
    assert len(page.sections[-1].blocks[0].frame) == 1
    assert len(page_of("T", VERDICTS, [], not_applicable=missing[:0]).sections) == 2


def test_only_what_was_measured_has_a_section():
    every = figures()
    assert [one.title for one in sections_of(every) if one] == [
        "Columns that need attention first",
        "Utility",
        "Fidelity",
        "Privacy",
    ]
    alone = every[every["section"] == "privacy"]
    assert [one.title for one in sections_of(alone) if one] == ["Privacy"]


def test_the_whole_page_can_be_written():
    text = render_page(page_of("T", VERDICTS, sections_of(figures())))
    assert "$x_1$ &lt;b&gt;" in text
    assert text.count("<svg") == 4
