"""A file is there whole or not at all; what cannot be written is refused at once."""

import errno
import os
from pathlib import Path

import pandas as pd
import pytest

from skl_synth.errors import InputError
from skl_synth.files import check_output, replacing, write_table


def _names(folder):
    return [path.name for path in folder.iterdir()]


def test_a_new_file_takes_its_name_at_the_end(tmp_path):
    path = tmp_path / "out.csv"
    with replacing(path, encoding="utf-8") as handle:
        handle.write("é\r\n")
        assert not path.exists()
    assert path.read_bytes() == "é\r\n".encode()
    assert _names(tmp_path) == ["out.csv"]


def test_bytes(tmp_path):
    with replacing(tmp_path / "out.png") as handle:
        handle.write(b"\x89\r\n")
    assert (tmp_path / "out.png").read_bytes() == b"\x89\r\n"


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")]
)
@pytest.mark.parametrize("before", [None, "what was there"])
def test_nothing_half_written_is_left(tmp_path, monkeypatch, error, before):
    path = tmp_path / "out.csv"
    if before:
        path.write_text(before)
    _stop_at_third_line(monkeypatch, error)
    with pytest.raises(type(error)):
        write_table(pd.DataFrame({"a": range(1000)}), path)
    monkeypatch.undo()
    assert _names(tmp_path) == (["out.csv"] if before else [])
    assert before is None or path.read_text() == before


def _stop_at_third_line(monkeypatch, error):
    """Let whatever is opened for writing fail at its third line."""
    really_open = os.fdopen

    def open_and_stop(*args, **kwargs):
        return _Stopping(really_open(*args, **kwargs), error)

    monkeypatch.setattr(os, "fdopen", open_and_stop)


class _Stopping:
    def __init__(self, handle, error):
        self.handle, self.error, self.lines = handle, error, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.handle.close()

    def write(self, text):
        self.lines += 1
        if self.lines == 3:
            raise self.error
        self.handle.write(text)


def test_a_link_stays_a_link(tmp_path):
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old")
    link.symlink_to(target)
    with replacing(link, encoding="utf-8") as handle:
        handle.write("new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_file_that_can_be_written(tmp_path):
    check_output(tmp_path / "out.csv", [tmp_path / "in.csv"])
    assert _names(tmp_path) == []


def test_a_file_that_can_be_replaced(tmp_path):
    (tmp_path / "out.csv").write_text("old")
    (tmp_path / "in.csv").write_text("input")
    check_output(tmp_path / "out.csv", [tmp_path / "in.csv"])
    assert (tmp_path / "out.csv").read_text() == "old"


@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_no_output(tmp_path, there):
    target, link = tmp_path / "target.csv", tmp_path / "out.csv"
    if there:
        target.write_text("mine")
    link.symlink_to(target)
    with pytest.raises(InputError, match=r"out\.csv is a link to .*target\.csv"):
        check_output(link)
    assert link.is_symlink()
    assert target.exists() == there


def test_a_link_in_a_circle_is_no_output(tmp_path):
    link = tmp_path / "out.csv"
    link.symlink_to(link)
    with pytest.raises(InputError, match="is a link"):
        check_output(link)


def test_a_link_to_a_folder_is_no_output(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "out.csv").symlink_to(tmp_path / "folder")
    with pytest.raises(InputError, match="is a link"):
        check_output(tmp_path / "out.csv")


def test_a_folder_behind_a_link_takes_files(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    check_output(tmp_path / "link" / "out.csv")


def test_another_name_of_a_file_keeps_what_it_holds(tmp_path):
    old, path = tmp_path / "old.csv", tmp_path / "out.csv"
    old.write_text("mine")
    os.link(old, path)
    check_output(path)
    with replacing(path, encoding="utf-8") as handle:
        handle.write("new")
    assert (old.read_text(), path.read_text()) == ("mine", "new")


def test_a_folder_is_no_output(tmp_path):
    with pytest.raises(IsADirectoryError, match="is a folder"):
        check_output(tmp_path)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"there is no folder .*no"):
        check_output(tmp_path / "no" / "out.csv")


@pytest.mark.parametrize("link", [os.symlink, os.link, None])
def test_the_input_is_never_the_output(tmp_path, link):
    source, path = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("a")
    if link is None:
        path = tmp_path / "." / "in.csv"
    else:
        link(source, path)
    with pytest.raises(ValueError, match="never overwritten"):
        check_output(path, [source])


def test_what_is_no_regular_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ValueError, match="no regular file"):
        check_output(tmp_path / "pipe")


def test_a_write_protected_file(tmp_path, monkeypatch):
    path = tmp_path / "out.csv"
    path.write_text("old")
    path.chmod(0o444)
    # An administrator may write to it all the same.
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(PermissionError, match="write-protected"):
        check_output(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may write everywhere")
def test_a_folder_without_permission(tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir(0o555)
    with pytest.raises(PermissionError, match="takes no new file"):
        check_output(folder / "out.csv")


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied")])
def test_a_folder_that_takes_no_file(tmp_path, monkeypatch, error):
    def refuse(*_, **__):
        raise error

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(PermissionError, match=r"no new file \(Permission denied\)"):
        check_output(tmp_path / "out.csv")
