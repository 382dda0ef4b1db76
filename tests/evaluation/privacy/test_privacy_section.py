"""Privacy on a page: every attack beside chance and the bound of a release."""

import numpy as np
import pytest

from skl_synth.evaluation.privacy.privacy_section import privacy_section
from skl_synth.evaluation.registry import MEASURES
from tests.evaluation.page_figures import privacy_figures


@pytest.fixture(scope="module")
def blocks():
    return privacy_section(privacy_figures()).blocks


def test_what_is_above_the_bound_is_marked(blocks):
    table = blocks[-1]
    marks = dict(zip(table.frame["figure"], table.marks, strict=True))
    of_everyone = "membership inference, everyone (chance 0.5)"
    assert marks.pop(of_everyone) == "attention"
    # Judged by the low end, or below its bound, or without one.
    assert set(marks.values()) == {"neutral"}


def test_every_figure_stands_beside_chance_and_the_bound(blocks):
    frame = blocks[-1].frame.set_index("figure")
    line = frame.loc["membership inference, everyone (chance 0.5)"]
    bound = MEASURES["membership_worst_auc"].gates[0].bound
    assert line["synthetic rows"] == "0.700 (0.660 – 0.740)"
    assert line["strangers or chance"] == "0.500"
    assert line["bound of a release"] == f"{bound:.3f}"


def test_groups_of_hardly_anybody_are_left_out(blocks):
    assert not blocks[-1].frame["figure"].str.contains("class 1").any()


def test_the_picture_draws_areas_only(blocks):
    chart = blocks[0].chart
    assert chart.values.tolist() == [0.7, 0.6, 0.55]
    assert np.isnan(chart.bounds[2])
    assert "0.700 (0.660 – 0.740)" in blocks[0].description


def test_without_membership_there_is_no_picture():
    figures = privacy_figures()
    figures = figures[figures["metric"] == "inference"]
    assert len(privacy_section(figures).blocks) == 1
