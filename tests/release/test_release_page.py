"""The page of a release: verdict first, nothing of the owner's, whatever is refused."""

import os
from dataclasses import replace

import numpy as np
import pytest

from skl_synth import publish
from skl_synth.datasets import make_patients
from skl_synth.errors import PYTHON
from skl_synth.pages import Bullets, Figures, Picture, render_page
from skl_synth.release import Gate
from skl_synth.release.gates import expected_gates
from skl_synth.release.release_page import page_of_release

OPEN = {"membership_bound": 1.0, "group_bound": 1.0}

pytestmark = pytest.mark.filterwarnings("ignore:.*leaves of 6 rows")

has_modes = pytest.mark.skipif(os.name == "nt", reason="there are no such rights")


@pytest.fixture(scope="module")
def release():
    X, y = make_patients(300, random_state=0, return_X_y=True)
    return publish(
        *(X[["age", "ward", "smoker"]], y),
        **OPEN,
        sections=["fidelity"],
        folds=2,
        random_state=20_180_731,
    )


def titles(page):
    return [section.title for section in page.sections]


def words_on(page):
    """All that is said, without what is drawn."""
    for section in page.sections:
        for block in section.blocks:
            if isinstance(block, Bullets):
                yield from (line for _, line in block.lines)
            elif isinstance(block, Picture):
                yield block.description
            elif isinstance(block, Figures):
                yield block.frame.to_string()
            else:
                yield from block.paragraphs


def test_the_verdict_and_the_gates_stand_first(release):
    page = release.report._page()
    assert (page.status.mark, page.status.word) == ("passed", "Passed")
    assert titles(page)[0] == "Gates"
    assert titles(page)[1] == "Columns that need attention first"
    assert not page.private


def test_every_gate_that_was_measured_has_a_sentence(release):
    gates, *_ = release.report._page().sections
    lines = [line for _, line in gates.blocks[0].lines]
    measured = [gate for gate in release.report.gates if gate.is_measured]
    assert len(lines) == len(measured)
    for gate in measured:
        [line] = [
            one
            for one in lines
            if one.lower().startswith(gate.name.lower() + " on folds")
            or one.lower().startswith(gate.name.lower() + " in the")
            if ("on folds" in one) == (gate.where == "folds")
        ]
        assert f"{gate.bound:.3g}" in line


def test_what_is_drawn_has_words_and_figures(release):
    drawn = [
        block
        for section in release.report._page().sections
        for block in section.blocks
        if isinstance(block, Picture)
    ]
    assert len(drawn) >= 5
    assert all(len(one.description) > 20 for one in drawn)


def test_the_page_is_one_small_file_without_script(release, tmp_path):
    path = tmp_path / "report.html"
    release.report.write_html(path)
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) < 1_000_000
    assert "<script" not in text
    assert text.count("<svg") >= 5
    assert release.report._repr_html_().startswith("<div")


def test_the_shared_page_holds_nothing_of_the_owners(release):
    text = render_page(release.report._page())
    assert "20180731" not in text
    exact = release.owner.details["mean"].dropna()
    long = {f"{value:.9g}" for value in exact if len(f"{value:.9g}") > 8}
    assert long
    assert not [value for value in long if value in text]


@has_modes
def test_the_owners_page_is_private(release, tmp_path):
    path = tmp_path / "owner.html"
    release.owner.write_html(path)
    assert path.stat().st_mode & 0o777 == 0o600
    text = path.read_text(encoding="utf-8")
    assert "20180731" in text
    assert "For the owner of the real table alone" in text


def test_a_refused_release_says_why_and_what_can_be_done(release):
    gates = [
        gate._replace(passed=False, figure=0.71234)
        if gate.metric == "membership_worst_auc" and gate.group == "everyone"
        else gate
        for gate in release.report.gates
    ]
    page = replace(release.report, gates=gates)._page()
    assert (page.status.mark, page.status.word) == ("refused", "Refused")
    first = page.sections[0].blocks[0].lines[0]
    assert first[0] == "refused"
    assert "0.71234" in first[1]
    assert "What can be done" in first[1]
    assert not any(line.startswith("May be said") for line in words_on(page))


def test_a_report_without_gates_is_refused_and_has_a_page(release):
    page = replace(release.report, gates=[])._page()
    assert page.status.mark == "refused"
    marks = {mark for mark, _ in page.sections[0].blocks[0].lines}
    assert marks == {"refused"}
    assert len(page.sections[0].blocks[0].lines) == len(list(expected_gates()))


def test_names_on_a_page_are_names(release):
    own = Gate(
        "<script>alert(1)</script>", "table", 2.0, np.nan, np.nan, 1.0, passed=False
    )
    text = render_page(
        replace(release.report, gates=[*release.report.gates, own])._page()
    )
    assert "<script" not in text


def test_a_page_without_figures_is_a_page(release):
    nothing = release.report.details.iloc[:0]
    report = replace(release.report, details=nothing, summary=nothing, rungs=())
    page = page_of_release(report, PYTHON)
    assert "Gates" in titles(page)
    assert render_page(page)


def test_settings_are_drawn_once_two_were_measured(release):
    ladder = release.report.rungs
    assert len(ladder) > 1
    [section] = [
        one
        for one in release.report._page().sections
        if one.title == "Settings that were tried"
    ]
    n_measured = sum("worst_attack" in one.figures for one in ladder)
    n_drawn = sum(isinstance(block, Picture) for block in section.blocks)
    assert n_drawn == (n_measured > 1)
    again = replace(
        release.report, rungs=(ladder[0], replace(ladder[0], name="another"))
    )
    [section] = [
        one for one in again._page().sections if one.title == "Settings that were tried"
    ]
    assert isinstance(section.blocks[0], Picture)
