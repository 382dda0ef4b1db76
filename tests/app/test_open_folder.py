"""The one folder that the page reads and writes."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.app.open_folder import LONGEST_NAME, OpenFolder, plain_name
from skl_synth.errors import InputError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "secret.csv").write_text("a,b")
    inside = tmp_path / "open"
    inside.mkdir()
    (inside / "patients.csv").write_text("a,b")
    return OpenFolder(inside)


@pytest.mark.parametrize(
    "name",
    [
        *("../secret.csv", "..", ".", "", "/etc/passwd", "./../secret.csv"),
        *("below/patients.csv", "..\\secret.csv", "missing.csv", ".hidden.csv", "link"),
        "a\0b",
    ],
)
def test_nothing_outside_the_folder_is_read(folder, name):
    (folder.path / ".hidden.csv").write_text("a,b")
    (folder.path / "below").mkdir()
    (folder.path / "below" / "patients.csv").write_text("a,b")
    (folder.path / "link").symlink_to(folder.path.parent / "secret.csv")
    with pytest.raises(InputError):
        folder.file_at(name)


def test_a_file_of_the_folder_is_found(folder):
    assert folder.file_at("patients.csv").read_text() == "a,b"


def test_links_that_lead_out_and_hidden_files_are_not_listed(folder):
    (folder.path / "away.csv").symlink_to(folder.path.parent / "secret.csv")
    (folder.path / ".kept.csv").write_text("a,b")
    (folder.path / "note.md").write_text("a")
    (folder.path / "folder.csv").mkdir()
    (folder.path / "Other.XLSX").write_bytes(b"")
    assert folder.tables() == ["Other.XLSX", "patients.csv"]


def test_what_is_saved_replaces_nothing(folder, tmp_path):
    made = tmp_path / "patients.csv"
    made.write_text("new")
    saved = folder.save(made)
    assert saved.name == "patients_2.csv"
    assert saved.read_text() == "new"
    assert (folder.path / "patients.csv").read_text() == "a,b"


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
def test_what_is_private_stays_private(folder, tmp_path):
    pack = tmp_path / "pack"
    (pack / "owner").mkdir(parents=True, mode=0o700)
    (pack / "owner" / "seed.json").touch(mode=0o600)
    saved = folder.save(pack)
    assert (saved / "owner").stat().st_mode & 0o777 == 0o700
    assert (saved / "owner" / "seed.json").stat().st_mode & 0o777 == 0o600
    assert folder.save(tmp_path / "secret.csv").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_copied_leaves_nothing(folder, tmp_path):
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "gone").symlink_to(tmp_path / "nowhere")
    with pytest.raises(OSError, match="gone"):
        folder.save(pack)
    assert [one.name for one in folder.path.iterdir()] == ["patients.csv"]


@given(st.text(max_size=400))
def test_a_name_of_the_browser_is_never_a_path(given):
    name = plain_name(given)
    assert Path(name).name == name
    assert not name.startswith((".", "-"))
    assert 0 < len(name) <= LONGEST_NAME
    assert name.isprintable()
