"""Charts as SVG: colours of the page, names as they are, the same bytes again."""

import re
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest

from skl_synth.pages.charts import UtilityBars
from skl_synth.pages.palette import ROLES
from skl_synth.pages.svg import svg_of
from tests.pages.page_examples import NASTY, charts


def written(chart, prefix="a"):
    return svg_of(chart.draw(), title="Title", description="Seen.", prefix=prefix)


@pytest.mark.parametrize("name", list(charts(["a", "b"])))
def test_every_chart_draws_nasty_names_as_they_are(name):
    root = ET.fromstring(written(charts(NASTY)[name]))
    texts = " ".join(element.text or "" for element in root.iter("text"))
    assert "$x_1^2$" in texts
    assert "עברית שם" in texts
    assert r"_under_\$" in texts


@pytest.mark.parametrize("name", list(charts(["a", "b"])))
def test_every_colour_is_one_of_the_page(name):
    text = written(charts(["a", "b", "c"])[name])
    light = {shade.light for shade in ROLES.values()}
    bare = re.findall(r"(?<!,)#[0-9a-f]{6}\b", text)
    assert bare == []
    assert set(re.findall(r"var\(--skl-[a-z0-9-]+,(#[0-9a-f]{6})\)", text)) <= light


def test_nothing_in_it_is_of_the_whole_page():
    text = written(charts(["a"])["ranges"])
    assert "<style" not in text
    assert "<metadata" not in text
    assert "DejaVu" not in text
    assert "xmlns" not in text


def test_the_users_style_changes_nothing():
    plain = written(charts(["a"])["utility"])
    with mpl.rc_context(
        {"font.size": 30, "axes.facecolor": "red", "text.color": "red"}
    ):
        assert written(charts(["a"])["utility"]) == plain


def test_drawing_leaves_the_style_of_the_process_alone():
    before = dict(mpl.rcParams)
    written(charts(["a"])["utility"])
    assert dict(mpl.rcParams) == before


def test_pyplot_keeps_no_figure():
    from matplotlib import pyplot as plt

    before = plt.get_fignums()
    written(charts(["a"])["roc"])
    assert plt.get_fignums() == before


def test_two_charts_of_one_page_share_no_name():
    chart = charts(["a", "b"])["frontier"]
    names = [set(re.findall(r'id="([^"]+)"', written(chart, one))) for one in "ab"]
    assert names[0]
    assert not names[0] & names[1]


def test_a_name_that_matplotlib_would_leave_out_is_in_the_key():
    outcome = UtilityBars(names=["_m"], real=[1], synthetic=[1], low=[1], high=[1])
    assert ">_m</text>" in written(outcome)
    assert ">_x</text>" in written(_frontier("_x"))


def _frontier(outcome):
    from skl_synth.pages.charts import Frontier

    return Frontier(names=["p"], x=[0.5], y=[0.5], outcome=[outcome])
