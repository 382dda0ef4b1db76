"""A page with everything on it that a page can have, as different people see it."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.pages import (
    Bullets,
    Figures,
    Page,
    Picture,
    Section,
    Status,
    Text,
)
from skl_synth.pages.charts import (
    Frontier,
    MarginalBars,
    PairMatrix,
    Ranges,
    RocCurves,
    UtilityBars,
)
from skl_synth.pages.html_report import HtmlReport
from tests.browser.looking import (
    NARROW,
    PHONE,
    SCHEMES,
    SCREENS,
    WIDE,
    findings,
    pale_words,
    printed,
    too_wide,
    unread_colors,
)

VERDICT = "The table passed all gates that were asked for."
FOLDED = "in the line that is folded away"
HOSTILE = (
    "<script>alert('run')</script>",
    '"><img src="http://127.0.0.1:9/a.png" onerror="alert(1)">',
    "</style></title></svg><b onmouseover=alert(2)>",
    "{{ 7 * 7 }} {% for one in page %} ${7*7} &lt;b&gt; \u202e]]> --> *",
    "column_" * 30,
)


class Report(HtmlReport):
    """Any report: it has a page."""

    def __init__(self, page):
        self.page = page

    def _page(self):
        return self.page


def _charts(names):
    shares = [np.linspace(0.1, 0.4, 4)] * 2
    some = np.linspace(0.5, 0.9, len(names))
    grid = np.linspace(0, 1, 21)
    columns = [(name, "category", names[:4], *shares) for name in names]
    return {
        "Columns": MarginalBars(columns=columns),
        "Pairs": PairMatrix(names=names, values=np.full((len(names),) * 2, 0.5)),
        "Utility": UtilityBars(
            names=names, real=some, synthetic=some - 0.1, low=some - 0.2, high=some
        ),
        "Membership": RocCurves(
            curves={names[0]: (grid, np.sqrt(grid), 0.67)}, bound=0.6
        ),
        "Ranges": Ranges(
            names=names,
            values=some,
            low=some - 0.1,
            high=some + 0.1,
            bounds=some + 0.05,
            ceilings=some + 0.1,
        ),
        "Frontier": Frontier(
            names=names, x=some, y=some, outcome=["passed"] * len(names)
        ),
    }


def _page(names=("age", "sex", "ward", "length of stay", "bmi")):
    names = list(names)
    frame = pd.DataFrame(
        {"column": names * 12, "similarity": np.linspace(0, 1, 12 * len(names))}
    )
    frame.loc[len(frame) - 1, "column"] = FOLDED
    many = {f"figure {place}": [0.123456] * 3 for place in range(14)}
    pictures = [
        Picture(chart, title, f"{title} of {names[0]}.", frame)
        for title, chart in _charts(names).items()
    ]
    marks = ("passed", "refused", "attention", "neutral")
    return Page(
        f"Report of {names[0]}",
        Status("passed", "Passed", VERDICT),
        (
            Section("Words", (Text((f"About {names[1]}.", "And more.") * 3),)),
            Section(
                "Gates",
                (Bullets(tuple((mark, f"{mark}: {names[2]}") for mark in marks)),),
            ),
            Section(
                "Tables",
                (Figures(frame, names[3]), Figures(pd.DataFrame(many), "Wide")),
            ),
            Section("Pictures", tuple(pictures)),
        ),
        facts=(("rows", "1,000"), (names[0], names[-1])),
        private=True,
    )


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    Report(_page()).write_html(path)
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "report.html"
    Report(_page(HOSTILE)).write_html(path)
    return path


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SCREENS.values(), ids=SCREENS)
def test_nothing_sticks_out_of_any_screen(look, path, size, scheme):
    assert too_wide(look.file(path, size, scheme=scheme)) == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_everybody_can_read_it(look, path, axe, size, scheme):
    page = look.file(path, size, scheme=scheme)
    page.evaluate(
        "document.querySelectorAll('details').forEach(one => one.open = true)"
    )
    assert findings(page, axe) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_pictures_can_be_seen(look, path, scheme):
    page = look.file(path, scheme=scheme)
    assert pale_words(page) == []
    assert unread_colors(page) == []


def test_without_scripts_every_word_can_be_reached(look, path):
    page = look.file(path, PHONE, scripts=False)
    assert page.get_by_text(VERDICT).is_visible()
    for one in page.locator("summary").all():
        one.click()
    assert page.get_by_text(FOLDED).first.is_visible()
    assert page.locator("svg").count() >= 6


def test_on_paper_the_verdict_is_there_and_nothing_is_folded(look, path):
    sheets, words = printed(look.file(path))
    assert 0 < sheets < 40
    assert VERDICT in words
    assert FOLDED in words


def test_dark_is_dark_and_light_is_light(look, path):
    shown = {
        scheme: look.file(path, scheme=scheme).evaluate(
            "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)"
        )
        for scheme in SCHEMES
    }
    assert max(shown["dark"][:3]) < 90 < 200 < min(shown["light"][:3])


def test_it_asks_for_nothing(look, path):
    page = look.file(path)
    page.wait_for_load_state("networkidle")
    assert look.asked == [path.as_uri()]
    assert look.complaints == []
    assert path.stat().st_size < 1_000_000


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_names_that_mean_harm_are_only_words(look, hostile, size):
    page = look.file(hostile, size)
    page.mouse.move(200, 200)
    page.wait_for_load_state("networkidle")
    assert look.complaints == look.elsewhere() == too_wide(page) == []
    assert page.locator("script, b[onmouseover], img[onerror]").count() == 0
    assert HOSTILE[0] in page.locator("h1").inner_text()
    assert "49" not in page.locator("h2").all_inner_texts()


def test_names_that_mean_harm_can_be_read(look, hostile, axe):
    assert findings(look.file(hostile), axe) == []
