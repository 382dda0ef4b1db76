"""A disk that fills up, or an interrupt, in the middle of writing: nothing is left."""

import errno
import os
import warnings

import pandas as pd
import pytest

from skl_synth import RealRowsWarning, TypeAwareSMOTE
from skl_synth.files import write_table
from tests.tables import mixed_table

X, Y = mixed_table(400)

STOPS = {
    "a full disk": OSError(errno.ENOSPC, "No space left on device"),
    "an interrupt": KeyboardInterrupt(),
}


def _parquet(path):
    pytest.importorskip("pyarrow")
    write_table(X, path)


def _saved(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RealRowsWarning)
        TypeAwareSMOTE().fit(X, Y).save(path)


WRITERS = {
    "out.csv": lambda path: write_table(X, path),
    "out.csv.gz": lambda path: write_table(X, path),
    "out.parquet": _parquet,
    "out.synth": _saved,
}


class _Stopping:
    """A file that takes so many bytes and no more."""

    def __init__(self, handle, room, error):
        self._handle, self._room, self._error = handle, room, error

    def __getattr__(self, name):
        return getattr(self._handle, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._handle.close()

    def write(self, content):
        self._room -= len(content)
        if self._room < 0:
            raise self._error
        return self._handle.write(content)


def stop_writing(monkeypatch, room, error):
    """Let the files that are written take so many bytes; list them as they open."""
    really_open, opened = os.fdopen, []

    def open_and_stop(descriptor, *args, **kwargs):
        opened.append(descriptor)
        return _Stopping(really_open(descriptor, *args, **kwargs), room, error)

    monkeypatch.setattr(os, "fdopen", open_and_stop)
    return opened


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
@pytest.mark.parametrize("before", [None, b"what was there"])
@pytest.mark.parametrize("name", WRITERS)
def test_nothing_half_written_is_left(tmp_path, monkeypatch, name, before, stop):
    path = tmp_path / name
    WRITERS[name](path)
    size = path.stat().st_size
    path.unlink()
    if before is not None:
        path.write_bytes(before)
    opened = stop_writing(monkeypatch, size // 2, stop)
    table = X.copy(deep=True)
    with pytest.raises(type(stop)):
        WRITERS[name](path)
    monkeypatch.undo()
    assert opened, "nothing was written, so nothing was tested"
    assert [one.name for one in tmp_path.iterdir()] == ([name] if before else [])
    assert before is None or path.read_bytes() == before
    pd.testing.assert_frame_equal(X, table)


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
@pytest.mark.parametrize("name", ["out.csv", "out.csv.gz"])
def test_the_command_leaves_nothing_either(run, tmp_path, monkeypatch, name, stop):
    source, output = tmp_path / "in.csv", tmp_path / name
    write_table(X.assign(died=Y), source)
    content = source.read_bytes()
    stop_writing(monkeypatch, 1000, stop)
    # An interrupt is no bad input: its status is that of every command of a shell.
    status = 2 if isinstance(stop, OSError) else 130
    arguments = ("generate", source, "--target", "died", "--output", output)
    result = run(*arguments, status=status)
    monkeypatch.undo()
    if isinstance(stop, OSError):
        assert "No space left on device" in result.output
        assert "Traceback" not in result.output
    assert [one.name for one in tmp_path.iterdir()] == ["in.csv"]
    assert source.read_bytes() == content
