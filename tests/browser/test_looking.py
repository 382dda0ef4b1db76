"""That the tests of pages notice what they are there to notice."""

import pytest

from tests.browser.looking import (
    PHONE,
    findings,
    pale_words,
    printed,
    too_wide,
    unread_colors,
)

GOOD = """<!doctype html>
<html lang="en"><title>Good</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<main><h1>Good</h1>{}</main>"""


@pytest.fixture
def written(tmp_path):
    """Write the inside of a page, and say where it is."""

    def write(inside):
        path = tmp_path / "page.html"
        path.write_text(GOOD.format(inside), encoding="utf-8")
        return path

    return write


def test_a_good_page_has_no_findings(look, written, axe):
    page = look.file(written("<p>Text.</p>"), PHONE)
    assert too_wide(page) == []
    assert findings(page, axe) == []
    assert look.elsewhere() == look.complaints == []


def test_what_is_too_wide_is_named(look, written):
    page = look.file(written('<p class="long" style="width: 900px">Text</p>'), PHONE)
    assert too_wide(page)[0] == "P.long"


def test_a_page_that_was_never_fitted_to_a_phone_is_named(look, written):
    path = written("<p>Text.</p>")
    path.write_text(path.read_text().replace("viewport", "nothing"), encoding="utf-8")
    assert too_wide(look.file(path, PHONE))[-1] == "the page itself"


def test_what_is_wide_inside_a_box_that_scrolls_is_no_fault(look, written):
    box = '<div style="overflow-x: auto"><p style="width: 900px">Text</p></div>'
    assert too_wide(look.file(written(box), PHONE)) == []


def test_a_request_to_elsewhere_is_noticed(look, written):
    look.file(written('<img alt="" src="http://127.0.0.1:9/picture.png">'))
    assert look.elsewhere() == ["http://127.0.0.1:9/picture.png"]


def test_a_script_that_runs_is_noticed(look, written):
    look.file(written("<script>alert('seen')</script>"))
    assert look.complaints == ["a dialog: seen"]


@pytest.mark.parametrize(
    ("inside", "rule"),
    [
        ('<img src="data:,">', "image-alt"),
        ('<p style="color: #bbb; background: #fff">Pale</p>', "color-contrast"),
    ],
    ids=["picture", "pale"],
)
def test_what_some_cannot_see_is_found(look, written, axe, inside, rule):
    assert rule in dict(findings(look.file(written(inside)), axe))


def test_pale_words_and_lost_colors_in_pictures_are_found(look, written):
    shapes = '<rect width="9" height="9" style="fill: #nocolor"/>'
    words = "".join(
        f'<text y="9" style="fill: {color}">{color}</text>'
        for color in ("#bbbbbb", "#222222", "#ffffff")
    )
    page = look.file(written(f"<svg role=img>{shapes}{words}</svg>"))
    page.add_style_tag(content="body {background: #fff}")
    assert pale_words(page) == ["#bbbbbb"]
    assert unread_colors(page) == ["rect: fill: #nocolor"]


def test_what_is_printed_can_be_read(look, written):
    sheets, words = printed(look.file(written("<p>Some  words.</p>")))
    assert (sheets, words) == (1, "Good Some words.")
