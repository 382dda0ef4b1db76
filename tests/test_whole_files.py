"""Files take their name only once they are written to the end."""

import os
import signal
import stat
import subprocess
import sys

import pytest

from skl_synth.whole_files import replacing


@pytest.mark.parametrize("encoding", [None, "utf-8"])
def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path, encoding):
    path = tmp_path / "out.txt"
    path.write_text("before")

    def write():
        with replacing(path, encoding=encoding) as handle:
            handle.write("after" if encoding else b"after")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_the_new_file_takes_the_place_of_the_old_one(tmp_path):
    path = tmp_path / "out.txt"
    path.write_text("before")
    with replacing(path, encoding="utf-8") as handle:
        handle.write("after\n")
        assert path.read_text() == "before"
    assert path.read_bytes() == b"after\n"


NAMELESS = hasattr(os, "O_TMPFILE")

HAS_MODES = pytest.mark.skipif(os.name != "posix", reason="Windows has no modes")


@pytest.fixture(params=["nameless", "named"])
def way(request, monkeypatch):
    """With files that have no name, and where the system has none."""
    if request.param == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    return request.param


def _mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@HAS_MODES
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
@pytest.mark.parametrize("before", [None, 0o666, 0o640, 0o600])
def test_a_private_file_is_its_owners_from_the_first_byte_on(
    tmp_path, way, umask, before
):
    path = tmp_path / "out.txt"
    if before is not None:
        path.touch()
        path.chmod(before)
    old = os.umask(umask)
    try:
        with replacing(path, private=True) as handle:
            assert stat.S_IMODE(os.fstat(handle.fileno()).st_mode) == 0o600
            handle.write(b"secret")
            handle.flush()
            parts = set(tmp_path.iterdir()) - {path}
            assert [_mode(part) for part in parts] == [0o600] * len(parts)
    finally:
        os.umask(old)
    assert _mode(path) == 0o600
    assert path.read_bytes() == b"secret"
    assert list(tmp_path.iterdir()) == [path]


@HAS_MODES
def test_another_file_has_the_mode_of_new_files_at_the_end(tmp_path, way):
    path = tmp_path / "out.txt"
    old = os.umask(0o027)
    try:
        with replacing(path, encoding="utf-8") as handle:
            assert stat.S_IMODE(os.fstat(handle.fileno()).st_mode) == 0o600
            handle.write("text")
    finally:
        os.umask(old)
    assert _mode(path) == 0o640
    assert list(tmp_path.iterdir()) == [path]


@HAS_MODES
def test_a_file_that_was_closed_to_others_stays_closed(tmp_path, way):
    path = tmp_path / "out.txt"
    path.touch()
    path.chmod(0o600)
    with replacing(path) as handle:
        handle.write(b"x")
    assert _mode(path) == 0o600


@HAS_MODES
def test_a_kill_leaves_no_file_that_others_can_read(tmp_path, way):
    path = tmp_path / "out.txt"
    path.write_text("before")
    program = (
        "import os, signal, sys\n"
        f"if {way == 'named'} and hasattr(os, 'O_TMPFILE'): del os.O_TMPFILE\n"
        "from skl_synth.whole_files import replacing\n"
        "with replacing(sys.argv[1]) as handle:\n"
        "    handle.write(bytes(100_000))\n"
        "    handle.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, path], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_text() == "before"
    left = [one for one in tmp_path.iterdir() if one != path]
    assert [_mode(one) for one in left] == [0o600] * len(left)
    if way == "nameless" and NAMELESS:
        assert left == []


def test_a_full_disk_leaves_the_old_file(tmp_path, way):
    resource = pytest.importorskip("resource")
    path = tmp_path / "out.txt"
    path.write_text("before")
    program = (
        "import os, resource, signal, sys\n"
        f"if {way == 'named'} and hasattr(os, 'O_TMPFILE'): del os.O_TMPFILE\n"
        "from skl_synth.whole_files import replacing\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (4096, {resource.RLIM_INFINITY}))\n"
        "with replacing(sys.argv[1]) as handle:\n"
        "    handle.write(bytes(100_000))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, path], check=False, capture_output=True
    )
    assert b"OSError" in done.stderr
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]
