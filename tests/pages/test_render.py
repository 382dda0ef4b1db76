"""Pages: nothing of the user's is read, nothing is loaded, nothing is left out."""

import builtins
import re
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from skl_synth.pages import Figures, Page, Picture, Section, Text
from skl_synth.pages import render as render_module
from skl_synth.pages.charts import PairMatrix
from skl_synth.pages.render import POLICY, render_fragment, render_page
from tests.pages.page_examples import NASTY, marginals, page_of_everything

VOID = {"meta", "br", "link", "img"}


class Outline(HTMLParser):
    """What a page is made of, and whether its elements close in order."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.texts, self.attributes = [], [], [], []
        self._open = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *one) for one in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self._open.pop()

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture(scope="module")
def page():
    return page_of_everything(NASTY)


@pytest.fixture(scope="module")
def rendered(page):
    return render_page(page)


@pytest.fixture(scope="module")
def outline(rendered):
    return Outline(rendered)


def test_names_of_users_are_text_and_nothing_else(rendered, outline):
    assert "script" not in outline.tags
    assert "alert(1)" in rendered
    assert "{{ 7 * 7 }}" in rendered
    assert not {"\x00", "\u202e"} & set(rendered)
    rendered.encode("utf-8")


def test_a_page_loads_nothing(rendered, outline):
    loading = [
        (tag, name, value)
        for tag, name, value in outline.attributes
        if name in {"src", "href", "srcset", "action", "data", "poster"}
        and not value.startswith("#")
    ]
    assert loading == []
    policies = [value for _, _, value in outline.attributes if "default-src" in value]
    assert policies == [POLICY]
    assert "default-src 'none'" in POLICY
    style = re.search("<style>(.*?)</style>", rendered, re.DOTALL)[1]
    assert "url(" not in style
    assert "@import" not in style
    assert not any(name.startswith("on") for _, name, _ in outline.attributes)


def test_no_two_things_on_a_page_share_a_name(outline):
    assert len(outline.ids) == len(set(outline.ids))


def test_every_reference_leads_to_something(rendered, outline):
    led = re.findall(r"url\(#([^)]+)\)", rendered)
    for _, name, value in outline.attributes:
        if name == "href":
            led.append(value.removeprefix("#"))
        if name in {"aria-labelledby", "aria-describedby"}:
            led += value.split()
    assert set(led) <= set(outline.ids)


def test_headings_come_in_order(outline):
    levels = [int(tag[1]) for tag in outline.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_pictures_have_words_and_tables_have_heads(rendered):
    n_pictures = rendered.count("<svg")
    assert n_pictures == 7
    assert rendered.count('role="img"') == n_pictures
    assert rendered.count("<desc id") == rendered.count("<title id") == n_pictures
    assert rendered.count("<table>") == rendered.count("<caption>")
    assert '<th scope="col">' in rendered
    assert '<th scope="row">' in rendered


def test_what_scrolls_can_be_reached_by_keys(rendered):
    boxes = re.findall(r'<div class="skl-scroll"[^>]*>', rendered)
    assert boxes
    assert all('tabindex="0"' in box and "aria-label=" in box for box in boxes)


def test_the_owners_page_says_so(page, rendered):
    said = "For the owner of the real table alone."
    assert said in rendered
    assert said not in render_page(Page("x", None, ()))


def test_the_same_page_gives_the_same_text(page, rendered):
    assert render_page(page_of_everything(NASTY)) == rendered


def test_a_fragment_stays_inside_its_box():
    first = render_fragment(page_of_everything(NASTY[:2]))
    other = render_fragment(page_of_everything(NASTY[1:3]))
    ids = [set(Outline(text).ids) for text in (first, other)]
    assert not ids[0] & ids[1]
    assert "<html" not in first
    style = re.search("<style>(.*?)</style>", first, re.DOTALL)[1]
    rules = re.sub(r"@media[^{]*", "", style)
    heads = [one.strip(" {}\n") for one in re.findall(r"[^{}]*\{", rules)]
    selectors = [one for head in heads for one in head.split(",") if one]
    assert selectors
    assert all(one.startswith((".skl-page", ".skl-whole")) for one in selectors)


def wide_page(n):
    names = [f"column {place} with a longer name" for place in range(n)]
    values = np.random.default_rng(0).uniform(0, 0.5, (n, n))
    frame = pd.DataFrame({"column": names, "similarity": values[0]})
    return Page(
        "Wide",
        None,
        (
            Section(
                "All",
                (
                    Picture(marginals(names), "Columns", "All.", frame),
                    Picture(PairMatrix(names=names, values=values), "Pairs", "All."),
                    Figures(frame, "Columns"),
                ),
            ),
        ),
    )


def test_sixty_columns_fit_on_a_page():
    assert len(render_page(wide_page(60)).encode()) < 1_000_000


def test_a_notebook_gets_as_many_pictures_as_it_can_hold(monkeypatch):
    assert render_module.MOST_DRAWN < 200_000
    page = wide_page(34)
    pairs = Page("Pairs", None, (Section("s", page.sections[0].blocks[1:]),))
    fragment = render_fragment(pairs)
    assert "<svg" in fragment
    assert "4 more lines stand on the page itself" in fragment
    monkeypatch.setattr(render_module, "MOST_DRAWN", 1000)
    fragment = render_fragment(pairs)
    assert "<svg" not in fragment
    assert "stands on the page itself" in fragment


def test_without_matplotlib_the_numbers_are_shown(monkeypatch, page):
    importing = builtins.__import__

    def without(name, *args, **kwargs):
        if name.partition(".")[0] == "matplotlib":
            raise ImportError("none", name="matplotlib")
        return importing(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    text = render_page(page)
    assert "<svg" not in text
    assert "pip install &#34;skl_synth[plot]&#34;" in text
    assert "in numbers" in text


def test_what_fails_in_a_chart_is_not_hidden():
    class Broken:
        def draw(self):
            raise ImportError("something else", name="other")

    broken = Page("x", None, (Section("s", (Picture(Broken(), "t", "d"),)),))
    with pytest.raises(ImportError, match="something else"):
        render_page(broken)


def test_an_empty_page_is_a_page():
    text = render_page(Page("Nothing", None, (Section("s", (Text(()),)),)))
    assert Outline(text).tags.count("section") == 1
