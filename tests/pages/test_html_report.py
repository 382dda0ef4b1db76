"""Reports as files: whole or not at all; the owner's can be read by the owner."""

import stat
import webbrowser

import pytest

from skl_synth.errors import InputError, InputWarning
from skl_synth.pages import HtmlReport, Page, check_page_name


class Report(HtmlReport):
    """A report with nothing in it."""

    def __init__(self, private=False, fails=False):
        self.private, self.fails = private, fails

    def _page(self):
        if self.fails:
            raise RuntimeError("in the middle")
        return Page("A report", None, (), private=self.private)


def test_a_page_is_written_and_replaced(tmp_path):
    path = tmp_path / "report.HTML"
    path.write_text("before")
    Report().write_html(path)
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("private", [True, False])
def test_the_owners_page_is_for_the_owner_alone(tmp_path, private):
    path = tmp_path / "report.html"
    Report(private).write_html(str(path))
    mode = stat.S_IMODE(path.stat().st_mode)
    assert (mode == 0o600) == private


def test_what_fails_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "report.html"
    path.write_text("before")
    with pytest.raises(RuntimeError):
        Report(fails=True).write_html(path)
    assert path.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("name", ["report.json", "report", "report.html.gz", ".html"])
def test_another_ending_is_refused_with_a_name_that_works(tmp_path, name):
    with pytest.raises(InputError, match=r"ends in \.html") as caught:
        Report().write_html(tmp_path / name)
    advice = str(caught.value).rpartition("call it ")[2].rstrip(".")
    Report().write_html(advice)
    check_page_name(advice)


def test_folders_and_missing_folders_are_refused(tmp_path):
    (tmp_path / "a.html").mkdir()
    with pytest.raises(IsADirectoryError, match="is a folder"):
        Report().write_html(tmp_path / "a.html")
    with pytest.raises(FileNotFoundError, match="Create it first"):
        Report().write_html(tmp_path / "none" / "a.html")


def test_a_browser_is_opened_on_a_file_in_a_folder_of_its_own(monkeypatch):
    seen = []
    monkeypatch.setattr(webbrowser, "open", lambda url: seen.append(url) or True)
    path = Report(private=True).open()
    assert seen == [path.as_uri()]
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.read_text(encoding="utf-8")


def test_where_no_browser_is_it_is_said_where_the_page_lies(monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    with pytest.warns(InputWarning, match=r"report\.html") as caught:
        path = Report().open()
    assert str(path) in str(caught[0].message)


def test_a_notebook_shows_the_same():
    assert "A report" in Report()._repr_html_()
