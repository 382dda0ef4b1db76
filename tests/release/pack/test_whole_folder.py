"""A folder is there whole or not at all, and nobody looks into it before."""

import os
import stat
from pathlib import Path

import pytest

from skl_synth.errors import InputError
from skl_synth.release.pack.whole_folder import check_folder, whole_folder

has_modes = pytest.mark.skipif(os.name != "posix", reason="there are no modes here")


def _mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def _write(folder):
    with whole_folder(folder) as part:
        for name in ("a", "b"):
            (part / name).mkdir()
            (part / name / "file").write_text(name, encoding="utf-8")


@pytest.mark.parametrize("is_there", [False, True])
def test_all_of_it_is_there_at_the_end_and_nothing_else(tmp_path, is_there):
    folder = tmp_path / "pack"
    if is_there:
        folder.mkdir()
    _write(folder)
    assert sorted(one.name for one in folder.iterdir()) == ["a", "b"]
    assert (folder / "b" / "file").read_text(encoding="utf-8") == "b"
    assert [one.name for one in tmp_path.iterdir()] == ["pack"]


def _write_half(folder, error):
    with whole_folder(folder) as part:
        (part / "a").mkdir()
        (part / "a" / "file").write_text("half", encoding="utf-8")
        raise error


@pytest.mark.parametrize("is_there", [False, True])
@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, SystemExit])
def test_whatever_stops_it_leaves_nothing(tmp_path, is_there, error):
    folder = tmp_path / "pack"
    if is_there:
        folder.mkdir()
    with pytest.raises(error):
        _write_half(folder, error)
    assert folder.is_dir() == is_there
    assert [one for one in tmp_path.rglob("*") if one != folder] == []


def test_what_cannot_be_moved_to_its_place_leaves_nothing(tmp_path, monkeypatch):
    folder = tmp_path / "pack"
    folder.mkdir()
    rename = Path.rename

    def failing(self, target):
        if self.name == "b":
            raise OSError("the disk is full")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="the disk is full"):
        _write(folder)
    assert list(folder.iterdir()) == []


@has_modes
@pytest.mark.parametrize("is_there", [False, True])
def test_until_the_end_only_its_owner_looks_into_it(tmp_path, is_there):
    folder, plain = tmp_path / "pack", tmp_path / "plain"
    plain.mkdir()
    if is_there:
        folder.mkdir()
    with whole_folder(folder) as part:
        assert _mode(part) == 0o700
        assert part.name.startswith(".")
    assert _mode(folder) == _mode(plain)


def test_nothing_that_is_there_is_replaced(tmp_path):
    (tmp_path / "mine.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"is not empty.*name one that is not there"):
        check_folder(tmp_path)
    with pytest.raises(InputError, match="is not empty"), whole_folder(tmp_path):
        pytest.fail("it was opened")
    assert [one.name for one in tmp_path.iterdir()] == ["mine.csv"]


def test_a_file_and_a_place_that_is_not_there_are_named(tmp_path):
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(NotADirectoryError, match="is a file"):
        check_folder(file)
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        check_folder(tmp_path / "nowhere" / "pack")


@pytest.mark.skipif(os.name != "posix", reason="links need rights here")
def test_a_link_is_not_followed(tmp_path):
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "link").symlink_to(real)
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    for name in ("link", "broken"):
        with pytest.raises(InputError, match="is a link"):
            check_folder(tmp_path / name)
    assert list(real.iterdir()) == []


def test_a_folder_that_takes_nothing_is_told_before_the_work(tmp_path, monkeypatch):
    def refusing(self, *args, **options):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refusing)
    with pytest.raises(PermissionError, match=r"takes nothing new \(Read-only"):
        check_folder(tmp_path / "pack")


def test_the_folder_in_which_one_works_can_be_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check_folder(".")
    _write(".")
    assert sorted(one.name for one in Path.cwd().iterdir()) == ["a", "b"]
