"""What a session keeps on the disk is its owner's alone, and goes with it."""

import gc
import os

import pytest

from skl_synth.app.session_folder import SessionFolder
from skl_synth.cli.start_app import ROOT_NAMED


def test_it_goes_when_nobody_holds_it():
    folder = SessionFolder()
    folder.keep("patients.csv", b"a,b")
    path = folder.path
    del folder
    gc.collect()
    assert not path.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
def test_nobody_else_can_read_it():
    folder = SessionFolder()
    kept = folder.keep("patients.csv", b"a,b")
    assert folder.path.stat().st_mode & 0o777 == 0o700
    assert kept.stat().st_mode & 0o777 == 0o600


def test_it_lies_where_the_server_removes_it(tmp_path, monkeypatch):
    monkeypatch.setenv(ROOT_NAMED, str(tmp_path))
    assert SessionFolder().path.parent == tmp_path


def test_a_linked_file_stays_when_the_session_ends(tmp_path):
    source = tmp_path / "patients.csv"
    source.write_text("a,b")
    folder = SessionFolder()
    assert folder.link(source).read_text() == "a,b"
    folder.remove()
    assert source.read_text() == "a,b"
    assert not folder.is_there
