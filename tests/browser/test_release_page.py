"""The page of a release whose names mean harm, and that of its owner."""

import pytest

from skl_synth import publish
from skl_synth.datasets import make_patients
from tests.browser.looking import (
    NARROW,
    SCHEMES,
    WIDE,
    findings,
    pale_words,
    printed,
    too_wide,
    unread_colors,
)

NAMES = {
    "age": "<script>alert('name')</script>",
    "ward": '"><img src="http://127.0.0.1:9/a.png" onerror="alert(1)">',
    "bmi": "{{ 7 * 7 }} </style></svg><b onmouseover=alert(2)>",
}
LEVELS = {"Surgery": "<iframe src='http://127.0.0.1:9'></iframe>"}


@pytest.fixture(scope="module")
def release():
    X, y = make_patients(300, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id").replace({"ward": LEVELS}).rename(columns=NAMES)
    return publish(X, y, fidelity="columns", folds=2, random_state=0)


@pytest.fixture(scope="module", params=["report", "owner"])
def path(release, request, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / f"{request.param}.html"
    getattr(release, request.param).write_html(path)
    return path


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_everybody_can_read_it(look, path, axe, size, scheme):
    page = look.file(path, size, scheme=scheme)
    assert too_wide(page) == []
    page.evaluate(
        "document.querySelectorAll('details').forEach(one => one.open = true)"
    )
    assert findings(page, axe) == []
    assert pale_words(page) == []
    assert unread_colors(page) == []


def test_names_are_only_words(look, path):
    page = look.file(path)
    page.wait_for_load_state("networkidle")
    assert look.asked == [path.as_uri()]
    assert look.complaints == []
    assert page.locator("script, iframe, img, b[onmouseover]").count() == 0
    assert path.stat().st_size < 1_000_000


def test_the_verdict_comes_first_and_is_printed(look, release, tmp_path):
    path = tmp_path / "report.html"
    release.report.write_html(path)
    page = look.file(path, scripts=False)
    verdict = page.locator(".skl-status").inner_text()
    assert "Passed" in verdict
    assert verdict in page.locator("main").inner_text()[:400]
    sheets, words = printed(page)
    assert 0 < sheets < 60
    assert "Passed" in words[:400]
    assert "May not be said" in words or "may not be said" in words
