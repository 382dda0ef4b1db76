"""The pictures that the build of the guide takes of a report."""

import importlib.util
import shutil
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "docs" / "report_pictures.py"


@pytest.fixture
def pictures(monkeypatch, tmp_path):
    """The script of the guide, which finds a pack that is there already."""
    spec = importlib.util.spec_from_file_location("report_pictures", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    pack, shown = tmp_path / "pack", tmp_path / "shown"
    for folder in (pack / "owner", pack / "release", shown / "release"):
        folder.mkdir(parents=True)
    (pack / "owner" / "owner.txt").write_text("seed")
    page = (
        "<style>@media (prefers-color-scheme: dark) {body {background: #000}}</style>"
    )
    for folder in (pack, shown):
        (folder / "release" / "report.html").write_text(page)
    monkeypatch.setattr(script, "GENERATED", tmp_path)
    monkeypatch.setattr(script, "PACK", pack)
    monkeypatch.setattr(script, "SHOWN", shown)
    monkeypatch.setattr(script, "REPORT", shown / "release" / "report.html")
    monkeypatch.setattr(script, "MADE_OF", tmp_path / "pack.sha256")
    (tmp_path / "pack.sha256").write_text(script._package())
    return script


def test_both_schemes_are_shown_each_to_its_readers(pictures, tmp_path):
    if not any(map(shutil.which, pictures.BROWSERS)):
        pytest.skip("no browser is installed")
    pictures.write_report_pictures()
    text = (tmp_path / "report_pictures.inc").read_text()
    taken = [(tmp_path / f"report_{one}.png").read_bytes() for one in ("light", "dark")]
    assert all(one.startswith(b"\x89PNG") for one in taken)
    assert taken[0] != taken[1]
    assert ":class: only-light" in text
    assert ":class: only-dark" in text


def test_without_a_browser_there_are_no_pictures_and_no_failure(
    pictures, tmp_path, monkeypatch
):
    monkeypatch.setattr(pictures, "BROWSERS", ("no-such-browser",))
    pictures.write_report_pictures()
    assert (tmp_path / "report_pictures.inc").read_text() == ""
    assert not list(tmp_path.glob("*.png"))


def test_the_files_of_the_pack_are_listed(pictures, tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "BROWSERS", ("no-such-browser",))
    pictures.write_report_pictures()
    lines = (tmp_path / "pack_files.inc").read_text().splitlines()[2:]
    assert [line.split()[0] for line in lines] == [
        "owner/owner.txt",
        "release/report.html",
    ]


def test_a_pack_of_another_package_is_made_anew(pictures, tmp_path, monkeypatch):
    (tmp_path / "pack.sha256").write_text("older")
    written = []
    monkeypatch.setattr(pictures, "BROWSERS", ("no-such-browser",))
    monkeypatch.setattr(pictures, "_write_pack", lambda: written.append(True))
    pictures.write_report_pictures()
    pictures.write_report_pictures()
    assert written == [True]
